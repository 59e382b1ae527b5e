/// The command line. Start at [dev.npymap.cli.Main].
package dev.npymap.cli;
