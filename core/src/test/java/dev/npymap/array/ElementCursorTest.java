package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.decimal.BinaryFloat;
import dev.npymap.internal.decimal.PythonNumber;
import dev.npymap.internal.display.DisplayOptions;
import dev.npymap.internal.display.ScalarText;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Float8;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Elements read and written through the views, compared with NumPy's.
class ElementCursorTest {
    private static final Random RANDOM = Cases.random("ElementsTest");
    /// Layouts that every dtype is read in, of an array of shape [4, 5, 6].
    private static final List<String> SLICES = List.of("...", "::2, ::-1, 1::3", "2, :, :", "..., 3", "::-1", "1, 2, 3",
            "0:0", "None, ::3, 4:0:-2", ":, ::-2, ::-1");
    private static final int LONG_DOUBLES = 2000;
    private static final long[] DIMS = {4, 5, 6};

    /// The elements as NumPy converts them, in every layout.
    private interface Check {
        void check(NdArray array, byte[] converted, String shown);
    }

    /// Reads random bytes as a dtype in both orders and byte orders, in every layout of [#SLICES].
    private static void compare(String code, String convert, byte[] elements, Check check) {
        Oracle numpy = Oracle.numpy();
        for (String order : List.of("<", ">")) {
            Dtype dtype = Dtype.of(order + code);
            for (Order memory : Order.values()) {
                for (String slice : SLICES) {
                    String shown = order + code + " " + memory + " [" + slice + "]";
                    byte[] expected = numpy.eval("""
                            np.asarray(np.frombuffer(x[0], '%s').reshape(4, 5, 6, order='%s')[%s]%s).tobytes()
                            """.formatted(order + code, memory, slice, convert).strip(), elements);
                    NdArray whole = NdArray.of(MemorySegment.ofArray(elements.clone()), dtype, Shape.of(DIMS), memory,
                            Source.MEMORY);
                    check.check(whole.slice(slice), expected, shown);
                }
            }
        }
    }

    private static byte[] random(String code) {
        return Cases.bytes(RANDOM, 120 * Dtype.of(code).byteSize());
    }

    @Test
    void integersOfUpTo32Bits() {
        for (String code : List.of("i1", "u1", "i2", "u2", "i4")) {
            compare(code, ".astype('i4')", random(code), (array, expected, shown) -> {
                int[] values = MemorySegment.ofArray(expected)
                        .toArray(ValueLayout.JAVA_INT_UNALIGNED);
                switch (array) {
                    case ByteArray a -> {
                        assertArrayEquals(values, a.toArray(), shown);
                        assertArrayEquals(values, a.stream().toArray(), shown);
                        ByteArray copy = a.copy();
                        copy.copyFrom(new int[values.length]);
                        copy.copyFrom(values);
                        assertArrayEquals(Cases.toBytes(a), Cases.toBytes(copy), shown);
                    }
                    case ShortArray a -> {
                        assertArrayEquals(values, a.toArray(), shown);
                        assertArrayEquals(values, a.stream().toArray(), shown);
                        ShortArray copy = a.copy();
                        copy.copyFrom(new int[values.length]);
                        copy.copyFrom(values);
                        assertArrayEquals(Cases.toBytes(a), Cases.toBytes(copy), shown);
                    }
                    default -> {
                        assertArrayEquals(values, array.asInt().toArray(), shown);
                        assertArrayEquals(values, array.asInt().stream().toArray(), shown);
                        array.asInt().copyFrom(values);
                        assertArrayEquals(values, array.asInt().toArray(), shown);
                    }
                }
            });
        }
    }

    @Test
    void integersOf32And64Bits() {
        for (String code : List.of("u4", "i8", "u8", "M8[s]", "m8[3us]")) {
            compare(code, code.length() > 2 ? ".astype('i8')" : ".astype('u8')", random(code),
                    (array, expected, shown) -> {
                        long[] values = Cases.longs(expected);
                        switch (array) {
                            case UIntArray a -> {
                                assertArrayEquals(values, a.toArray(), shown);
                                assertArrayEquals(values, a.stream().toArray(), shown);
                                a.copyFrom(values);
                                assertArrayEquals(values, a.toArray(), shown);
                            }
                            case TimeArray a -> {
                                assertArrayEquals(values, a.toArray(), shown);
                                assertArrayEquals(values, a.stream().toArray(), shown);
                                a.copyFrom(values);
                                assertArrayEquals(values, a.toArray(), shown);
                            }
                            default -> {
                                assertArrayEquals(values, array.asLong().toArray(), shown);
                                assertArrayEquals(values, array.asLong().stream().toArray(), shown);
                                array.asLong().copyFrom(values);
                                assertArrayEquals(values, array.asLong().toArray(), shown);
                            }
                        }
                    });
        }
    }

    @Test
    void floats() {
        compare("f2", ".astype('f4')", random("f2"), (array, expected, shown) -> {
            assertArrayEquals(Cases.floats(expected), array.asHalf().toArray(), shown);
            assertArrayEquals(widened(Cases.floats(expected)), array.asHalf().stream().toArray(), shown);
            HalfArray copy = array.asHalf().copy();
            copy.copyFrom(Cases.floats(expected));
            assertArrayEquals(Cases.floats(expected), copy.toArray(), shown);
        });
        compare("f4", ".astype('f4')", random("f4"), (array, expected, shown) -> {
            assertArrayEquals(Cases.floats(expected), array.asFloat().toArray(), shown);
            assertArrayEquals(widened(Cases.floats(expected)), array.asFloat().stream().toArray(), shown);
            array.asFloat().copyFrom(Cases.floats(expected));
            assertArrayEquals(Cases.floats(expected), array.asFloat().toArray(), shown);
        });
        compare("f8", ".astype('f8')", random("f8"), (array, expected, shown) -> {
            assertArrayEquals(Cases.doubles(expected), array.asDouble().toArray(), shown);
            assertArrayEquals(Cases.doubles(expected), array.asDouble().stream().toArray(), shown);
            array.asDouble().copyFrom(Cases.doubles(expected));
            assertArrayEquals(Cases.doubles(expected), array.asDouble().toArray(), shown);
        });
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, n -> values[n]);
        return wide;
    }

    @Test
    void elementsWithGapsAreReadAndWrittenInEveryKindOfMemory() {
        for (String code : List.of("u1", "i2", "f2", "i4", "u4", "f4", "f8")) {
            for (String order : List.of("<", ">")) {
                Dtype dtype = Dtype.of(order + code);
                long size = dtype.byteSize();
                for (long step : new long[]{2 * size, size + 1, 1000, -size, -3 * size - 1, 0}) {
                    for (int count : new int[]{5, 64, 1500}) {
                        compareGaps(dtype, step, count);
                    }
                }
            }
        }
    }

    private static void compareGaps(Dtype dtype, long step, int count) {
        String shown = dtype + " " + count + " by " + step;
        long last = step * (count - 1);
        long first = Math.max(-last, 0);
        byte[] bytes = Cases.bytes(RANDOM, Math.abs(last) + dtype.byteSize());
        String there = "np.ndarray(%d, '%s', x[0], %d, (%d,))".formatted(count, dtype.descr(), first, step);
        byte[] expected = Oracle.numpy().eval(there + ".tobytes()", bytes);
        double[] numbers = Cases.doubles(Oracle.numpy().eval(there + ".astype('f8').tobytes()", bytes));
        for (MemorySegment memory : memories(bytes)) {
            NdArray array = withGaps(memory, first, dtype, step, count);
            assertArrayEquals(expected, Cases.toBytes(array), shown);
            assertArrayEquals(numbers, array.to(Dtype.FLOAT64).asDouble().toArray(), shown);
        }
        byte[] written = new byte[bytes.length];
        for (int n = 0; n < count; n++) {
            System.arraycopy(expected, (int) (n * dtype.byteSize()), written, (int) (first + n * step),
                    (int) dtype.byteSize());
        }
        for (MemorySegment memory : memories(new byte[bytes.length])) {
            if (!memory.isReadOnly() && step != 0) {
                NdArray array = withGaps(memory, first, dtype, step, count);
                array.copyFrom(MemorySegment.ofArray(expected));
                assertArrayEquals(written, memory.toArray(ValueLayout.JAVA_BYTE), shown);
                memory.fill((byte) 0);
                DoubleArray.of(numbers).convertTo(array);
                assertArrayEquals(numbers, array.to(Dtype.FLOAT64).asDouble().toArray(), shown);
            }
        }
    }

    private static NdArray withGaps(MemorySegment memory, long first, Dtype dtype, long step, int count) {
        return NdArray.of(new Layout(memory, first, dtype, Shape.of(count), new long[]{step}, Source.MEMORY),
                Threads.ONE);
    }

    /// Java arrays of bytes and of others, read-only and native memory with some bytes.
    private static List<MemorySegment> memories(byte[] bytes) {
        MemorySegment ints = MemorySegment.ofArray(new int[bytes.length / Integer.BYTES + 1]).asSlice(1, bytes.length);
        MemorySegment outside = Arena.ofAuto().allocate(bytes.length);
        MemorySegment given = MemorySegment.ofArray(bytes);
        ints.copyFrom(given);
        outside.copyFrom(given);
        return List.of(given, ints, given.asReadOnly(), outside, outside.asReadOnly());
    }

    @Test
    void otherKindsOfNumbersAreRefused() {
        for (String dtype : List.of("<c16", "|S3", "<i4")) {
            ElementCursor elements = ElementCursor
                    .inOrder(Layout.zeros(Dtype.of(dtype), Shape.of(3), Source.of("mixed.npy")));
            String message = assertThrows(ClassCastException.class, () -> elements.next(new float[3], 3)).getMessage();
            assertTrue(message.startsWith("mixed.npy: elements are "), message);
        }
    }

    @Test
    void complexNumbers() {
        compare("c8", ".astype('c16')", random("c8"), ElementCursorTest::compareParts);
        compare("c16", ".astype('c16')", random("c16"), ElementCursorTest::compareParts);
    }

    private static void compareParts(NdArray array, byte[] expected, String shown) {
        double[] parts = Cases.doubles(expected);
        ComplexArray a = array.asComplex();
        assertArrayEquals(parts, a.toArray(), shown);
        assertArrayEquals(parts, a.stream().flatMapToDouble(c -> DoubleStream.of(c.re(), c.im()))
                .toArray(), shown);
        ComplexArray copy = a.copy();
        copy.copyFrom(parts);
        assertArrayEquals(parts, copy.toArray(), shown);
    }

    @Test
    void booleansAreTrueUnlessZero() {
        byte[] bytes = random("b1");
        for (int n = 0; n < bytes.length; n += 2) {
            bytes[n] = (byte) (n / 2 % 2);
        }
        compare("b1", ".astype('i8')", bytes, (array, expected, shown) -> {
            BooleanArray a = array.asBoolean();
            boolean[] values = new boolean[(int) a.size()];
            long[] numbers = Cases.longs(expected);
            for (int n = 0; n < values.length; n++) {
                values[n] = numbers[n] != 0;
            }
            assertArrayEquals(values, a.toArray(), shown);
            assertEquals(Arrays.stream(numbers).filter(v -> v != 0).count(), a.sum(), shown);
            BooleanArray copy = a.copy();
            copy.copyFrom(values);
            assertArrayEquals(values, copy.toArray(), shown);
        });
    }

    @Test
    void textsLoseTheirPadding() {
        String characters = "aé中\ud83d\ude00 '\\";
        int[] points = characters.codePoints().toArray();
        for (String order : List.of("<U5", ">U5", "|S5", "<U0", "|S0", "<U1")) {
            Dtype dtype = Dtype.of(order);
            int width = Integer.parseInt(order.substring(2));
            String[] values = new String[24];
            for (int n = 0; n < values.length; n++) {
                StringBuilder text = new StringBuilder();
                for (int length = RANDOM.nextInt(width + 1); length > 0; length--) {
                    text.appendCodePoint(order.startsWith("|")
                            ? RANDOM.nextInt(255) + 1
                            : points[RANDOM.nextInt(points.length)]);
                }
                values[n] = text.toString();
            }
            TextArray a = NdArray.zeros(dtype, 2, 3, 4).asText();
            a.copyFrom(values);
            String list = Arrays.stream(values).map(text -> order.startsWith("|")
                    ? PythonText.quote(text.getBytes(StandardCharsets.ISO_8859_1))
                    : PythonText.quote(text)).collect(Collectors.joining(",", "[", "]"));
            assertEquals(Oracle.numpy().repr("np.array(%s, '%s').reshape(2, 3, 4).tobytes()".formatted(list,
                    width == 0 ? order.substring(0, 2) + "1" : order)).replace(width == 0 ? "\\x00" : "never", ""),
                    PythonText.quote(Cases.toBytes(a)));
            assertArrayEquals(values, a.toArray());
            assertArrayEquals(values, a.stream().toArray());
            assertEquals(values[1 * 12 + 2 * 4 + 3], a.get(1, 2, 3));
            assertEquals(values[12], a.slice("::-1, ::2, ::3").get(0, 0, 0));
        }
        TextArray a = NdArray.zeros(Dtype.text(2), 1).asText();
        assertThrows(IllegalArgumentException.class, () -> a.set(0, "abc"));
        TextArray b = NdArray.zeros(Dtype.bytes(2), 1).asText();
        assertThrows(IllegalArgumentException.class, () -> b.set(0, "中"));
    }

    @Test
    void longDoublesAreReadAsTheNearestDouble() {
        byte[] bytes = new byte[16 * LONG_DOUBLES];
        for (int n = 0; n < LONG_DOUBLES; n++) {
            int exponent = switch (n % 6) {
                case 0 -> RANDOM.nextInt(0x7fff);
                case 1 -> 16383 - 1022 - RANDOM.nextInt(58);
                case 2 -> 16383 + 1023 + RANDOM.nextInt(2);
                case 3 -> 0x7fff;
                case 4 -> 0;
                default -> 16383 + RANDOM.nextInt(140) - 70;
            };
            long mantissa = RANDOM.nextLong() | Long.MIN_VALUE;
            int zeros = RANDOM.nextInt(66);
            mantissa &= zeros > 63 ? Long.MIN_VALUE : -1L << zeros;
            // Half-way between two doubles, or next to it.
            mantissa = RANDOM.nextInt(3) == 0 ? mantissa & -1L << 11 | 1L << 10 : mantissa;
            mantissa += RANDOM.nextInt(6) == 0 ? 1 : 0;
            mantissa = exponent == 0 ? mantissa & Long.MAX_VALUE : mantissa | Long.MIN_VALUE;
            mantissa = exponent == 0x7fff && RANDOM.nextBoolean() ? Long.MIN_VALUE : mantissa;
            putLongDouble(bytes, n, RANDOM.nextBoolean(), exponent, mantissa);
        }
        Oracle numpy = Oracle.numpy();
        byte[] expected = numpy.eval("np.frombuffer(x[0], 'g').astype('f8').tobytes()", bytes);
        assertArrayEquals(Cases.doubles(expected),
                Cases.array(bytes, "<f16", Order.C, LONG_DOUBLES).asLongDouble().toArray());
        NdArray big = NdArray.zeros(Dtype.of(">f16"), LONG_DOUBLES);
        big.copyFrom(Cases.array(bytes, "<f16", Order.C, LONG_DOUBLES));
        assertArrayEquals(Cases.doubles(expected), big.asLongDouble().toArray());
        assertArrayEquals(numpy.eval("np.frombuffer(x[0], 'g').astype('>f16').tobytes()", bytes), Cases.toBytes(big));
        String[] texts = numpy.text("'\\n'.join(str(v) for v in np.frombuffer(x[0], 'g')[:300])", bytes).split("\n");
        for (int n = 0; n < 300; n++) {
            assertEquals(texts[n], ScalarText.of(big.layout(), big.offset(n), DisplayOptions.DEFAULT), "number " + n);
        }
    }

    @Test
    void longDoublesBelowFloat64AreReadAsQuicklyAsOthers() {
        LongDoubleArray a = NdArray.zeros(Dtype.LONGDOUBLE, 500_000).asLongDouble();
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> assertEquals(0.0, a.sum()));
    }

    private static void putLongDouble(byte[] bytes, int n, boolean negative, int exponent, long mantissa) {
        for (int b = 0; b < 8; b++) {
            bytes[16 * n + b] = (byte) (mantissa >>> 8 * b);
        }
        bytes[16 * n + 8] = (byte) exponent;
        bytes[16 * n + 9] = (byte) (exponent >>> 8 | (negative ? 0x80 : 0));
    }

    @Test
    void doublesAreStoredAsLongDoublesExactly() {
        double[] values = new double[2000];
        for (int n = 0; n < values.length; n++) {
            values[n] = n % 4 == 0
                    ? Double.longBitsToDouble(RANDOM.nextLong() >>> 12 | (n % 8 == 0 ? 1L << 63 : 0))
                    : Double.longBitsToDouble(RANDOM.nextLong());
        }
        double[] edges = {0, -0.0, Double.MIN_VALUE, Double.MIN_NORMAL, Double.MAX_VALUE, Double.NEGATIVE_INFINITY, 1};
        System.arraycopy(edges, 0, values, 0, edges.length);
        values = Arrays.stream(values).filter(v -> !Double.isNaN(v)).toArray();
        for (String dtype : List.of("<f16", ">f16")) {
            LongDoubleArray a = NdArray.zeros(Dtype.of(dtype), values.length).asLongDouble();
            a.copyFrom(values);
            assertArrayEquals(values, a.toArray());
            assertEquals("True", Oracle.numpy().text("""
                    np.array_equal(np.frombuffer(x[0], 'f8').astype('g').tobytes().hex()[:20],
                    np.frombuffer(x[1], '%s').astype('g').tobytes().hex()[:20])
                    """.formatted(dtype).strip().replace("\n", " "), Cases.bytes(values), Cases.toBytes(a)));
            assertEquals("True", Oracle.numpy().text("np.array_equal(np.frombuffer(x[0], 'f8'), "
                    + "np.frombuffer(x[1], '" + dtype + "'))", Cases.bytes(values), Cases.toBytes(a)));
        }
        LongDoubleArray nan = NdArray.zeros(Dtype.LONGDOUBLE, 1).asLongDouble();
        nan.set(0, Double.NaN);
        assertEquals("nan", Oracle.numpy().text("np.frombuffer(x[0], 'g')[0]", Cases.toBytes(nan)));
    }

    @Test
    void everyFloat16IsReadPrintedAndRoundedAsInNumpy() {
        Oracle numpy = Oracle.numpy();
        NdArray all = NdArray.zeros(Dtype.UINT16, 1 << 16);
        int[] bits = new int[1 << 16];
        Arrays.setAll(bits, n -> n);
        all.asShort().copyFrom(bits);
        byte[] bytes = Cases.toBytes(all);
        float[] values = Cases.floats(numpy.eval("np.frombuffer(x[0], 'f2').astype('f4').tobytes()", bytes));
        HalfArray halves = all.as(Dtype.FLOAT16).asHalf();
        assertArrayEquals(values, halves.toArray());
        if (numpy.atLeast(2, 3, "the text of float16 of 1000 and more")) {
            String[] texts = numpy.text("'\\n'.join(str(v) for v in np.frombuffer(x[0], 'f2'))", bytes).split("\n");
            for (int n = 0; n < texts.length; n++) {
                assertEquals(texts[n], ScalarText.of(halves.layout(), 2L * n, DisplayOptions.DEFAULT),
                        Integer.toHexString(n));
            }
        }
        float[] any = new float[100_000];
        for (int n = 0; n < any.length; n++) {
            int near = Float.floatToRawIntBits(values[RANDOM.nextInt(values.length)]);
            any[n] = n % 3 == 0
                    ? Float.intBitsToFloat(RANDOM.nextInt())
                    : Float.intBitsToFloat(near + (n % 3 == 1 ? 1 << 12 : (1 << 12) - 1 + RANDOM.nextInt(3)));
        }
        NdArray rounded = NdArray.zeros(Dtype.FLOAT16, any.length);
        rounded.asHalf().copyFrom(any);
        assertArrayEquals(
                Cases.floats(numpy.eval("np.frombuffer(x[0], 'f4').astype('f2').astype('f4').tobytes()",
                        Cases.bytes(any))),
                rounded.asHalf().toArray());
    }

    @Test
    void bfloat16IsTheUpperHalfOfAFloat() {
        HalfArray a = NdArray.zeros(Dtype.BFLOAT16, 1).asHalf();
        for (int n = 0; n < 100_000; n++) {
            float value = Float.intBitsToFloat(RANDOM.nextInt() & (n % 2 == 0 ? -1 : 0xffff8000));
            a.set(0, value);
            float stored = a.get(0);
            assertEquals(0, Float.floatToRawIntBits(stored) & 0xffff);
            if (Float.isNaN(value)) {
                assertEquals(Float.NaN, stored);
                continue;
            }
            float down = Float.intBitsToFloat(Float.floatToRawIntBits(value) & 0xffff0000);
            float up = Float.intBitsToFloat((Float.floatToRawIntBits(value) & 0xffff0000) + 0x10000);
            boolean even = (Float.floatToRawIntBits(value) & 0x10000) == 0;
            int low = Float.floatToRawIntBits(value) & 0xffff;
            assertEquals(low < 0x8000 || low == 0x8000 && even ? down : up, stored, () -> "of " + value);
        }
    }

    @Test
    void float8RoundsToTheNearestOfItsValues() {
        for (Float8 format : Float8.values()) {
            for (int bits = 0; bits < 256; bits++) {
                float value = format.toFloat((byte) bits);
                assertEquals(value, format.toFloat(format.toBits(value)), format + " " + bits);
            }
            for (int n = 0; n < 400; n++) {
                float value = n % 2 == 0
                        ? Float.intBitsToFloat(RANDOM.nextInt())
                        : (float) (RANDOM.nextGaussian() * Math.scalb(1.0, RANDOM.nextInt(24) - 12));
                float stored = format.toFloat(format.toBits(value));
                if (!Float.isFinite(stored)) {
                    continue;
                }
                for (int bits = 0; bits < 256; bits++) {
                    float other = format.toFloat((byte) bits);
                    boolean apart = format == Float8.E8M0FNU && (value < 0 || value == 0);
                    if (Float.isFinite(other) && !apart) {
                        assertEquals(true, distance(value, stored) <= distance(value, other),
                                () -> format + " stores " + value + " as " + stored + ", not " + other);
                    }
                }
            }
        }
        assertEquals(448f, Float8.E4M3FN.toFloat((byte) 0x7e));
        assertEquals(240f, Float8.E4M3FNUZ.toFloat((byte) 0x7f));
        assertEquals(30f, Float8.E4M3B11FNUZ.toFloat((byte) 0x7f));
        assertEquals(57344f, Float8.E5M2.toFloat((byte) 0x7b));
        assertEquals(57344f, Float8.E5M2FNUZ.toFloat((byte) 0x7f));
        assertEquals(15.5f, Float8.E3M4.toFloat((byte) 0x6f));
        assertEquals(240f, Float8.E4M3.toFloat((byte) 0x77));
        assertEquals(0x1p-127f, Float8.E8M0FNU.toFloat((byte) 0));
        assertEquals(Float.NaN, Float8.E4M3FNUZ.toFloat((byte) 0x80));
        assertEquals(Float.NaN, Float8.E4M3FN.toFloat((byte) 0xff));
        assertEquals(Float.NEGATIVE_INFINITY, Float8.E5M2.toFloat((byte) 0xfc));
        assertEquals((byte) 0x7f, Float8.E4M3FN.toBits(1e9f));
        assertEquals((byte) 0x7c, Float8.E5M2.toBits(1e9f));
    }

    private static double distance(double x, double y) {
        return Math.abs(x - y);
    }

    @Test
    void everyFloat8E5m2IsTheUpperHalfOfAFloat16() {
        for (int bits = 0; bits < 256; bits++) {
            assertEquals(Float.float16ToFloat((short) (bits << 8)), Float8.E5M2.toFloat((byte) bits));
        }
    }

    @Test
    void arraysOfOtherByteOrderAreCopiedNumberByNumber() {
        Oracle numpy = Oracle.numpy();
        for (String code : List.of("i2", "u4", "i8", "f2", "f4", "f8", "f16", "c8", "c16", "c32", "U3", "M8[s]",
                "m8")) {
            for (String slice : SLICES) {
                byte[] elements = random(code);
                NdArray from = Cases.array(elements, ">" + code, Order.F, DIMS).slice(slice);
                NdArray to = NdArray.zeros(Dtype.of("<" + code), from.shape().toArray());
                to.copyFrom(from);
                // A swap of bytes, not a conversion: that would quieten signalling NaNs and drop padding.
                byte[] expected = numpy.eval(
                        "np.asarray(np.frombuffer(x[0], '>%s').reshape(4, 5, 6, order='F')[%s]).byteswap().tobytes()"
                                .formatted(code, slice),
                        elements);
                if (!slice.equals("1, 2, 3")) {
                    assertArrayEquals(expected, Cases.toBytes(to), code + " [" + slice + "]");
                }
            }
        }
    }

    @Test
    void fieldsAreViewsOfTheirRecords() {
        Oracle numpy = Oracle.numpy();
        Dtype dtype = Dtype.struct(Field.of("a", Dtype.of(">i2")), Field.of("b", Dtype.FLOAT32, 2, 3),
                Field.of("n", Dtype.struct(Field.of("x", Dtype.UINT8), Field.of("y", Dtype.of(">f8")))));
        byte[] bytes = Cases.bytes(RANDOM, 12 * dtype.byteSize());
        RecordArray records = NdArray.of(MemorySegment.ofArray(bytes), dtype, Shape.of(3, 4), Order.F, Source.MEMORY)
                .asRecord();
        String array = "np.frombuffer(x[0], " + dtype.descr() + ").reshape(3, 4, order='F')";
        for (String field : List.of("a", "b", "n")) {
            byte[] expected = numpy.eval(array + "['" + field + "'].tobytes()", bytes);
            assertArrayEquals(expected, Cases.toBytes(records.field(field)), field);
            assertEquals(numpy.text("list(" + array + "['" + field + "'].shape)", bytes),
                    records.field(field).shape().toString());
        }
        assertArrayEquals(numpy.eval(array + "[::-2, 1:]['n']['y'].tobytes()", bytes),
                Cases.toBytes(records.slice("::-2, 1:").field("n").asRecord().field("y")));
        assertArrayEquals(numpy.eval(array + "[2, 1]['b'][1].tobytes()", bytes),
                Cases.toBytes(records.get(2, 1).field("b").select(0, 1)));
        NdArray swapped = NdArray.zeros(dtype.withOrder(ByteOrder.LITTLE_ENDIAN), 3, 4);
        swapped.copyFrom(records);
        assertArrayEquals(numpy.eval(array + ".astype(" + swapped.dtype().descr() + ")['n']['y'].view('u8').tobytes()",
                bytes), Cases.toBytes(swapped.asRecord().field("n").asRecord().field("y")));
    }

    @Test
    void floatsArePrintedAsNumpyPrintsThem() {
        Oracle numpy = Oracle.numpy();
        double[] doubles = new double[20_000];
        for (int n = 0; n < doubles.length; n++) {
            doubles[n] = switch (n % 5) {
                case 0, 1 -> Double.longBitsToDouble(RANDOM.nextLong());
                case 2 -> Math.rint(RANDOM.nextGaussian() * 1e6) / Math.pow(10, RANDOM.nextInt(12));
                case 3 -> Double.longBitsToDouble(RANDOM.nextLong() >>> 12 + RANDOM.nextInt(52));
                default -> new BigDecimal("1e" + (RANDOM.nextInt(640) - 320)).doubleValue();
            };
        }
        double[] edges = {0, -0.0, 1e16, 9999999999999998.0, 1e-4, 9.999999999999999e-5, Double.MIN_VALUE, 1e-323,
                1e-322, Double.MAX_VALUE, Double.MIN_NORMAL, 1 / 3.0, 1e22, 1e23, 123456789012345680.0, 2e-5, 4.35,
                5e-324};
        System.arraycopy(edges, 0, doubles, 0, edges.length);
        String[] texts = numpy.text("'\\n'.join(str(v) for v in np.frombuffer(x[0], 'f8'))", Cases.bytes(doubles))
                .split("\n");
        for (int n = 0; n < doubles.length; n++) {
            assertEquals(texts[n], PythonNumber.text(doubles[n]));
        }
        float[] floats = new float[20_000];
        for (int n = 0; n < floats.length; n++) {
            floats[n] = n % 2 == 0 ? Float.intBitsToFloat(RANDOM.nextInt()) : (float) doubles[n];
        }
        float[] few = {0, -0f, Float.MIN_VALUE, 3e-45f, 1e-44f, 1e-4f, 1e6f, 999999f, 16777216f, 1e16f,
                Float.MAX_VALUE};
        System.arraycopy(few, 0, floats, 0, few.length);
        if (numpy.atLeast(2, 3, "the text of float32 of 1e6 and more")) {
            texts = numpy.text("'\\n'.join(str(v) for v in np.frombuffer(x[0], 'f4'))", Cases.bytes(floats))
                    .split("\n");
            for (int n = 0; n < floats.length; n++) {
                assertEquals(texts[n], PythonNumber.text(BinaryFloat.of(floats[n])));
            }
        }
        for (int n = 0; n < 2000; n++) {
            double re = doubles[RANDOM.nextInt(doubles.length)];
            double im = doubles[RANDOM.nextInt(doubles.length)];
            assertEquals(numpy.text("np.frombuffer(x[0], 'c16')[0]", Cases.bytes(re, im)),
                    new Complex(re, im).toString());
        }
    }

    @Test
    void timesArePrintedAsNumpyPrintsThem() {
        Oracle numpy = Oracle.numpy();
        for (DatetimeUnit unit : DatetimeUnit.values()) {
            if (unit == DatetimeUnit.GENERIC) {
                // NumPy has no text for these but NaT.
                continue;
            }
            for (int multiple : new int[]{1, 7}) {
                Dtype dtype = Dtype.datetime(unit, multiple);
                long[] counts = new long[400];
                for (int n = 0; n < counts.length; n++) {
                    counts[n] = RANDOM.nextLong() >> RANDOM.nextInt(63);
                }
                long[] edges = {0, -1, 1, Long.MIN_VALUE, -719162, -719163, 11016, -25567, 59, 365, -2208988800L};
                System.arraycopy(edges, 0, counts, 0, edges.length);
                // Beyond these NumPy's own arithmetic overflows.
                counts = Arrays.stream(counts).filter(count -> count == TimeArray.NAT
                        || Math.abs(count) < Long.MAX_VALUE / 8 && (unit.ordinal() > DatetimeUnit.WEEK.ordinal()
                                || Math.abs(count) < 1L << 50))
                        .toArray();
                TimeArray a = NdArray.zeros(dtype, counts.length).asTime();
                a.copyFrom(counts);
                String[] texts = numpy.text("'\\n'.join(str(v) for v in np.frombuffer(x[0], '%s'))"
                        .formatted(dtype.descr()), Cases.bytes(counts)).split("\n");
                for (int n = 0; n < counts.length; n++) {
                    assertEquals(texts[n], a.text(counts[n]), dtype + " " + counts[n]);
                }
            }
        }
    }

    @Test
    void copiesFromAViewOfTheSameMemory() {
        int size = 400_000;
        DoubleArray array = DoubleArray.of(IntStream.range(0, size).asDoubleStream().toArray());
        array.copyFrom(array.slice("::-1"));
        for (int i = 0; i < size; i++) {
            assertEquals(size - 1 - i, array.get(i));
        }
        array.slice("1:").copyFrom(array.slice(":-1"));
        assertEquals(size - 1, array.get(1));
        assertEquals(1, array.get(size - 1));
    }

    @Test
    void namesTheByteOfWhatIsNoCharacter() {
        NdArray text = NdArray.of(MemorySegment.ofArray(new byte[]{65, 0, 0, 0, 0, 0, 17, 0}), Dtype.text(1),
                Shape.of(2),
                Order.C, Source.of("notes.npy", 128));
        UncheckedIOException wrong = assertThrows(UncheckedIOException.class,
                () -> text.asText().get(1));
        assertTrue(wrong.getCause().getMessage().endsWith("(at byte 132)"), wrong.getCause().getMessage());
    }

    @Test
    void refusesSizesThatCannotBe() {
        assertThrows(IllegalArgumentException.class, () -> NdArray.zeros(Dtype.FLOAT64, Long.MAX_VALUE));
        assertThrows(IllegalArgumentException.class, () -> Dtype.text(1L << 62));
        assertThrows(IllegalArgumentException.class, () -> Dtype.raw(3_000_000_000L));
        assertThrows(IllegalArgumentException.class, () -> Slice.parse("1" + "_1".repeat(20_000)));
    }
}
