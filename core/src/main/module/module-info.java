/// A memory-mapped, zero-copy array store in NumPy's own file formats.
module dev.npymap.core {
    requires ch.randelshofer.fastdoubleparser;
    // Zstandard in plain Java, which aircompressor has where it is present, needs Unsafe.
    requires jdk.unsupported;
    requires tools.jackson.core;

    exports dev.npymap.array;
    exports dev.npymap.model;
    exports dev.npymap.catalog;
    exports dev.npymap.npy;
    exports dev.npymap.npz;
    exports dev.npymap.pickle;
    exports dev.npymap.store;
    exports dev.npymap.text;

    uses dev.npymap.catalog.Format;
}
