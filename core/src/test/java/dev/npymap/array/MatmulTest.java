package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The matrix product, compared with NumPy's.
class MatmulTest {
    private static final Random RANDOM = Cases.random("MatmulTest");

    /// Two operands: their shapes, and the views of them that are multiplied.
    private record Operands(long[] a, String aView, long[] b, String bView) {
    }

    private static final List<Operands> OPERANDS = List.of(
            new Operands(dims(5), "...", dims(5), "..."), new Operands(dims(3, 5), "...", dims(5), "..."),
            new Operands(dims(5), "...", dims(5, 4), "..."), new Operands(dims(3, 5), "...", dims(5, 4), "..."),
            new Operands(dims(6, 10), "::-2, ::2", dims(5, 4), "::-1, ::-1"),
            new Operands(dims(7, 300), "...", dims(300, 9), "..."),
            new Operands(dims(70, 130), "...", dims(130, 520), "..."),
            new Operands(dims(2, 3, 4), "...", dims(4, 5), "..."),
            new Operands(dims(3, 4), "...", dims(2, 4, 5), "..."),
            new Operands(dims(2, 3, 4), "...", dims(2, 4, 5), "..."),
            new Operands(dims(1, 3, 4), "...", dims(6, 4, 2), "..."),
            new Operands(dims(3, 1, 2, 4), "...", dims(2, 4, 2), "..."),
            new Operands(dims(4), "...", dims(2, 4, 3), "..."), new Operands(dims(2, 3, 4), "...", dims(4), "..."),
            new Operands(dims(0, 4), "...", dims(4, 3), "..."), new Operands(dims(3, 0), "...", dims(0, 4), "..."),
            new Operands(dims(0), "...", dims(0), "..."),
            new Operands(dims(2, 3, 4), "::-1, :, ::-1", dims(4, 3), "..."),
            new Operands(dims(2, 0, 4), "...", dims(4, 3), "..."));

    private static long[] dims(long... dims) {
        return dims;
    }

    @Test
    void wholeNumbersWrapAroundAsInNumpy() {
        for (String dtype : List.of("|b1", "|i1", "|u1", "<i2", ">i2", "<u2", "<i4", ">u4", "<i8", ">i8", "<u8")) {
            for (Operands operands : OPERANDS) {
                compare(dtype, operands, (expected, found, shown) -> assertArrayEquals(expected,
                        Cases.toBytes(found), shown));
            }
        }
    }

    @Test
    void floatsAreNearThoseOfNumpy() {
        for (String dtype : List.of("<f2", "<f4", ">f4", "<f8", ">f8", "<f16", "<c8", "<c16", ">c16", "<c32")) {
            double ulp = switch (dtype.substring(1)) {
                case "f2" -> 0x1p-10;
                case "f4", "c8" -> 0x1p-23;
                default -> 0x1p-52;
            };
            for (Operands operands : OPERANDS) {
                compare(dtype, operands, (expected, found, shown) -> {
                    double[] values = parts(found);
                    double[] right = Cases.doubles(Oracle.numpy().eval(
                            "np.frombuffer(x[0], '%s').astype('%s').tobytes()".formatted(dtype.replace('>', '<'),
                                    dtype.contains("c") ? "c16" : "f8"),
                            expected));
                    double scale = Math.sqrt(operands.a[operands.a.length - 1]);
                    for (int n = 0; n < values.length; n++) {
                        assertTrue(Math.abs(values[n] - right[n]) <= 32 * ulp * Math.max(Math.abs(right[n]), scale),
                                shown + ": " + values[n] + " and " + right[n]);
                    }
                });
            }
        }
    }

    private static double[] parts(NdArray array) {
        return array instanceof ComplexArray complex ? complex.toArray() : doubles(array);
    }

    private static double[] doubles(NdArray array) {
        double[] values = new double[(int) array.size()];
        ElementCursor.inOrder(array.layout()).next(values, values.length);
        return values;
    }

    private interface Check {
        void check(byte[] expected, NdArray found, String shown);
    }

    private static void compare(String dtype, Operands operands, Check check) {
        Oracle numpy = Oracle.numpy();
        byte[] a = elements(dtype, operands.a);
        byte[] b = elements(dtype, operands.b);
        for (Order order : Order.values()) {
            String product = "(np.frombuffer(x[0], '%1$s').reshape(%2$s, order='%6$s')[%3$s] "
                    + "@ np.frombuffer(x[1], '%1$s').reshape(%4$s, order='%6$s')[%5$s])";
            String expression = product.formatted(dtype, Cases.tuple(operands.a), operands.aView,
                    Cases.tuple(operands.b), operands.bView, order);
            NdArray found = Cases.array(a, dtype, order, operands.a).slice(operands.aView)
                    .product(Cases.array(b, dtype, order, operands.b).slice(operands.bView));
            assertEquals(numpy.text("list(" + expression + ".shape)", a, b), found.shape().toString(), expression);
            assertEquals(numpy.text("np.asarray(" + expression + ").dtype.str", a, b), found.dtype().descr());
            check.check(numpy.eval(expression + ".tobytes()", a, b), found, expression);
        }
    }

    private static byte[] elements(String dtype, long[] dims) {
        long size = Shape.of(dims).size();
        if ("fc".indexOf(dtype.charAt(1)) < 0) {
            byte[] bytes = Cases.bytes(RANDOM, size * Dtype.of(dtype).byteSize());
            for (int n = 0; dtype.equals("|b1") && n < bytes.length; n++) {
                bytes[n] = (byte) (RANDOM.nextInt(4) == 0 ? 1 : 0);
            }
            return bytes;
        }
        double[] parts = RANDOM.doubles(2 * size, -1, 1).toArray();
        return Oracle.numpy().eval("np.frombuffer(x[0], 'f8')[:%d].view('%s').astype('%s').tobytes()".formatted(
                dtype.contains("c") ? 2 * size : size, dtype.contains("c") ? "c16" : "f8", dtype), Cases.bytes(parts));
    }

    /// Of several tiles, batches and parts.
    @Test
    void isTheSameForAnyNumberOfThreads() {
        for (String dtype : List.of("<f8", "<i4", "<c8")) {
            NdArray a = DoubleArray.of(RANDOM.doubles(2 * 150 * 200, -1000, 1000).toArray(), 2, 150, 200)
                    .to(Dtype.of(dtype));
            NdArray b = DoubleArray.of(RANDOM.doubles(700 * 200, -1000, 1000).toArray(), 700, 200).to(Dtype.of(dtype))
                    .transpose();
            byte[] alone = Cases.toBytes(a.product(b));
            assertArrayEquals(alone, Cases.toBytes(a.with(Threads.of(3)).product(b)), dtype);
        }
    }

    @Test
    void shapesThatDoNotMatchAreRefused() {
        NdArray a = NdArray.zeros(Dtype.FLOAT64, 3, 4);
        assertEquals("array @ array: shapes [3, 4] and [3, 4] do not match",
                assertThrows(IllegalArgumentException.class, () -> a.product(a)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> a.product(NdArray.zeros(Dtype.FLOAT64)));
        assertThrows(IllegalArgumentException.class, () -> a.product(NdArray.zeros(Dtype.FLOAT32, 4, 3)));
        NdArray b = NdArray.zeros(Dtype.FLOAT64, 2, 3, 4);
        assertThrows(IllegalArgumentException.class, () -> b.product(NdArray.zeros(Dtype.FLOAT64, 3, 4, 5)));
    }

    @Test
    void elementsThatAreNoNumbersAreRefused() {
        for (String dtype : List.of("<U2", "|S2", "<M8[s]", "|V3", "i4,f8")) {
            NdArray a = NdArray.zeros(Dtype.of(dtype), 2, 2);
            assertThrows(ClassCastException.class, () -> a.product(a), dtype);
        }
    }

    @Test
    void bfloat16IsMultipliedAsItsValues() {
        HalfArray a = NdArray.zeros(Dtype.BFLOAT16, 2, 2).asHalf();
        a.copyFrom(1, 2, 3, 4);
        HalfArray product = a.matmul(a);
        assertEquals(Dtype.BFLOAT16, product.dtype());
        assertArrayEquals(new float[]{7, 10, 15, 22}, product.toArray());
        assertEquals(8, MemorySegment.ofArray(Cases.toBytes(product)).byteSize());
    }
}
