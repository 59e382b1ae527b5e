package dev.npymap.npz;

/// A member as the central directory describes it.
///
/// @param fileName       the name, decoded as by Python's zipfile
/// @param rawName        the bytes of the name in the archive
/// @param made           the version and system of the writer
/// @param needed         the version that a reader needs
/// @param flags          bit 3: sizes follow the data; bit 11: the name is UTF-8
/// @param method         0 stored, 8 deflated, 93 Zstandard; others are not read
/// @param moment         DOS time and date
/// @param crc            the CRC-32 of the uncompressed member
/// @param compressedSize the size in the archive, in bytes
/// @param size           the uncompressed size, in bytes
/// @param attributes     external attributes
/// @param extra          extra fields, except zip64's
/// @param offset         the offset of the local header in the file, in bytes
/// @param limit          where the next entry begins, or the directory, in bytes
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

    /// The name of the method.
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

    /// The same entry with another limit.
    Entry endingBefore(long newLimit) {
        return new Entry(fileName, rawName, made, needed, flags, method, moment, crc, compressedSize, size, attributes,
                extra, offset, newLimit);
    }
}
