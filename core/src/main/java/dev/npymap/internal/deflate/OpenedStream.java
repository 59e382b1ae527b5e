package dev.npymap.internal.deflate;

import java.util.Arrays;

/// Makes a whole deflate stream one that another can follow.
///
/// Its last block is marked final and ends anywhere in a byte. The mark is taken away, and an empty stored block is put
/// behind the end, because that ends with a byte. (zlib's example `gzjoin` joins streams in this way.)
final class OpenedStream {
    /// The bytes behind a stream that are read or written.
    static final int ROOM = DeflateWalk.LOOK_AHEAD;

    private static final int STORED_HEADER_BITS = 3;

    private final DeflateWalk walk = new DeflateWalk();

    /// Opens the stream in the first `length` bytes of an array that has [#ROOM] bytes more.
    ///
    /// @param byteSize the number of bytes that the stream holds deflated
    /// @return the opened stream's length in bytes
    /// @throws IllegalStateException if the bytes are not a stream that holds `byteSize` bytes and ends with its last
    ///                               byte; only an encoder that is broken makes such
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
