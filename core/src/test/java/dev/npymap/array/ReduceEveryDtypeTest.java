package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.npymap.Oracle;
import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// All pairs of a reduction and a dtype: what NumPy refuses is refused, and all else is as in NumPy.
@KernelChoice.Verified
class ReduceEveryDtypeTest {
    private static final Set<Reduction.Kind> POSITIONS = EnumSet.of(Reduction.Kind.ARG_MIN, Reduction.Kind.ARG_MAX);
    private static final Random RANDOM = Cases.random("ReduceEveryDtypeTest");

    private static final List<Dtype> DTYPES = new ArrayList<>();
    static {
        for (String text : List.of("|b1", "|i1", ">i2", "<i4", ">i8", "|u1", "<u2", ">u4", "<u8", "<f2", ">f4", "<f8",
                ">f8", "<f16", ">f16", "<c8", ">c16", "<c32", "<M8[s]", ">M8[25us]", "<M8", "<m8[D]", ">m8[3ms]", "<m8",
                "|S0", "|S1", "|S3", "<U0", "<U1", ">U3", "<U5", "|V0", "|V1", "|V5")) {
            DTYPES.add(Dtype.of(text));
        }
        Dtype pair = Dtype.struct(Field.of("x", Dtype.FLOAT32), Field.of("y", Dtype.bytes(3)));
        DTYPES.add(pair);
        DTYPES.add(Dtype.struct());
        DTYPES.add(Dtype.struct(16, List.of(new Field("a", Optional.empty(), Dtype.of(">f8"), Shape.of(), 4))));
        for (Dtype one : List.of(Dtype.INT32, Dtype.BOOL, Dtype.of(">f8"), Dtype.FLOAT16, Dtype.of(">c8"),
                Dtype.LONGDOUBLE, Dtype.of(">f16"), Dtype.text(2), Dtype.bytes(2), Dtype.raw(3), Dtype.of("<M8[s]"),
                pair, Dtype.struct(Field.of("z", Dtype.of(">i2"), 2)), Dtype.struct(Field.of("e", pair)))) {
            DTYPES.add(Dtype.struct(Field.of("f", one)));
            DTYPES.add(Dtype.struct(Field.of("f", one, 2)));
            DTYPES.add(Dtype.struct(Field.of("f", one, 3, 1), Field.of("g", Dtype.INT8)));
        }
        DTYPES.add(Dtype.struct(Field.of("f", Dtype.INT32, 0)));
    }

    @BeforeEach
    void prepare() {
        ReduceTest.prepare();
    }

    /// Elements many of which are zero, or alike, and whose sums are exact in every width.
    private static byte[] elements(Dtype dtype, long count) {
        byte[] bytes = new byte[Math.toIntExact(count * dtype.byteSize())];
        NdArray a = NdArray.of(MemorySegment.ofArray(bytes), dtype, Shape.of(count), Order.C,
                Source.MEMORY);
        for (long n = 0; n < count; n++) {
            fill(a.select(0, n));
        }
        return bytes;
    }

    private static void fill(NdArray one) {
        long number = RANDOM.nextInt(4) == 0 ? RANDOM.nextInt(-2, 4) : 0;
        switch (one.dtype().kind()) {
            case STRUCT -> {
                if (RANDOM.nextInt(3) > 0) {
                    for (Field field : one.dtype().fields()) {
                        NdArray values = one.asRecord().field(field.name());
                        for (NdArray value : flat(values)) {
                            fill(value);
                        }
                    }
                }
            }
            case BOOL -> one.asBoolean().set(new long[0], number != 0);
            case INT, UINT -> ElementCursor.inOrder(one.layout()).set(new long[]{number}, 1);
            case DATETIME, TIMEDELTA -> one.asTime().set(new long[0],
                    RANDOM.nextInt(12) == 0 ? TimeArray.NAT : number);
            case COMPLEX -> {
                fill(one.asComplex().real());
                fill(one.asComplex().imag());
            }
            case FLOAT -> ElementCodec.write(one.layout(), one.offset(), 0,
                    new double[]{RANDOM.nextInt(12) == 0 ? Double.NaN : number == 0 ? -0.0 : number}, 1);
            case BYTES, VOID -> {
                for (long n = 0; n < one.dtype().byteSize() && RANDOM.nextBoolean(); n++) {
                    one.segment().set(ValueLayout.JAVA_BYTE, one.offset() + n,
                            (byte) (RANDOM.nextInt(-1, 2) * 65));
                }
            }
            case TEXT -> {
                int width = (int) one.dtype().byteSize() / 4;
                int[] points = new int[RANDOM.nextInt(width + 1)];
                Arrays.setAll(points, n -> new int[]{0, 'a', 0x80, 0xe000, 0x1f600}[RANDOM.nextInt(5)]);
                one.asText().set(new long[0], new String(points, 0, points.length));
            }
            case BFLOAT16, FLOAT8, OBJECT -> throw new AssertionError(one.dtype());
        }
    }

    private static List<NdArray> flat(NdArray a) {
        return ElementCursor.stream(a.layout()).mapToObj(at -> a.view(a.layout().element(at))).toList();
    }

    private static void compare(Dtype dtype, String slice, int[][] axes, long... dims) {
        byte[] elements = elements(dtype, Shape.of(dims).size());
        NdArray whole = NdArray.of(MemorySegment.ofArray(elements), dtype, Shape.of(dims), Order.C,
                Source.MEMORY);
        NdArray view = whole.slice(slice);
        boolean struct = dtype.kind() == Dtype.Kind.STRUCT;
        String array = "np.ndarray(%s, np.lib.format.descr_to_dtype(%s), bytearray(x[0]) + b'_')[%s]".formatted(
                dims.length == 0 ? "()" : Cases.tuple(dims), struct ? dtype.descr() : "'" + dtype.descr() + "'", slice);
        // A scalar of NumPy's is no array, and a reduction of one may differ.
        Oracle.numpy().eval("b = np.asarray(" + array + ")", elements);
        StringBuilder questions = new StringBuilder();
        List<String> found = new ArrayList<>();
        List<String> shown = new ArrayList<>();
        for (int[] some : axes) {
            String axis = some.length == 0
                    ? "None"
                    : some.length == 1 ? "" + some[0] : Cases.tuple(Arrays.stream(some).asLongStream().toArray());
            for (Map.Entry<String, Reduction> reduction : ReduceTest.REDUCTIONS.entrySet()) {
                boolean inexact = reduction.getKey().matches(".*(mean|var|std).*") && dtype.byteSize() % 16 == 0;
                // NumPy adds texts that have no characters, along some axes and not along others; no others.
                boolean added = dtype.byteSize() == 0 && reduction.getKey().contains("sum");
                if (some.length > 1 && POSITIONS.contains(reduction.getValue().kind())
                        || inexact && !struct || added) {
                    continue;
                }
                questions.append(questions.isEmpty() ? "" : ",").append("show('").append(reduction.getKey())
                        .append("', b, ").append(axis).append(")");
                found.add(ReduceTest.show(view, reduction.getValue(),
                        RANDOM.nextBoolean() ? Threads.ONE : Threads.of(3), some));
                shown.add(reduction.getKey() + " axis " + axis + " of " + dtype.descr() + " " + view.shape());
            }
        }
        String[] expected = new String(Oracle.numpy().eval("'\\n'.join([" + questions + "])"), StandardCharsets.UTF_8)
                .split("\n", -1);
        for (int n = 0; n < expected.length; n++) {
            assertEquals(refusal(expected[n]), refusal(found.get(n)), shown.get(n));
        }
    }

    /// What is wrong with both the dtype and the axis may be refused for either.
    private static String refusal(String shown) {
        return shown.endsWith("Error") ? "refused" : shown;
    }

    @Test
    void everyReductionOfEveryDtypeIsNumpysOrRefused() {
        for (Dtype dtype : DTYPES) {
            int[][] axes = {{}, {0}, {-1}, {0, 1}};
            compare(dtype, ":", axes, 4, 8);
            compare(dtype, "::-1, ::2", axes, 4, 6);
            compare(dtype, ":, :0", axes, 2, 1);
        }
    }

    @Test
    void elementsWithoutAxesAreReducedAlongThoseThatNumpyAllows() {
        int[][] axes = {{}, {0}, {-1}, {1}, {-2}, {0, 0}};
        for (Dtype dtype : DTYPES) {
            compare(dtype, "...", axes);
            compare(dtype, "1, ...", axes, 2);
        }
    }

    @Test
    void longTextsAndRecordsAreReducedTheSameByManyThreads() {
        String[] values = new String[1_200_000];
        Arrays.fill(values, "x");
        values[700_001] = "";
        values[900_007] = "xy";
        values[900_008] = "xy";
        TextArray a = TextArray.of(values);
        for (Threads threads : List.of(Threads.ONE, Threads.of(3))) {
            assertEquals(700_001, a.with(threads).argMin());
            assertEquals(900_007, a.with(threads).argMax());
            assertEquals(values.length - 1, a.with(threads).countNonZero());
            assertEquals(values.length - 1, a.as(Dtype.raw(8)).with(threads).countNonZero());
            assertEquals(false, a.with(threads).all());
        }
    }

    @Test
    void positionsAreTakenFromAnElementWithoutAxesAsFromARow() {
        NdArray one = DoubleArray.of(new double[]{2.5}).slice("0");
        assertEquals("[2.5 2.5]", one.take(0, 0, -1).toString());
        assertEquals("[2.5]", one.take(-1, 0).toString());
        assertThrows(IndexOutOfBoundsException.class, () -> one.take(1, 0));
        assertThrows(IndexOutOfBoundsException.class, () -> one.take(0, 1));
        assertThrows(IndexOutOfBoundsException.class, () -> one.rows(0, 0));
    }

    @Test
    void recordsOfSeveralFieldsAreRefusedInWords() {
        NdArray a = NdArray.zeros(Dtype.struct(Field.of("a", Dtype.INT8), Field.of("b", Dtype.INT8)), 2);
        assertEquals(0, a.countNonZero());
        assertEquals("array: elements are [('a', '|i1'), ('b', '|i1')], which have no any: 2 fields make no boolean",
                assertThrows(ClassCastException.class, a::any).getMessage());
        assertEquals("array: elements are [('a', '|i1'), ('b', '|i1')], which have no count_nonzero along axes:"
                + " 2 fields make no boolean",
                assertThrows(ClassCastException.class,
                        () -> a.reduce(Reduction.COUNT_NON_ZERO, 0)).getMessage());
    }
}
