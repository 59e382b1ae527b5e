/// The command that shows what mapping is good for.
package dev.npymap.cli.demo;
