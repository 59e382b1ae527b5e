package dev.npymap.text;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongConsumer;

/// Makes an array, or a `.npy` file, from the rows of a text.
final class TextReader {
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /// Limits on the size of texts as wide as the longest: a size in bytes, and a multiple of the text's size.
    private static final long ANY_BYTES = 64 << 20;
    private static final long MOST_PER_BYTE = 256;

    private TextReader() {
    }

    /// Opens the text at its beginning.
    interface Opener {
        /// @param progress receives the number of bytes read since the last call
        TextInput open(LongConsumer progress) throws IOException;
    }

    static NdArray read(Opener text, TextOptions options) throws IOException {
        Dtype dtype = dtype(text, options);
        try (TextInput in = text.open(options.progress())) {
            TableReader reader = new TableReader(in, options, dtype, false);
            List<MemorySegment> parts = new ArrayList<>();
            reader.read((table, elements, count) -> parts.add(MemorySegment.ofArray(elements).asSlice(0,
                    (long) count * table.rowSize())));
            Shape shape = reader.table().shape(reader.rows(), options.ndmin());
            NdArray array = NdArray.zeros(dtype, shape, Order.C, Source.of(in.source()));
            long at = 0;
            for (MemorySegment part : parts) {
                MemorySegment.copy(part, 0, array.segment(), at, part.byteSize());
                at += part.byteSize();
            }
            return transposed(options, dtype) ? array.transpose() : array;
        }
    }

    static Shape convert(Opener text, Path npy, TextOptions options) throws IOException {
        Dtype dtype = dtype(text, options);
        Shape[] written = new Shape[1];
        AtomicReplace.replace(npy, channel -> {
            try (TextInput in = text.open(options.progress())) {
                written[0] = convert(in, channel, options, dtype);
            }
        });
        return written[0];
    }

    /// Writes the rows after room for the header, which is written when the number of rows is known.
    private static Shape convert(TextInput in, FileChannel channel, TextOptions options, Dtype dtype)
            throws IOException {
        TableReader reader = new TableReader(in, options, dtype, false);
        boolean transposed = transposed(options, dtype);
        // The header has room for any number of rows; but a single row has another number of axes.
        byte[][] first = {{}};
        reader.read((table, elements, count) -> {
            if (reader.rows() == 0) {
                first[0] = count == 1 ? elements : first[0];
                channel.position(header(dtype, table.shape(2, options.ndmin()), transposed).length);
            }
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(elements, 0, count * table.rowSize()));
        });
        Table table = reader.table();
        Shape shape = table.shape(reader.rows(), options.ndmin());
        channel.position(0);
        AtomicReplace.writeFully(channel, ByteBuffer.wrap(header(dtype, shape, transposed)));
        if (reader.rows() == 1) {
            AtomicReplace.writeFully(channel, ByteBuffer.wrap(first[0], 0, table.rowSize()));
            channel.truncate(channel.position());
        }
        return transposed ? reversed(shape) : shape;
    }

    private static byte[] header(Dtype dtype, Shape shape, boolean transposed) {
        boolean fortran = transposed && shape.rank() == 2;
        return HeaderWriter.header(dtype, fortran ? reversed(shape) : shape, fortran ? Order.F : Order.C);
    }

    private static Shape reversed(Shape shape) {
        return shape.rank() == 2 ? Shape.of(shape.dim(1), shape.dim(0)) : shape;
    }

    private static boolean transposed(TextOptions options, Dtype dtype) {
        return options.unpack() && dtype.kind() != Dtype.Kind.STRUCT;
    }

    /// The dtype of the options; if it lacks a width or unit, the dtype that fits all fields.
    private static Dtype dtype(Opener text, TextOptions options) throws IOException {
        if (!FieldMeasure.isNeeded(options.dtype())) {
            return options.dtype();
        }
        int[] greatest = {-1};
        try (TextInput in = text.open(_ -> {
        })) {
            TableReader reader = new TableReader(in, options, Dtype.INT32, true);
            reader.read((table, elements, count) -> {
                MemorySegment measures = MemorySegment.ofArray(elements);
                for (long n = 0; n < (long) count * table.count(); n++) {
                    greatest[0] = Math.max(greatest[0], measures.get(INT, 4 * n));
                }
            });
            Dtype measured = FieldMeasure.measured(options.dtype(), greatest[0]);
            requireProportion(in.source(), reader, measured);
            return measured;
        }
    }

    /// Refuses a few long fields among many short ones, since all elements are as wide as the longest.
    private static void requireProportion(String source, TableReader reader, Dtype dtype) throws ArrayFormatException {
        long fields = reader.rows() * reader.table().count();
        long most = Math.max(ANY_BYTES, MOST_PER_BYTE * reader.byteSize());
        if (fields > most / dtype.byteSize()) {
            throw new ArrayFormatException(source, "unsupported: the longest field makes " + fields + " elements of "
                    + dtype + " from " + reader.byteSize() + " bytes of text; a dtype with a width cuts longer fields",
                    0);
        }
    }
}
