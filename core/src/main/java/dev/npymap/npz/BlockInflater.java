package dev.npymap.npz;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.deflate.DeflateNativeDecompressor;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Optional;
import java.util.zip.DataFormatException;

/// Inflates raw deflate streams of known size: members of an `.npz` file, or pieces of one with [BlockDeflater#LAST]
/// behind them.
///
/// Threads: one.
final class BlockInflater implements AutoCloseable {
    /// The largest size in bytes, on either side, that libdeflate is given.
    private static final long MAX_NATIVE = Integer.MAX_VALUE;

    private final Optional<DeflateNativeDecompressor> libdeflate;
    private final ZlibDecoder zlib = new ZlibDecoder();

    /// With the faster codec.
    BlockInflater() {
        this(Codec.fastest());
    }

    BlockInflater(Codec codec) {
        this.libdeflate = switch (codec) {
            case LIBDEFLATE -> Optional.of(new DeflateNativeDecompressor());
            case ZLIB -> Optional.empty();
        };
    }

    /// Inflates a stream into all of `out`. Bytes behind the stream's final block are ignored.
    ///
    /// Cost: with libdeflate, no thread of the JVM reaches a safepoint meanwhile. Streams of 2 GiB or more, on either
    /// side, and those that libdeflate refuses are inflated with zlib.
    ///
    /// @param in  the stream, native or a `byte[]`; not mapped from a file, which may be cut
    /// @param out native or a `byte[]`; its contents are undefined after an exception
    /// @throws DataFormatException if the stream is corrupt or truncated, or holds fewer or more bytes than `out`
    void inflate(MemorySegment in, MemorySegment out) throws DataFormatException {
        if (libdeflate.isEmpty() || !isInflated(libdeflate.get(), in, out)) {
            zlib.inflate(in, out);
        }
    }

    /// Where libdeflate refuses a stream it does not say why; zlib will. It takes the two length codes that are not
    /// defined, which zlib refuses, so that only a checksum finds every damage in the same way with both.
    private static boolean isInflated(DeflateNativeDecompressor decompressor, MemorySegment in, MemorySegment out) {
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

    @Override
    public void close() {
        zlib.close();
    }
}
