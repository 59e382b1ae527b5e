package dev.npymap.npz;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.internal.deflate.Aircompressor;
import dev.npymap.internal.deflate.BlockInflater;
import dev.npymap.internal.deflate.Crc;
import dev.npymap.internal.io.LargeMemory;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// The data of a member as a whole.
///
/// @param source the name that messages begin with
/// @param offset where the data begin in the archive, in bytes
record MemberData(Entry entry, ArchiveBytes archive, String source, long offset) {
    /// The most bytes that one call of a native decoder reads or writes.
    private static final long MAX_ONE_PIECE = Integer.MAX_VALUE - 8;
    private static final int BLOCK_BYTES = 1 << 16;
    /// The bytes of a stored member that one thread checks at a time.
    private static final long PART_BYTES = 1L << 24;
    /// Memory up to this size in bytes, or up to this multiple of the compressed size, is allocated as the archive
    /// claims.
    private static final long BELIEVED_BYTES = 1L << 22;
    private static final long BELIEVED_RATIO = 16;

    /// Whether the compressed data are so short for their claimed size that memory of that size should not be
    /// allocated, and filled with zeros, before the size is verified.
    static boolean isDoubtful(long byteSize, long compressedSize) {
        return byteSize > BELIEVED_BYTES && byteSize / BELIEVED_RATIO > compressedSize;
    }

    /// The decoded bytes, with length and checksum checked at their end.
    InputStream stream() throws IOException {
        InputStream raw = new StoredStream(archive, offset, entry.compressedSize());
        InputStream decoded = switch (entry.method()) {
            case 0 -> raw;
            case 8 -> new InflaterInputStream(raw, new Inflater(true), 1 << 13) {
                @Override
                public void close() throws IOException {
                    super.close();
                    inf.end();
                }
            };
            case 93 -> zstd(raw);
            default -> throw new ArrayFormatException(archive.name(), "unsupported compression: '" + entry.fileName()
                    + "' is compressed by " + entry.methodName() + " (" + entry.method()
                    + "); stored, deflated and zstd members are read", entry.offset() + 8);
        };
        return new MemberStream(decoded, entry, source, archive::requireOpen);
    }

    private InputStream zstd(InputStream raw) throws IOException {
        if (!Aircompressor.IS_PRESENT) {
            throw new ArrayFormatException(archive.name(), "unsupported compression: '" + entry.fileName()
                    + "' is compressed by " + entry.methodName() + " (" + entry.method() + "); " + Aircompressor.ABSENT,
                    entry.offset() + 8);
        }
        return ZstdStream.of(raw);
    }

    /// Inflates as much of the beginning as `target` holds, and reads the rest for the checksum.
    void inflate(MemorySegment target) throws IOException {
        if (entry.method() == Compression.Method.DEFLATED.code && target.byteSize() == entry.size()
                && Math.max(entry.size(), entry.compressedSize()) <= MAX_ONE_PIECE) {
            inflateAtOnce(target);
        } else {
            inflateInTurn(target);
        }
    }

    private void inflateAtOnce(MemorySegment target) throws IOException {
        Threads threads = Workers.on(archive.threads(), target);
        try (Arena own = Arena.ofShared(); BlockInflater inflater = new BlockInflater()) {
            MemorySegment compressed = LargeMemory.allocate(entry.compressedSize(), own);
            archive.copy(offset, compressed, threads);
            AtomicBoolean ended = new AtomicBoolean();
            Workers.<DataFormatException>run(threads, threads.count() > 1 ? 2 : 1, () -> piece -> {
                if (piece > 0) {
                    LargeMemory.populateAhead(target, ended::get);
                    return;
                }
                try {
                    inflater.inflate(compressed, target);
                } finally {
                    ended.set(true);
                }
            });
        } catch (DataFormatException damaged) {
            throw damaged(damaged);
        }
        MemberStream.requireCrc(entry, source, Crc.of(target, threads));
    }

    private void inflateInTurn(MemorySegment target) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (InputStream in = stream()) {
            long at = 0;
            for (int count = in.read(block); count >= 0; count = in.read(block)) {
                int fits = (int) Math.min(count, target.byteSize() - at);
                MemorySegment.copy(block, 0, target, JAVA_BYTE, at, fits);
                at += fits;
            }
        }
    }

    /// Reads everything and compares the checksum.
    void verify() throws IOException {
        if (entry.method() == Compression.Method.STORED.code) {
            verifyStored();
        } else {
            try (InputStream in = stream()) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private void verifyStored() throws IOException {
        int parts = Math.toIntExact(Math.ceilDiv(entry.size(), PART_BYTES));
        int[] crcs = new int[parts];
        Workers.<IOException>run(archive.threads(), parts, () -> {
            byte[] block = new byte[BLOCK_BYTES];
            return part -> {
                CRC32 crc = new CRC32();
                long end = Math.min(entry.size(), (part + 1) * PART_BYTES);
                for (long at = part * PART_BYTES; at < end; at += block.length) {
                    int count = (int) Math.min(block.length, end - at);
                    archive.copy(offset + at, MemorySegment.ofArray(block).asSlice(0, count));
                    crc.update(block, 0, count);
                }
                crcs[part] = (int) crc.getValue();
            };
        });
        MemberStream.requireCrc(entry, source, Crc.join(crcs, PART_BYTES, entry.size()));
    }

    /// The exception for data that cannot be decoded.
    ArrayFormatException damaged(DataFormatException cause) {
        ArrayFormatException damaged = new ArrayFormatException(source,
                entry.methodName() + " data is damaged: " + cause.getMessage(), 0);
        damaged.initCause(cause);
        return damaged;
    }
}
