package dev.npymap.internal.deflate;

import dev.npymap.internal.work.OptionalModule;

/// Whether aircompressor is present, which provides Zstandard, and native libraries for it and for deflate.
public final class Aircompressor {
    public static final boolean IS_PRESENT = OptionalModule.isPresent("io.airlift.compress.v3.zstd.ZstdInputStream");

    /// A hint for users how to add it.
    public static final String ABSENT = "zstd needs io.airlift:aircompressor-v3 on the class path, or on the module path with "
            + "--add-modules aircompressor.v3";

    private Aircompressor() {
    }
}
