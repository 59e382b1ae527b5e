/// The `.npy` format: a header followed by one array. Start at [dev.npymap.npy.Npy].
package dev.npymap.npy;
