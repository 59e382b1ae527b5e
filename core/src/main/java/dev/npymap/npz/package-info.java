/// The `.npz` format: archives of arrays, which are views of the archive where nothing compressed them.
/// [dev.npymap.npz.Npz] is the door.
package dev.npymap.npz;
