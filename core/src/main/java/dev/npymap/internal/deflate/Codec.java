package dev.npymap.internal.deflate;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;

/// An implementation of deflate. What one writes, each of them reads.
public enum Codec {
    /// libdeflate, a native library: two to three times as fast as zlib.
    LIBDEFLATE,
    /// The zlib in the JDK, which is always there.
    ZLIB;

    /// The faster of those that can be used.
    ///
    /// Where native access is not allowed to aircompressor's module, libdeflate is not loaded and the JVM prints no
    /// warning.
    public static Codec fastest() {
        return Loaded.LIBDEFLATE_RUNS ? LIBDEFLATE : ZLIB;
    }

    /// Asked once, when the first codec is wanted: loading a library that cannot be loaded takes a while.
    private static final class Loaded {
        static final boolean LIBDEFLATE_RUNS = runs();

        private static boolean runs() {
            try {
                return Aircompressor.IS_PRESENT && DeflateNativeCompressor.class.getModule().isNativeAccessEnabled()
                        && DeflateNativeCompressor.isEnabled();
            } catch (LinkageError unusable) {
                return false;
            }
        }
    }
}
