package dev.npymap.npz;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.NdArray;
import dev.npymap.array.Selection;
import dev.npymap.array.Slice;
import dev.npymap.array.Source;
import dev.npymap.io.LargeMemory;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;

/// A member of a mapped archive: where it lies, and its bytes once they are inflated.
///
/// Threads: any that the archive's arena allows; one at a time inflates.
final class Member {
    /// Deflate's best: 258 bytes for two bits. What claims more is no array but an attack on memory.
    private static final long MAX_DEFLATE_RATIO = 1032;
    /// Zstandard's best: a block of 128 KiB of one byte in four.
    private static final long MAX_ZSTD_RATIO = 1 << 15;
    /// What one call of a native decoder takes and gives.
    private static final long MAX_ONE_PIECE = Integer.MAX_VALUE - 8;
    private static final int BLOCK_BYTES = 1 << 16;
    /// What one thread checks of a stored member at a time.
    private static final long PART_BYTES = 1L << 24;

    private final Entry entry;
    private final ArchiveBytes archive;
    private final String source;
    private final Optional<BlockIndex> index;
    private NpyHeader header;
    private MemorySegment inflated;

    Member(Entry entry, ArchiveBytes archive) {
        this.entry = entry;
        this.archive = archive;
        this.source = archive.name() + "/" + entry.name();
        this.index = BlockIndex.of(entry);
    }

    NpzMember described() {
        long blockSize = index.map(BlockIndex::blockSize).orElse(0L);
        return new NpzMember(entry.name(), entry.fileName(), entry.methodName(), entry.size(), entry.compressedSize(),
                entry.crc(), blockSize);
    }

    private boolean stored() {
        return entry.method() == Compression.Method.STORED.code;
    }

    /// Whether the contents are an array, which they say themselves: the file name does not matter to NumPy.
    boolean isArray() throws IOException {
        byte[] magic = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
        if (entry.size() < magic.length) {
            return false;
        }
        try (InputStream in = stream()) {
            return Arrays.equals(in.readNBytes(magic.length), magic);
        }
    }

    synchronized NpyHeader header() throws IOException {
        if (header == null) {
            try (InputStream in = stream()) {
                NpyHeader read = Npy.header(in, source);
                if (!read.dtype().holdsObjects()) {
                    read.requirePayload(entry.size());
                }
                header = read;
            }
        }
        return header;
    }

    /// A view of the mapping, or of the inflated bytes.
    synchronized NdArray array(Arena arena) throws IOException {
        header().requireElements();
        if (stored()) {
            MemorySegment payload = archive.file().segment()
                    .asSlice(dataOffset() + header.dataOffset(), header.dataSize());
            return array(payload, new MemberSource(archive.file(), source, header.dataOffset()));
        }
        if (inflated == null) {
            long promised = header.dataOffset() + header.dataSize();
            MemorySegment target = LargeMemory.allocate(promised, arena);
            inflate(target);
            inflated = target.asReadOnly();
        }
        return array(inflated.asSlice(header.dataOffset(), header.dataSize()),
                Source.of(source, header.dataOffset()));
    }

    private NdArray array(MemorySegment payload, Source from) {
        return NdArray.of(payload, header.dtype(), header.shape(), header.order(), from);
    }

    /// All bytes of the member, header and what follows an array included.
    synchronized MemorySegment bytes(Arena arena) throws IOException {
        if (stored()) {
            return archive.file().segment().asSlice(dataOffset(), entry.size());
        }
        if (inflated == null || inflated.byteSize() < entry.size()) {
            dataOffset();
            MemorySegment target = LargeMemory.allocate(entry.size(), arena);
            inflate(target);
            inflated = target.asReadOnly();
        }
        return inflated;
    }

    /// A slice with memory of its own, for which no more blocks are inflated than it touches.
    NdArray read(List<Slice> items, Arena arena) throws IOException {
        NpyHeader head = header();
        head.requireElements();
        boolean seekable;
        synchronized (this) {
            seekable = index.isPresent() && inflated == null;
        }
        if (!seekable) {
            return array(arena).slice(items.toArray(Slice[]::new)).copy();
        }
        Selection selection = Selection.of(head.dtype(), head.shape(), head.order(), source, items);
        BlockReader reader = new BlockReader(this, index.get(), dataOffset());
        selection.forEachRange((first, byteSize) -> reader.want(head.dataOffset() + first, byteSize));
        return selection.fetch((first, target) -> reader.copy(head.dataOffset() + first, target));
    }

    /// Reads everything once and compares the checksum, keeping nothing.
    void verify() throws IOException {
        if (isArray()) {
            header();
        }
        if (stored()) {
            verifyStored();
        } else if (index.isPresent()) {
            BlockIndex blocks = index.get();
            new BlockReader(this, blocks, dataOffset()).inflate(IntStream.range(0, blocks.blocks()).toArray(), true,
                    block -> MemorySegment.ofArray(new byte[Math.toIntExact(blocks.size(block))]));
        } else {
            try (InputStream in = stream()) {
                in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }

    private void verifyStored() throws IOException {
        int parts = Math.toIntExact((entry.size() + PART_BYTES - 1) / PART_BYTES);
        int[] crcs = new int[parts];
        long first = dataOffset();
        Parallel.run(parts, archive.shareable(), () -> {
            byte[] block = new byte[BLOCK_BYTES];
            return piece -> {
                CRC32 crc = new CRC32();
                long end = Math.min(entry.size(), (piece + 1) * PART_BYTES);
                for (long at = piece * PART_BYTES; at < end; at += block.length) {
                    int count = (int) Math.min(block.length, end - at);
                    archive.copy(first + at, MemorySegment.ofArray(block).asSlice(0, count));
                    crc.update(block, 0, count);
                }
                crcs[piece] = (int) crc.getValue();
            };
        });
        int crc = 0;
        for (int n = 0; n < parts; n++) {
            crc = Crc.combine(crc, crcs[n], Math.min(PART_BYTES, entry.size() - n * PART_BYTES));
        }
        MemberStream.requireCrc(entry, source, crc);
    }

    /// Inflates the beginning of the member, as much as `target` holds, and checks what can be checked: the block's sums,
    /// or all of the member to its end.
    private void inflate(MemorySegment target) throws IOException {
        if (index.isPresent()) {
            BlockIndex blocks = index.get();
            int count = (int) ((target.byteSize() + blocks.blockSize() - 1) / blocks.blockSize());
            new BlockReader(this, blocks, dataOffset()).inflate(IntStream.range(0, count).toArray(),
                    target.isAccessibleBy(Parallel.ANOTHER), block -> target.asSlice(block * blocks.blockSize()));
        } else if (entry.method() == Compression.Method.DEFLATED.code && target.byteSize() == entry.size()
                && entry.size() <= MAX_ONE_PIECE && entry.compressedSize() <= MAX_ONE_PIECE) {
            inflateAtOnce(target);
        } else {
            inflateInTurn(target);
        }
    }

    private void inflateAtOnce(MemorySegment target) throws IOException {
        try (Arena own = Arena.ofConfined(); BlockInflater inflater = new BlockInflater()) {
            MemorySegment compressed = own.allocate(Math.max(1, entry.compressedSize()))
                    .asSlice(0, entry.compressedSize());
            archive.copy(dataOffset(), compressed);
            inflater.inflate(compressed, target);
        } catch (DataFormatException damaged) {
            throw damaged(damaged);
        }
        MemberStream.requireCrc(entry, source, Crc.of(target));
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

    /// Where the payload begins in the data, if that is an array and stored as it is; 0 otherwise.
    long payloadOffset() throws IOException {
        try {
            return stored() && isArray() ? header().dataOffset() : 0;
        } catch (ArrayFormatException damaged) {
            return 0;
        }
    }

    ArrayFormatException damaged(DataFormatException cause) {
        ArrayFormatException damaged = new ArrayFormatException(source,
                entry.methodName() + " data is damaged: " + cause.getMessage(), 0);
        damaged.initCause(cause);
        return damaged;
    }

    ArchiveBytes archive() {
        return archive;
    }

    String source() {
        return source;
    }

    Entry entry() {
        return entry;
    }

    /// The member's bytes as they are decoded, checked at their end.
    InputStream stream() throws IOException {
        long first = dataOffset();
        InputStream raw = new StoredStream(archive, first, entry.compressedSize());
        InputStream decoded = switch (entry.method()) {
            case 0 -> raw;
            case 8 -> new InflaterInputStream(raw, new Inflater(true), 1 << 13) {
                @Override
                public void close() throws IOException {
                    super.close();
                    inf.end();
                }
            };
            case 93 -> new ZstdInputStream(raw);
            default -> throw new ArrayFormatException(archive.name(), "unsupported compression: '" + entry.fileName()
                    + "' is compressed by " + entry.methodName() + " (" + entry.method()
                    + "); stored, deflated and zstd members are read", entry.offset() + 8);
        };
        return new MemberStream(decoded, entry, source);
    }

    private void requirePlausibleSize() throws ArrayFormatException {
        long ratio = stored() ? 1 : entry.method() == Compression.Method.ZSTD.code ? MAX_ZSTD_RATIO : MAX_DEFLATE_RATIO;
        if (entry.size() / ratio > entry.compressedSize()) {
            throw new ArrayFormatException(archive.name(), "damaged: '" + entry.fileName() + "' is said to have "
                    + entry.size() + " bytes, its " + entry.compressedSize() + " " + entry.methodName()
                    + " bytes cannot hold them", entry.offset());
        }
    }

    /// Where the data begins: behind the local header, which has to say what the directory says, and that has to be
    /// possible. Whoever is to inflate asks this first.
    long dataOffset() throws IOException {
        requirePlausibleSize();
        long at = entry.offset();
        ByteBuffer local = Zip.wrap(archive.read(at, Zip.LOCAL_SIZE + entry.rawName().length));
        if (local.getInt(0) != Zip.LOCAL) {
            throw disagree("no local header", at);
        }
        int nameLength = local.getShort(26) & 0xffff;
        int extraLength = local.getShort(28) & 0xffff;
        if (nameLength != entry.rawName().length || !local.slice(Zip.LOCAL_SIZE, nameLength)
                .equals(ByteBuffer.wrap(entry.rawName()))) {
            throw disagree("another name in its local header", at + 26);
        }
        if ((local.getShort(8) & 0xffff) != entry.method()) {
            throw disagree("another compression method in its local header", at + 8);
        }
        long first = at + Zip.LOCAL_SIZE + nameLength + extraLength;
        if (entry.compressedSize() > entry.limit() - first) {
            throw disagree(entry.compressedSize() + " bytes from byte " + first + " on, which reach into what begins at"
                    + " byte " + entry.limit(), at + 28);
        }
        int flags = local.getShort(6) & 0xffff;
        if (((flags | entry.flags()) & Entry.SIZES_FOLLOW) == 0) {
            ByteBuffer large = Zip.field(archive.read(at + Zip.LOCAL_SIZE + nameLength, extraLength), Zip.EXTRA_64)
                    .orElse(Zip.allocate(0));
            long size = number(local.getInt(22) & Zip.SATURATED, large);
            long compressedSize = number(local.getInt(18) & Zip.SATURATED, large);
            if (local.getInt(14) != entry.crc() || size != entry.size() || compressedSize != entry.compressedSize()) {
                throw disagree("another size or CRC-32 in its local header", at + 14);
            }
        }
        if (stored() && entry.size() != entry.compressedSize()) {
            throw disagree("two sizes though it is not compressed: " + entry.size() + " and "
                    + entry.compressedSize(), at);
        }
        return first;
    }

    private static long number(long value, ByteBuffer large) {
        return value == Zip.SATURATED && large.remaining() >= Long.BYTES ? large.getLong() : value;
    }

    private ArrayFormatException disagree(String problem, long at) {
        return new ArrayFormatException(archive.name(), "damaged: '" + entry.fileName() + "' has " + problem, at);
    }
}
