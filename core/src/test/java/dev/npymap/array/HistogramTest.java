package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Counts and edges, bit for bit those of `np.histogram`.
class HistogramTest {
    private static final Random RANDOM = Cases.random("HistogramTest");

    @BeforeEach
    void requireThePromotionOfNumpy2() {
        assumeTrue(Oracle.numpy().atLeast(2, 0, "histograms bit for bit"), "NumPy computes in other dtypes");
    }

    @Test
    void countsInARangeThatIsWiderThanTheGreatestElement() {
        for (String dtype : List.of("<f2", ">f4")) {
            double greatest = dtype.equals("<f2") ? 60_000 : 3e38;
            DoubleArray numbers = DoubleArray.of(RANDOM.doubles(5000, -greatest, greatest).toArray());
            NdArray narrow = numbers.to(Dtype.of(dtype));
            Histogram expected = Histogram.of(narrow.to(Dtype.FLOAT64), Histogram.of(narrow, 10, -greatest, greatest)
                    .edges());
            assertEquals(expected, Histogram.of(narrow, 10, -greatest, greatest), dtype);
        }
    }

    @Test
    void saysWhichRangeIsTooWide() {
        FloatArray a = FloatArray.of(new float[]{-3e38f, 3e38f});
        assertEquals("array: 10 bins of equal width cannot be told apart, or are too wide, in float32 ('<f4') from "
                + (double) -3e38f + " to " + (double) 3e38f,
                assertThrows(IllegalArgumentException.class, () -> Histogram.of(a, 10)).getMessage());
    }

    @Test
    void binsFromTheLeastToTheGreatestElement() {
        for (int n = 0; n < 400; n++) {
            RealArrays.Case one = RealArrays.random(RANDOM);
            int bins = 1 + RANDOM.nextInt(n % 2 == 0 ? 12 : 300);
            compare(one, "bins=" + bins, () -> Histogram.of(one.array(), bins));
        }
    }

    @Test
    void binsOfARange() {
        for (int n = 0; n < 400; n++) {
            RealArrays.Case one = RealArrays.random(RANDOM);
            int bins = 1 + RANDOM.nextInt(n % 2 == 0 ? 12 : 300);
            double scale = RANDOM.nextBoolean() ? 1 : 100;
            double first = (RANDOM.nextDouble() - 0.5) * scale;
            double last = RANDOM.nextInt(8) == 0 ? first : first + RANDOM.nextDouble() * scale;
            compare(one, "bins=%d, range=(%s, %s)".formatted(bins, first, last),
                    () -> Histogram.of(one.array(), bins, first, last));
        }
    }

    @Test
    void binsBetweenGivenEdges() {
        for (int n = 0; n < 400; n++) {
            RealArrays.Case one = RealArrays.random(RANDOM);
            double[] edges = RANDOM.doubles(1 + RANDOM.nextInt(30), -2, 20)
                    .map(v -> RANDOM.nextBoolean() ? v : Math.rint(v)).sorted().toArray();
            if (n % 9 == 0) {
                edges[0] = Double.NEGATIVE_INFINITY;
                edges[edges.length - 1] = Double.POSITIVE_INFINITY;
            }
            compare(one, "bins=np.frombuffer(x[1], 'f8')", () -> Histogram.of(one.array(), edges),
                    Cases.bytes(edges));
        }
    }

    @Test
    void numbersOnAndBesideTheEdgesAreWhereNumpyPutsThem() {
        for (int bins : new int[]{1, 3, 7, 10, 49, 100, 1000}) {
            double[] edges = Cases.doubles(Oracle.numpy()
                    .eval("np.linspace(0.1, 7.7, %d).tobytes()".formatted(bins + 1)));
            double[] beside = Arrays.stream(edges).flatMap(
                    e -> Arrays.stream(new double[]{Math.nextDown(e), e, Math.nextUp(e)})).toArray();
            RealArrays.Case one = new RealArrays.Case(DoubleArray.of(beside), "np.frombuffer(x[0])",
                    Cases.bytes(beside));
            compare(one, "bins=" + bins, () -> Histogram.of(one.array(), bins));
            compare(one, "bins=%d, range=(0.1, 7.7)".formatted(bins), () -> Histogram.of(one.array(), bins, 0.1, 7.7));
            for (String dtype : new String[]{"<f4", "<f2"}) {
                byte[] narrow = Oracle.numpy().eval("np.frombuffer(x[0]).astype('" + dtype + "').tobytes()",
                        Cases.bytes(beside));
                RealArrays.Case rounded = new RealArrays.Case(Cases.array(narrow, dtype, Order.C, beside.length),
                        "np.frombuffer(x[0], '" + dtype + "')", narrow);
                compare(rounded, "bins=" + bins, () -> Histogram.of(rounded.array(), bins));
                compare(rounded, "bins=%d, range=(0.1, 7.7)".formatted(bins),
                        () -> Histogram.of(rounded.array(), bins, 0.1, 7.7));
            }
        }
    }

    @Test
    void rangesThatHardlyFitAreTreatedAsInNumpy() {
        double[][] values = {{1e308, -1e308}, {5e-324, 0, 1e-323}, {1, Math.nextUp(1.0)}, {1e300, 1e300},
                {-0.0, 0.0}, {0, 3e-324 * 40}, {1e-310, 3e-310, 2e-310}};
        for (double[] of : values) {
            RealArrays.Case one = new RealArrays.Case(DoubleArray.of(of), "np.frombuffer(x[0])", Cases.bytes(of));
            for (int bins : new int[]{1, 2, 10}) {
                if (of[0] == 1e308) {
                    assertThrows(IllegalArgumentException.class, () -> Histogram.of(one.array(), bins));
                } else {
                    compare(one, "bins=" + bins, () -> Histogram.of(one.array(), bins));
                }
            }
        }
        long[][] integers = {{Long.MIN_VALUE, Long.MAX_VALUE, 0, -1}, {Long.MAX_VALUE, Long.MAX_VALUE - 1},
                {1L << 53, (1L << 53) + 1, (1L << 53) + 9}};
        for (long[] of : integers) {
            RealArrays.Case one = new RealArrays.Case(LongArray.of(of), "np.frombuffer(x[0], 'i8')", Cases.bytes(of));
            for (int bins : new int[]{1, 3, 10}) {
                compare(one, "bins=" + bins, () -> Histogram.of(one.array(), bins));
            }
        }
    }

    private static void compare(RealArrays.Case one, String bins, Supplier<Histogram> histogram, byte[]... more) {
        byte[][] inputs = new byte[1 + more.length][];
        inputs[0] = one.bytes();
        System.arraycopy(more, 0, inputs, 1, more.length);
        byte[] answer;
        try {
            answer = Oracle.numpy().eval("""
                    (lambda h: h[0].astype('i8').tobytes() + h[1].astype('f8').tobytes())(np.histogram(%s, %s))"""
                    .formatted(one.expression(), bins), inputs);
        } catch (Oracle.PythonException refused) {
            assertEquals("ValueError", refused.type(), one + " " + bins);
            assertThrows(IllegalArgumentException.class, histogram::get, one + " " + bins + ": " + refused);
            return;
        }
        Histogram h = histogram.get();
        long[] numbers = Cases.longs(answer);
        assertArrayEquals(Arrays.copyOf(numbers, numbers.length / 2), h.counts(), one + " " + bins);
        assertArrayEquals(Arrays.copyOfRange(Cases.doubles(answer), numbers.length / 2, numbers.length), h.edges(),
                one + " " + bins);
    }

    @Test
    void isTheSameForAnyNumberOfThreads() {
        for (RealArrays.Case one : RealArrays.large(RANDOM)) {
            Histogram alone = Histogram.of(one.array(), 50, -3.0, 120.0);
            compare(one, "bins=50, range=(-3.0, 120.0)", () -> alone);
            assertEquals(alone, Histogram.of(one.array().with(Threads.of(3)), 50, -3.0, 120.0));
            assertEquals(Histogram.of(one.array(), alone.edges()),
                    Histogram.of(one.array().with(Threads.of(3)), alone.edges()));
        }
    }

    @Test
    void whatHasNoBinsIsRefused() {
        DoubleArray a = DoubleArray.of(new double[]{1, Double.NaN});
        assertEquals("array: a histogram needs a finite range, the elements are from NaN to NaN",
                assertThrows(IllegalArgumentException.class, () -> Histogram.of(a, 3)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Histogram.of(a, 0, 1, 2));
        assertEquals("the edges of 2147483647 bins do not fit into a Java array", assertThrows(
                IllegalArgumentException.class, () -> Histogram.of(a, Integer.MAX_VALUE, 1, 2)).getMessage());
        assertThrows(IllegalArgumentException.class, () -> Histogram.of(a, 3, 2, 1));
        assertThrows(IllegalArgumentException.class, () -> Histogram.of(a, 3, 0, Double.POSITIVE_INFINITY));
        assertThrows(IllegalArgumentException.class, () -> Histogram.of(a, new double[]{1, 0}));
        assertThrows(IllegalArgumentException.class, () -> Histogram.of(a, new double[]{0, Double.NaN}));
        assertThrows(ClassCastException.class, () -> Histogram.of(NdArray.zeros(Dtype.of("<c8"), 1), 1, 0, 1));
    }

    @Test
    void keepsItsArraysToItself() {
        Histogram h = Histogram.of(IntArray.of(new int[]{1, 2, 2}), new double[]{1, 2, 3});
        h.counts()[0] = 9;
        h.edges()[0] = 9;
        assertEquals("Histogram[counts=[1, 2], edges=[1.0, 2.0, 3.0]]", h.toString());
    }
}
