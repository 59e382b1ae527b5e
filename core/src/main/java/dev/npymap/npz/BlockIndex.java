package dev.npymap.npz;

import dev.npymap.internal.deflate.BlockDeflater;
import dev.npymap.internal.deflate.Crc;
import java.nio.ByteBuffer;
import java.util.Optional;

/// The positions and checksums of the independently deflated blocks of a member.
///
/// The index is an extra field of the central directory, which other programs skip: a version, the block size, and the
/// compressed size and CRC-32 of each block. The end of the deflate stream follows the last block.
///
/// Immutable.
///
/// @param blockSize the inflated size of a block in bytes; the last block may be shorter
/// @param size      the inflated size of the whole member in bytes
/// @param starts    where each block begins in the compressed data, and where the last one ends, in bytes; never
///                  modified
/// @param crcs      the CRC-32 of each inflated block; never modified
record BlockIndex(long blockSize, long size, long[] starts, int[] crcs) {
    /// The most blocks whose index fits an extra field, and all fields of an entry have to fit 64 KiB.
    static final int MAX_BLOCKS = 8000;

    private static final int VERSION = 1;
    private static final int FIXED_SIZE = 8;
    private static final int BLOCK_SIZE = 8;

    int blocks() {
        return crcs.length;
    }

    /// The inflated size of a block in bytes.
    long size(int block) {
        return Math.min(blockSize, size - block * blockSize);
    }

    /// The index as an extra field.
    byte[] field() {
        ByteBuffer field = Zip.allocate(4 + FIXED_SIZE + BLOCK_SIZE * blocks());
        field.putShort((short) Zip.EXTRA_INDEX).putShort((short) (field.capacity() - 4));
        field.putInt(VERSION).putInt((int) blockSize);
        for (int block = 0; block < blocks(); block++) {
            field.putInt((int) (starts[block + 1] - starts[block])).putInt(crcs[block]);
        }
        return field.array();
    }

    /// Reads the index of an entry, if it has one that matches the member's data: a program that deflates a member anew
    /// may keep the old field. The checksums prove that the field is intact.
    static Optional<BlockIndex> of(Entry entry) {
        if (entry.method() != Compression.Method.DEFLATED.code) {
            return Optional.empty();
        }
        ByteBuffer field = Zip.field(entry.extra(), Zip.EXTRA_INDEX).orElse(Zip.allocate(0));
        int blocks = (field.remaining() - FIXED_SIZE) / BLOCK_SIZE;
        if (blocks < 1 || field.remaining() != FIXED_SIZE + blocks * BLOCK_SIZE || field.getInt() != VERSION) {
            return Optional.empty();
        }
        long blockSize = field.getInt();
        if (blockSize <= 0 || blockSize > BlockDeflater.MAX_BLOCK
                || Math.ceilDiv(entry.size(), blockSize) != blocks) {
            return Optional.empty();
        }
        BlockIndex index = new BlockIndex(blockSize, entry.size(), new long[blocks + 1], new int[blocks]);
        int power = Crc.power(blockSize);
        int crc = 0;
        for (int block = 0; block < blocks; block++) {
            long length = field.getInt() & Zip.SATURATED;
            if (length > BlockDeflater.maxLength(index.size(block))) {
                return Optional.empty();
            }
            index.starts[block + 1] = index.starts[block] + length;
            index.crcs[block] = field.getInt();
            crc = Crc.product(crc, block < blocks - 1 ? power : Crc.power(index.size(block))) ^ index.crcs[block];
        }
        boolean describes = index.starts[blocks] == entry.compressedSize() - BlockDeflater.LAST.byteSize()
                && crc == entry.crc();
        return describes ? Optional.of(index) : Optional.empty();
    }
}
