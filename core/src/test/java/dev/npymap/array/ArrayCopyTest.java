package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Copies and conversions of any layout, against NumPy's `tobytes` and `astype`.
class ArrayCopyTest {
    private static final List<String> DTYPES = List.of("|b1", "|u1", "<i2", ">i4", "<f8", "|V3", "<c8", ">c16", "<U3",
            "|S5", "<g", "|V12");
    private static final List<String> NUMBERS = List.of("|b1", "|i1", "|u1", "<i2", ">u2", "<i4", "<u4", ">i8", "<u8",
            "<f2", ">f2", "<f4", ">f4", "<f8", ">f8", "<c8", ">c16");
    private static final List<Threads> THREADS = List.of(Threads.ONE, Threads.of(2), Threads.of(7));
    private static final Random RANDOM = Cases.random("CopyingTest");

    /// A view of some bytes, which NumPy has as `a`.
    private static NdArray view(Oracle numpy, String dtype, byte[] bytes, long... dims) {
        Order order = RANDOM.nextBoolean() ? Order.C : Order.F;
        Integer[] axes = new Integer[dims.length];
        Arrays.setAll(axes, axis -> axis);
        Collections.shuffle(Arrays.asList(axes), RANDOM);
        int[] turned = Arrays.stream(axes).mapToInt(axis -> axis).toArray();
        String slice = List.of("...", "::-1", "..., ::2", "1:, ..., ::-3").get(RANDOM.nextInt(dims.length < 2 ? 3 : 4));
        numpy.eval("a = np.frombuffer(x[0], '%s').reshape(%s, order='%s').transpose(%s)[%s]".formatted(dtype,
                Cases.tuple(dims), order, Arrays.toString(turned), slice), bytes);
        return Cases.array(bytes, dtype, order, dims).transpose(turned).slice(slice);
    }

    private static long[] dims(int number) {
        return number % 10 == 0
                ? new long[]{70 + RANDOM.nextInt(100), 1 + RANDOM.nextInt(4), 60 + RANDOM.nextInt(80)}
                : LongStream.generate(() -> 1 + RANDOM.nextInt(20)).limit(1 + RANDOM.nextInt(4))
                        .toArray();
    }

    @Test
    void copiesOfEveryLayoutHaveNumpysBytes() {
        Oracle numpy = Oracle.numpy();
        for (int n = 0; n < 600; n++) {
            String dtype = DTYPES.get(RANDOM.nextInt(DTYPES.size()));
            long[] dims = dims(n);
            byte[] bytes = Cases.bytes(RANDOM, Shape.of(dims).size() * Dtype.of(dtype).byteSize());
            NdArray view = view(numpy, dtype, bytes, dims);
            for (Order order : Order.values()) {
                byte[] expected = numpy.eval("a.tobytes('%s')".formatted(order));
                for (Threads threads : THREADS) {
                    byte[] copy = new byte[expected.length];
                    view.with(threads).copyTo(MemorySegment.ofArray(copy), order);
                    assertArrayEquals(expected, copy, dtype + " " + view.shape() + " " + order);
                }
            }
            NdArray swapped = NdArray.zeros(view.dtype().withOrder(ByteOrder.BIG_ENDIAN), view.shape(),
                    Order.F, Source.MEMORY);
            swapped.with(Threads.of(2)).copyFrom(view);
            if (!dtype.equals("<g")) {
                assertArrayEquals(numpy.eval("a.astype(a.dtype.newbyteorder('>')).tobytes()"), Cases.toBytes(swapped),
                        dtype + " " + view.shape());
            }
            NdArray back = NdArray.zeros(view.dtype(), view.shape().toArray());
            back.copyFrom(swapped);
            assertArrayEquals(Cases.toBytes(view), Cases.toBytes(back), dtype);
        }
    }

    @Test
    void recordsAreSwappedFieldByField() {
        Dtype little = Dtype.of("<i2,<f8,(3)<i4,|S3,<U2,<c16");
        NdArray array = NdArray.of(MemorySegment.ofArray(Cases.bytes(RANDOM, 50 * little.byteSize())), little,
                Shape.of(50), Order.C, Source.MEMORY);
        NdArray swapped = NdArray.zeros(little.withOrder(ByteOrder.BIG_ENDIAN), 50);
        swapped.copyFrom(array.slice("::-1"));
        byte[] expected = Oracle.numpy().eval(
                "np.frombuffer(x[0], '<i2,<f8,(3)<i4,|S3,<U2,<c16')[::-1].byteswap().tobytes()", Cases.toBytes(array));
        assertArrayEquals(expected, Cases.toBytes(swapped));
    }

    @Test
    void largeTransposedCopiesAreTheSameForAnyNumberOfThreads() {
        byte[] bytes = Cases.bytes(RANDOM, 4 * 1100 * 1300);
        for (String dtype : List.of("|u1", "<i2", "<f4", ">f4")) {
            NdArray array = Cases.array(bytes, dtype, Order.C, bytes.length / 1300 / Dtype.of(dtype).byteSize(), 1300);
            byte[] expected = new byte[bytes.length];
            NdArray turned = array.transpose();
            long size = array.dtype().byteSize();
            for (long i = 0, at = 0; i < turned.shape().dim(0); i++) {
                for (long j = 0; j < turned.shape().dim(1); j++, at += size) {
                    System.arraycopy(bytes, (int) turned.offset(i, j), expected, (int) at, (int) size);
                }
            }
            for (Threads threads : THREADS) {
                assertArrayEquals(expected, Cases.toBytes(turned.with(threads).copy()), dtype);
            }
        }
    }

    @Test
    void numbersAreConvertedAsNumpyDoes() {
        Oracle numpy = Oracle.numpy();
        for (String from : NUMBERS) {
            for (String to : NUMBERS) {
                for (int n = 0; n < 3; n++) {
                    long[] dims = n == 0 ? new long[]{2500} : new long[]{30, 7, 11};
                    NdArray view = view(numpy, from, values(numpy, from, dims), dims);
                    // The values that NumPy converts to uint32 by one instruction or another, as the layout is.
                    if (to.equals("<u4") && from.contains("f") | from.contains("c")) {
                        view = view(numpy, from, numpy.eval("np.arange(2310).astype('%s').tobytes()".formatted(from)),
                                30,
                                7, 11);
                    }
                    byte[] expected = numpy.eval("normal(a.astype('%s'))".formatted(to));
                    for (Threads threads : THREADS) {
                        NdArray converted = view.with(threads).to(Dtype.of(to));
                        assertArrayEquals(expected, numpy.eval("normal(np.frombuffer(x[0], '%s'))".formatted(to),
                                Cases.toBytes(converted)), from + " to " + to + " " + view.shape());
                        NdArray target = NdArray.zeros(Dtype.of(to), view.shape(), Order.F, Source.MEMORY);
                        view.with(threads).convertTo(target);
                        assertArrayEquals(Cases.toBytes(converted), Cases.toBytes(target));
                    }
                }
            }
        }
    }

    /// Random bits, small numbers, and the edges of all types.
    private static byte[] values(Oracle numpy, String dtype, long... dims) {
        numpy.eval(
                """
                        def normal(a):
                            a = np.ascontiguousarray(a)
                            if a.dtype.kind == 'f':
                                a = np.where(np.isnan(a), a.dtype.type('nan'), a)
                            if a.dtype.kind == 'c':
                                a = np.stack([a.real, a.imag])
                                a = np.where(np.isnan(a), a.dtype.type('nan'), a)
                            return a.tobytes()

                        def values(bits, dtype, seed):
                            dtype = np.dtype(dtype)
                            a = np.frombuffer(bits, dtype).copy()
                            if dtype.kind == 'b':
                                return (a.view('u1') & 1).tobytes()
                            r = np.random.RandomState(seed)
                            edges = [s * (2.0 ** p + d) for p in (7, 8, 15, 16, 31, 32, 53, 62, 63, 64) for d in (-1, -.5, 0, .5, 1) for s in (1, -1)]
                            some = np.concatenate([r.randn(400) * 100, r.randn(200) * 1e5, edges, [np.inf, -np.inf, np.nan, 0., -0., 1e300]])
                            a[:some.size] = some.astype(dtype)
                            return a.tobytes()
                        """);
        byte[] bits = Cases.bytes(RANDOM, Shape.of(dims).size() * Dtype.of(dtype).byteSize());
        return numpy.eval("values(x[0], '%s', %d)".formatted(dtype, RANDOM.nextInt(1000)), bits);
    }

    @Test
    void brainFloatsAndEightBitsAreConvertedToo() {
        byte[] all = Cases.bytes(RANDOM, 4000);
        HalfArray brain = Cases.array(all, "<u2", Order.C, 2000).as(Dtype.BFLOAT16).asHalf();
        assertArrayEquals(brain.toArray(), brain.to(Dtype.FLOAT32).asFloat().toArray());
        assertArrayEquals(brain.toArray(), brain.to(Dtype.FLOAT32).to(Dtype.BFLOAT16).asHalf().toArray());
        Float8Array small = Cases.array(all, "|u1", Order.C, 4000).as(Dtype.float8(Float8.E4M3FN)).asFloat8();
        assertArrayEquals(small.toArray(), small.to(Dtype.FLOAT32).asFloat().toArray());
    }

    @Test
    void whatIsNoNumberIsRefused() {
        NdArray text = NdArray.zeros(Dtype.text(3), 2);
        assertEquals("array: elements are str96 ('<U3') and cannot be converted to float32 ('<f4')",
                assertThrows(ClassCastException.class, () -> text.to(Dtype.FLOAT32)).getMessage());
        assertThrows(ClassCastException.class, () -> NdArray.zeros(Dtype.FLOAT32, 2).to(Dtype.of("M8[s]")));
        assertThrows(IllegalArgumentException.class, () -> NdArray.zeros(Dtype.FLOAT32, 2)
                .convertTo(NdArray.zeros(Dtype.FLOAT64, 3)));
        assertEquals(text.dtype().withOrder(ByteOrder.BIG_ENDIAN), text.to(Dtype.of(">U3")).dtype());
    }

    @Test
    void anArrayIsConvertedOverItself() {
        IntArray array = IntArray.of(new int[]{1, 2, 3, 4});
        array.with(Threads.ALL).convertTo(array.slice("::-1").as(Dtype.FLOAT32));
        assertArrayEquals(new float[]{4, 3, 2, 1}, array.as(Dtype.FLOAT32).asFloat().toArray());
    }
}
