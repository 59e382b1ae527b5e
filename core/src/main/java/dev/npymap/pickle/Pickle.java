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

/// Python's pickles of NumPy's arrays, of values of Python that hold some, and joblib's files.
///
/// Nothing in a pickle is ever executed, and no class is looked up by a name from it: what is no plain value becomes a
/// [PickledObject], which says what the pickle says. Pickles of protocols 0 to 5, of Python 2 and 3 and NumPy 1 and 2
/// are read.
///
/// Errors: [dev.npymap.model.ArrayFormatException] for bytes that are not a pickle, or one that is refused, with the
/// file's name and the byte; other [IOException]s if the file is a directory, FIFO or device, or the system refuses it.
///
/// @see <a href="https://docs.python.org/3/library/pickletools.html">Python's pickletools</a>
public final class Pickle {
    private static final int DEFAULT_PROTOCOL = 4;
    private static final long MAX_HEAP_BYTES = Integer.MAX_VALUE - 8;

    private Pickle() {
    }

    /// Maps a pickle.
    ///
    /// Arrays whose elements lie in one piece in the file, which is so but for protocols 0 to 2 of Python 3, are views
    /// of it; those of the others are decoded. Everything else is copied.
    ///
    /// Lifetime: views and decoded elements live until `arena` is closed; an access after that throws
    /// [IllegalStateException]. Threads: those that `arena` allows. Cost: that of everything but the elements.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return the value
    /// @throws IOException if the file cannot be mapped, or holds no pickle
    public static Value map(Path path, Arena arena) throws IOException {
        return map(path, arena, List.of());
    }

    /// Maps a pickle of protocol 5 whose buffers were written elsewhere, as [#map(Path, Arena)] does.
    ///
    /// @param path    a regular file
    /// @param arena   owns the mapping
    /// @param buffers what `buffer_callback` was given, in its order; the arrays are views of them
    /// @return the value
    /// @throws IOException if the file cannot be mapped, or holds no pickle
    public static Value map(Path path, Arena arena, List<MemorySegment> buffers) throws IOException {
        return reader(path, arena).pickle(buffers);
    }

    /// Maps a file that holds arrays and pickles one behind the other, to take them one by one.
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

    /// Takes arrays and pickles one by one from bytes where they lie one behind the other.
    ///
    /// @param bytes  at any alignment
    /// @param source names the bytes in messages
    /// @return a reader at the beginning of the bytes
    public static PickleReader reader(MemorySegment bytes, String source) {
        return PickleReader.of(bytes, source);
    }

    /// Maps a file that holds arrays and pickles one behind the other, as `np.save` and `pickle.dump` leave them when
    /// they are given an open file again and again.
    ///
    /// Lifetime, threads and cost are those of [#map(Path, Arena)]; [#reader(Path, Arena)] takes them one by one.
    ///
    /// @param path  a regular file
    /// @param arena owns the mapping
    /// @return the values, at least one, in the order of the file; that of an array with a header is an [ArrayValue]
    /// @throws IOException if the file cannot be mapped, or holds something else, behind the last one too; zeros there
    ///                     are padding
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
    /// Pickles of protocol 2 and later begin with a mark. Older ones have none: their instructions are followed as far as
    /// the bytes go, which few other files stand for long. A text of one word may be a pickle as well: `N.` is `None`.
    ///
    /// @param first    the first bytes, of the whole file if it is small; 64 KiB are plenty
    /// @param byteSize the length of the whole file, in bytes
    /// @return whether the bytes are a pickle, or the beginning of one that ends within the file
    public static boolean begins(byte[] first, long byteSize) {
        PickleInput input = new PickleInput(MemorySegment.ofArray(first), _ -> Source.MEMORY, Arena.ofAuto());
        try {
            OtherFormats.refuse(input);
            new PickleMachine(input, List.of(), new Budget(first.length), new LongKeys(), 0).run();
            return true;
        } catch (ArrayFormatException _) {
            return input.missing() > 0 && input.missing() <= byteSize - first.length;
        }
    }

    /// Copies a pickle into memory. No later change of the file can reach it.
    ///
    /// @param path a regular file
    /// @return the value
    /// @throws IOException if the file cannot be read, or holds no pickle
    public static Value read(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return wrap(bytes(file), file.name());
        }
    }

    /// Sees the value in the bytes of a pickle; its arrays are views of them. Lifetime and threads: those of the bytes.
    ///
    /// @param pickle the whole pickle, at any alignment; what follows it is ignored, and [#reader] sees it
    /// @param source names the bytes in messages
    /// @return the value
    /// @throws IOException if the bytes are no pickle
    public static Value wrap(MemorySegment pickle, String source) throws IOException {
        return reader(pickle, source).pickle(List.of());
    }

    /// Copies the array in a `.npy` file into memory, also if its elements are Python objects, which [Npy] refuses.
    ///
    /// @param path a regular file
    /// @return the array; of Python objects, an [ArrayValue] that holds objects
    /// @throws IOException if the file cannot be read
    public static Value readObjects(Path path) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return wrapObjects(bytes(file), file.name());
        }
    }

    /// Sees the array in the bytes of a `.npy` file or member, also if its elements are Python objects. Lifetime and
    /// threads: those of the bytes.
    ///
    /// @param npy    the whole file, header first
    /// @param source names the bytes in messages
    /// @return the array; of Python objects, an [ArrayValue] that holds objects
    /// @throws IOException if the bytes are no array
    public static Value wrapObjects(MemorySegment npy, String source) throws IOException {
        return reader(npy, source).array();
    }

    /// Writes a value to a file as CPython's `pickle.dump` does, in its default protocol, 4.
    ///
    /// @param path  where the file will be
    /// @param value as for [#write(Path, Object, int)]
    /// @throws IOException if it cannot be written; the old file is then untouched
    public static void write(Path path, Object value) throws IOException {
        write(path, value, DEFAULT_PROTOCOL);
    }

    /// Writes a value to a file, in place of the one of that name if there is one, in one step.
    ///
    /// The bytes are those of CPython 3 with NumPy 2: what is one object in Java is written once, as in Python. An
    /// [NdArray] becomes an array that can be written to; [ArrayValue#ofReadOnly] makes one that cannot. An array that
    /// is all of a stored member of an archive is [verified][NdArray#verify()] when its turn comes.
    ///
    /// @param path     where the file will be
    /// @param value    a [Value] or [NdArray]; or a list, set or map of what can be written; or a string, a boxed
    ///                 number or boolean, a [java.math.BigInteger] or an array of bytes
    /// @param protocol 2 to 5
    /// @throws IllegalArgumentException if the value or something in it cannot be written, or not in that protocol
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void write(Path path, Object value, int protocol) throws IOException {
        write(path, value, protocol, false, _ -> {
        });
    }

    /// Writes a value as [#write(Path, Object, int)] does, but so that the elements of every array begin on a multiple
    /// of 64 bytes.
    ///
    /// Every reader of pickles reads it; the file is a little longer than that of CPython.
    ///
    /// @param path     where the file will be
    /// @param value    what to write
    /// @param protocol 3 to 5
    /// @throws IllegalArgumentException if the value or something in it cannot be written, or not in that protocol
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void writeAligned(Path path, Object value, int protocol) throws IOException {
        write(path, value, protocol, true, _ -> {
        });
    }

    /// Writes a value to a stream as [#write(Path, Object, int)] writes it to a file.
    ///
    /// @param out      where the bytes go; not closed
    /// @param value    what to write
    /// @param protocol 2 to 5
    /// @throws IllegalArgumentException if the value or something in it cannot be written, or not in that protocol
    /// @throws IOException              if writing fails, or an array is damaged; some was written then
    public static void write(OutputStream out, Object value, int protocol) throws IOException {
        requireProtocol(protocol);
        PickleWriter.write(Channels.newChannel(out), value, protocol, false);
    }

    /// Writes a value to a file, and tells how far it is.
    ///
    /// @param path     where the file will be
    /// @param value    what to write
    /// @param protocol 2 to 5
    /// @param aligned  whether the elements of every array begin on a multiple of 64 bytes, which protocol 2 cannot
    /// @param progress receives the number of bytes written since the last call, on the caller's thread
    /// @throws IllegalArgumentException if the value or something in it cannot be written, or not in that protocol
    /// @throws IOException              if it cannot be written; the old file is then untouched
    public static void write(Path path, Object value, int protocol, boolean aligned, LongConsumer progress)
            throws IOException {
        requireProtocol(protocol);
        if (aligned && protocol == 2) {
            throw new IllegalArgumentException("protocol 2 has no arrays in one piece that could be aligned");
        }
        AtomicReplace.replace(path,
                channel -> PickleWriter.write(new ReportingChannel(channel, progress), value, protocol, aligned));
    }

    /// Writes a value to a file that is compressed with gzip as a whole, and tells how far it is. Otherwise as
    /// [#write(Path, Object, int)]; the same value makes the same bytes.
    ///
    /// Such a file cannot be mapped: [#wrap] reads what is decompressed.
    ///
    /// @param path     where the file will be, whatever its suffix
    /// @param value    what to write
    /// @param protocol 2 to 5
    /// @param progress receives the number of bytes compressed since the last call, on the caller's
    ///                 thread
    /// @throws IllegalArgumentException if the value or something in it cannot be written, or not in that protocol
    /// @throws IOException              if it cannot be written; the old file is then untouched
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
