package dev.npymap.internal.deflate;

import java.lang.foreign.MemorySegment;
import java.util.OptionalInt;

/// Deflates a block with one of the codecs.
sealed interface BlockEncoder permits LibdeflateEncoder, ZlibEncoder {
    /// Deflates all of `in`, which is not empty, into non-final deflate blocks that end at a byte boundary.
    ///
    /// @return the number of bytes written to `out`, or empty if they do not fit
    OptionalInt encode(MemorySegment in, MemorySegment out);

    /// Releases the codec's own memory.
    void close();
}
