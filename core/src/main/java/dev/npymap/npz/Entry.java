package dev.npymap.npz;

/// A member as the central directory describes it.
///
/// @param fileName       decoded, as Python's zipfile does
/// @param rawName        as it stands in the archive
/// @param made           the version and system of the writer
/// @param needed         the version that is needed to read it
/// @param flags          bit 3: sizes follow the data; bit 11: the name is UTF-8
/// @param method         0 stored, 8 deflated, 93 Zstandard; others are not read
/// @param moment         DOS time and date
/// @param crc            of the member's bytes, not compressed
/// @param compressedSize in bytes
/// @param size           in bytes
/// @param attributes     external attributes
/// @param extra          extra fields but for zip64's
/// @param offset         of its local header, in bytes from the beginning of the file
/// @param limit          where the next entry begins, or the directory
record Entry(String fileName, byte[] rawName, int made, int needed, int flags, int method, int moment, int crc,
        long compressedSize, long size, int attributes, byte[] extra, long offset, long limit) {
    static final int ENCRYPTED = 1;
    static final int PATCHED = 1 << 5;
    static final int SIZES_FOLLOW = 1 << 3;
    static final int UTF_8 = 1 << 11;

    /// The name without `.npy`, as NumPy shows it.
    String name() {
        return Names.shown(fileName);
    }

    /// The method in words.
    String methodName() {
        return switch (method) {
            case 0 -> "stored";
            case 8 -> "deflated";
            case 9 -> "deflate64";
            case 12 -> "bzip2";
            case 14 -> "lzma";
            case 93 -> "zstd";
            case 95 -> "xz";
            default -> "method " + method;
        };
    }

    /// The same entry, with its neighbour known.
    Entry endingBefore(long newLimit) {
        return new Entry(fileName, rawName, made, needed, flags, method, moment, crc, compressedSize, size, attributes,
                extra, offset, newLimit);
    }
}
