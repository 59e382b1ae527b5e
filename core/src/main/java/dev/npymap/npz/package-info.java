/// The `.npz` format: zip archives of arrays. Stored arrays are views of the mapped archive. Start at
/// [dev.npymap.npz.Npz].
package dev.npymap.npz;
