package dev.npymap.internal.deflate;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import java.util.zip.DataFormatException;

/// Inflates raw deflate streams of known size: members of an `.npz` file, or single deflated blocks of one followed by
/// [BlockDeflater#LAST].
///
/// Threads: one.
public final class BlockInflater implements AutoCloseable {
    private final Optional<LibdeflateDecoder> libdeflate;
    private final ZlibDecoder zlib = new ZlibDecoder();

    /// Creates an inflater with the fastest codec.
    public BlockInflater() {
        this(Codec.fastest());
    }

    public BlockInflater(Codec codec) {
        this.libdeflate = switch (codec) {
            case LIBDEFLATE -> Optional.of(new LibdeflateDecoder());
            case ZLIB -> Optional.empty();
        };
    }

    /// Inflates a stream into all of `out`. Bytes after the stream's final block are ignored.
    ///
    /// Cost: with libdeflate, no thread of the JVM reaches a safepoint meanwhile. Streams of 2 GiB or more, on either
    /// side, and those that libdeflate refuses are inflated with zlib.
    ///
    /// @param in  the stream, native or a `byte[]`; not mapped from a file, which may be truncated
    /// @param out native or a `byte[]`; its contents are undefined after an exception
    /// @throws DataFormatException if the stream is corrupt or truncated, or holds fewer or more bytes than `out`
    public void inflate(MemorySegment in, MemorySegment out) throws DataFormatException {
        if (libdeflate.isEmpty() || !libdeflate.get().inflate(in, out)) {
            zlib.inflate(in, out);
        }
    }

    @Override
    public void close() {
        zlib.close();
    }
}
