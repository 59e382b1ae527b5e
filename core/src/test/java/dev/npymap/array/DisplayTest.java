package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.npy.Npy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Every text is NumPy's, character by character.
class DisplayTest {
    private static final Random RANDOM = Cases.random("DisplayTest");
    private static final List<Dtype> FLOATS = List.of(Dtype.FLOAT16, Dtype.FLOAT32, Dtype.FLOAT64, Dtype.LONGDOUBLE,
            Dtype.of(">f4"), Dtype.of(">f8"), Dtype.of(">f16"));
    private static final double[] EDGES = {0, -0.0, 1e-4, 9.99999e-5, 1e-5, 1e3, 999, 1000.5, 1e6, 999999, 1e8,
            99999999.0, 99999999.5, 1e16, 9999999999999998.0, 1e17, 0.5, 1.5, 2.5, 0.25, 0.125, 1 / 3.0, 0.1, 0.3,
            0.123456785, 1.1234567850000001, 9.999999999, 9.99999999, 12345678.123456789, 5e-9, 6e-9, 4e-9, 5e-324,
            1e-323, 1e-322, 1e-310, 1e308, 1e22, 1e23, 65504, 6e-8, 6.1e-5, 3.4e38, 1e-45, 1e-40, 1024, 2048, 4096,
            0.0625, 0x1p-14, 0x1p-24, 0x1p60, 0x1p100, 0x1p-30, 1, 2, 3, 100, 0.001, 0.0009999, 1001,
            Double.MAX_VALUE, Double.MIN_NORMAL};

    private static double number(int family) {
        double sign = RANDOM.nextInt(3) == 0 ? -1 : 1;
        return sign * switch (family) {
            case 0 -> EDGES[RANDOM.nextInt(EDGES.length)];
            case 1 -> RANDOM.nextDouble();
            case 2 -> RANDOM.nextGaussian() * 100;
            case 3 -> Math.rint(RANDOM.nextDouble() * 2e4) / Math.pow(10, RANDOM.nextInt(5));
            case 4 -> Math.pow(10, RANDOM.nextDouble() * 12 - 6);
            case 5 -> Math.nextAfter(EDGES[RANDOM.nextInt(EDGES.length)], RANDOM.nextBoolean() ? 1e300 : 0);
            case 6 -> Double.longBitsToDouble(RANDOM.nextLong() >>> 1);
            case 7 -> RANDOM.nextInt(2000);
            case 8 -> new BigDecimal(RANDOM.nextInt(100_000) + "5e-" + (1 + RANDOM.nextInt(10))).doubleValue();
            case 9 -> Math.scalb(1.0, RANDOM.nextInt(80) - 40);
            case 10 -> Float.intBitsToFloat(RANDOM.nextInt() >>> 1);
            default -> (1 + RANDOM.nextInt(9999)) * 0x1p-13;
        };
    }

    private static double[] numbers(int count) {
        int family = RANDOM.nextInt(12);
        int specials = RANDOM.nextInt(4);
        double[] values = new double[count];
        for (int n = 0; n < count; n++) {
            values[n] = specials == 0 && RANDOM.nextInt(4) == 0
                    ? new double[]{Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY,
                            0}[RANDOM.nextInt(4)]
                    : number(specials == 1 ? RANDOM.nextInt(12) : family);
        }
        return values;
    }

    private static NdArray floats(Dtype dtype, long... dims) {
        NdArray array = NdArray.zeros(dtype, dims);
        int count = (int) array.size();
        double[] values = numbers(count);
        NdArray flat = array.reshape(count);
        if (dtype.kind() == Dtype.Kind.COMPLEX) {
            double[] others = numbers(count);
            for (int n = 0; n < count; n++) {
                flat.asComplex().set(n, new Complex(values[n], others[n]));
            }
        } else if (count > 0) {
            flat.write(0, dtype.byteSize(), values, 0, count);
        }
        return array;
    }

    private static Display options() {
        Display d = Display.DEFAULT;
        if (RANDOM.nextInt(3) == 0) {
            return d;
        }
        d = RANDOM.nextInt(2) == 0 ? d : d.withPrecision(RANDOM.nextInt(RANDOM.nextInt(8) == 0 ? 40 : 12));
        d = RANDOM.nextInt(3) > 0 ? d : d.withSuppress(true);
        d = RANDOM.nextInt(3) > 0 ? d : d.withSign(Display.Sign.values()[RANDOM.nextInt(3)]);
        d = RANDOM.nextInt(2) == 0 ? d : d.withFloatMode(Display.FloatMode.values()[RANDOM.nextInt(4)]);
        d = RANDOM.nextInt(4) > 0 ? d : d.withThreshold(RANDOM.nextInt(20)).withEdgeItems(RANDOM.nextInt(5));
        d = RANDOM.nextInt(4) > 0 ? d : d.withLineWidth(RANDOM.nextInt(120));
        d = RANDOM.nextInt(6) > 0 ? d : d.withNan("not a number").withInfinity("\u221e");
        return RANDOM.nextInt(6) > 0 ? d : d.withNan("").withInfinity("Infinity");
    }

    private static long[] dims() {
        return RANDOM.nextInt(3) == 0 ? Cases.dims(RANDOM, 4, 6) : new long[]{1 + RANDOM.nextInt(8)};
    }

    @Test
    void printsFloatsOfEveryWidthUnderEveryOption() {
        DisplayOracle oracle = new DisplayOracle();
        for (int n = 0; n < 2000; n++) {
            oracle.add(floats(FLOATS.get(RANDOM.nextInt(FLOATS.size())), dims()), options());
        }
        System.out.println("DisplayTest: floats " + oracle.check());
    }

    @Test
    void printsSingleFloats() {
        DisplayOracle oracle = new DisplayOracle();
        for (Dtype dtype : FLOATS) {
            for (double edge : EDGES) {
                for (Display.FloatMode mode : Display.FloatMode.values()) {
                    NdArray array = NdArray.zeros(dtype, 1);
                    array.write(0, dtype.byteSize(), new double[]{edge}, 0, 1);
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
            oracle.add(bytes, Dtype.LONGDOUBLE, "'<f16'", options(), count);
        }
        System.out.println("DisplayTest: long doubles " + oracle.check());
    }

    @Test
    void printsComplexNumbers() {
        DisplayOracle oracle = new DisplayOracle();
        List<Dtype> dtypes = List.of(Dtype.COMPLEX64, Dtype.COMPLEX128, Dtype.COMPLEX256, Dtype.of(">c8"));
        for (int n = 0; n < 1000; n++) {
            oracle.add(floats(dtypes.get(RANDOM.nextInt(4)), dims()), options());
        }
        System.out.println("DisplayTest: complex " + oracle.check());
    }

    @Test
    void printsIntegersAndBooleans() {
        DisplayOracle oracle = new DisplayOracle();
        List<String> dtypes = List.of("?", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4", ">u8", ">i2");
        for (int n = 0; n < 1000; n++) {
            NdArray array = NdArray.zeros(Dtype.of(dtypes.get(RANDOM.nextInt(dtypes.size()))), dims());
            int count = (int) array.size();
            int shift = RANDOM.nextInt(64);
            boolean signed = RANDOM.nextBoolean();
            long[] values = RANDOM.longs(count).map(v -> array.dtype().equals(Dtype.BOOL)
                    ? v & 1
                    : signed ? v >> shift : v >>> shift).toArray();
            if (count > 0) {
                array.reshape(count).write(0, array.dtype().byteSize(), values, 0, count);
            }
            oracle.add(array, options());
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
            long[] dims = dims();
            int count = (int) Shape.of(dims).size();
            byte[] bytes = kind < 2 ? Cases.bytes(RANDOM, (long) count * width) : new byte[4 * width * count];
            for (int k = 0; kind > 1 && k < width * count; k++) {
                int c = dims.length == 0 ? 'a' : points[RANDOM.nextInt(points.length)];
                for (int b = 0; b < 4; b++) {
                    bytes[4 * k + (kind == 2 ? b : 3 - b)] = (byte) (c >>> 8 * b);
                }
            }
            oracle.add(bytes, Dtype.of(python), "'" + python + "'", options(), dims);
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
            NdArray array = NdArray.zeros(dtype, dims());
            int shift = 8 + RANDOM.nextInt(56);
            long[] values = RANDOM.longs(array.size()).map(v -> RANDOM.nextInt(8) == 0 ? TimeArray.NAT : v >> shift)
                    .map(v -> unit.ordinal() <= 3 && v != TimeArray.NAT ? v >> 30 : v).toArray();
            array.asTime().copyFrom(values);
            oracle.add(array, options());
        }
        System.out.println("DisplayTest: times " + oracle.check());
    }

    private static Dtype record(int depth) {
        Dtype[] plain = {Dtype.BOOL, Dtype.INT8, Dtype.INT32, Dtype.UINT64, Dtype.FLOAT16, Dtype.FLOAT32, Dtype.FLOAT64,
                Dtype.COMPLEX64, Dtype.COMPLEX128, Dtype.bytes(3), Dtype.text(2), Dtype.raw(2), Dtype.of(">f8"),
                Dtype.of("M8[D]"), Dtype.of("m8[ms]"), Dtype.bytes(0), Dtype.LONGDOUBLE, Dtype.of(">i2")};
        Field[] fields = new Field[RANDOM.nextInt(4) + (depth == 0 ? 1 : 0)];
        for (int n = 0; n < fields.length; n++) {
            Dtype dtype = depth < 2 && RANDOM.nextInt(6) == 0 ? record(depth + 1) : plain[RANDOM.nextInt(plain.length)];
            long[] dims = RANDOM.nextInt(3) > 0 || dtype.byteSize() == 0
                    ? new long[0]
                    : RANDOM.nextInt(2) == 0 ? new long[]{RANDOM.nextInt(9)} : new long[]{2, 1 + RANDOM.nextInt(3)};
            fields[n] = Field.of("n'".substring(RANDOM.nextInt(9) == 0 ? 1 : 0) + n, dtype, dims);
        }
        return Dtype.struct(fields);
    }

    private static void fill(NdArray array) {
        int count = (int) array.size();
        switch (array.dtype().kind()) {
            case STRUCT -> array.dtype().fields().forEach(field -> fill(array.asRecord().field(field)));
            case FLOAT, COMPLEX -> {
                NdArray values = floats(array.dtype(), count);
                array.copyFrom(values.reshape(array.shape().toArray()));
            }
            case BOOL -> array.asBoolean().copyFrom(new boolean[count]);
            case DATETIME, TIMEDELTA -> array.asTime().copyFrom(RANDOM.longs(count, -20_000, 20_000).toArray());
            case BYTES, TEXT -> {
                String[] texts = new String[count];
                Arrays.setAll(texts, n -> array.dtype().byteSize() == 0 ? "" : List.of("", "x", "'y").get(n % 3));
                array.asText().copyFrom(texts);
            }
            case INT, UINT -> {
                NdArray values = NdArray.zeros(array.dtype(), count);
                values.write(0, array.dtype().byteSize(), RANDOM.longs(count, 0, 200).toArray(), 0, count);
                array.copyFrom(values.reshape(array.shape().toArray()));
            }
            default -> {
            }
        }
    }

    @Test
    void printsRecords() {
        DisplayOracle oracle = new DisplayOracle();
        for (int n = 0; n < 600; n++) {
            NdArray array = NdArray.zeros(record(0), dims());
            fill(array);
            oracle.add(array, options());
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
                for (Display d : List.of(Display.DEFAULT, dtype.equals("f8") ? whole : options(),
                        Display.DEFAULT.withEdgeItems(1).withLineWidth(40), options())) {
                    NdArray array = NdArray.zeros(Dtype.of(dtype), shape);
                    fill(array);
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
