package dev.npymap.benchmarks.compare;

/// A file that cases read.
///
/// @param name   its name in the directory of the run
/// @param python statements that make it; `np` is NumPy and `rng` a generator that begins anew for each file
record DataFile(String name, String python) {
    /// A `.npy` file.
    static DataFile npy(String name, String array) {
        return new DataFile(name, "np.save('" + name + "', " + array + ")");
    }

    /// A `.npy` file of zeros that takes no room on the disk.
    static DataFile sparse(String name, long elements) {
        return new DataFile(name, "np.lib.format.open_memmap('" + name + "', 'w+', 'f8', (" + elements + ",))");
    }
}
