package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every reduction of every dtype, layout and choice of axes, bit for bit that of NumPy.
@KernelChoice.Verified
class ReduceTest {
    private static final Set<Reduction.Kind> POSITIONS = EnumSet.of(Reduction.Kind.ARG_MIN, Reduction.Kind.ARG_MAX);
    private static final Random RANDOM = Cases.random("ReduceTest");
    private static final List<String> LONG_VIEWS = List.of("...", "::2", ":-3", "::-1");

    private static final List<String> INTEGERS = List.of("|b1", "|i1", "|u1", "<i2", ">u2", "<i4", ">i4", "<u4", "<i8",
            ">i8", "<u8");
    private static final List<String> FLOATS = List.of("<f2", ">f2", "<f4", ">f4", "<f8", ">f8");
    private static final List<String> COMPLEX = List.of("<c8", ">c8", "<c16", ">c16");
    private static final List<String> TIMES = List.of("<m8[s]", ">m8[D]", "<M8[us]");

    /// NumPy's expression for each reduction of an array `b` along `axis`.
    static final Map<String, Reduction> REDUCTIONS = new LinkedHashMap<>();
    static {
        for (Reduction what : List.of(Reduction.SUM, Reduction.PROD, Reduction.MEAN, Reduction.MIN, Reduction.MAX,
                Reduction.ARG_MIN, Reduction.ARG_MAX, Reduction.ANY, Reduction.ALL, Reduction.COUNT_NON_ZERO,
                Reduction.VAR, Reduction.STD, Reduction.NAN_SUM, Reduction.NAN_PROD, Reduction.NAN_MEAN,
                Reduction.NAN_MIN, Reduction.NAN_MAX, Reduction.NAN_ARG_MIN, Reduction.NAN_ARG_MAX, Reduction.NAN_VAR,
                Reduction.NAN_STD)) {
            REDUCTIONS.put("np." + what + "(b, axis=axis)", what);
        }
        REDUCTIONS.put("np.var(b, axis=axis, ddof=1)", Reduction.VAR.withDdof(1));
        REDUCTIONS.put("np.std(b, axis=axis, ddof=3)", Reduction.STD.withDdof(3));
        REDUCTIONS.put("np.nanvar(b, axis=axis, ddof=2)", Reduction.NAN_VAR.withDdof(2));
        REDUCTIONS.put("np.nanstd(b, axis=axis, ddof=1)", Reduction.NAN_STD.withDdof(1));
    }

    /// A result as a text: dtype, shape and numbers in C order, NaN and zeros that NumPy leaves open made one.
    private static final String SHOW = """
            def show(what, b, axis):
                try:
                    r = np.asarray(eval(what, {'np': np, 'b': b, 'axis': axis}))
                except ValueError:
                    return 'ValueError'
                except TypeError:
                    return 'TypeError'
                name = r.dtype.newbyteorder('<').str
                if r.dtype.kind in 'fc':
                    parts = r.astype('c16' if r.dtype.kind == 'c' else 'f8').ravel().view('f8')
                    if 'min' in what or 'max' in what:
                        parts = parts + 0.0
                    parts[np.isnan(parts)] = np.nan
                    numbers = parts.view('i8')
                else:
                    numbers = r.astype('u8' if r.dtype.kind == 'u' else 'i8').ravel().view('i8')
                return name + ' ' + str(list(r.shape)) + ' ' + ' '.join(map(str, numbers.tolist()))

            def packed(record, field, shape, numbers):
                r = np.zeros(shape, record)
                r[field] = np.frombuffer(numbers, 'c16').reshape(shape)
                return r.tobytes()
            """;

    @BeforeEach
    void requireTheOrderOfNumpy23() {
        prepare();
    }

    static void prepare() {
        assumeTrue(Oracle.numpy().atLeast(2, 3, "reductions along axes"), "NumPy adds in another order");
        Oracle.numpy().eval(SHOW);
    }

    static String show(NdArray a, Reduction what, Threads threads, int... axes) {
        NdArray r;
        try {
            r = a.with(threads).reduce(what, axes);
        } catch (ClassCastException refused) {
            return "TypeError";
        } catch (IllegalArgumentException | IndexOutOfBoundsException refused) {
            return "ValueError";
        }
        int size = (int) r.size();
        long[] numbers = new long[size];
        switch (r.dtype().kind()) {
            case FLOAT, COMPLEX -> {
                boolean complex = r instanceof ComplexArray;
                double[] parts = new double[complex ? 2 * size : size];
                ElementCursor elements = ElementCursor.inOrder(r.layout());
                if (complex) {
                    elements.nextParts(parts, size);
                } else {
                    elements.next(parts, size);
                }
                double zero = what.toString().matches(".*(min|max).*") ? 0.0 : -0.0;
                numbers = Arrays.stream(parts).mapToLong(part -> Double.doubleToLongBits(part + zero)).toArray();
            }
            default -> ElementCursor.inOrder(r.layout()).next(numbers, size);
        }
        return r.dtype().descr() + " " + r.shape() + " "
                + Arrays.stream(numbers).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }

    /// A random view of an array, and NumPy's name for it.
    private record Case(NdArray array, String shown) {
        /// NumPy rounds products of complex numbers otherwise where its vectors do not reach.
        boolean isBackwardsComplex() {
            return array instanceof ComplexArray && IntStream.range(0, array.rank()).anyMatch(n -> array.stride(n) < 0);
        }
    }

    private static Case random(String dtype) {
        int rank = 1 + RANDOM.nextInt(4);
        long[] dims = new long[rank];
        long budget = RANDOM.nextInt(4) == 0 ? 60_000 : 3_000;
        for (int axis : RANDOM.ints(0, rank).distinct().limit(rank).toArray()) {
            long most = RANDOM.nextInt(3) == 0 ? budget : Math.min(budget, 1 + RANDOM.nextInt(80));
            dims[axis] = RANDOM.nextInt(40) == 0 ? 0 : 1 + RANDOM.nextLong(most);
            budget = Math.max(1, budget / Math.max(1, dims[axis]));
        }
        Order order = Order.values()[RANDOM.nextInt(2)];
        String slices = IntStream.range(0, rank).mapToObj(axis -> slice()).collect(Collectors.joining(", "));
        List<Integer> axes = new ArrayList<>(IntStream.range(0, rank).boxed().toList());
        Collections.shuffle(axes, RANDOM);
        byte[] elements = elements(dtype, Shape.of(dims).size());
        NdArray whole = RANDOM.nextBoolean()
                ? Cases.array(elements, dtype, order, dims)
                : Cases.nativeArray(elements, dtype, order, dims);
        NdArray view = whole.slice(slices).transpose(axes.stream().mapToInt(n -> n).toArray());
        Oracle.numpy().eval("b = np.frombuffer(x[0], '%s').reshape(%s, order='%s')[%s].transpose(%s)".formatted(dtype,
                Cases.tuple(dims), order, slices, axes), elements);
        return new Case(view,
                dtype + " " + Arrays.toString(dims) + " " + order + " [" + slices + "] transposed " + axes);
    }

    private static String slice() {
        return switch (RANDOM.nextInt(8)) {
            case 0 -> "::-1";
            case 1 -> "::2";
            case 2 -> "1::3";
            case 3 -> "-2::-2";
            default -> ":";
        };
    }

    private static byte[] elements(String dtype, long count) {
        int size = (int) Dtype.of(dtype).byteSize();
        if (!dtype.contains("f") && !dtype.contains("c")) {
            byte[] bytes = Cases.bytes(RANDOM, count * size);
            for (int n = 0; n < bytes.length && dtype.contains("b1"); n++) {
                bytes[n] &= 1;
            }
            // Few different values, or zeros, or NaT.
            int pattern = RANDOM.nextInt(4);
            for (int n = 0; n + size <= bytes.length && pattern < 2; n += size) {
                if (RANDOM.nextInt(8) == 0) {
                    Arrays.fill(bytes, n, n + size, (byte) 0);
                    if (pattern == 1) {
                        bytes[dtype.startsWith(">") ? n : n + size - 1] = dtype.contains("b1") ? 1 : (byte) 0x80;
                    }
                }
            }
            return bytes;
        }
        double[] special = {0.0, -0.0, 1, -1, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.5};
        int kind = RANDOM.nextInt(4);
        int parts = Math.toIntExact(dtype.contains("c") ? 2 * count : count);
        double scale = dtype.contains("f2") ? 1 : 12;
        double[] values = new double[parts];
        for (int n = 0; n < parts; n++) {
            values[n] = (RANDOM.nextDouble() - 0.3) * Math.exp(RANDOM.nextDouble() * scale);
            if (kind == 0 && RANDOM.nextInt(6) == 0) {
                values[n] = Double.NaN;
            } else if (kind == 1 && RANDOM.nextInt(3) == 0) {
                values[n] = special[RANDOM.nextInt(special.length)];
            }
        }
        return Oracle.numpy().eval("np.frombuffer(x[0], '" + (dtype.contains("c") ? "c16" : "f8") + "').astype('"
                + dtype + "').tobytes()", Cases.bytes(values));
    }

    private static void compare(Case c, Map<String, Reduction> reductions) {
        List<int[]> choices = new ArrayList<>(List.of(new int[0]));
        int rank = c.array.rank();
        for (int axis = 0; axis < rank; axis++) {
            choices.add(new int[]{axis - (RANDOM.nextBoolean() ? rank : 0)});
            choices.add(RANDOM.ints(2 + RANDOM.nextInt(rank), 0, rank).distinct().toArray());
        }
        StringBuilder questions = new StringBuilder();
        Set<String> asked = new HashSet<>();
        List<String> found = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (int[] axes : choices) {
            for (Map.Entry<String, Reduction> reduction : reductions.entrySet()) {
                if (axes.length > 1 && POSITIONS.contains(reduction.getValue().kind())
                        || reduction.getKey().contains("prod") && c.isBackwardsComplex()
                        || !asked.add(Arrays.toString(axes) + reduction.getKey())) {
                    continue;
                }
                String axis = axes.length == 0
                        ? "None"
                        : axes.length == 1 ? "" + axes[0] : Cases.tuple(Arrays.stream(axes).asLongStream().toArray());
                questions.append(questions.isEmpty() ? "" : ",").append("show('").append(reduction.getKey())
                        .append("', b, ").append(axis).append(")");
                found.add(show(c.array, reduction.getValue(), RANDOM.nextBoolean() ? Threads.ONE : Threads.of(3),
                        axes));
                shown.add(reduction.getKey() + " axis " + axis + " of " + c.shown);
            }
        }
        String[] expected = new String(Oracle.numpy().eval("'\\n'.join([" + questions + "])"), StandardCharsets.UTF_8)
                .split("\n", -1);
        for (int n = 0; n < expected.length; n++) {
            assertEquals(expected[n], found.get(n), shown.get(n));
        }
    }

    private static void compare(List<String> dtypes, int cases) {
        for (String dtype : dtypes) {
            for (int n = 0; n < cases; n++) {
                compare(random(dtype), REDUCTIONS);
            }
        }
    }

    @Test
    void integersAndBooleansAreReducedAsNumpyDoes() {
        compare(INTEGERS, 2);
    }

    @Test
    void floatsAreReducedAsNumpyDoes() {
        compare(FLOATS, 5);
    }

    @Test
    void complexNumbersAreReducedAsNumpyDoes() {
        compare(COMPLEX, 4);
    }

    @Test
    void timesAreReducedAsNumpyDoes() {
        compare(TIMES, 4);
    }

    @Test
    @Tag("full")
    void manyArraysAreReducedAsNumpyDoes() {
        compare(INTEGERS, 60);
        compare(FLOATS, 200);
        compare(COMPLEX, 120);
        compare(TIMES, 60);
    }

    @Test
    void threadsGiveTheSameBits() {
        for (String dtype : List.of("|b1", "<i4", "<f2", ">f8", "<f8", "<c8")) {
            byte[] elements = elements(dtype, 1_200_000);
            for (long[] dims : new long[][]{{1_200_000}, {2, 600_000}, {400, 3000}}) {
                NdArray a = Cases.array(elements, dtype, Order.C, dims).transpose();
                for (Reduction what : List.of(Reduction.SUM, Reduction.MEAN, Reduction.STD, Reduction.MAX,
                        Reduction.ARG_MIN, Reduction.NAN_VAR, Reduction.NAN_MIN, Reduction.ANY, Reduction.ALL,
                        Reduction.COUNT_NON_ZERO, Reduction.COUNT_NAN)) {
                    for (int[] axes : dims.length == 1 ? new int[][]{{}} : new int[][]{{}, {0}}) {
                        String shown = what + " of " + dtype + " " + Arrays.toString(dims) + Arrays.toString(axes);
                        assertEquals(show(a, what, Threads.ONE, axes), show(a, what, Threads.of(4), axes), shown);
                    }
                }
            }
        }
    }

    @Test
    void longArraysAreReducedAsNumpyDoesByAnyThreads() {
        compareLong(RANDOM.ints(0, LONG_VIEWS.size()).distinct().limit(2).mapToObj(LONG_VIEWS::get).toList());
    }

    @Test
    @Tag("full")
    void everyViewOfLongArraysIsReducedAsNumpyDoesByAnyThreads() {
        compareLong(LONG_VIEWS);
    }

    private static void compareLong(List<String> views) {
        for (String dtype : List.of("<f8", ">f8", "<f4", "<f2", ">i4", "<c8")) {
            compareLong(dtype, 2_500_000, views, Map.of("np.sum(b, axis=axis)", Reduction.SUM, "np.std(b, axis=axis)",
                    Reduction.STD, "np.mean(b, axis=axis)", Reduction.MEAN));
        }
    }

    private static void compareLong(String dtype, int length, List<String> views,
            Map<String, Reduction> reductions) {
        byte[] elements = elements(dtype, length);
        for (String view : views) {
            Oracle.numpy().eval("b = np.frombuffer(x[0], '" + dtype + "')[" + view + "]", elements);
            compare(new Case(Cases.array(elements, dtype, Order.C, length).slice(view), dtype + " " + view),
                    reductions);
            compare(new Case(Cases.nativeArray(elements, dtype, Order.C, length).slice(view), dtype + " " + view),
                    reductions);
        }
    }

    @Test
    void longRunsOfEveryWidthAreReducedAsNumpyDoes() {
        Map<String, Reduction> reductions = new LinkedHashMap<>(REDUCTIONS);
        reductions.keySet().removeIf(name -> !name.matches(".*(sum|min|max|any|all|count_nonzero).*"));
        for (String dtype : List.of("|b1", "|i1", "|u1", "<i2", ">i2", "<u2", ">u2", "<i4", ">i4", "<u4", ">u4", "<i8",
                ">i8", "<u8", "<f2", "<f4", ">f4", "<f8", ">f8", "<M8[s]", "<m8[s]")) {
            for (int n = 0; n < 2; n++) {
                compareLong(dtype, 70_003 + RANDOM.nextInt(8), LONG_VIEWS, reductions);
            }
        }
    }

    @Test
    void complexFieldsOfRecordsAreReducedAsNumpyDoes() {
        for (String record : List.of("<i4,<c8", "<i8,<c16", "<i8,<i4,<c8,<i4", "|u1,<c8", "<i4,>c8")) {
            String field = "f" + (record.startsWith("<i8,<i4") ? 2 : 1);
            for (String view : List.of("...", ":, :-1", ":, ::2", "::-1, ::-3", ":3, :9000", "0, :7")) {
                long[] dims = view.contains("9000") ? new long[]{4, 9_100} : new long[]{60, 300};
                byte[] elements = elements("<c16", dims[0] * dims[1]);
                byte[] records = Oracle.numpy().eval("packed('%s', '%s', %s, x[0])".formatted(record, field,
                        Cases.tuple(dims)), elements);
                Oracle.numpy().eval("b = np.frombuffer(x[0], '%s').reshape(%s)['%s'][%s]".formatted(record,
                        Cases.tuple(dims), field, view), records);
                for (NdArray whole : List.of(Cases.array(records, record, Order.C, dims),
                        Cases.nativeArray(records, record, Order.C, dims))) {
                    compare(new Case(whole.asRecord().field(field).slice(view), record + " [" + view + "]"),
                            Map.of("np.sum(b, axis=axis)", Reduction.SUM, "np.mean(b, axis=axis)", Reduction.MEAN,
                                    "np.std(b, axis=axis)", Reduction.STD, "np.nansum(b, axis=axis)",
                                    Reduction.NAN_SUM));
                }
            }
        }
    }

    @Test
    void longDoublesAreReducedAsDoubles() {
        DoubleArray doubles = Cases.array(elements("<f8", 600), "<f8", Order.C, 20, 30).asDouble();
        LongDoubleArray wide = LongDoubleArray.of(doubles.toArray(), 20, 30);
        for (Reduction what : REDUCTIONS.values()) {
            for (int[] axes : new int[][]{{}, {0}, {1}}) {
                assertEquals(show(doubles, what, Threads.ONE, axes).replaceAll("<(f8|f16)", "float"),
                        show(wide, what, Threads.ONE, axes).replaceAll("<(f8|f16)", "float"), what.toString());
            }
        }
    }

    @Test
    void bfloat16IsRoundedAfterEachStep() {
        HalfArray a = NdArray.zeros(Dtype.BFLOAT16, 3, 2).asHalf();
        a.copyFrom(256, 1, 1, 2, 1, 3);
        assertEquals(Dtype.BFLOAT16, a.sum(0).dtype());
        assertEquals(256f, a.sum(0).asHalf().get(0));
        assertEquals(6f, a.sum(0).asHalf().get(1));
        assertEquals(264f, a.sum());
        assertEquals(2f, a.mean(0).asHalf().get(1));
        Float8Array b = NdArray.zeros(Dtype.float8(Float8.E4M3FN), 2, 2).asFloat8();
        b.copyFrom(16, 1, 1, 0.5f);
        assertEquals(16f, b.sum(0).asFloat8().get(0));
        assertEquals(1.5f, b.sum(0).asFloat8().get(1));
        assertEquals(16f, b.max());
    }

    @Test
    void whatCannotBeReducedIsRefusedInWords() {
        DoubleArray a = NdArray.zeros(Dtype.FLOAT64, 2, 0).asDouble();
        assertEquals("array: nanmax of no elements: axis 1 of shape [2, 0]", assertThrows(
                IllegalArgumentException.class, () -> a.reduce(Reduction.NAN_MAX, 1)).getMessage());
        assertEquals("array: axis 2 is out of bounds for shape [2, 0]",
                assertThrows(IndexOutOfBoundsException.class, () -> a.sum(2)).getMessage());
        assertEquals("array: axis -1 is given twice", assertThrows(IllegalArgumentException.class,
                () -> a.reduce(Reduction.SUM, 1, -1)).getMessage());
        assertEquals("array: argmin is along one axis or all, not 2", assertThrows(IllegalArgumentException.class,
                () -> a.reduce(Reduction.ARG_MIN, 0, 1)).getMessage());
        assertEquals("array: elements are datetime64[s] ('<M8[s]'), which have no std(ddof=1)", assertThrows(
                ClassCastException.class, () -> NdArray.zeros(Dtype.of("<M8[s]"), 2).reduce(Reduction.STD.withDdof(1)))
                .getMessage());
        assertEquals("array: nanargmax of elements that are all NaN", assertThrows(IllegalArgumentException.class,
                () -> DoubleArray.of(new double[]{Double.NaN}).reduce(Reduction.NAN_ARG_MAX)).getMessage());
        assertThrows(ClassCastException.class, () -> NdArray.zeros(Dtype.of("<U3"), 2).reduce(Reduction.MAX, 0));
    }

    @Test
    void anyAllAndCountsOfLongArrays() {
        byte[] bytes = new byte[20_000_000];
        bytes[3] = 1;
        NdArray a = NdArray.of(MemorySegment.ofArray(bytes), Dtype.BOOL, Shape.of(bytes.length), Order.C,
                Source.MEMORY);
        assertTrue(a.any());
        assertFalse(a.with(Threads.of(2)).all());
        assertEquals(1, a.countNonZero());
        assertEquals(3, a.reduce(Reduction.ARG_MAX).asLong().get());
    }
}
