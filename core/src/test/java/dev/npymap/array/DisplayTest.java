package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.npy.Npy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Every text is NumPy's, character by character.
class DisplayTest {
    private static final Random RANDOM = Cases.random("DisplayTest");
    private static final DisplayArrays ARRAYS = new DisplayArrays(RANDOM);
    private static final List<Dtype> FLOATS = List.of(Dtype.FLOAT16, Dtype.FLOAT32, Dtype.FLOAT64, Dtype.LONGDOUBLE,
            Dtype.of(">f4"), Dtype.of(">f8"), Dtype.of(">f16"));
    @Test
    void printsFloatsOfEveryWidthUnderEveryOption() {
        DisplayOracle oracle = new DisplayOracle();
        for (int n = 0; n < 2000; n++) {
            oracle.add(ARRAYS.floats(FLOATS.get(RANDOM.nextInt(FLOATS.size())), ARRAYS.dims()), ARRAYS.options());
        }
        System.out.println("DisplayTest: floats " + oracle.check());
    }

    @Test
    void printsSingleFloats() {
        DisplayOracle oracle = new DisplayOracle();
        for (Dtype dtype : FLOATS) {
            for (double edge : DisplayArrays.EDGES) {
                for (Display.FloatMode mode : Display.FloatMode.values()) {
                    NdArray array = NdArray.zeros(dtype, 1);
                    ElementCodec.write(array.layout(), 0, new double[]{edge});
                    oracle.add(array, Display.DEFAULT.withFloatMode(mode));
                }
            }
        }
        System.out.println("DisplayTest: single floats " + oracle.check());
    }

    @Test
    void printsEveryBitOfLongDoubles() {
        DisplayOracle oracle = new DisplayOracle();
        for (int n = 0; n < 600; n++) {
            int count = 1 + RANDOM.nextInt(4);
            byte[] bytes = new byte[16 * count];
            int spread = RANDOM.nextInt(3);
            for (int k = 0; k < count; k++) {
                long mantissa = RANDOM.nextLong() | Long.MIN_VALUE;
                mantissa = RANDOM.nextInt(6) == 0 ? Long.MIN_VALUE : mantissa;
                int exponent = spread == 0
                        ? 16383 + RANDOM.nextInt(20)
                        : spread == 1
                                ? RANDOM.nextInt(32767)
                                : 16383 - 20 + RANDOM.nextInt(40);
                mantissa = exponent == 0 ? mantissa & Long.MAX_VALUE : mantissa;
                for (int b = 0; b < 8; b++) {
                    bytes[16 * k + b] = (byte) (mantissa >>> 8 * b);
                }
                bytes[16 * k + 8] = (byte) exponent;
                bytes[16 * k + 9] = (byte) (exponent >>> 8 | (RANDOM.nextInt(3) == 0 ? 0x80 : 0));
            }
            oracle.add(bytes, Dtype.LONGDOUBLE, "'<f16'", ARRAYS.options(), count);
        }
        System.out.println("DisplayTest: long doubles " + oracle.check());
    }

    @Test
    void printsComplexNumbers() {
        DisplayOracle oracle = new DisplayOracle();
        List<Dtype> dtypes = List.of(Dtype.COMPLEX64, Dtype.COMPLEX128, Dtype.COMPLEX256, Dtype.of(">c8"));
        for (int n = 0; n < 1000; n++) {
            oracle.add(ARRAYS.floats(dtypes.get(RANDOM.nextInt(4)), ARRAYS.dims()), ARRAYS.options());
        }
        System.out.println("DisplayTest: complex " + oracle.check());
    }

    @Test
    void printsIntegersAndBooleans() {
        DisplayOracle oracle = new DisplayOracle();
        List<String> dtypes = List.of("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4", ">u8", ">i2");
        for (int n = 0; n < 1000; n++) {
            NdArray array = NdArray.zeros(Dtype.of(dtypes.get(RANDOM.nextInt(dtypes.size()))), ARRAYS.dims());
            int count = (int) array.size();
            int shift = RANDOM.nextInt(64);
            boolean signed = RANDOM.nextBoolean();
            long[] values = RANDOM.longs(count).map(v -> array.dtype().equals(Dtype.BOOL)
                    ? v & 1
                    : signed ? v >> shift : v >>> shift).toArray();
            if (count > 0) {
                ElementCodec.write(array.reshape(count).layout(), 0, values);
            }
            oracle.add(array, ARRAYS.options());
        }
        System.out.println("DisplayTest: integers " + oracle.check());
    }

    @Test
    void printsTextsAndBytes() {
        DisplayOracle oracle = new DisplayOracle();
        int[] points = {'a', 'b', ' ', '\'', '"', '\\', '\n', '\t', 0x7f, 0xad, 0xe9, 0x3000, 0xd800, 0xdc00, 0x1f600,
                0x20ac, 0, 0x200b, 0x4e2d};
        for (int n = 0; n < 1000; n++) {
            int width = RANDOM.nextInt(6);
            int kind = RANDOM.nextInt(4);
            String python = kind == 0
                    ? "|S" + width
                    : kind == 1
                            ? "|V" + width
                            : kind == 2
                                    ? "<U" + width
                                    : ">U" + width;
            long[] dims = ARRAYS.dims();
            int count = (int) Shape.of(dims).size();
            byte[] bytes = kind < 2 ? Cases.bytes(RANDOM, (long) count * width) : new byte[4 * width * count];
            for (int k = 0; kind > 1 && k < width * count; k++) {
                int c = dims.length == 0 ? 'a' : points[RANDOM.nextInt(points.length)];
                for (int b = 0; b < 4; b++) {
                    bytes[4 * k + (kind == 2 ? b : 3 - b)] = (byte) (c >>> 8 * b);
                }
            }
            oracle.add(bytes, Dtype.of(python), "'" + python + "'", ARRAYS.options(), dims);
        }
        System.out.println("DisplayTest: texts " + oracle.check());
    }

    @Test
    void printsTimesInEveryUnit() {
        DisplayOracle oracle = new DisplayOracle();
        for (int n = 0; n < 1000; n++) {
            DatetimeUnit unit = DatetimeUnit.values()[RANDOM.nextInt(DatetimeUnit.values().length)];
            int multiple = RANDOM.nextInt(4) == 0 ? 25 : 1;
            Dtype dtype = RANDOM.nextBoolean() || unit == DatetimeUnit.GENERIC
                    ? Dtype.timedelta(unit, multiple)
                    : Dtype.datetime(unit, multiple);
            NdArray array = NdArray.zeros(dtype, ARRAYS.dims());
            int shift = 8 + RANDOM.nextInt(56);
            long[] values = RANDOM.longs(array.size()).map(v -> RANDOM.nextInt(8) == 0 ? TimeArray.NAT : v >> shift)
                    .map(v -> unit.ordinal() <= 3 && v != TimeArray.NAT ? v >> 30 : v).toArray();
            array.asTime().copyFrom(values);
            oracle.add(array, ARRAYS.options());
        }
        System.out.println("DisplayTest: times " + oracle.check());
    }

    @Test
    void printsRecords() {
        DisplayOracle oracle = new DisplayOracle();
        for (int n = 0; n < 600; n++) {
            NdArray array = NdArray.zeros(ARRAYS.record(0), ARRAYS.dims());
            ARRAYS.fill(array);
            oracle.add(array, ARRAYS.options());
        }
        System.out.println("DisplayTest: records " + oracle.check());
    }

    @Test
    void summarisesAndWraps() {
        DisplayOracle oracle = new DisplayOracle();
        long[][] shapes = {{1000}, {1001}, {1300}, {40, 40}, {2, 600}, {600, 2}, {7, 7, 30}, {3, 200, 2},
                {6, 6, 6, 5}, {7, 7, 7, 7}, {1, 1001}, {1001, 1}, {8, 1, 200}, {2, 2, 2, 200}, {30, 0, 50}, {0},
                {0, 5}};
        Display whole = Display.DEFAULT.withThreshold(Long.MAX_VALUE);
        for (long[] shape : shapes) {
            for (String dtype : List.of("f8", "i8", "f4", "c16", "?", "U3", "M8[s]", "u1")) {
                for (Display d : List.of(Display.DEFAULT, dtype.equals("f8") ? whole : ARRAYS.options(),
                        Display.DEFAULT.withEdgeItems(1).withLineWidth(40), ARRAYS.options())) {
                    NdArray array = NdArray.zeros(Dtype.of(dtype), shape);
                    ARRAYS.fill(array);
                    oracle.add(array, d);
                }
            }
        }
        System.out.println("DisplayTest: shapes " + oracle.check());
    }

    @Test
    void asksFormattersForTheElementsOfTheirKinds() throws IOException {
        Oracle numpy = Oracle.numpy();
        assumeTrue(numpy.atLeast(2, 4, "texts of arrays"));
        Display words = Display.DEFAULT
                .withFormatter(n -> "<" + n.asLong().get() + ">", Dtype.Kind.INT)
                .withFormatter(n -> "~%.1f\n~".formatted(n.asDouble().get()), Dtype.Kind.FLOAT)
                .withFormatter(n -> n.asText().get().toUpperCase(Locale.ROOT), Dtype.Kind.TEXT, Dtype.Kind.BYTES);
        String options = "dict(formatter={'int': lambda x: '<%d>' % x, 'float_kind': lambda x: '~%.1f\\n~' % x, "
                + "'numpystr': lambda x: x.upper()})";
        for (String array : List.of("np.arange(30)", "np.arange(2000).reshape(40, 50)", "np.arange(5) / 2",
                "np.array(['ab', 'c'])", "np.array(3)", "np.zeros((0, 3), int)", "np.array([True, False])",
                "np.array([(1, 2.5, 'x'), (3, 4.5, 'y')], [('i', 'i8'), ('f', 'f8'), ('t', 'U1')])",
                "np.array((1, 2.5, [3, 4]), [('i', 'i8'), ('f', 'f8'), ('s', 'i8', 2)])")) {
            byte[] npy = numpy
                    .eval("(lambda f: (np.save(f, " + array + "), f.getvalue())[1])(__import__('io').BytesIO())");
            NdArray ours = Npy.read(new ByteArrayInputStream(npy), "formatted.npy").orElseThrow();
            assertEquals(numpy
                    .text("(lambda a: [np.set_printoptions(**%s), str(a), np.set_printoptions(formatter=None)][1])(%s)"
                            .formatted(options, array)),
                    words.str(ours), array);
            assertEquals(numpy
                    .text("(lambda a: [np.set_printoptions(**%s), repr(a), np.set_printoptions(formatter=None)][1])(%s)"
                            .formatted(options, array)),
                    words.repr(ours), array);
        }
    }

    @Test
    void refusesNegativeOptions() {
        assertThrows(IllegalArgumentException.class, () -> Display.DEFAULT.withPrecision(-1));
        assertThrows(IllegalArgumentException.class, () -> Display.DEFAULT.withThreshold(-1));
        assertThrows(IllegalArgumentException.class, () -> Display.DEFAULT.withEdgeItems(-1));
        assertThrows(IllegalArgumentException.class, () -> Display.DEFAULT.withLineWidth(-1));
    }
}
