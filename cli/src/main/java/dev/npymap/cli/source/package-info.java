/// The arrays that arguments name, and the selected parts of them.
package dev.npymap.cli.source;
