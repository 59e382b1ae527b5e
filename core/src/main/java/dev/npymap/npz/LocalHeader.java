package dev.npymap.npz;

import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;

/// The header in front of a member's data, which must agree with the directory.
final class LocalHeader {
    /// The newest version of the format that Python's zipfile reads: 6.3.
    private static final int MAX_VERSION = 63;
    /// Deflate's best compression ratio: 258 bytes from two bits. A member that claims more is an attack on memory.
    private static final long MAX_DEFLATE_RATIO = 1032;
    /// Zstandard's best compression ratio: a block of 128 KiB of one byte value from four bytes.
    private static final long MAX_ZSTD_RATIO = 1 << 15;

    private final Entry entry;
    private final ArchiveBytes archive;

    private LocalHeader(Entry entry, ArchiveBytes archive) {
        this.entry = entry;
        this.archive = archive;
    }

    /// Checks an entry and returns where its data begin in the archive, in bytes.
    static long dataOffset(Entry entry, ArchiveBytes archive) throws IOException {
        LocalHeader header = new LocalHeader(entry, archive);
        header.requireReadable();
        return header.dataOffset();
    }

    private void requireReadable() throws ArrayFormatException {
        if (entry.needed() > MAX_VERSION) {
            throw wrong("unsupported: '" + entry.fileName() + "' needs version " + entry.needed() / 10 + "."
                    + entry.needed() % 10 + " of zip", 4);
        }
        if ((entry.flags() & (Entry.ENCRYPTED | Entry.PATCHED)) != 0) {
            throw wrong("unsupported: '" + entry.fileName() + "' is encrypted or patched", 6);
        }
        boolean stored = entry.method() == Compression.Method.STORED.code;
        if (stored && entry.size() != entry.compressedSize()) {
            throw disagree("two sizes though it is not compressed: " + entry.size() + " and "
                    + entry.compressedSize(), 18);
        }
        long ratio = entry.method() == Compression.Method.ZSTD.code ? MAX_ZSTD_RATIO : MAX_DEFLATE_RATIO;
        if (entry.size() / ratio > entry.compressedSize()) {
            throw disagree(entry.compressedSize() + " bytes, which cannot hold the " + entry.size()
                    + " that it is said to inflate to", 18);
        }
    }

    private long dataOffset() throws IOException {
        int nameLength = entry.rawName().length;
        ByteBuffer local = Zip.wrap(archive.read(entry.offset(), Zip.LOCAL_SIZE + nameLength));
        if (local.getInt(0) != Zip.LOCAL) {
            throw disagree("no local header", 0);
        }
        if ((local.getShort(26) & 0xffff) != nameLength
                || !local.slice(Zip.LOCAL_SIZE, nameLength).equals(ByteBuffer.wrap(entry.rawName()))) {
            throw disagree("another name in its local header", 26);
        }
        if ((local.getShort(8) & 0xffff) != entry.method()) {
            throw disagree("another compression method in its local header", 8);
        }
        int flags = local.getShort(6) & 0xffff;
        if (((flags ^ entry.flags()) & (Entry.SIZES_FOLLOW | Entry.ENCRYPTED)) != 0) {
            throw disagree("other flags in its local header", 6);
        }
        int extraLength = local.getShort(28) & 0xffff;
        long first = entry.offset() + local.capacity() + extraLength;
        if (entry.compressedSize() > entry.limit() - first) {
            throw disagree(entry.compressedSize() + " bytes from byte " + first + " on, which reach into what begins at"
                    + " byte " + entry.limit(), 28);
        }
        requireSizes(local, Zip.field(archive.read(entry.offset() + local.capacity(), extraLength), Zip.EXTRA_64)
                .orElse(Zip.allocate(0)), (flags & Entry.SIZES_FOLLOW) != 0);
        return first;
    }

    /// @param follow whether the writer did not know the sizes in advance and wrote zeros
    private void requireSizes(ByteBuffer local, ByteBuffer large, boolean follow) throws ArrayFormatException {
        int crc = local.getInt(14);
        long size = number(local.getInt(22) & Zip.SATURATED, large);
        long compressedSize = number(local.getInt(18) & Zip.SATURATED, large);
        boolean unknown = follow && crc == 0 && size == 0 && compressedSize == 0;
        if (!unknown && (crc != entry.crc() || size != entry.size() || compressedSize != entry.compressedSize())) {
            throw disagree("another size or CRC-32 in its local header", 14);
        }
    }

    private static long number(long value, ByteBuffer large) {
        return value == Zip.SATURATED && large.remaining() >= Long.BYTES ? large.getLong() : value;
    }

    private ArrayFormatException disagree(String problem, int at) {
        return wrong("damaged: '" + entry.fileName() + "' has " + problem, at);
    }

    private ArrayFormatException wrong(String problem, int at) {
        return new ArrayFormatException(archive.name(), problem, entry.offset() + at);
    }
}
