/// Output to the terminal, and the reporting of failures.
package dev.npymap.cli.terminal;
