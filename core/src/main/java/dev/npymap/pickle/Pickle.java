package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.Gzip;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.pickle.Opcodes;
import dev.npymap.internal.pickle.OtherFormats;
import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.internal.pickle.ReportingChannel;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Python's pickles of NumPy arrays and of Python values that hold arrays, and joblib's files.
///
/// Nothing in a pickle is ever executed, and no class is looked up by a name from it: an object that is not a plain
/// value becomes a [PickledObject], a description of what the pickle says. Pickles of protocols 0 to 5, of Python 2 and
/// 3 and of NumPy 1 and 2 are read.
///
/// Errors: [dev.npymap.model.ArrayFormatException], with the file's name and the position of the byte, if the bytes are
/// not a pickle or the pickle is refused; other [IOException]s if the file is a directory, FIFO or device, or the
/// system denies access.
///
/// @see <a href="https://docs.python.org/3/library/pickletools.html">Python's pickletools</a>
public final class Pickle {
    private static final int DEFAULT_PROTOCOL = 4;
    private static final long MAX_HEAP_BYTES = Integer.MAX_VALUE - 8;

    private Pickle() {
    }

    /// Maps a pickle.
    ///
    /// Arrays whose elements are contiguous in the file are views of it; this is the case except in protocols 0 to 2 of
    /// Python 3, whose elements are decoded. Everything else is copied.
    ///
    /// Lifetime: views and decoded elements live until `arena` is closed; an access after that throws
    /// [IllegalStateException]. Threads: those that `arena` allows. Cost: that of reading everything but the elements.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return the value
    /// @throws IOException if the file cannot be mapped, or does not hold a pickle
    public static Value map(Path path, Arena arena) throws IOException {
        return map(path, arena, List.of());
    }

    /// Maps a pickle of protocol 5 with out-of-band buffers, as [#map(Path, Arena)] does.
    ///
    /// @param path    a regular file
    /// @param arena   owns the mapping
    /// @param buffers the buffers that `buffer_callback` received, in order; the arrays are views of them
    /// @return the value
    /// @throws IOException if the file cannot be mapped, or does not hold a pickle
    public static Value map(Path path, Arena arena, List<MemorySegment> buffers) throws IOException {
        return reader(path, arena).pickle(buffers);
    }

    /// Maps a file of consecutive arrays and pickles, to read them one by one.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return a reader at the beginning of the file
    /// @throws IOException if the file cannot be mapped
    public static PickleReader reader(Path path, Arena arena) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return PickleReader.of(file.map(0, file.byteSize(), arena), arena);
        }
    }

    /// Reads consecutive arrays and pickles one by one from memory.
    ///
    /// @param bytes  the bytes, at any alignment
    /// @param source names the bytes in messages
    /// @return a reader at the beginning of the bytes
    public static PickleReader reader(MemorySegment bytes, String source) {
        return PickleReader.of(bytes, source);
    }

    /// Maps a file of consecutive arrays and pickles, as repeated calls of `np.save` and `pickle.dump` on an open file
    /// write them.
    ///
    /// Lifetime, threads and cost are those of [#map(Path, Arena)]; [#reader(Path, Arena)] reads them one by one.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return the values, at least one, in the order of the file; an array with a header is an [ArrayValue]
    /// @throws IOException if the file cannot be mapped, or holds anything but arrays, pickles, and padding of zeros
    ///                     after the last one
    public static List<Value> mapAll(Path path, Arena arena) throws IOException {
        PickleReader reader = reader(path, arena);
        List<Value> values = new ArrayList<>();
        do {
            values.add(reader.next());
        } while (reader.hasNext());
        return List.copyOf(values);
    }

    /// Tells whether a file may be a pickle, by its first bytes.
    ///
    /// Pickles of protocol 2 and later begin with a mark. Older ones have none: their instructions are followed to the
    /// end of the given bytes, which fails soon for most other files. A text of one word may be a pickle too: `N.` is
    /// `None`.
    ///
    /// @param first    the first bytes, all of them if the file is small; 64 KiB are plenty
    /// @param byteSize the length of the whole file, in bytes
    /// @return whether the bytes are a pickle, or the beginning of one that ends within the file
    public static boolean begins(byte[] first, long byteSize) {
        PickleInput input = new PickleInput(MemorySegment.ofArray(first), _ -> Source.MEMORY, Arena.ofAuto());
        try {
            OtherFormats.refuse(input);
            new PickleMachine(input, List.of(), new Budget(first.length), new KeyMarks(), 0).run();
            return true;
        } catch (ArrayFormatException _) {
            return input.missing() > 0 && input.missing() <= byteSize - first.length;
        }
    }

    /// Copies a pickle into memory. Later changes of the file do not affect the value.
    ///
    /// @param path a regular file
    /// @return the value
    /// @throws IOException if the file cannot be read, or does not hold a pickle
    public static Value read(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return wrap(bytes(file), file.name());
        }
    }

    /// Wraps the bytes of a pickle; arrays are views of them. Lifetime and threads: those of the bytes.
    ///
    /// @param pickle the whole pickle, at any alignment; bytes after it are ignored, but [#reader] reads them
    /// @param source names the bytes in messages
    /// @return the value
    /// @throws IOException if the bytes are not a pickle
    public static Value wrap(MemorySegment pickle, String source) throws IOException {
        return reader(pickle, source).pickle(List.of());
    }

    /// Copies the array in a `.npy` file into memory, even if its elements are Python objects, which [Npy] refuses.
    ///
    /// @param path a regular file
    /// @return the array; [ArrayValue#holdsObjects()] tells whether its elements are Python objects
    /// @throws IOException if the file cannot be read
    public static Value readObjects(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return wrapObjects(bytes(file), file.name());
        }
    }

    /// Wraps the bytes of a `.npy` file or member as an array, even if its elements are Python objects. Lifetime and
    /// threads: those of the bytes.
    ///
    /// @param npy    the whole file, header first
    /// @param source names the bytes in messages
    /// @return the array; [ArrayValue#holdsObjects()] tells whether its elements are Python objects
    /// @throws IOException if the bytes are not an array
    public static Value wrapObjects(MemorySegment npy, String source) throws IOException {
        return reader(npy, source).array();
    }

    /// Writes a value to a file as CPython's `pickle.dump` does, in its default protocol, 4.
    ///
    /// @param path  the file to write
    /// @param value a value as for [#write(Path, Object, int)]
    /// @throws IOException if the file cannot be written; the old file is then untouched
    public static void write(Path path, Object value) throws IOException {
        write(path, value, DEFAULT_PROTOCOL);
    }

    /// Writes a value to a file, atomically replacing a file that has the name already.
    ///
    /// The bytes are those of CPython 3 with NumPy 2: an object that occurs several times is written once, as in
    /// Python. An [NdArray] becomes an array that can be written to; [ArrayValue#ofReadOnly] makes a read-only one. An
    /// array that is all of a stored member of an archive is [verified][NdArray#verify()] before it is written.
    ///
    /// @param path     the file to write
    /// @param value    a [Value] or [NdArray]; or a list, set or map of such values; or a string, a boxed number or
    ///                 boolean, a [java.math.BigInteger] or a byte array
    /// @param protocol 2 to 5
    /// @throws IllegalArgumentException if the value or a part of it cannot be written, or not in that protocol
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void write(Path path, Object value, int protocol) throws IOException {
        write(path, value, protocol, false, _ -> {
        });
    }

    /// Writes a value as [#write(Path, Object, int)] does, with the elements of every array aligned to 64 bytes.
    ///
    /// Every reader of pickles reads the file, which is a little longer than CPython's.
    ///
    /// @param path     the file to write
    /// @param value    a value as for [#write(Path, Object, int)]
    /// @param protocol 3 to 5
    /// @throws IllegalArgumentException if the value or a part of it cannot be written, or not in that protocol
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void writeAligned(Path path, Object value, int protocol) throws IOException {
        write(path, value, protocol, true, _ -> {
        });
    }

    /// Writes a value to a stream as [#write(Path, Object, int)] writes it to a file.
    ///
    /// @param out      the stream to write to; not closed
    /// @param value    a value as for [#write(Path, Object, int)]
    /// @param protocol 2 to 5
    /// @throws IllegalArgumentException if the value or a part of it cannot be written, or not in that protocol
    /// @throws IOException              if writing fails, or an array is damaged; a part of the value may have been
    ///                                  written
    public static void write(OutputStream out, Object value, int protocol) throws IOException {
        requireProtocol(protocol);
        PickleWriter.write(Channels.newChannel(out), value, protocol, false);
    }

    /// Writes a value to a file, and reports progress.
    ///
    /// @param path     the file to write
    /// @param value    a value as for [#write(Path, Object, int)]
    /// @param protocol 2 to 5
    /// @param aligned  whether to align the elements of every array to 64 bytes, which protocol 2 cannot do
    /// @param progress receives the number of bytes written since the last call, on the calling thread
    /// @throws IllegalArgumentException if the value or a part of it cannot be written, or not in that protocol
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void write(Path path, Object value, int protocol, boolean aligned, LongConsumer progress)
            throws IOException {
        requireProtocol(protocol);
        if (aligned && protocol == 2) {
            throw new IllegalArgumentException("protocol 2 has no arrays in one piece that could be aligned");
        }
        AtomicReplace.replace(path,
                channel -> PickleWriter.write(new ReportingChannel(channel, progress), value, protocol, aligned));
    }

    /// Writes a value to a gzip file, and reports progress, otherwise as [#write(Path, Object, int)] does. The same
    /// value gives the same bytes.
    ///
    /// The file cannot be mapped; decompress it for [#wrap].
    ///
    /// @param path     the file to write; its suffix does not matter
    /// @param value    a value as for [#write(Path, Object, int)]
    /// @param protocol 2 to 5
    /// @param progress receives the number of bytes compressed since the last call, on the calling thread
    /// @throws IllegalArgumentException if the value or a part of it cannot be written, or not in that protocol
    /// @throws IOException              if the file cannot be written; the old file is then untouched
    public static void writeGzip(Path path, Object value, int protocol, LongConsumer progress) throws IOException {
        requireProtocol(protocol);
        AtomicReplace.replace(path, Gzip.compress(out -> PickleWriter.write(
                new ReportingChannel(Channels.newChannel(out), progress), value, protocol, false)));
    }

    private static void requireProtocol(int protocol) {
        if (protocol < 2 || protocol > Opcodes.HIGHEST_PROTOCOL) {
            throw new IllegalArgumentException("protocols 2 to 5 are written, not " + protocol);
        }
    }

    private static MemorySegment bytes(RegularFile file) throws IOException {
        MemorySegment memory = file.byteSize() <= MAX_HEAP_BYTES
                ? MemorySegment.ofArray(new byte[(int) file.byteSize()])
                : Arena.ofAuto().allocate(file.byteSize());
        long read = file.read(memory, 0);
        if (read < memory.byteSize()) {
            throw new ArrayFormatException(file.name(), "cut while it was read: " + memory.byteSize()
                    + " bytes expected, " + read + " read", read);
        }
        return memory;
    }
}
