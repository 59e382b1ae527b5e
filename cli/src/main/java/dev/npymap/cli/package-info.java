/// The command line: [dev.npymap.cli.Main] is where it begins.
package dev.npymap.cli;
