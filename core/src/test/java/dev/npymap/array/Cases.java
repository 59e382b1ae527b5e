package dev.npymap.array;

import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HexFormat;
import java.util.Random;
import java.util.StringJoiner;

/// What the tests of this package share: seeds, random shapes and bytes, arrays as bytes.
public final class Cases {
    private static final HexFormat HEX = HexFormat.of();

    private Cases() {
    }

    /// {@return a generator whose seed is printed; `-Dnpymap.seed=N` repeats a run}
    /// @param test the name of the test
    public static Random random(String test) {
        long seed = Long.getLong("npymap.seed", test.hashCode());
        System.out.println(test + ": seed " + seed);
        return new Random(seed);
    }

    static byte[] bytes(Random random, long count) {
        byte[] bytes = new byte[Math.toIntExact(count)];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Up to `maxRank` axes, each shorter than `maxDim` and now and then empty.
    static long[] dims(Random random, int maxRank, int maxDim) {
        long[] dims = new long[random.nextInt(maxRank + 1)];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(maxDim);
        }
        return dims;
    }

    /// An array over a copy of some bytes.
    static NdArray array(byte[] bytes, String dtype, Order order, long... dims) {
        return NdArray.of(MemorySegment.ofArray(bytes.clone()), Dtype.of(dtype), Shape.of(dims), order, Source.MEMORY);
    }

    /// An array over a copy of some bytes outside the heap, aligned, as a mapped one is.
    static NdArray nativeArray(byte[] bytes, String dtype, Order order, long... dims) {
        MemorySegment segment = Arena.ofAuto().allocate(Math.max(1, bytes.length), 64);
        MemorySegment.copy(bytes, 0, segment, ValueLayout.JAVA_BYTE, 0, bytes.length);
        return NdArray.of(segment.asSlice(0, bytes.length), Dtype.of(dtype), Shape.of(dims), order, Source.MEMORY);
    }

    /// The elements in C order, as NumPy's `tobytes`.
    static byte[] toBytes(NdArray array) {
        byte[] bytes = new byte[Math.toIntExact(array.byteSize())];
        array.copyTo(MemorySegment.ofArray(bytes));
        return bytes;
    }

    static String hex(byte[] bytes) {
        return HEX.formatHex(bytes);
    }

    static byte[] bytes(double... values) {
        byte[] bytes = new byte[Math.multiplyExact(8, values.length)];
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), ValueLayout.JAVA_DOUBLE_UNALIGNED, 0,
                values.length);
        return bytes;
    }

    static byte[] bytes(float... values) {
        byte[] bytes = new byte[Math.multiplyExact(4, values.length)];
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), ValueLayout.JAVA_FLOAT_UNALIGNED, 0, values.length);
        return bytes;
    }

    static byte[] bytes(long... values) {
        byte[] bytes = new byte[Math.multiplyExact(8, values.length)];
        MemorySegment.copy(values, 0, MemorySegment.ofArray(bytes), ValueLayout.JAVA_LONG_UNALIGNED, 0, values.length);
        return bytes;
    }

    static double[] doubles(byte[] bytes) {
        return MemorySegment.ofArray(bytes).toArray(ValueLayout.JAVA_DOUBLE_UNALIGNED);
    }

    static float[] floats(byte[] bytes) {
        return MemorySegment.ofArray(bytes).toArray(ValueLayout.JAVA_FLOAT_UNALIGNED);
    }

    static long[] longs(byte[] bytes) {
        return MemorySegment.ofArray(bytes).toArray(ValueLayout.JAVA_LONG_UNALIGNED);
    }

    /// Numbers as a tuple of Python's.
    static String tuple(long... values) {
        StringJoiner text = new StringJoiner(",", "(", values.length == 1 ? ",)" : ")");
        for (long value : values) {
            text.add(Long.toString(value));
        }
        return text.toString();
    }
}
