package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Reductions, bit for bit those of NumPy.
@KernelChoice.Verified
class SumTest {
    @BeforeEach
    void requireTheOrderOfNumpy23() {
        assumeTrue(Oracle.numpy().atLeast(2, 3, "sums, means and deviations bit for bit"),
                "NumPy adds in another order");
    }

    private static final Random RANDOM = Cases.random("SumTest");
    private static final List<String> SLICES = List.of("...", "::-1", "::2", "::3", "1:", "::-2");
    private static final List<String> SLICES_2D = List.of("...", "::-1", ":, ::-1", "::-1, ::-1", "::2", ":, ::2",
            "1:, 1:",
            "::2, ::3", ":, 0", "0", ":, 1:");

    private static final List<String> SLICES_3D = List.of("...", ":, ::2, :", ":, :, ::-3", "::2, 1:, :-1", "2", ":, 3",
            "..., 3", "None, 2:, ::-1", "::-1", ":, ::-1");
    private static final List<String> COMPLEX = List.of("<c16", ">c16", "<c8", ">c8");

    /// Before 2.3 NumPy went through its buffer in another way, which shows where the elements are no single run.
    private static final class Buffers {
        static final boolean AS_TODAY = Oracle.numpy().atLeast(2, 3, "sums of slices with several axes");
    }

    private static List<Integer> lengths() {
        List<Integer> lengths = new ArrayList<>(IntStream.range(0, 300).boxed().toList());
        for (int power = 512; power <= 32768; power *= 2) {
            lengths.addAll(List.of(power - 1, power, power + 1, power + 8));
        }
        lengths.addAll(List.of(1000, 1023, 8191, 8192, 8193, 20000, 100_000));
        return lengths;
    }

    @Test
    void addsInNumpysOrderWithTheKernelOfThisJvm() {
        Oracle numpy = Oracle.numpy();
        for (int length : lengths()) {
            double[] doubles = RANDOM.doubles(length).map(v -> (v - 0.3) * Math.exp(v * 20)).toArray();
            byte[] wide = Cases.bytes(doubles);
            byte[] narrow = numpy.eval("np.frombuffer(x[0], 'f8').astype('f4').tobytes()", wide);
            double sum = Cases.doubles(numpy.eval("np.frombuffer(x[0], 'f8').sum().tobytes()", wide))[0];
            float floatSum = Cases.floats(numpy.eval("np.frombuffer(x[0], 'f4').sum().tobytes()", narrow))[0];
            // Elements in native memory are added where they lie.
            assertEquals(sum, outside(wide, Dtype.FLOAT64).asDouble().sum(), "of " + length);
            assertEquals(floatSum, outside(narrow, Dtype.FLOAT32).asFloat().sum(), "of " + length);
        }
    }

    private static NdArray outside(byte[] bytes, Dtype dtype) {
        MemorySegment memory = Arena.ofAuto().allocate(bytes.length, 64).copyFrom(MemorySegment.ofArray(bytes));
        return NdArray.of(memory, dtype, Shape.of(bytes.length / dtype.byteSize()), Order.C, Source.MEMORY);
    }

    @Test
    void sumsOfOneAxisAreBitEqual() {
        for (String dtype : List.of("<f8", ">f8", "<f4", ">f4", "<f2", ">f2")) {
            for (int length : lengths()) {
                if (length >= 1000 && length < 40_000 || length % 7 == RANDOM.nextInt(7)) {
                    compare(dtype, values(dtype, length), SLICES, Order.C, length);
                }
            }
        }
    }

    @Test
    void sumsOfTwoAxesAreBitEqual() {
        for (String dtype : List.of("<f8", ">f8", "<f4", ">f4", "<f2")) {
            for (Order order : Order.values()) {
                for (int n = 0; n < 8; n++) {
                    int rows = 1 + RANDOM.nextInt(n < 4 ? 20 : 300);
                    int columns = 1 + RANDOM.nextInt(n < 4 ? 300 : 200);
                    compare(dtype, values(dtype, rows * columns), SLICES_2D, order, rows, columns);
                }
            }
        }
    }

    @Test
    void sumsOfThreeAxesAreBitEqual() {
        for (String dtype : List.of("<f8", ">f8", "<f4", ">f2")) {
            for (Order order : Order.values()) {
                compare(dtype, values(dtype, 11 * 30 * 40),
                        List.of("...", ":, ::2, :", ":, :, ::-3", "::2, 1:, :-1", "3",
                                ":, 3", "..., 3", "None, 2:, ::-1"),
                        order, 11, 30, 40);
            }
        }
    }

    @Test
    void integersAreAddedInFullAndAveragedAsDoubles() {
        for (String dtype : List.of("|i1", "|u1", "<i2", ">u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8", ">u8")) {
            for (int length : new int[]{1, 7, 8, 9, 129, 1000, 8191, 8193, 20_000}) {
                compare(dtype, Cases.bytes(RANDOM, length * Dtype.of(dtype).byteSize()), SLICES, Order.C, length);
            }
            for (Order order : Order.values()) {
                compare(dtype, Cases.bytes(RANDOM, 50 * 200 * Dtype.of(dtype).byteSize()), SLICES_2D, order, 50, 200);
            }
        }
    }

    @Test
    void booleansAreCounted() {
        byte[] bytes = new byte[20_000];
        for (int n = 0; n < bytes.length; n++) {
            bytes[n] = (byte) RANDOM.nextInt(2);
        }
        compare("|b1", bytes, SLICES, Order.C, bytes.length);
        compare("|b1", bytes, SLICES_2D, Order.F, 100, 200);
    }

    private static byte[] values(String dtype, int length) {
        double[] values = new double[dtype.contains("c") ? 2 * length : length];
        double scale = dtype.endsWith("f2") ? 1 : 20;
        for (int n = 0; n < values.length; n++) {
            values[n] = (RANDOM.nextDouble() - 0.3) * Math.exp(RANDOM.nextDouble() * scale);
        }
        return elements(dtype, values);
    }

    /// Doubles converted by NumPy; two for a complex number.
    private static byte[] elements(String dtype, double... values) {
        String from = dtype.contains("c") ? "c16" : "f8";
        return Oracle.numpy().eval("np.frombuffer(x[0], '" + from + "').astype('" + dtype + "').tobytes()",
                Cases.bytes(values));
    }

    private static void compare(String dtype, byte[] elements, List<String> views, Order order, int... lengths) {
        Oracle numpy = Oracle.numpy();
        List<String> slices = lengths.length == 1 || Buffers.AS_TODAY ? views : List.of("...");
        long[] dims = IntStream.of(lengths).asLongStream().toArray();
        numpy.eval("""
                def statistics(b):
                    results = [b.sum(), b.mean(), b.std()] + ([b.min(), b.max()] if b.size else [])
                    return ' '.join(repr(v.item()) for v in results)
                """);
        numpy.eval("a = np.frombuffer(x[0], '%s').reshape(%s, order='%s')".formatted(dtype, Cases.tuple(dims), order),
                elements);
        NdArray whole = Cases.array(elements, dtype, order, dims);
        String[] expected = numpy.text("'\\n'.join(statistics(b) for b in [a[" + String.join("], a[", slices) + "]])")
                .split("\n");
        for (int n = 0; n < expected.length; n++) {
            String shown = dtype + " " + order + " " + Shape.of(dims) + " [" + slices.get(n) + "]";
            assertEquals(expected[n], statistics(whole.slice(slices.get(n))), shown);
        }
    }

    private static String statistics(NdArray array) {
        boolean any = array.size() > 0;
        List<Object> values = new ArrayList<>();
        switch (array) {
            case BooleanArray a -> {
                values.addAll(List.of(a.sum(), a.mean(), a.std()));
                values.addAll(any ? List.of(title(a.min()), title(a.max())) : List.of());
            }
            case ByteArray a -> {
                values.addAll(List.of(a.sum(), a.mean(), a.std()));
                values.addAll(any ? List.of(a.min(), a.max()) : List.of());
            }
            case ShortArray a -> {
                values.addAll(List.of(a.sum(), a.mean(), a.std()));
                values.addAll(any ? List.of(a.min(), a.max()) : List.of());
            }
            case IntArray a -> {
                values.addAll(List.of(a.sum(), a.mean(), a.std()));
                values.addAll(any ? List.of(a.min(), a.max()) : List.of());
            }
            case UIntArray a -> {
                values.addAll(List.of(a.sum(), a.mean(), a.std()));
                values.addAll(any ? List.of(a.min(), a.max()) : List.of());
            }
            case LongArray a -> {
                boolean unsigned = a.dtype().kind() == Dtype.Kind.UINT;
                values.addAll(List.of(whole(unsigned, a.sum()), a.mean(), a.std()));
                values.addAll(any ? List.of(whole(unsigned, a.min()), whole(unsigned, a.max())) : List.of());
            }
            case HalfArray a -> {
                values.addAll(List.of((double) a.sum(), (double) a.mean(), (double) a.std()));
                values.addAll(any ? List.of((double) a.min(), (double) a.max()) : List.of());
            }
            case FloatArray a -> {
                values.addAll(List.of((double) a.sum(), (double) a.mean(), (double) a.std()));
                values.addAll(any ? List.of((double) a.min(), (double) a.max()) : List.of());
            }
            case ComplexArray a -> {
                values.addAll(List.of(a.sum(), a.mean(), a.std()));
                values.addAll(any ? List.of(a.min(), a.max()) : List.of());
            }
            default -> {
                DoubleArray a = array.asDouble();
                values.addAll(List.of(a.sum(), a.mean(), a.std()));
                values.addAll(any ? List.of(a.min(), a.max()) : List.of());
            }
        }
        return String.join(" ", values.stream().map(v -> v instanceof Double d ? PythonNumber.text(d) : v.toString())
                .toList());
    }

    private static String title(boolean value) {
        return value ? "True" : "False";
    }

    private static String whole(boolean unsigned, long value) {
        return unsigned ? Long.toUnsignedString(value) : Long.toString(value);
    }

    @Test
    void complexSumsOfOneAxisAreBitEqual() {
        for (String dtype : COMPLEX) {
            for (int length : lengths()) {
                if (length < 20 || length >= 1000 && length < 40_000 || length % 9 == RANDOM.nextInt(9)) {
                    compare(dtype, values(dtype, length), SLICES, Order.C, length);
                }
            }
        }
    }

    @Test
    void complexSumsOfTwoAxesAreBitEqual() {
        for (String dtype : COMPLEX) {
            for (Order order : Order.values()) {
                for (int n = 0; n < 8; n++) {
                    int rows = 1 + RANDOM.nextInt(n < 4 ? 20 : 300);
                    int columns = 1 + RANDOM.nextInt(n < 4 ? 300 : 200);
                    compare(dtype, values(dtype, rows * columns), SLICES_2D, order, rows, columns);
                }
            }
        }
    }

    @Test
    void complexSumsOfThreeAxesAreBitEqual() {
        for (String dtype : COMPLEX) {
            for (Order order : Order.values()) {
                compare(dtype, values(dtype, 11 * 30 * 40), SLICES_3D, order, 11, 30, 40);
                compare(dtype, values(dtype, 3 * 70 * 130), SLICES_3D, order, 3, 70, 130);
            }
        }
    }

    @Test
    void complexNumbersThatAreNoneAreReducedAsNumpyDoes() {
        double[] special = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        for (String dtype : COMPLEX) {
            for (int n = 0; n < 300; n++) {
                int length = 1 + RANDOM.nextInt(n % 3 == 0 ? 40 : 5);
                int kinds = n % 2 == 0 ? special.length : 4;
                double[] parts = RANDOM.ints(2L * length, 0, kinds).mapToDouble(k -> special[k]).toArray();
                compare(dtype, elements(dtype, parts), SLICES, Order.C, length);
                double[] table = RANDOM.ints(2L * 4 * length, 0, kinds).mapToDouble(k -> special[k]).toArray();
                compare(dtype, elements(dtype, table), List.of("...", "::-1", "::-1, ::-1", ":, ::2"),
                        n % 4 == 0 ? Order.F : Order.C, 4, length);
            }
        }
    }

    @Test
    void unalignedComplexNumbersAreAddedAsNumpyDoes() {
        Oracle numpy = Oracle.numpy();
        for (String dtype : List.of("<c8", ">c8", "<c16")) {
            byte[] elements = values(dtype, 20_000);
            numpy.eval("""
                    records = np.zeros(20000, '|u1,DTYPE')
                    records['f1'] = np.frombuffer(x[0], 'DTYPE')
                    """.replace("DTYPE", dtype), elements);
            byte[] packed = numpy.eval("records.tobytes()");
            String expected = numpy.text("(lambda b: ' '.join(repr(v.item()) for v in "
                    + "[b.sum(), b.mean(), b.std(), b.min(), b.max()]))(records['f1'])");
            NdArray field = Cases.array(packed, "|u1," + dtype, Order.C, 20_000).asRecord().field("f1");
            assertEquals(expected, statistics(field), dtype);
        }
    }

    @Test
    void complex256IsAddedInFloat64() {
        Oracle numpy = Oracle.numpy();
        byte[] elements = values("<c16", 9000);
        ComplexArray narrow = Cases.array(elements, "<c16", Order.C, 9000).asComplex();
        ComplexArray wide = Cases.array(
                numpy.eval("np.frombuffer(x[0], 'c16').astype('c32').tobytes()", elements), "<c32", Order.C, 9000)
                .asComplex();
        assertEquals(statistics(narrow), statistics(wide));
    }

    @Test
    void nanSpreadsAndInfinitiesAdd() {
        DoubleArray a = DoubleArray.of(new double[]{1, Double.NaN, Double.POSITIVE_INFINITY, -0.0});
        assertEquals(Double.NaN, a.sum());
        assertEquals(Double.NaN, a.min());
        assertEquals(Double.NaN, a.max());
        assertEquals(1, a.countNaN());
        assertEquals(Double.POSITIVE_INFINITY, a.slice("2:").max());
        assertEquals(Double.POSITIVE_INFINITY, a.slice("2:").sum());
        FloatArray f = FloatArray.of(new float[]{1, Float.NaN, Float.NaN});
        assertEquals(Float.NaN, f.min());
        assertEquals(2, f.countNaN());
    }

    @Test
    void nothingHasTheSumZeroAndNoLeastElement() {
        DoubleArray a = NdArray.zeros(Dtype.FLOAT64, 3, 0).asDouble();
        assertEquals(0.0, a.sum());
        assertEquals(Double.NaN, a.mean());
        assertEquals(Double.NaN, a.std());
        assertEquals("array: min of no elements: axis 1 of shape [3, 0]",
                assertThrows(IllegalArgumentException.class, a::min).getMessage());
        assertThrows(IllegalArgumentException.class, NdArray.zeros(Dtype.INT32, 0).asInt()::max);
    }

    @Test
    void theSumOfNegativeZerosIsWhatNumpySays() {
        for (int length : new int[]{1, 7, 8, 200}) {
            double[] zeros = new double[length];
            Arrays.fill(zeros, -0.0);
            assertEquals(Oracle.numpy().text("np.frombuffer(x[0], 'f8').sum()", Cases.bytes(zeros)),
                    PythonNumber.text(DoubleArray.of(zeros).sum()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"<f8", "<f4", "|i1", "<i4", "<i8", ">i8", "<u8"})
    void nativeMemoryIsAddedAsHeapMemory(String dtype) {
        byte[] elements = dtype.contains("f")
                ? values(dtype, 20_000)
                : Cases.bytes(RANDOM, 20_000 * Dtype.of(dtype).byteSize());
        NdArray heap = Cases.array(elements, dtype, Order.C, 20_000);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment memory = arena.allocate(elements.length + 8, 8);
            memory.copyFrom(MemorySegment.ofArray(elements));
            NdArray outside = NdArray.of(memory, Dtype.of(dtype), Shape.of(20_000), Order.C, Source.MEMORY);
            for (String part : SLICES) {
                assertEquals(heap.slice(part).reduce(Reduction.SUM).toString(),
                        outside.slice(part).reduce(Reduction.SUM).toString(), part);
            }
        }
    }

    @Test
    void fieldsOfPackedRecordsAreAddedAsUnalignedNumbers() {
        Oracle numpy = Oracle.numpy();
        byte[] elements = values("<f8", 20_000);
        byte[] records = numpy.eval("""
                np.rec.fromarrays([np.zeros(20000, 'u1'), np.frombuffer(x[0], 'f8')], '|u1,<f8').tobytes()
                """.strip(), elements);
        double expected = Cases.doubles(numpy.eval("np.frombuffer(x[0], '|u1,<f8')['f1'].sum().tobytes()", records))[0];
        assertEquals(expected,
                Cases.array(records, "|u1,<f8", Order.C, 20_000).asRecord().field("f1").asDouble().sum());
    }
}
