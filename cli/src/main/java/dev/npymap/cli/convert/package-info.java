/// The commands that write arrays: `convert`, `copy` and `slice`.
package dev.npymap.cli.convert;
