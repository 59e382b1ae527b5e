/// A memory-mapped, zero-copy array store in NumPy's own file formats.
module dev.npymap.core {
    requires aircompressor.v3;
    requires static jdk.incubator.vector;

    exports dev.npymap.array;
    exports dev.npymap.npy;
    exports dev.npymap.npz;
}
