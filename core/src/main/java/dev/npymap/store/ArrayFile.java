package dev.npymap.store;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.Access;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.io.RegularFile;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.internal.npy.MappedSource;
import dev.npymap.internal.npy.Zeros;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// The `.npy` files of a build.
final class ArrayFile {
    private ArrayFile() {
    }

    /// Writes a new file with an array.
    static void write(Path file, NdArray array) throws IOException {
        requireLoadable(array.dtype());
        array.verify();
        Order order = ElementWriter.order(array);
        byte[] header = HeaderWriter.header(array.dtype(), array.shape(), order);
        NewFile.write(file, channel -> {
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(header));
            ElementWriter.write(array, order, channel);
        });
    }

    /// Writes a new file of zeros, for every byte of which there is room on the disk.
    static void zeros(Path file, String name, Dtype dtype, Shape shape, Order order) throws IOException {
        requireLoadable(dtype);
        OptionalLong byteSize = shape.byteSize(dtype.byteSize());
        if (dtype.holdsObjects() || byteSize.isEmpty()) {
            throw new IllegalArgumentException(name + ": no file can hold shape " + shape + " of " + dtype);
        }
        byte[] header = HeaderWriter.header(dtype, shape, order);
        NewFile.write(file, channel -> {
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(header));
            Zeros.write(channel, byteSize.getAsLong(), false);
        });
    }

    /// Refuses the one type of ml_dtypes that NumPy writes and cannot read.
    private static void requireLoadable(Dtype dtype) {
        if (HeaderWriter.descrLiteral(dtype).contains("'<f1'")) {
            throw new IllegalArgumentException("NumPy cannot load a file of " + dtype
                    + ", whose elements it calls '<f1'; as(Dtype.raw(1)) can be stored");
        }
    }

    /// Maps the array of a new file for writing.
    static NdArray mapWritable(Path file, String name, Arena arena) throws IOException {
        NpyHeader header = Npy.header(file);
        try (RegularFile opened = RegularFile.open(file, Access.READ_WRITE)) {
            MappedFile mapping = opened.map(0, header.dataSize() == 0 ? 0 : header.dataOffset() + header.dataSize(),
                    arena);
            return NdArray.of(
                    header.dataSize() == 0
                            ? mapping.segment()
                            : mapping.segment().asSlice(header.dataOffset(), header.dataSize()),
                    header.dtype(), header.shape(), header.order(),
                    new MappedSource(mapping, name, header.dataOffset(), false));
        }
    }

    /// What a version says about a file.
    ///
    /// @param name the array's name in messages
    /// @param done is told how many bytes more were digested
    static StoredArray stored(Path file, String name, LongConsumer done) throws IOException {
        NpyHeader header = header(file, name);
        return new StoredArray(descr(header.dtype()), order(header), header.shape(),
                header.dataOffset() + header.dataSize(), Sha256.ofPayload(file, header.dataOffset(), done));
    }

    /// Reads the header of a file in which the elements come last.
    static NpyHeader header(Path file, String name) throws IOException {
        NpyHeader header = Npy.header(file);
        if (header.dtype().holdsObjects()) {
            throw new ArrayFormatException(name, "unsupported dtype '" + header.descr()
                    + "': a store has no Python objects", header.descrOffset());
        }
        long end = header.dataOffset() + header.dataSize();
        if (Files.size(file) != end) {
            throw new ArrayFormatException(name, "unsupported: " + (Files.size(file) - end)
                    + " bytes follow the array", end);
        }
        return header;
    }

    /// A dtype as Python's `ascii` writes it.
    static String descr(Dtype dtype) {
        StringBuilder ascii = new StringBuilder();
        HeaderWriter.descrLiteral(dtype).codePoints().forEach(c -> {
            if (c < 0x7f) {
                ascii.append((char) c);
            } else {
                ascii.append(c <= 0xff
                        ? "\\x%02x".formatted(c)
                        : c <= 0xffff
                                ? "\\u%04x".formatted(c)
                                : "\\U%08x".formatted(c));
            }
        });
        return ascii.toString();
    }

    /// The order as NumPy tells it: an array that lies in both orders is in C order.
    static Order order(NpyHeader header) {
        long longAxes = Arrays.stream(header.shape().toArray()).filter(dim -> dim > 1).count();
        return header.order() == Order.F && longAxes > 1 && header.shape().size() > 0 ? Order.F : Order.C;
    }
}
