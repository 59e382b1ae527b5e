package dev.npymap.catalog;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.model.ArrayFormatException;
import dev.npymap.pickle.Pickle;
import dev.npymap.pickle.PickleReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/// The bytes in which a [Format] finds arrays: a file, a gzip file, or standard input.
///
/// An uncompressed file is mapped; a gzip file is decompressed into memory, and standard input is read to its end into
/// memory when the catalog is opened.
public final class CatalogFile {
    private static final int BLOCK_BYTES = 1 << 20;
    private static final int FIRST_BYTES = 64;
    private static final String GZIP_SUFFIX = ".gz";

    private final String address;
    private final String name;
    private final Optional<Path> path;
    private final MemorySegment memory;
    private final boolean compressed;
    /// The first bytes as they were last read, since several formats examine them.
    private byte[] seen = {};
    private int asked;

    private CatalogFile(String address, String name, Optional<Path> path, MemorySegment memory) {
        this.address = address;
        this.name = name;
        this.path = path;
        this.memory = memory;
        byte[] first = first(2, false);
        this.compressed = first.length == 2 && first[0] == 0x1f && first[1] == (byte) 0x8b;
    }

    static CatalogFile of(String address) {
        Path path = Path.of(address);
        return new CatalogFile(address, String.valueOf(path.getFileName()), Optional.of(path), MemorySegment.NULL);
    }

    /// Reads standard input to its end.
    static CatalogFile of(InputStream in, Arena arena) throws IOException {
        return new CatalogFile(Address.STREAM, "standard input", Optional.empty(), readAll(in, arena));
    }

    /// {@return the file's part of an address}
    public String address() {
        return address;
    }

    /// {@return the name that messages begin with: the file's name without directories}
    public String name() {
        return name;
    }

    /// {@return the name in lower case and without the suffix of gzip, for comparison with the suffixes of formats}
    public String plainName() {
        String small = name.toLowerCase(Locale.ROOT);
        return small.endsWith(GZIP_SUFFIX) ? small.substring(0, small.length() - GZIP_SUFFIX.length()) : small;
    }

    /// {@return the path of the file, compressed or not; empty for standard input}
    public Optional<Path> path() {
        return path;
    }

    /// {@return whether the whole file is compressed with gzip}
    public boolean isCompressed() {
        return compressed;
    }

    /// {@return whether elements can be used in place, which means in an uncompressed file}
    public boolean isMappable() {
        return path.isPresent() && !compressed;
    }

    /// Returns the path, for a format that needs random access.
    ///
    /// @param format what needs it, for the message: `an archive`
    /// @return the file
    /// @throws IOException if the bytes are compressed, or come from a stream
    public Path requireFile(String format) throws IOException {
        if (!isMappable()) {
            throw new ArrayFormatException(name,
                    "unsupported: " + format + " needs a file that can be read at any place, "
                            + (path.isPresent() ? "and this one is compressed by gzip" : "which a stream cannot"),
                    0);
        }
        return path.orElseThrow();
    }

    /// {@return the size of the file in bytes, compressed or not; 0 if it cannot be determined}
    public long byteSize() {
        return path.map(file -> file.toFile().length()).orElse(memory.byteSize());
    }

    /// {@return the first bytes, decompressed; none if they cannot be read: opening the file will then tell the reason}
    /// @param count the largest number of bytes
    public byte[] first(int count) {
        if (count > asked) {
            asked = Math.max(count, FIRST_BYTES);
            seen = first(asked, compressed);
        }
        return Arrays.copyOf(seen, Math.min(count, seen.length));
    }

    /// {@return whether the bytes, decompressed, begin with a mark}
    /// @param mark the mark
    public boolean startsWith(byte... mark) {
        return Arrays.equals(first(mark.length), mark);
    }

    private byte[] first(int count, boolean gzip) {
        if (path.isPresent() && !Files.isRegularFile(path.get())) {
            return new byte[0];
        }
        try (InputStream in = open(gzip)) {
            return in.readNBytes(count);
        } catch (IOException _) {
            return new byte[0];
        }
    }

    /// Opens a stream of the decompressed bytes.
    ///
    /// @return a stream, to be closed
    /// @throws IOException if the file cannot be read
    public InputStream open() throws IOException {
        return open(compressed);
    }

    private InputStream open(boolean gzip) throws IOException {
        InputStream raw = path.isPresent() ? Files.newInputStream(path.get()) : new MemoryStream(memory);
        try {
            return gzip ? new GZIPInputStream(new BufferedInputStream(raw, BLOCK_BYTES), BLOCK_BYTES) : raw;
        } catch (IOException | RuntimeException failure) {
            raw.close();
            throw failure;
        }
    }

    /// Returns all bytes, decompressed. The bytes of a file that can be mapped are copied.
    ///
    /// @param arena owns the memory
    /// @return read-only memory
    /// @throws IOException if the file cannot be read
    public MemorySegment bytes(Arena arena) throws IOException {
        if (path.isEmpty() && !compressed) {
            return memory;
        }
        try (InputStream in = open()) {
            return readAll(in, arena);
        }
    }

    /// The consecutive arrays and pickles in the file.
    Series series() {
        return new Series(address, name, memory -> isMappable()
                ? Pickle.reader(path.orElseThrow(), memory)
                : Pickle.reader(bytes(memory), name));
    }

    /// Writes all decompressed bytes to a stream.
    ///
    /// @param out the stream; not closed
    /// @throws IOException if the file cannot be read, or the stream not written
    public void copyTo(OutputStream out) throws IOException {
        try (InputStream in = open()) {
            in.transferTo(out);
        }
    }

    /// Writes all bytes to a file, compressed or not, atomically replacing a file that has the name already.
    void copyTo(Path target, boolean gzip) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            PickleReader raw = path.isPresent() && gzip == compressed
                    ? Pickle.reader(path.get(), arena)
                    : Pickle.reader(gzip == compressed ? memory : bytes(arena), name);
            if (gzip && !compressed) {
                raw.copyGzipTo(target);
            } else {
                raw.copyTo(target);
            }
        }
    }

    private static MemorySegment readAll(InputStream in, Arena arena) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        MemorySegment memory = arena.allocate(BLOCK_BYTES);
        long size = 0;
        for (int read = in.readNBytes(block, 0, block.length); read > 0; read = in.readNBytes(block, 0, block.length)) {
            if (size + read > memory.byteSize()) {
                memory = arena.allocate(2 * memory.byteSize()).copyFrom(memory.asSlice(0, size));
            }
            MemorySegment.copy(block, 0, memory, JAVA_BYTE, size, read);
            size += read;
        }
        return memory.asSlice(0, size).asReadOnly();
    }
}
