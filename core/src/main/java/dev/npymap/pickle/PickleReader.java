package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.Gzip;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.npy.ElementChecks;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.internal.npy.MappedSource;
import dev.npymap.internal.pickle.Opcodes;
import dev.npymap.internal.pickle.OtherFormats;
import dev.npymap.internal.pickle.PickleInput;
import dev.npymap.internal.pickle.PickleStream;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Arrays and pickles one behind the other, taken one by one, as `np.load` with `allow_pickle=True` and `pickle.load`
/// take them from an open file.
///
/// Each may be an array with a header, as `np.save` writes it, also one of Python objects, or a pickle; they may be
/// mixed. Zeros behind the last one are padding. In messages the first one has the name of the source, the others that
/// name with `#1`, `#2` and so on behind it; bytes are counted from the beginning of the source.
///
/// Lifetime and threads of what is taken: those of [Pickle#map] or [Pickle#wrap]; one thread at a time takes. Cost: that
/// of the headers, and of everything in the pickles but the elements; all pickles of a source share the bound on what
/// they may copy.
public final class PickleReader {
    private static final byte[] MAGIC = HeaderFormat.magic();

    private final String source;
    private final Optional<MappedFile> mapping;
    private final MemorySegment bytes;
    private final PickleInput input;
    private final Budget budget;
    private long number;
    private long position;

    private PickleReader(String source, Optional<MappedFile> mapping, MemorySegment bytes, Arena arena) {
        this.source = source;
        this.mapping = mapping;
        this.bytes = bytes;
        this.input = new PickleInput(bytes, at -> source(at, true), arena);
        this.budget = new Budget(bytes.byteSize());
    }

    static PickleReader of(MappedFile file, Arena arena) {
        return new PickleReader(file.name(), Optional.of(file), file.segment(), arena);
    }

    static PickleReader of(MemorySegment bytes, String source) {
        return new PickleReader(source, Optional.empty(), bytes, Arena.ofAuto());
    }

    private Source source(long at, boolean copiedByNumpy) {
        String name = number == 0 ? source : source + "#" + number;
        return mapping.isPresent()
                ? new MappedSource(mapping.get(), name, at, copiedByNumpy)
                : Source.of(name, at);
    }

    /// {@return how many were taken, which is the number of the next, from 0}
    public long number() {
        return number;
    }

    /// {@return where the last one that was taken ends and the next one begins, in bytes from the beginning}
    public long position() {
        return position;
    }

    /// {@return the length of the source, in bytes}
    public long byteSize() {
        return bytes.byteSize();
    }

    /// {@return whether there are more bytes, other than padding}
    /// @throws IOException if the file was cut while it is mapped
    public boolean hasNext() throws IOException {
        input.seek(position);
        while (input.remaining() > 0) {
            if (input.u8() != 0) {
                return true;
            }
        }
        return false;
    }

    /// Looks at the header of what comes next, and takes nothing.
    ///
    /// @return the header, its data offset counted from the beginning of the source; nothing if no `.npy` begins there
    /// @throws IOException if the header is damaged
    public Optional<NpyHeader> header() throws IOException {
        input.seek(position);
        int length = (int) Math.min(MAGIC.length, input.remaining());
        byte[] first = input.bytes(length);
        boolean header = length > 0 && Arrays.equals(first, Arrays.copyOf(MAGIC, length));
        return header ? Optional.of(readHeader()) : Optional.empty();
    }

    /// Looks at the protocol that the pickle that comes next names, and takes nothing.
    ///
    /// @return 2 or more; 0 for the older protocols, which name none, and for what is no pickle
    /// @throws IOException if the file was cut while it is mapped
    public int protocol() throws IOException {
        input.seek(position);
        return input.remaining() > 1 && input.u8() == Opcodes.PROTO ? input.u8() : 0;
    }

    private NpyHeader readHeader() throws IOException {
        input.seek(position);
        return Npy.header(new PickleStream(input), input.name(), position);
    }

    /// Takes the next array or pickle.
    ///
    /// @return the value; that of a `.npy` is an [ArrayValue]
    /// @throws IOException if the bytes are neither, or damaged; nothing is taken then
    public Value next() throws IOException {
        return header().isPresent() ? array() : pickle(List.of());
    }

    /// Writes all bytes of the source as they are to a file, in place of the one of that name if there is one, in one
    /// step.
    ///
    /// @param path where the file will be
    /// @throws IOException if it cannot be written; the old file is then untouched
    public void copyTo(Path path) throws IOException {
        AtomicReplace.replace(path, channel -> ElementWriter.write(all(), Order.C, channel));
    }

    /// Writes all bytes of the source to a file as [#copyTo] does, compressed by gzip.
    ///
    /// @param path where the file will be
    /// @throws IOException if it cannot be written; the old file is then untouched
    public void copyGzipTo(Path path) throws IOException {
        AtomicReplace.replace(path,
                Gzip.compress(out -> ElementWriter.write(all(), Order.C, Channels.newChannel(out))));
    }

    private NdArray all() {
        return NdArray.of(bytes, Dtype.UINT8, Shape.of(bytes.byteSize()), Order.C, source(0, false));
    }

    /// Takes an array with a header.
    Value array() throws IOException {
        NpyHeader header = readHeader();
        if (header.dtype().holdsObjects()) {
            input.seek(header.dataOffset());
            return follow(List.of());
        }
        ElementChecks.requireData(header.source(), header.shape(), header.descr(), header.dataOffset(),
                header.dataSize(), bytes.byteSize());
        MemorySegment elements = bytes.asSlice(header.dataOffset(), header.dataSize());
        Value value = ArrayValue.of(NdArray.of(elements, header.dtype(), header.shape(), header.order(),
                source(header.dataOffset(), false)));
        return taken(value, header.dataOffset() + header.dataSize());
    }

    /// Takes a pickle.
    ///
    /// @param buffers what it was written without
    Value pickle(List<MemorySegment> buffers) throws ArrayFormatException {
        input.seek(position);
        OtherFormats.refuse(input);
        return follow(buffers);
    }

    private Value follow(List<MemorySegment> buffers) throws ArrayFormatException {
        return taken(new PickleMachine(input, buffers, budget, new LongKeys(), 0).run(), input.position());
    }

    private Value taken(Value value, long end) {
        position = end;
        number++;
        return value;
    }
}
