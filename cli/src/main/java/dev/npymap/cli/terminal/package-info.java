/// What is printed, and what becomes of failures.
package dev.npymap.cli.terminal;
