package dev.npymap.internal.deflate;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Inflates with libdeflate.
final class LibdeflateDecoder {
    /// The largest size in bytes, on either side, that libdeflate is given.
    private static final long MAX_NATIVE = Integer.MAX_VALUE;

    private final DeflateNativeDecompressor decompressor = new DeflateNativeDecompressor();

    /// Inflates a stream into all of `out`, if libdeflate takes it. Where libdeflate refuses a stream it does not say
    /// why; zlib will. It takes the two length codes that are not defined, which zlib refuses, so that only a checksum
    /// finds every damage in the same way with both.
    boolean inflate(MemorySegment in, MemorySegment out) {
        if (Math.max(in.byteSize(), out.byteSize()) > MAX_NATIVE) {
            return false;
        }
        try {
            return decompressor.decompress(in, out) == out.byteSize();
        } catch (MalformedInputException refused) {
            return false;
        } finally {
            // A decompressor that is collected frees the memory that the native code is working in.
            Reference.reachabilityFence(decompressor);
        }
    }
}
