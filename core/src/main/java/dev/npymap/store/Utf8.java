package dev.npymap.store;

/// UTF-8 of single code points, for texts that lie in arrays as UTF-32.
final class Utf8 {
    private Utf8() {
    }

    /// Encodes a code point, which is no surrogate.
    ///
    /// @return the number of bytes, at most 4
    static int encode(int c, byte[] to, int at) {
        if (c < 0x80) {
            to[at] = (byte) c;
            return 1;
        }
        if (c < 0x800) {
            to[at] = (byte) (0xc0 | c >>> 6);
            to[at + 1] = (byte) (0x80 | c & 0x3f);
            return 2;
        }
        if (c < 0x10000) {
            to[at] = (byte) (0xe0 | c >>> 12);
            to[at + 1] = (byte) (0x80 | c >>> 6 & 0x3f);
            to[at + 2] = (byte) (0x80 | c & 0x3f);
            return 3;
        }
        to[at] = (byte) (0xf0 | c >>> 18);
        to[at + 1] = (byte) (0x80 | c >>> 12 & 0x3f);
        to[at + 2] = (byte) (0x80 | c >>> 6 & 0x3f);
        to[at + 3] = (byte) (0x80 | c & 0x3f);
        return 4;
    }
}
