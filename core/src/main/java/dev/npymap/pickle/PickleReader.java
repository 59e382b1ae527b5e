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

/// Reads consecutive arrays and pickles one by one, as `np.load` with `allow_pickle=True` and `pickle.load` read them
/// from an open file.
///
/// Each may be an array with a header, as `np.save` writes it, of Python objects too, or a pickle; they may be mixed.
/// Zeros after the last one are padding. Messages give the first one the name of the source, and the others that name
/// followed by `#1`, `#2` and so on; byte positions are counted from the beginning of the source.
///
/// Lifetime and threads of the values: those of [Pickle#map] or [Pickle#wrap]; the reader is used by one thread at a
/// time. Cost: that of reading the headers, and everything in the pickles but the elements; all pickles of a source
/// share one limit on what they may copy.
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

    /// {@return how many values were read, which is the number of the next one, from 0}
    public long number() {
        return number;
    }

    /// {@return where the last value ends and the next one begins, in bytes from the beginning of the source}
    public long position() {
        return position;
    }

    /// {@return the length of the source, in bytes}
    public long byteSize() {
        return bytes.byteSize();
    }

    /// {@return whether there are more bytes than padding}
    /// @throws IOException if the file was truncated while it is mapped
    public boolean hasNext() throws IOException {
        input.seek(position);
        while (input.remaining() > 0) {
            if (input.u8() != 0) {
                return true;
            }
        }
        return false;
    }

    /// Reads the header of the next value without advancing.
    ///
    /// @return the header, its data offset counted from the beginning of the source; empty if the next value is not a
    /// `.npy`
    /// @throws IOException if the header is damaged
    public Optional<NpyHeader> header() throws IOException {
        input.seek(position);
        int length = (int) Math.min(MAGIC.length, input.remaining());
        byte[] first = input.bytes(length);
        boolean header = length > 0 && Arrays.equals(first, Arrays.copyOf(MAGIC, length));
        return header ? Optional.of(readHeader()) : Optional.empty();
    }

    /// Reads the protocol of the next pickle without advancing.
    ///
    /// @return 2 or more; 0 for the older protocols, which have no number, and if the next value is not a pickle
    /// @throws IOException if the file was truncated while it is mapped
    public int protocol() throws IOException {
        input.seek(position);
        return input.remaining() > 1 && input.u8() == Opcodes.PROTO ? input.u8() : 0;
    }

    private NpyHeader readHeader() throws IOException {
        input.seek(position);
        return Npy.header(new PickleStream(input), input.name(), position);
    }

    /// Reads the next array or pickle.
    ///
    /// @return the value; a `.npy` is an [ArrayValue]
    /// @throws IOException if the bytes are neither, or damaged; the reader then does not advance
    public Value next() throws IOException {
        return header().isPresent() ? array() : pickle(List.of());
    }

    /// Writes all bytes of the source to a file, atomically replacing a file that has the name already.
    ///
    /// @param path the file to write
    /// @throws IOException if the file cannot be written; the old file is then untouched
    public void copyTo(Path path) throws IOException {
        AtomicReplace.replace(path, channel -> ElementWriter.write(all(), Order.C, channel));
    }

    /// Writes all bytes of the source to a gzip file, otherwise as [#copyTo] does.
    ///
    /// @param path the file to write
    /// @throws IOException if the file cannot be written; the old file is then untouched
    public void copyGzipTo(Path path) throws IOException {
        AtomicReplace.replace(path,
                Gzip.compress(out -> ElementWriter.write(all(), Order.C, Channels.newChannel(out))));
    }

    private NdArray all() {
        return NdArray.of(bytes, Dtype.UINT8, Shape.of(bytes.byteSize()), Order.C, source(0, false));
    }

    /// Reads an array with a header.
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

    /// Reads a pickle.
    ///
    /// @param buffers the out-of-band buffers
    Value pickle(List<MemorySegment> buffers) throws ArrayFormatException {
        input.seek(position);
        OtherFormats.refuse(input);
        return follow(buffers);
    }

    private Value follow(List<MemorySegment> buffers) throws ArrayFormatException {
        return taken(new PickleMachine(input, buffers, budget, new KeyMarks(), 0).run(), input.position());
    }

    private Value taken(Value value, long end) {
        position = end;
        number++;
        return value;
    }
}
