/// The commands that print what files hold: `info`, `show`, `stats` and `verify`.
package dev.npymap.cli.report;
