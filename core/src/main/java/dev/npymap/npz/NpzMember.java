package dev.npymap.npz;

/// A member of an archive, as the directory describes it.
///
/// Immutable.
///
/// @param name           the name that NumPy shows: the file name without `.npy`
/// @param fileName       the name in the directory
/// @param method         `stored`, `deflated`, `zstd`, or the name of a method that is not supported
/// @param size           the uncompressed size in bytes, header included
/// @param compressedSize the size in the archive, in bytes
/// @param crc            the CRC-32 of the uncompressed member
/// @param blockSize      the inflated size in bytes of the blocks that can be inflated independently; 0 for none
public record NpzMember(String name, String fileName, String method, long size, long compressedSize, int crc,
        long blockSize) {
}
