/// A memory-mapped, zero-copy array store in NumPy's own file formats.
module dev.npymap.core {
    requires static jdk.incubator.vector;

    exports dev.npymap.array;
    exports dev.npymap.npy;
}
