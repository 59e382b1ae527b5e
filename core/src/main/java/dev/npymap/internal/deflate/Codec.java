package dev.npymap.internal.deflate;

import io.airlift.compress.v3.deflate.DeflateNativeCompressor;

/// An implementation of deflate. Each can inflate what the other has deflated.
public enum Codec {
    /// libdeflate, a native library, two to three times as fast as zlib.
    LIBDEFLATE,
    /// The JDK's zlib, which is always available.
    ZLIB;

    /// The fastest available codec.
    ///
    /// Where native access is not allowed to aircompressor's module, libdeflate is not loaded and the JVM prints no
    /// warning.
    public static Codec fastest() {
        return Loaded.LIBDEFLATE_RUNS ? LIBDEFLATE : ZLIB;
    }

    /// Determined once, on first use: trying to load an unusable library takes a while.
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
