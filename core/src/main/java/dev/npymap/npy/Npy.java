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

/// NumPy's `.npy` files: one array behind a header.
///
/// Files of every format version and with every dtype but Python objects are mapped, read and written; what is written
/// is what `np.save` of NumPy 2 writes, byte for byte. Nothing in a file is ever executed.
///
/// Errors: [dev.npymap.model.ArrayFormatException] for bytes that are not an array, or one that is refused, with the
/// file's name and the byte; [java.nio.file.NoSuchFileException] for no file; other [IOException]s if the file is a
/// directory, FIFO or device, or the system refuses it. Interrupting a thread that reads or writes a file ends that
/// with an [java.io.InterruptedIOException]; the thread stays interrupted, and a file that was to be replaced is the
/// old one.
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">NumPy's format</a>
public final class Npy {
    private Npy() {
    }

    /// Maps the array in a file, without copying it; of several one behind the other the first.
    ///
    /// Its elements stay in the file and are paged in as they are touched. Writing to it throws
    /// [IllegalArgumentException]. A file that is replaced or deleted while it is mapped keeps its contents; one that
    /// is cut makes the operations on many elements throw an exception that names it; for an access to one element see
    /// [NdArray].
    ///
    /// Lifetime: the mapping lives until `arena` is closed; an access after that throws [IllegalStateException].
    /// Threads: those that `arena` allows. Cost: tens of microseconds, whatever the size; a file below 64 KiB is
    /// [read][#read(Path)] faster.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return a read-only view
    /// @throws IOException if the file cannot be mapped, or this process has mapped too many
    public static NdArray map(Path path, Arena arena) throws IOException {
        return map(path, arena, Access.READ_ONLY);
    }

    /// Maps the array in a file so that it can be written to, and the file stays as it is.
    ///
    /// Pages that are written to are copied; nobody else sees them. Otherwise as [#map(Path, Arena)].
    ///
    /// @param path  a regular file; the system asks for the right to write it
    /// @param arena owns the mapping
    /// @return a view that can be written to
    /// @throws IOException if the file cannot be mapped, or this process has mapped too many
    public static NdArray mapPrivate(Path path, Arena arena) throws IOException {
        return map(path, arena, Access.COPY_ON_WRITE);
    }

    /// Maps all arrays in a file that holds several one behind the other, as `np.save` leaves them when it is given an
    /// open file again and again.
    ///
    /// Zeros behind the last one are padding. In messages the second array has the name `FILE#1`. Lifetime and threads
    /// as for [#map(Path, Arena)]. Cost: that of the headers, and one mapping.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return read-only views, at least one, in the order of the file
    /// @throws IOException if the file cannot be mapped, or holds something else, behind the last array too
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

    /// Maps the array in a file for writing: what is set in the array is set in the file, until the result is closed.
    ///
    /// @param path a regular file, never made longer
    /// @return the mapped file, to be closed
    /// @throws IOException if the file cannot be mapped, or another writer holds it
    public static WritableNpy mapWritable(Path path) throws IOException {
        return WritableNpy.map(path, WriteLock.acquireExisting(path));
    }

    /// Copies the array in a file into memory, on the heap up to 2 GiB.
    ///
    /// No later change of the file can reach it.
    ///
    /// @param path a regular file
    /// @return an array that can be written to
    /// @throws IOException if the file cannot be read
    public static NdArray read(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return NpyFile.of(file).read();
        }
    }

    /// Copies the next array of a stream into memory; several may follow each other.
    ///
    /// @param in     read up to the end of the array and not a byte further
    /// @param source names the stream in messages
    /// @return an array that can be written to; nothing if the stream is at its end
    /// @throws IOException if the stream holds no array, or ends within it
    public static Optional<NdArray> read(InputStream in, String source) throws IOException {
        return NpyStream.next(in, source, HeaderFormat.MAX_TEXT_LENGTH);
    }

    /// Copies the next array of a stream that is inflated as it is read, as [#read(InputStream, String)].
    ///
    /// @param in             read up to the end of the array and not a byte further
    /// @param source         names the stream in messages
    /// @param compressedSize the bytes that the stream is inflated from; a header of more than 64 times as many, and
    ///                       more than 256 KiB, is refused
    /// @return an array that can be written to; nothing if the stream is at its end
    /// @throws IOException if the stream holds no array, or ends within it
    public static Optional<NdArray> readInflated(InputStream in, String source, long compressedSize)
            throws IOException {
        return NpyStream.next(in, source, NpyStream.inflatedLimit(compressedSize));
    }

    /// Sees the array in the bytes of a file, without copying it. Lifetime and threads: those of the bytes.
    ///
    /// @param file   the whole file, header first, at any alignment; what follows the array is ignored
    /// @param source names the bytes in messages
    /// @return a view, which can be written to if the segment can
    /// @throws IOException if the bytes are no array
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

    /// Reads the header of a file; also of one whose elements are refused.
    ///
    /// @param path a regular file
    /// @return what the header says; the payload that it promises is in the file
    /// @throws IOException if the file cannot be read
    public static NpyHeader header(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return NpyFile.of(file).header();
        }
    }

    /// Reads the header at the beginning of a stream.
    ///
    /// @param in     read up to the end of the header and not a byte further
    /// @param source names the stream in messages
    /// @return what the header says, also of elements that are refused
    /// @throws IOException if the stream does not begin with a header
    public static NpyHeader header(InputStream in, String source) throws IOException {
        return header(in, source, 0);
    }

    /// Reads the header at the beginning of a stream that shows a source from some byte onwards: several arrays may
    /// follow each other.
    ///
    /// @param in       read up to the end of the header and not a byte further
    /// @param source   names the source in messages
    /// @param position how many bytes of the source lie in front of the stream
    /// @return what the header says; its data offset is counted from the beginning of the source
    /// @throws IOException if the stream does not begin with a header
    public static NpyHeader header(InputStream in, String source, long position) throws IOException {
        try {
            return bounded(in, source, HeaderFormat.MAX_TEXT_LENGTH).behind(position);
        } catch (ArrayFormatException wrong) {
            throw position == 0 ? wrong : wrong.behind(position);
        }
    }

    /// Reads the header at the beginning of a stream that is inflated as it is read.
    ///
    /// @param in             read up to the end of the header and not a byte further
    /// @param source         names the stream in messages
    /// @param compressedSize the bytes that the stream is inflated from; a header of more than 64 times as many, and
    ///                       more than 256 KiB, is refused
    /// @return what the header says, also of elements that are refused
    /// @throws IOException if the stream does not begin with a header
    public static NpyHeader inflatedHeader(InputStream in, String source, long compressedSize) throws IOException {
        return bounded(in, source, NpyStream.inflatedLimit(compressedSize));
    }

    private static NpyHeader bounded(InputStream in, String source, int limit) throws IOException {
        return NpyStream.header(in, in.readNBytes(HeaderFormat.PREFIX_LENGTH), source, limit);
    }

    /// Makes a file with an array of zeros, and maps it for writing. Every byte has its place on the disk.
    ///
    /// The file appears under its name when it is complete.
    ///
    /// @param path  a path that names nothing
    /// @param dtype what an element is
    /// @param shape how many elements there are on each axis
    /// @param order how they lie in the file
    /// @return the mapped file, to be closed
    /// @throws IllegalArgumentException                 if the dtype holds Python objects
    /// @throws java.nio.file.FileAlreadyExistsException if the path names something
    /// @throws IOException                              if the disk is full, or another writer holds the file
    public static WritableNpy create(Path path, Dtype dtype, Shape shape, Order order) throws IOException {
        return create(path, dtype, shape, order, false);
    }

    /// Makes a file as [#create] does, but leaves it to the system to find places for its pages when they are written.
    ///
    /// Fast for any size, also larger than the disk. On a full disk a write to the array is lost with an
    /// [InternalError].
    ///
    /// @param path  a path that names nothing
    /// @param dtype what an element is
    /// @param shape how many elements there are on each axis
    /// @param order how they lie in the file
    /// @return the mapped file, to be closed
    /// @throws IllegalArgumentException                 if the dtype holds Python objects
    /// @throws java.nio.file.FileAlreadyExistsException if the path names something
    /// @throws IOException                              if the system refuses, or another writer holds the file
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

    /// Writes an array to a file, in place of the one of that name if there is one, in one step.
    ///
    /// Whoever opens the file, also after a crash, finds the old contents or all of the new; whoever has the old file
    /// mapped keeps it, and it may be the source of this very array. The bytes are those of `np.save`; the padding of
    /// longdoubles, which NumPy leaves to chance, is zero. No lock is taken: who has the file mapped for writing goes
    /// on with the old one. Permissions, group and owner of the old file are kept where the process may; extended attributes
    /// and access lists are not. An array that is all of a stored member of an archive is [verified][NdArray#verify()] first.
    ///
    /// @param path  where the file will be
    /// @param array of any layout; Fortran order is kept, every other becomes C order
    /// @throws IOException if it cannot be written, or is damaged; the old file is then untouched
    public static void write(Path path, NdArray array) throws IOException {
        Order order = ElementWriter.order(array);
        write(path, array, HeaderWriter.header(array.dtype(), array.shape(), order), order);
    }

    /// Writes an array as [#write(Path, NdArray)] does, in a format version of the caller's choice.
    ///
    /// @param path         where the file will be
    /// @param array        of any layout
    /// @param majorVersion 1, 2 or 3
    /// @throws IllegalArgumentException if the header does not fit the version
    /// @throws IOException              if it cannot be written; the old file is then untouched
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

    /// Writes an array to a file that is compressed with gzip as a whole, otherwise as [#write(Path, NdArray)] does. The
    /// same array makes the same bytes.
    ///
    /// NumPy opens it as `np.load(gzip.open(path))`. Such a file cannot be mapped: [#read(InputStream, String)] reads what
    /// is decompressed.
    ///
    /// @param path  where the file will be, whatever its suffix
    /// @param array of any layout
    /// @throws IOException if it cannot be written, or is damaged; the old file is then untouched
    public static void writeGzip(Path path, NdArray array) throws IOException {
        AtomicReplace.replace(path, Gzip.compress(out -> write(out, array)));
    }

    /// Writes an array to a stream; several may follow each other. It is verified as by [#write(Path, NdArray)].
    ///
    /// @param out   neither flushed nor closed
    /// @param array of any layout
    /// @throws IOException if the stream cannot be written, or the array is damaged; then nothing was written
    public static void write(OutputStream out, NdArray array) throws IOException {
        write(Channels.newChannel(out), array);
    }

    /// Writes an array to a channel; several may follow each other. It is verified as by [#write(Path, NdArray)].
    ///
    /// @param out   in blocking mode, not closed; what it is given is never mapped memory
    /// @param array of any layout
    /// @throws IOException if the channel cannot be written, or the array is damaged; then nothing was written
    public static void write(WritableByteChannel out, NdArray array) throws IOException {
        array.verify();
        Order order = ElementWriter.order(array);
        writeFully(out, ByteBuffer.wrap(HeaderWriter.header(array.dtype(), array.shape(), order)));
        ElementWriter.write(array, order, out);
    }

    /// Reads a dtype as NumPy writes it in Python: `[('x', '<f8'), ('n', '<i4')]`, as in a header, or any of the texts
    /// that [Dtype#of(String)] reads.
    ///
    /// @param text what [Dtype#descr()] returns, or another spelling that NumPy accepts
    /// @return the dtype
    /// @throws IllegalArgumentException if NumPy would not accept the text, or it is a sub-array that is not in a record
    public static Dtype dtype(String text) {
        return text.stripLeading().startsWith("[") ? Descr.parse(text.strip()) : Dtype.of(text);
    }

    private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Makes the array in a file longer: along the first axis, or the last of a file in Fortran order.
    ///
    /// The new elements are written behind the old ones and forced to the disk, then the header is, in place while it
    /// has room for the new length, as `np.save` leaves it; otherwise the file is written anew. A crash at any point
    /// leaves the old array or the new one. Whoever has the file mapped keeps the old length. What lies behind the
    /// array, unless it is another array or a pickle, is taken for what a killed append left, and is lost. If the last
    /// force fails, the exception comes though the elements may be there. The new elements are verified as by
    /// [#write(Path, NdArray)].
    ///
    /// @param path a regular file
    /// @param more of the file's dtype, and of its shape but for the axis that grows
    /// @throws IllegalArgumentException if dtype or shape differ, or the file's array has no axis
    /// @throws IOException              if the file cannot be written, another writer holds it, or another array or a
    ///                                  pickle follows the first one
    public static void append(Path path, NdArray more) throws IOException {
        try (WriteLock _ = WriteLock.acquireExisting(path)) {
            Append.to(path, more);
        }
    }
}
