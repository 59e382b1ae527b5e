/// The command that demonstrates the benefit of mapping.
package dev.npymap.cli.demo;
