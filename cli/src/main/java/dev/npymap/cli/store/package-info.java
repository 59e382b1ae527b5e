/// The commands on stores: `npymap store ...`.
package dev.npymap.cli.store;
