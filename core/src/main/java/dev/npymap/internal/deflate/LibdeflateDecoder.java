package dev.npymap.internal.deflate;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/// Inflates with libdeflate.
final class LibdeflateDecoder {
    /// The largest size in bytes, of input or output, for which libdeflate is used.
    private static final long MAX_NATIVE = Integer.MAX_VALUE;

    private final DeflateNativeDecompressor decompressor = new DeflateNativeDecompressor();

    /// Inflates a stream into all of `out`, if libdeflate accepts it. If libdeflate refuses a stream it gives no
    /// reason; zlib will. It accepts the two undefined length codes, which zlib refuses, so only a checksum detects
    /// every damage alike with both.
    boolean inflate(MemorySegment in, MemorySegment out) {
        if (Math.max(in.byteSize(), out.byteSize()) > MAX_NATIVE) {
            return false;
        }
        try {
            return decompressor.decompress(in, out) == out.byteSize();
        } catch (MalformedInputException refused) {
            return false;
        } finally {
            // If the decompressor were collected, the memory that the native code works in would be freed.
            Reference.reachabilityFence(decompressor);
        }
    }
}
