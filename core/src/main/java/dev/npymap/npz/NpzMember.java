package dev.npymap.npz;

/// What the directory of an archive says about a member.
///
/// Immutable.
///
/// @param name           as NumPy shows it: the file name without `.npy`
/// @param fileName       as the directory has it
/// @param method         `stored`, `deflated`, `zstd`, or another that is not read
/// @param size           the bytes of the member, header included, when it is not compressed
/// @param compressedSize the bytes that it takes in the archive
/// @param crc            the CRC-32 of the member, not compressed
/// @param blockSize      the bytes of the blocks that can be inflated on their own; 0 if there are none
public record NpzMember(String name, String fileName, String method, long size, long compressedSize, int crc,
        long blockSize) {
}
