/// What the words of a command name, and what part of it is meant.
package dev.npymap.cli.source;
