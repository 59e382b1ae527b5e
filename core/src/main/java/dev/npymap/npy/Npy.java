package dev.npymap.npy;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.Access;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.Gzip;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.io.WriteLock;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.internal.npy.Zeros;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// NumPy's `.npy` files: a header followed by one array.
///
/// Files of every format version, with every dtype except Python objects, can be mapped, read and written; written
/// files equal those of NumPy 2's `np.save`, byte for byte. Nothing in a file is ever executed.
///
/// Errors: [dev.npymap.model.ArrayFormatException], with the file's name and the position of the byte, if the bytes are
/// not an array or the array is refused; [java.nio.file.NoSuchFileException] if the file does not exist; other
/// [IOException]s if it is a directory, FIFO or device, or the system denies access. Interrupting a thread that reads
/// or writes a file makes it throw an [java.io.InterruptedIOException]; the thread stays interrupted, and a file that
/// was to be replaced keeps its old contents.
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's format</a>
public final class Npy {
    private Npy() {
    }

    /// Maps the array in a file, without copying it; of several consecutive arrays the first.
    ///
    /// The elements stay in the file and are paged in as they are touched. Writing to the array throws
    /// [IllegalArgumentException]. A file that is replaced or deleted while it is mapped keeps its contents. If the
    /// file is truncated, operations on many elements throw an exception with the file's name; for access to one
    /// element see [NdArray].
    ///
    /// Lifetime: the mapping lives until `arena` is closed; an access after that throws [IllegalStateException].
    /// Threads: those that `arena` allows. Cost: tens of microseconds, whatever the size; for a file below 64 KiB
    /// [#read(Path)] is faster.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return a read-only view
    /// @throws IOException if the file cannot be mapped, or this process has too many mappings
    public static NdArray map(Path path, Arena arena) throws IOException {
        return map(path, arena, Access.READ_ONLY);
    }

    /// Maps the array in a file so that the array can be written to without changing the file.
    ///
    /// Pages that are written to are copied, for this mapping alone. Otherwise as [#map(Path, Arena)].
    ///
    /// @param path  a regular file; the system requires write permission
    /// @param arena owns the mapping
    /// @return a view that can be written to
    /// @throws IOException if the file cannot be mapped, or this process has too many mappings
    public static NdArray mapPrivate(Path path, Arena arena) throws IOException {
        return map(path, arena, Access.COPY_ON_WRITE);
    }

    /// Maps all arrays in a file that holds several, one after the other, as repeated calls of `np.save` on an open
    /// file write them.
    ///
    /// Zeros after the last array are padding. Messages call the second array `FILE#1`. Lifetime and threads are those
    /// of [#map(Path, Arena)]. Cost: that of reading the headers, and one mapping.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return read-only views, at least one, in the order of the file
    /// @throws IOException if the file cannot be mapped, or holds anything but arrays and padding
    public static List<NdArray> mapAll(Path path, Arena arena) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return NpyFile.mapAll(file, arena);
        }
    }

    private static NdArray map(Path path, Arena arena, Access access) throws IOException {
        try (RegularFile file = RegularFile.open(path, access)) {
            NpyFile npy = NpyFile.of(file);
            return npy.array(npy.map(arena));
        }
    }

    /// Maps the array in a file for writing: changes of the array change the file, until the result is closed.
    ///
    /// @param path a regular file, whose length does not change
    /// @return the mapped file, to be closed
    /// @throws IOException if the file cannot be mapped, or another writer has locked it
    public static WritableNpy mapWritable(Path path) throws IOException {
        return WritableNpy.map(path, WriteLock.acquireExisting(path));
    }

    /// Copies the array in a file into memory, on the heap up to 2 GiB.
    ///
    /// Later changes of the file do not affect the array.
    ///
    /// @param path a regular file
    /// @return an array that can be written to
    /// @throws IOException if the file cannot be read
    public static NdArray read(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return NpyFile.of(file).read();
        }
    }

    /// Copies the next array of a stream into memory; a stream may hold several.
    ///
    /// @param in     is read up to the end of the array and not a byte further
    /// @param source names the stream in messages
    /// @return an array that can be written to; nothing if the stream is at its end
    /// @throws IOException if the stream holds no array, or ends within one
    public static Optional<NdArray> read(InputStream in, String source) throws IOException {
        return NpyStream.next(in, source, HeaderFormat.MAX_TEXT_LENGTH);
    }

    /// Copies the next array of a compressed stream that is inflated as it is read, as [#read(InputStream, String)].
    ///
    /// @param in             is read up to the end of the array and not a byte further
    /// @param source         names the stream in messages
    /// @param compressedSize the compressed size of the stream in bytes; a header that is longer than 64 times that and
    ///                       longer than 256 KiB is refused
    /// @return an array that can be written to; nothing if the stream is at its end
    /// @throws IOException if the stream holds no array, or ends within one
    public static Optional<NdArray> readInflated(InputStream in, String source, long compressedSize)
            throws IOException {
        return NpyStream.next(in, source, NpyStream.inflatedLimit(compressedSize));
    }

    /// Wraps the bytes of a file as an array, without copying them. Lifetime and threads: those of the bytes.
    ///
    /// @param file   the whole file, header first, at any alignment; bytes after the array are ignored
    /// @param source names the bytes in messages
    /// @return a view, which can be written to if the segment can
    /// @throws IOException if the bytes are not an array
    public static NdArray wrap(MemorySegment file, String source) throws IOException {
        byte[] first = file.asSlice(0, Math.min(HeaderFormat.PREFIX_LENGTH, file.byteSize())).toArray(JAVA_BYTE);
        byte[] bytes = HeaderReader.whole(first, source, HeaderFormat.MAX_TEXT_LENGTH, (target, from, count) -> {
            int there = (int) Math.min(count, file.byteSize() - from);
            MemorySegment.copy(file, JAVA_BYTE, from, target, from, there);
            return there;
        });
        NpyHeader header = HeaderReader.parse(bytes, source);
        header.requireElements();
        header.requirePayload(file.byteSize());
        return NdArray.of(file.asSlice(header.dataOffset(), header.dataSize()), header.dtype(), header.shape(),
                header.order(), Source.of(source, header.dataOffset()));
    }

    /// Reads the header of a file, even if the array is refused.
    ///
    /// @param path a regular file
    /// @return the header; the file has been checked to hold its payload
    /// @throws IOException if the file cannot be read
    public static NpyHeader header(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return NpyFile.of(file).header();
        }
    }

    /// Reads the header at the beginning of a stream.
    ///
    /// @param in     is read up to the end of the header and not a byte further
    /// @param source names the stream in messages
    /// @return the header, even if the array is refused
    /// @throws IOException if the stream does not begin with a header
    public static NpyHeader header(InputStream in, String source) throws IOException {
        return header(in, source, 0);
    }

    /// Reads the header at the current position of a source that may hold several arrays.
    ///
    /// @param in       is read up to the end of the header and not a byte further
    /// @param source   names the source in messages
    /// @param position the offset of the stream's first byte in the source, in bytes
    /// @return the header, whose data offset is counted from the beginning of the source
    /// @throws IOException if the stream does not begin with a header
    public static NpyHeader header(InputStream in, String source, long position) throws IOException {
        try {
            return bounded(in, source, HeaderFormat.MAX_TEXT_LENGTH).behind(position);
        } catch (ArrayFormatException wrong) {
            throw position == 0 ? wrong : wrong.behind(position);
        }
    }

    /// Reads the header at the beginning of a compressed stream that is inflated as it is read.
    ///
    /// @param in             is read up to the end of the header and not a byte further
    /// @param source         names the stream in messages
    /// @param compressedSize the compressed size of the stream in bytes; a header that is longer than 64 times that and
    ///                       longer than 256 KiB is refused
    /// @return the header, even if the array is refused
    /// @throws IOException if the stream does not begin with a header
    public static NpyHeader inflatedHeader(InputStream in, String source, long compressedSize) throws IOException {
        return bounded(in, source, NpyStream.inflatedLimit(compressedSize));
    }

    private static NpyHeader bounded(InputStream in, String source, int limit) throws IOException {
        return NpyStream.header(in, in.readNBytes(HeaderFormat.PREFIX_LENGTH), source, limit);
    }

    /// Creates a file with an array of zeros, and maps it for writing. Disk space is allocated for every byte.
    ///
    /// The file appears under its name when it is complete.
    ///
    /// @param path  a path at which nothing exists
    /// @param dtype the type of the elements
    /// @param shape the length of each axis, in elements
    /// @param order the order in which the elements lie in the file
    /// @return the mapped file, to be closed
    /// @throws IllegalArgumentException                 if the dtype holds Python objects
    /// @throws java.nio.file.FileAlreadyExistsException if the path exists
    /// @throws IOException                              if the disk is full, or another writer has locked the file
    public static WritableNpy create(Path path, Dtype dtype, Shape shape, Order order) throws IOException {
        return create(path, dtype, shape, order, false);
    }

    /// Creates a file as [#create] does, but as a sparse file: the system allocates disk space for its pages when they
    /// are written.
    ///
    /// This takes the same short time for every size, even one larger than the disk. On a full disk, writing to the
    /// array throws [InternalError] and the written values are lost.
    ///
    /// @param path  a path at which nothing exists
    /// @param dtype the type of the elements
    /// @param shape the length of each axis, in elements
    /// @param order the order in which the elements lie in the file
    /// @return the mapped file, to be closed
    /// @throws IllegalArgumentException                 if the dtype holds Python objects
    /// @throws java.nio.file.FileAlreadyExistsException if the path exists
    /// @throws IOException                              if the system refuses, or another writer has locked the file
    public static WritableNpy createSparse(Path path, Dtype dtype, Shape shape, Order order) throws IOException {
        return create(path, dtype, shape, order, true);
    }

    private static WritableNpy create(Path path, Dtype dtype, Shape shape, Order order, boolean sparse)
            throws IOException {
        OptionalLong byteSize = shape.byteSize(dtype.byteSize());
        if (dtype.holdsObjects() || byteSize.isEmpty()) {
            throw new IllegalArgumentException(path.getFileName() + ": no file can hold shape " + shape + " of "
                    + dtype + (dtype.holdsObjects() ? ", which are Python objects" : ", which 64 bits cannot count"));
        }
        byte[] header = HeaderWriter.header(dtype, shape, order);
        WriteLock lock = WriteLock.acquire(path);
        try {
            AtomicReplace.create(path, channel -> {
                AtomicReplace.writeFully(channel, ByteBuffer.wrap(header));
                Zeros.write(channel, byteSize.getAsLong(), sparse);
            });
        } catch (Throwable failure) {
            lock.close();
            throw failure;
        }
        try {
            return WritableNpy.map(path, lock);
        } catch (Throwable failure) {
            Files.deleteIfExists(path);
            throw failure;
        }
    }

    /// Writes an array to a file, atomically replacing a file that has the name already.
    ///
    /// A reader who opens the file, even after a crash, finds the old contents or all of the new ones. Mappings of the
    /// old file stay valid, and the array may be a view of one. The bytes are those of `np.save`; the padding of
    /// longdoubles, which NumPy leaves undefined, is zero. No lock is taken: a program that has the old file mapped for
    /// writing goes on writing to the old one. Permissions, group and owner of the old file are kept where the process
    /// may set them; extended attributes and access lists are not. An array that is all of a stored member of an
    /// archive is [verified][NdArray#verify()] first.
    ///
    /// @param path  the file to write
    /// @param array an array of any layout; Fortran order is kept, every other layout becomes C order
    /// @throws IOException if the file cannot be written, or the array is damaged; the old file is then untouched
    public static void write(Path path, NdArray array) throws IOException {
        Order order = ElementWriter.order(array);
        write(path, array, HeaderWriter.header(array.dtype(), array.shape(), order), order);
    }

    /// Writes an array as [#write(Path, NdArray)] does, in a given format version.
    ///
    /// @param path         the file to write
    /// @param array        an array of any layout
    /// @param majorVersion 1, 2 or 3
    /// @throws IllegalArgumentException if the header does not fit the version
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void write(Path path, NdArray array, int majorVersion) throws IOException {
        Order order = ElementWriter.order(array);
        write(path, array, HeaderWriter.header(array.dtype(), array.shape(), order, majorVersion), order);
    }

    private static void write(Path path, NdArray array, byte[] header, Order order) throws IOException {
        array.verify();
        AtomicReplace.replace(path, channel -> write(channel, array, header, order));
    }

    private static void write(FileChannel channel, NdArray array, byte[] header, Order order) throws IOException {
        writeFully(channel, ByteBuffer.wrap(header));
        ElementWriter.write(array, order, channel);
    }

    /// Writes an array to a gzip file, otherwise as [#write(Path, NdArray)] does. The same array gives the same bytes.
    ///
    /// NumPy reads the file with `np.load(gzip.open(path))`. It cannot be mapped; decompress it for [#read(InputStream,
    /// String)].
    ///
    /// @param path  the file to write; its suffix does not matter
    /// @param array an array of any layout
    /// @throws IOException if the file cannot be written, or the array is damaged; the old file is then untouched
    public static void writeGzip(Path path, NdArray array) throws IOException {
        AtomicReplace.replace(path, Gzip.compress(out -> write(out, array)));
    }

    /// Writes an array to a stream, which may hold several. The array is verified as by [#write(Path, NdArray)].
    ///
    /// @param out   is neither flushed nor closed
    /// @param array an array of any layout
    /// @throws IOException if the stream cannot be written, or the array is damaged; nothing is written of a damaged
    ///                     array
    public static void write(OutputStream out, NdArray array) throws IOException {
        write(Channels.newChannel(out), array);
    }

    /// Writes an array to a channel, which may hold several. The array is verified as by [#write(Path, NdArray)].
    ///
    /// @param out   in blocking mode, is not closed; it is never given a buffer of mapped memory
    /// @param array an array of any layout
    /// @throws IOException if the channel cannot be written, or the array is damaged; nothing is written of a damaged
    ///                     array
    public static void write(WritableByteChannel out, NdArray array) throws IOException {
        array.verify();
        Order order = ElementWriter.order(array);
        writeFully(out, ByteBuffer.wrap(HeaderWriter.header(array.dtype(), array.shape(), order)));
        ElementWriter.write(array, order, out);
    }

    /// Parses a dtype as NumPy writes it in Python: `[('x', '<f8'), ('n', '<i4')]`, as in a header, or any text that
    /// [Dtype#of(String)] accepts.
    ///
    /// @param text what [Dtype#descr()] returns, or another spelling that NumPy accepts
    /// @return the dtype
    /// @throws IllegalArgumentException if NumPy would not accept the text, or it is a sub-array outside of a record
    public static Dtype dtype(String text) {
        return text.stripLeading().startsWith("[") ? Descr.parse(text.strip()) : Dtype.of(text);
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Appends to the array in a file along its growth axis: the first, or the last in Fortran order.
    ///
    /// The new elements are written after the old ones and forced to the disk. Then the header is written, in place if
    /// it has room for the new length, as that of `np.save` has; otherwise the whole file is written anew. A crash at
    /// any point leaves the old array or the new one. Existing mappings keep the old length. Bytes after the array,
    /// unless they are another array or a pickle, are taken for the rest of a killed append and overwritten. If the
    /// last force fails, the method throws although the file may have the new elements. The new elements are verified
    /// as by [#write(Path, NdArray)].
    ///
    /// @param path a regular file
    /// @param more an array of the file's dtype, and of its shape except along the growth axis
    /// @throws IllegalArgumentException if the dtypes or shapes differ, or the file's array has no axis
    /// @throws IOException              if the file cannot be written, another writer has locked it, or another array
    ///                                  or a pickle follows the first array
    public static void append(Path path, NdArray more) throws IOException {
        try (WriteLock _ = WriteLock.acquireExisting(path)) {
            Append.to(path, more);
        }
    }
}
