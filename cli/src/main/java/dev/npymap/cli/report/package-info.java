/// The commands that print the contents of files: `info`, `show`, `stats` and `verify`.
package dev.npymap.cli.report;
