/// A memory-mapped, zero-copy array store in NumPy's own file formats.
module dev.npymap.core {
    requires aircompressor.v3;
    requires ch.randelshofer.fastdoubleparser;
    // Zstandard in plain Java, which aircompressor has for JVMs without native access, needs Unsafe.
    requires jdk.unsupported;
    requires static jdk.incubator.vector;

    exports dev.npymap.array;
    exports dev.npymap.model;
    exports dev.npymap.catalog;
    exports dev.npymap.npy;
    exports dev.npymap.npz;
    exports dev.npymap.pickle;
    exports dev.npymap.text;

    uses dev.npymap.catalog.Format;
}
