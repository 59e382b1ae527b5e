/// The `.npy` format: one array behind a header. [dev.npymap.npy.Npy] is the door.
package dev.npymap.npy;
