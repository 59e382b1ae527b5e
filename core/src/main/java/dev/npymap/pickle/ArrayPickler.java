package dev.npymap.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.pickle.Latin1Channel;
import dev.npymap.internal.pickle.Opcodes;
import dev.npymap.internal.pickle.PickleOutput;
import dev.npymap.internal.pickle.WriterMemo;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.SubArray;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.stream.IntStream;

/// Writes arrays and scalars in the form that NumPy 2 gives them in a pickle.
final class ArrayPickler {
    private static final String MULTIARRAY = "numpy._core.multiarray";
    private static final int MAX_SHARED_BYTES = 1;

    private final PickleWriter writer;
    private final PickleOutput out;
    private final WriterMemo memo;
    private final DtypePickler dtypes;

    ArrayPickler(PickleWriter writer) {
        this.writer = writer;
        this.out = writer.out;
        this.memo = writer.memo;
        this.dtypes = new DtypePickler(writer);
    }

    void save(Dtype dtype, SubArray sub) throws IOException {
        dtypes.save(dtype, sub);
    }

    void save(NdArray array, boolean readOnly) throws IOException {
        if (memo.refer(array)) {
            return;
        }
        array.verify();
        boolean c = array.isContiguous(Order.C);
        boolean f = array.isContiguous(Order.F);
        int[] axes = outermostFirst(array);
        boolean buffer = writer.protocol >= 5 && array.dtype().byteSize() > 0 && DtypePickler.exportable(array.dtype());
        if (buffer && (c || f)) {
            fromBuffer(array, readOnly, c ? Order.C : Order.F, new int[0]);
        } else if (buffer && array.transpose(axes).isContiguous(Order.C)) {
            fromBuffer(array.transpose(axes), readOnly, Order.C, inverse(axes));
        } else {
            reconstructed(array);
            return;
        }
        memo.add(array);
    }

    private void reconstructed(NdArray array) throws IOException {
        Order order = ElementWriter.order(array);
        reconstruct();
        memo.add(array);
        state(array.shape(), array.dtype(), order);
        payload(array, order);
        build();
    }

    /// Writes an array's state without its elements.
    private void state(Shape shape, Dtype dtype, Order order) throws IOException {
        out.boundary();
        out.u8(Opcodes.MARK);
        whole(1);
        writer.tuple(shape.toArray());
        dtypes.save(dtype);
        out.boundary();
        writer.truth(order == Order.F);
    }

    private void build() {
        out.u8(Opcodes.TUPLE);
        memo.add();
        out.u8(Opcodes.BUILD);
    }

    /// The axes by descending stride.
    private static int[] outermostFirst(NdArray array) {
        return IntStream.range(0, array.rank()).boxed()
                .sorted(Comparator.comparingLong((Integer axis) -> -Math.abs(array.stride(axis))))
                .mapToInt(Integer::intValue).toArray();
    }

    private static int[] inverse(int[] axes) {
        int[] inverse = new int[axes.length];
        for (int n = 0; n < axes.length; n++) {
            inverse[axes[n]] = n;
        }
        return inverse;
    }

    /// Writes `_frombuffer(buffer, dtype, shape, order[, axes])`.
    private void fromBuffer(NdArray base, boolean readOnly, Order order, int[] axes) throws IOException {
        writer.global("numpy._core.numeric", "_frombuffer");
        out.boundary();
        out.u8(Opcodes.MARK);
        out.boundary();
        long size = base.byteSize();
        out.elements(readOnly
                ? writer.bytesInstruction(size)
                : PickleWriter.instruction(Opcodes.BYTEARRAY8, size, 8), base, order);
        memo.add();
        dtypes.save(base.dtype());
        writer.tuple(base.shape().toArray());
        out.boundary();
        writer.text(axes.length > 0 ? "K" : order.name());
        if (axes.length > 0) {
            writer.tuple(IntStream.of(axes).asLongStream().toArray());
        }
        out.u8(Opcodes.TUPLE);
        memo.add();
        out.u8(Opcodes.REDUCE);
    }

    /// Writes `_reconstruct(ndarray, (0,), b'b')`, which a state follows.
    private void reconstruct() throws IOException {
        writer.global(MULTIARRAY, "_reconstruct");
        out.boundary();
        writer.global("numpy", "ndarray");
        writer.tuple(0);
        writer.bytes(new byte[]{'b'});
        out.u8(Opcodes.TUPLE3);
        memo.add();
        out.u8(Opcodes.REDUCE);
    }

    /// Writes an array of Python objects.
    void saveObjects(ArrayValue array) throws IOException {
        if (!array.typeText().equals("|O")) {
            throw new IllegalArgumentException("arrays of " + array.typeText() + " cannot be pickled");
        }
        if (memo.refer(array)) {
            return;
        }
        reconstruct();
        memo.add(array);
        state(array.shape(), Dtype.OBJECT, array.order());
        writer.save(ListValue.list(array.elements().toArray(Value[]::new)));
        build();
    }

    /// Writes `scalar(dtype, bytes)`.
    void saveScalar(NdArray array) throws IOException {
        if (memo.refer(array)) {
            return;
        }
        array.verify();
        writer.global(MULTIARRAY, "scalar");
        out.boundary();
        NdArray element = little(array);
        dtypes.save(element.dtype());
        payload(element, Order.C);
        out.u8(Opcodes.TUPLE2);
        memo.add();
        out.u8(Opcodes.REDUCE);
        memo.add(array);
    }

    /// The same elements in the byte order of NumPy's scalars; records keep theirs.
    private static NdArray little(NdArray array) {
        Dtype little = array.dtype().withOrder(ByteOrder.LITTLE_ENDIAN);
        if (array.dtype().kind() == Dtype.Kind.STRUCT || little.equals(array.dtype())) {
            return array;
        }
        NdArray copy = NdArray.zeros(little, array.shape().toArray());
        copy.copyFrom(array);
        return copy;
    }

    private void whole(long number) throws IOException {
        out.boundary();
        writer.whole(number);
    }

    /// Writes the elements as `bytes`, which in protocol 2 is a call that converts a text.
    private void payload(NdArray array, Order order) throws IOException {
        out.boundary();
        long size = array.byteSize();
        if (size <= MAX_SHARED_BYTES) {
            byte[] bytes = new byte[(int) size];
            array.copyTo(MemorySegment.ofArray(bytes));
            writer.bytes(bytes);
            return;
        }
        if (writer.protocol >= 3) {
            out.elements(writer.bytesInstruction(size), array, order);
            memo.add();
            return;
        }
        writer.global("_codecs", "encode");
        out.boundary();
        long encoded = Latin1Channel.encodedSize(array, order);
        writer.requireWide(encoded);
        out.boundary();
        out.elementsAsText(PickleWriter.instruction(Opcodes.BINUNICODE, encoded, 4), encoded, array, order);
        memo.add();
        out.boundary();
        writer.text("latin1");
        out.u8(Opcodes.TUPLE2);
        memo.add();
        out.u8(Opcodes.REDUCE);
        memo.add();
    }
}
