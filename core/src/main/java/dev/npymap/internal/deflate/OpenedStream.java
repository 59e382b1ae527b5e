package dev.npymap.internal.deflate;

import java.util.Arrays;

/// Reopens a whole deflate stream so that another can follow it.
///
/// The last block of a stream is marked final and may end within a byte. The mark is cleared, and an empty stored block
/// is appended, since that ends at a byte boundary. (zlib's example `gzjoin` joins streams in this way.)
final class OpenedStream {
    /// The bytes after a stream that are read or written.
    static final int ROOM = DeflateWalk.LOOK_AHEAD;

    private static final int STORED_HEADER_BITS = 3;

    private final DeflateWalk walk = new DeflateWalk();

    /// Reopens the stream in the first `length` bytes of an array that has [#ROOM] bytes more.
    ///
    /// @param byteSize the number of bytes that the stream inflates to
    /// @return the reopened stream's length in bytes
    /// @throws IllegalStateException if the bytes are not a stream that inflates to `byteSize` bytes and ends with its
    ///                               last byte, which only a broken encoder writes
    int open(byte[] stream, int length, long byteSize) {
        walk.over(stream, length);
        long end = walk.end();
        if (walk.byteSize() != byteSize || (end + 7) >>> 3 != length) {
            throw new IllegalStateException("deflated " + byteSize + " bytes into a stream of " + length
                    + " bytes that holds " + walk.byteSize() + " and ends at bit " + end);
        }
        stream[(int) (walk.lastBlock() >>> 3)] &= (byte) ~(1 << (walk.lastBlock() & 7));
        int marker = (int) ((end + STORED_HEADER_BITS + 7) >>> 3);
        if ((end & 7) != 0) {
            stream[length - 1] &= (byte) ((1 << (end & 7)) - 1);
        }
        Arrays.fill(stream, length, marker + 2, (byte) 0);
        Arrays.fill(stream, marker + 2, marker + 4, (byte) 0xFF);
        return marker + 4;
    }
}
