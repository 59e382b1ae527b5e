package dev.npymap.npz;

import dev.npymap.array.NdArray;
import dev.npymap.internal.deflate.Aircompressor;
import dev.npymap.internal.deflate.BlockDeflater;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.zip.CRC32;

/// Writes an archive: the members, then the central directory.
///
/// The same arrays in the same order give the same bytes: every member has the first date of 1980, as in NumPy's
/// archives. The payloads of stored arrays are aligned to 64 bytes by an extra field.
final class ArchiveWriter implements AutoCloseable {
    /// Zip's earliest date and time.
    private static final int MOMENT = 0x0021 << 16;
    private static final int VERSION = 20;
    private static final int VERSION_ZSTD = 63;
    private static final int OWNER_READS_AND_WRITES = 0600 << 16;
    private static final int MAX_EXTRA = 0xffff - 28;
    /// A member above this size gets 64-bit sizes: compressed it may turn out a little larger.
    private static final long MAX_SMALL = Zip.SATURATED - (1 << 26);
    private static final int COPY_BYTES = 1 << 20;

    private final FileChannel channel;
    private final String archive;
    private final List<Entry> entries = new ArrayList<>();
    /// Idle deflaters, by setting: making one takes as long as deflating a small member.
    private final Map<BlockDeflater.Setting, Queue<BlockDeflater>> deflaters = new HashMap<>();
    private boolean torn;

    /// @param archive the name that messages begin with
    ArchiveWriter(FileChannel channel, String archive) {
        this.channel = channel;
        this.archive = archive;
    }

    /// Fills a sink with the elements of an array.
    private interface Elements {
        void writeTo(MemberSink sink) throws IOException;
    }

    /// Whether a member was written in part, after which nothing more can be written.
    boolean torn() {
        return torn;
    }

    /// Writes an array.
    void put(String fileName, NdArray array, Compression compression) throws IOException {
        array.verify();
        Order order = ElementWriter.order(array);
        put(fileName, HeaderWriter.header(array.dtype(), array.shape(), order), array.byteSize(), compression,
                sink -> ElementWriter.write(array, order, sink));
    }

    /// Writes an array that is given in parts along its first axis.
    void put(String fileName, Dtype dtype, Shape shape, Iterable<NdArray> parts, Compression compression)
            throws IOException {
        if (dtype.holdsObjects()) {
            throw wrong(fileName, "Python objects cannot be written: " + dtype);
        }
        byte[] header = HeaderWriter.header(dtype, shape, Order.C);
        long byteSize = shape.byteSize(dtype.byteSize())
                .orElseThrow(() -> wrong(fileName, "no archive can hold shape " + shape + " of " + dtype));
        put(fileName, header, byteSize, compression, sink -> {
            for (NdArray part : parts) {
                requirePart(fileName, dtype, shape, part);
                if (part.byteSize() > header.length + byteSize - sink.size()) {
                    throw wrong(fileName, "the parts have more elements than shape " + shape);
                }
                part.verify();
                ElementWriter.write(part, Order.C, sink);
            }
            if (sink.size() != header.length + byteSize) {
                throw wrong(fileName, "the parts have " + (sink.size() - header.length) + " bytes, shape " + shape
                        + " of " + dtype + " has " + byteSize);
            }
        });
    }

    private void requirePart(String fileName, Dtype dtype, Shape shape, NdArray part) {
        boolean fits = part.dtype().equals(dtype) && shape.rank() > 0 && part.rank() == shape.rank();
        for (int axis = 1; fits && axis < shape.rank(); axis++) {
            fits = part.shape().dim(axis) == shape.dim(axis);
        }
        if (!fits) {
            throw wrong(fileName,
                    "a part of shape " + part.shape() + " of " + part.dtype() + " is none of shape " + shape
                            + " of " + dtype);
        }
    }

    private IllegalArgumentException wrong(String fileName, String problem) {
        return new IllegalArgumentException(archive + "/" + Names.shown(fileName) + ": " + problem);
    }

    private void put(String fileName, byte[] header, long payload, Compression compression, Elements elements)
            throws IOException {
        long byteSize = header.length + payload;
        byte[] rawName = Names.encode(archive, fileName);
        long at = channel.position();
        boolean large = byteSize > MAX_SMALL;
        boolean stored = compression.method() == Compression.Method.STORED;
        int method = compression.method().code;
        int needed = method == Compression.Method.ZSTD.code ? VERSION_ZSTD : large ? Headers.VERSION_64 : VERSION;
        Entry begun = new Entry(fileName, rawName, Headers.UNIX | needed, needed, Names.flags(rawName), method, MOMENT,
                0, 0, 0,
                OWNER_READS_AND_WRITES, new byte[0], at, 0);
        int padding = stored ? Headers.padding(at + Headers.localSize(rawName, large)) : 0;
        torn = true;
        write(Headers.local(begun, large, padding));
        try (MemberSink sink = sink(compression, byteSize)) {
            sink.write(ByteBuffer.wrap(header));
            elements.writeTo(sink);
            sink.finish();
            Entry entry = new Entry(begun.fileName(), rawName, begun.made(), needed, begun.flags(), method, MOMENT,
                    sink.crc(), sink.compressedSize(), sink.size(), begun.attributes(), sink.extra(), at, 0);
            patch(Headers.local(entry, large, padding), at);
            entries.add(entry);
        }
        torn = false;
    }

    private MemberSink sink(Compression compression, long byteSize) throws IOException {
        return switch (compression.method()) {
            case STORED -> new StoredSink(channel);
            case DEFLATED -> new DeflateSink(channel, compression, byteSize,
                    setting -> deflaters.computeIfAbsent(setting, _ -> new ConcurrentLinkedQueue<>()));
            case ZSTD -> zstd(compression.level(), byteSize);
        };
    }

    private MemberSink zstd(int level, long byteSize) throws IOException {
        if (!Aircompressor.IS_PRESENT) {
            throw new IllegalStateException(archive + ": unsupported compression: " + Aircompressor.ABSENT);
        }
        return ZstdNativeSink.takes(byteSize)
                ? new ZstdNativeSink(channel, level, byteSize)
                : new ZstdSink(channel);
    }

    /// Copies a member of another archive as it is, compressed or not.
    ///
    /// @param entry      the other archive's entry
    /// @param fileName   the member's name in this archive
    /// @param from       where the data begin in the other archive, in bytes
    /// @param dataOffset where the payload begins in the data, in bytes, for a stored array; 0 otherwise
    /// @param verified   whether to compare the checksum of a stored member
    void carry(Entry entry, String fileName, ArchiveBytes other, long from, long dataOffset, boolean verified)
            throws IOException {
        long at = channel.position();
        boolean large = Math.max(entry.size(), entry.compressedSize()) >= Zip.SATURATED;
        if (entry.extra().length > MAX_EXTRA) {
            throw new ArrayFormatException(other.name(), "unsupported: '" + entry.fileName() + "' has "
                    + entry.extra().length + " bytes of extra fields, which leave no room for zip64's", entry.offset());
        }
        boolean renamed = !fileName.equals(entry.fileName());
        byte[] rawName = renamed ? Names.encode(archive, fileName) : entry.rawName();
        byte[] extra = renamed ? Zip.without(entry.extra(), Zip.EXTRA_UNICODE_PATH) : entry.extra();
        int flags = renamed ? entry.flags() & ~Entry.UTF_8 | Names.flags(rawName) : entry.flags();
        Entry carried = new Entry(fileName, rawName, entry.made(),
                Math.max(entry.needed(), large ? Headers.VERSION_64 : 0), flags & ~Entry.SIZES_FOLLOW, entry.method(),
                entry.moment(), entry.crc(),
                entry.compressedSize(), entry.size(), entry.attributes(), extra, at, 0);
        int padding = dataOffset > 0 ? Headers.padding(at + Headers.localSize(rawName, large) + dataOffset) : 0;
        torn = true;
        write(Headers.local(carried, large, padding));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment block = arena.allocate(Math.min(COPY_BYTES, entry.compressedSize()));
            CRC32 crc = new CRC32();
            for (long done = 0; done < entry.compressedSize(); done += COPY_BYTES) {
                MemorySegment some = block.asSlice(0, Math.min(COPY_BYTES, entry.compressedSize() - done));
                other.copy(from + done, some);
                crc.update(some.asByteBuffer());
                write(some.asByteBuffer());
            }
            if (verified && entry.method() == Compression.Method.STORED.code) {
                MemberStream.requireCrc(entry, other.name() + "/" + entry.name(), (int) crc.getValue());
            }
        }
        entries.add(carried);
        torn = false;
    }

    /// Writes the directory; no member can be added after that.
    void finish() throws IOException {
        torn = true;
        long at = channel.position();
        ByteArrayOutputStream directory = new ByteArrayOutputStream();
        for (Entry entry : entries) {
            directory.writeBytes(Headers.central(entry));
            if (directory.size() > COPY_BYTES) {
                write(ByteBuffer.wrap(directory.toByteArray()));
                directory.reset();
            }
        }
        write(ByteBuffer.wrap(directory.toByteArray()));
        write(Headers.end(entries.size(), at, channel.position()));
    }

    @Override
    public void close() {
        deflaters.values().forEach(idle -> idle.forEach(BlockDeflater::close));
    }

    private void write(ByteBuffer bytes) throws IOException {
        AtomicReplace.writeFully(channel, bytes);
    }

    private void patch(ByteBuffer bytes, long at) throws IOException {
        for (long position = at; bytes.hasRemaining();) {
            position += channel.write(bytes, position);
        }
    }
}
