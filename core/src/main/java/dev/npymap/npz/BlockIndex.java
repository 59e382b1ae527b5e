package dev.npymap.npz;

import dev.npymap.internal.deflate.BlockDeflater;
import dev.npymap.internal.deflate.Crc;
import java.nio.ByteBuffer;
import java.util.Optional;

/// Where the independently deflated blocks of a member begin, and their checksums.
///
/// It stands in an extra field of the central directory, which other programs pass over: a version, the block size, and
/// for each block the bytes that it takes and its CRC-32. Behind the blocks stands the end of the deflate stream.
///
/// Immutable.
///
/// @param blockSize the bytes of a block when it is inflated; the last one has fewer
/// @param size      the bytes of the whole member
/// @param starts    where each block begins in the compressed data, and where the last one ends; never changed
/// @param crcs      of the inflated blocks; never changed
record BlockIndex(long blockSize, long size, long[] starts, int[] crcs) {
    /// An index has to fit its extra field, and that a directory entry: fewer than 64 KiB for all fields.
    static final int MAX_BLOCKS = 8000;

    private static final int VERSION = 1;
    private static final int FIXED_SIZE = 8;
    private static final int BLOCK_SIZE = 8;

    int blocks() {
        return crcs.length;
    }

    /// The bytes that a block has when it is inflated.
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

    /// Reads the index of an entry, if it has one and that describes the member's data: a program that deflates a
    /// member anew may leave the field as it was. The checksums prove that the field is whole.
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
