package dev.npymap.npz;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.LargeMemory;
import dev.npymap.internal.npy.ElementChecks;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.internal.npy.MappedSource;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A member of a mapped archive: its position, and its bytes once they are inflated.
///
/// Threads: any that the archive's arena allows; one thread at a time inflates.
final class Member {
    private static final byte[] MAGIC = HeaderFormat.magic();

    private final Entry entry;
    private final ArchiveBytes archive;
    private final Arena arena;
    private final String source;
    private OptionalLong dataOffset = OptionalLong.empty();
    private Optional<NpyHeader> header = Optional.empty();
    /// Whether the header's checksum has been compared, or there is none.
    private boolean checked;
    /// The blocks, if the member has an index and the header accounts for all of its bytes: only then is the size of
    /// what is inflated for an array bounded.
    private Optional<BlockIndex> index = Optional.empty();
    /// The memory for the inflated bytes, which stays allocated in the arena when inflating fails.
    private MemorySegment room = MemorySegment.NULL;
    private boolean inflated;

    /// @param arena owns the memory of inflated bytes
    Member(Entry entry, ArchiveBytes archive, Arena arena) {
        this.entry = entry;
        this.archive = archive;
        this.arena = arena;
        this.source = archive.name() + "/" + entry.name();
    }

    Entry entry() {
        return entry;
    }

    NpzMember described() {
        return new NpzMember(entry.name(), entry.fileName(), entry.methodName(), entry.size(), entry.compressedSize(),
                entry.crc(), BlockIndex.of(entry).map(BlockIndex::blockSize).orElse(0L));
    }

    private boolean stored() {
        return entry.method() == Compression.Method.STORED.code;
    }

    /// Where the data begin in the archive, in bytes.
    private synchronized long dataOffset() throws IOException {
        if (dataOffset.isEmpty()) {
            dataOffset = OptionalLong.of(LocalHeader.dataOffset(entry, archive));
        }
        return dataOffset.getAsLong();
    }

    private MemberData data() throws IOException {
        return new MemberData(entry, archive, source, dataOffset());
    }

    /// Whether the member is an array by its contents: its file name does not matter to NumPy.
    boolean isArray() throws IOException {
        if (entry.size() < MAGIC.length) {
            return false;
        }
        try (InputStream in = data().stream()) {
            return Arrays.equals(in.readNBytes(MAGIC.length), MAGIC);
        }
    }

    /// Whether the elements of the array are Python objects.
    boolean holdsObjects() throws IOException {
        return uncheckedHeader().dtype().holdsObjects();
    }

    /// The header, which is checked if the beginning has a checksum of its own.
    synchronized NpyHeader header() throws IOException {
        NpyHeader read = uncheckedHeader();
        if (!checked) {
            read = header(reader().stream());
            header = Optional.of(read);
            checked = true;
        }
        return read;
    }

    private synchronized NpyHeader uncheckedHeader() throws IOException {
        if (header.isEmpty()) {
            NpyHeader read = header(data().stream());
            index = BlockIndex.of(entry).filter(_ -> promised(read) == entry.size());
            checked = index.isEmpty();
            header = Optional.of(read);
        }
        return header.get();
    }

    private NpyHeader header(InputStream stream) throws IOException {
        try (InputStream in = stream) {
            NpyHeader read = stored()
                    ? Npy.header(in, source)
                    : Npy.inflatedHeader(in, source, entry.compressedSize());
            if (!read.dtype().holdsObjects()) {
                ElementChecks.requireData(source, read.shape(), read.descr(), read.dataOffset(), read.dataSize(),
                        entry.size());
            }
            return read;
        }
    }

    /// The size in bytes of a member with this header.
    private static long promised(NpyHeader header) {
        return header.dataOffset() + header.dataSize();
    }

    private static void requireNoObjects(NpyHeader header) throws ArrayFormatException {
        ElementChecks.requireNoObjects(header.source(), header.dtype(), header.descr(), header.descrOffset());
    }

    private BlockReader reader() throws IOException {
        return new BlockReader(data(), index.orElseThrow());
    }

    /// A view of the mapping, or of the inflated bytes, whose checksums cover the header too.
    synchronized NdArray array() throws IOException {
        NpyHeader head = uncheckedHeader();
        requireNoObjects(head);
        MemorySegment bytes = stored() ? mapped() : inflated(promised(head), index);
        MemorySegment elements = bytes.asSlice(head.dataOffset(), head.dataSize());
        Source from = stored() ? storedSource(elements, head.dataOffset()) : Source.of(source, head.dataOffset());
        return NdArray.of(elements, head.dtype(), head.shape(), head.order(), from);
    }

    private Source storedSource(MemorySegment elements, long at) throws IOException {
        MemberData data = data();
        return new MappedSource(archive.file(), source, at, true, memory -> {
            if (memory.address() == elements.address() && memory.byteSize() == elements.byteSize()) {
                data.verify();
            }
        });
    }

    /// All bytes of the member, including the header and what follows the array.
    synchronized MemorySegment bytes() throws IOException {
        return stored() ? mapped() : inflated(entry.size(), BlockIndex.of(entry));
    }

    private MemorySegment mapped() throws IOException {
        return archive.file().segment().asSlice(dataOffset(), entry.size());
    }

    /// The first bytes of the member, inflated and checked.
    ///
    /// @param blocks the block index, if the bytes are all of the member; empty to inflate a single stream
    private MemorySegment inflated(long byteSize, Optional<BlockIndex> blocks) throws IOException {
        MemberData data = data();
        if (!inflated || room.byteSize() < byteSize) {
            inflated = false;
            if (room.byteSize() != byteSize) {
                if (MemberData.isDoubtful(byteSize, entry.compressedSize())
                        && !LargeMemory.isBackedWhenWritten(byteSize)) {
                    verify(blocks);
                }
                room = LargeMemory.allocate(byteSize, arena);
            }
            if (blocks.isPresent()) {
                BlockReader reader = new BlockReader(data, blocks.get());
                reader.inflate(reader.all(), Workers.on(archive.threads(), room),
                        block -> room.asSlice(block * blocks.get().blockSize()));
            } else {
                data.inflate(room);
            }
            inflated = true;
            checked = true;
        }
        return room.asReadOnly();
    }

    /// A slice with memory of its own, for which only the blocks of the slice and the header are inflated.
    NdArray read(List<Slice> items) throws IOException {
        NpyHeader head = header();
        requireNoObjects(head);
        BlockReader reader;
        synchronized (this) {
            if (inflated || index.isEmpty()) {
                try {
                    return array().slice(items.toArray(Slice[]::new)).copy();
                } catch (UncheckedIOException cut) {
                    throw cut.getCause();
                }
            }
            reader = reader();
        }
        SliceBytes selection = SliceBytes.of(head.dtype(), head.shape(), head.order(), source, items);
        selection.forEachRange((first, byteSize) -> reader.want(head.dataOffset() + first, byteSize));
        reader.requireWanted();
        NdArray read = NdArray.zeros(head.dtype(), selection.shape(), Order.C, Source.of(source));
        selection.fetch(read.segment(), (first, target) -> reader.copy(head.dataOffset() + first, target));
        NdArray slice = read.transpose(selection.axes()).slice(selection.directions());
        return slice.isContiguous(Order.C) ? slice : slice.copy();
    }

    /// Reads everything once and compares the checksum, keeping nothing.
    void verify() throws IOException {
        Optional<BlockIndex> blocks = Optional.empty();
        if (isArray()) {
            header();
            synchronized (this) {
                blocks = index;
            }
        }
        verify(blocks);
    }

    private void verify(Optional<BlockIndex> blocks) throws IOException {
        if (blocks.isPresent()) {
            new BlockReader(data(), blocks.get()).verify();
        } else {
            data().verify();
        }
    }

    /// Copies the member as it is into an archive.
    void carry(ArchiveWriter writer, String fileName, boolean verified) throws IOException {
        writer.carry(entry, fileName, archive, dataOffset(), payloadOffset(), verified);
    }

    /// Where the payload begins in the data, in bytes, if the member is a stored array; 0 otherwise.
    private long payloadOffset() throws IOException {
        try {
            return stored() && isArray() ? header().dataOffset() : 0;
        } catch (ArrayFormatException damaged) {
            return 0;
        }
    }
}
