package dev.npymap.text;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.npymap.Oracle;
import dev.npymap.array.ComplexArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is written is what `np.savetxt` writes, and an error where it has one.
class WriteOracleTest {
    private static final Random RANDOM = TextOracle.random("WriteOracleTest");
    private static final int BATCH = 500;

    private final List<Case> cases = new ArrayList<>();
    private final TextOracle oracle = new TextOracle();
    private int written;
    private int refused;

    private record Case(NdArray array, TextFormat format, String keywords) {
    }

    private static String write(NdArray array, TextFormat format) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Text.write(out, array, format);
        return out.toString(StandardCharsets.UTF_8);
    }

    private void add(NdArray array, TextFormat format) throws IOException {
        String fmt = format.perColumn()
                ? format.fmt().stream().map(TextOracle::quoted).collect(Collectors.joining(",", "[", "]"))
                : TextOracle.quoted(format.fmt().getFirst());
        String keywords = "dict(fmt=%s, delimiter=%s, newline=%s, header=%s, footer=%s, comments=%s)".formatted(fmt,
                TextOracle.quoted(format.delimiter()), TextOracle.quoted(format.newline()),
                TextOracle.quoted(format.header()), TextOracle.quoted(format.footer()),
                TextOracle.quoted(format.comments()));
        oracle.saved(TextOracle.npy(array), keywords);
        cases.add(new Case(array, format, keywords));
        if (cases.size() == BATCH) {
            check();
        }
    }

    private void check() throws IOException {
        List<byte[]> answers = oracle.answers();
        for (int n = 0; n < answers.size(); n++) {
            Case given = cases.get(n);
            String expected = TextOracle.utf8(answers.get(n));
            String ours;
            try {
                ours = write(given.array, given.format);
                written++;
            } catch (IllegalArgumentException e) {
                ours = "!" + e.getMessage();
                refused++;
            }
            if (expected.startsWith("!") && ours.startsWith("!")) {
                continue;
            }
            assertEquals(expected, ours, () -> given.keywords + " of " + given.array);
        }
        cases.clear();
    }

    private void report(String what) throws IOException {
        check();
        System.out.println("WriteOracleTest: " + what + ": " + written + " written, " + refused + " refused");
    }

    private static <T> T any(List<T> items) {
        return items.get(RANDOM.nextInt(items.size()));
    }

    static double number(Random random) {
        return switch (random.nextInt(12)) {
            case 0 -> Double.longBitsToDouble(random.nextLong());
            case 1 -> random.nextInt(2000) - 1000;
            case 2 -> (random.nextInt(20000) - 10000) / 8.0;
            case 3 -> (random.nextInt(2_000_000) - 1_000_000) / 1000.0;
            case 4 -> near(Math.pow(10, random.nextInt(640) - 320), random);
            case 5 -> near(random.nextInt(100) / 10.0, random);
            case 6 -> random.nextLong() * 0.5;
            case 7 -> Math.scalb(1 + 2 * random.nextInt(1 << 20), random.nextInt(80) - 60);
            case 8 -> List.of(0.0, -0.0, Double.NaN, 1 / 0.0, -1 / 0.0, Double.MIN_VALUE, Double.MAX_VALUE,
                    Double.MIN_NORMAL).get(random.nextInt(8));
            case 9 -> Double.longBitsToDouble(random.nextLong() >>> 12);
            case 10 -> random.nextGaussian();
            default -> random.nextDouble() * Math.pow(10, random.nextInt(25) - 5);
        };
    }

    private static double near(double value, Random random) {
        double found = value;
        for (int n = random.nextInt(3); n > 0; n--) {
            found = random.nextBoolean() ? Math.nextUp(found) : Math.nextDown(found);
        }
        return found;
    }

    private static double[] numbers(int count) {
        return RANDOM.doubles(count).map(_ -> number(RANDOM)).toArray();
    }

    private static String conversion(String types) {
        StringBuilder fmt = new StringBuilder("%");
        for (String flag : List.of("-", "+", " ", "#", "0")) {
            fmt.append(RANDOM.nextInt(6) == 0 ? flag : "");
        }
        fmt.append(RANDOM.nextInt(3) == 0 ? RANDOM.nextInt(30) : "");
        fmt.append(RANDOM.nextInt(3) > 0 ? "." + RANDOM.nextInt(RANDOM.nextInt(5) == 0 ? 400 : 21) : "");
        fmt.append(RANDOM.nextInt(20) == 0 ? "l" : "");
        return fmt.append(types.charAt(RANDOM.nextInt(types.length()))).toString();
    }

    @Test
    void writesFloatsByEveryConversion() throws IOException {
        for (int n = 0; n < 3000; n++) {
            double[] values = numbers(1 + RANDOM.nextInt(12));
            NdArray array = DoubleArray.of(values);
            add(array, TextFormat.DEFAULT.withFmt(conversion("eeeeEfFgGgsd")));
        }
        report("floats");
    }

    @Test
    void writesManyFloatsByTheDefaultFormat() throws IOException {
        for (int n = 0; n < 20; n++) {
            double[] values = numbers(1000);
            add(DoubleArray.of(values), TextFormat.DEFAULT);
            add(DoubleArray.of(values), TextFormat.DEFAULT.withFmt("%.17g"));
            add(DoubleArray.of(values), TextFormat.DEFAULT.withFmt("%.6f"));
            add(DoubleArray.of(RANDOM.longs(1000).mapToDouble(Double::longBitsToDouble).toArray()), TextFormat.DEFAULT);
        }
        report("default format");
    }

    private static NdArray raw(String dtype, int count) {
        Dtype type = Dtype.of(dtype);
        byte[] bytes = new byte[(int) type.byteSize() * count];
        RANDOM.nextBytes(bytes);
        return NdArray.of(MemorySegment.ofArray(bytes), type, Shape.of(count), Order.C, Source.MEMORY);
    }

    @Test
    void writesEveryWidthOfNumbers() throws IOException {
        List<String> dtypes = List.of("i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i4", ">u8", "f2", "f4", ">f8",
                "f8", ">f2");
        boolean narrow = Oracle.numpy().atLeast(2, 3, "str of float16 and float32");
        for (int n = 0; n < 1500; n++) {
            NdArray array = raw(any(dtypes), 1 + RANDOM.nextInt(5));
            boolean texts = narrow || array.dtype().kind() != Dtype.Kind.FLOAT || array.dtype().byteSize() == 8;
            add(array, TextFormat.DEFAULT.withFmt(conversion(texts ? "ddiuoxXeEfgGs" : "ddiuoxXeEfgG")));
            add(raw(any(List.of("u1", "i1", "f4")), 3), TextFormat.DEFAULT.withFmt(conversion("c")));
        }
        for (long edge : new long[]{0, 1, -1, Long.MAX_VALUE, Long.MIN_VALUE, 9, 10, 99, 100, 999_999_999,
                1_000_000_000, 9_999_999_999L, 1L << 53, (1L << 53) + 1, 999_999_999_999_999_999L}) {
            for (String fmt : List.of("%d", "%+5d", "%.18e", "%x", "%#o", "%025d", "%.25d")) {
                add(LongArray.of(new long[]{edge, -edge, edge + 1}), TextFormat.DEFAULT.withFmt(fmt));
                add(LongArray.of(new long[]{edge, -edge, edge + 1}).as(Dtype.UINT64), TextFormat.DEFAULT.withFmt(fmt));
            }
        }
        report("widths");
    }

    @Test
    void writesRowsOfSeveralColumns() throws IOException {
        for (int n = 0; n < 600; n++) {
            int rows = RANDOM.nextInt(4);
            int columns = RANDOM.nextInt(4);
            NdArray array = RANDOM.nextInt(3) > 0
                    ? DoubleArray.of(numbers(rows * columns), rows, columns)
                    : LongArray.of(RANDOM.longs(rows * columns).toArray(), rows, columns);
            TextFormat format = TextFormat.DEFAULT.withDelimiter(any(List.of(" ", ",", "", ", ", "%", "é", "%%")))
                    .withNewline(any(List.of("\n", "\r\n", "", ";"))).withHeader(any(List.of("", "a", "a\nb", "\n")))
                    .withFooter(any(List.of("", "", "z\ny"))).withComments(any(List.of("# ", "", "%", "//")));
            String row = "";
            for (int c = 0; c < columns; c++) {
                row += any(List.of("", "x", " ", "%%", ":é ")) + conversion("efgds");
            }
            List<String> list = new ArrayList<>();
            for (int c = RANDOM.nextInt(8) == 0 ? 1 : 0; c < columns; c++) {
                list.add(conversion("efgds"));
            }
            add(array, switch (RANDOM.nextInt(3)) {
                case 0 -> format.withFmt(conversion("efgds"));
                case 1 -> format.withFmt(row);
                default -> format.withFmt(list);
            });
        }
        report("rows");
    }

    @Test
    void writesComplexNumbers() throws IOException {
        for (int n = 0; n < 500; n++) {
            int columns = 1 + RANDOM.nextInt(3);
            NdArray array = ComplexArray.of(numbers(4 * columns), 2, columns);
            TextFormat format = TextFormat.DEFAULT.withDelimiter(any(List.of(" ", "+-", ",")));
            add(array, switch (RANDOM.nextInt(3)) {
                case 0 -> format.withFmt(conversion("efgs"));
                case 1 -> format.withFmt((conversion("efg") + "+" + conversion("efg") + "j").repeat(columns));
                default -> format.withFmt(Collections.nCopies(columns,
                        "(" + conversion("efg") + conversion("efg") + "j)"));
            });
        }
        report("complex");
    }

    @Test
    void writesTextsTimesAndBooleans() throws IOException {
        boolean scalars = Oracle.numpy().atLeast(2, 0, "repr of scalars");
        String types = scalars ? "sssscrad" : "ssssc";
        List<String> dtypes = List.of("M8[Y]", "M8[D]", "M8[s]", "M8[ns]", "m8[s]", "m8[25us]", "?", "m8", "V3", "S4");
        for (int n = 0; n < 800; n++) {
            NdArray array = n % 3 == 0
                    ? TextArray.of(new String[]{"a", "é€", "\ud83d\ude00x", "", "it's", "tab\t", "%d"})
                    : raw(any(dtypes), 3);
            if (array.dtype().kind() == Dtype.Kind.DATETIME || array.dtype().kind() == Dtype.Kind.TIMEDELTA) {
                array.asTime().copyFrom(RANDOM.nextInt(100_000), Long.MIN_VALUE, -RANDOM.nextInt(9999));
            }
            if (array.dtype().equals(Dtype.BOOL)) {
                array.asBoolean().copyFrom(true, false, RANDOM.nextBoolean());
            }
            boolean texts = array.dtype().kind() == Dtype.Kind.VOID
                    || !scalars && array.dtype().equals(Dtype.BOOL); // of which old NumPy makes characters
            String fmt = conversion(texts ? "sss" : types);
            add(array, TextFormat.DEFAULT.withFmt(fmt));
        }
        report("texts, times, booleans");
    }

    @Test
    void writesRecords() throws IOException {
        boolean floats = Oracle.numpy().atLeast(2, 0, "str of records with floats");
        Dtype inner = Dtype.struct(Field.of("p", Dtype.INT8), Field.of("q", floats ? Dtype.FLOAT64 : Dtype.INT16));
        Dtype record = Dtype.struct(Field.of("a", Dtype.FLOAT64), Field.of("b", Dtype.INT32),
                Field.of("c", Dtype.text(3)),
                Field.of("d", Dtype.COMPLEX128), Field.of("e", Dtype.INT16, 2), Field.of("f", inner));
        NdArray array = NdArray.zeros(record, 3);
        array.asRecord().field("a").asDouble().copyFrom(1.5, -2, 1e300);
        array.asRecord().field("b").asInt().copyFrom(1, -2, 3);
        array.asRecord().field("c").asText().copyFrom("x", "yé", "abc");
        array.asRecord().field("d").asComplex().copyFrom(1, 2, 3, 4, -1, -2);
        for (int n = 0; n < 300; n++) {
            List<String> fmt = new ArrayList<>(List.of(conversion("efgds"), conversion("efgdxs"), conversion("sss"),
                    conversion("efgds"), conversion("ssd"), conversion("sss")));
            add(array, TextFormat.DEFAULT.withFmt(fmt).withDelimiter(any(List.of(" ", ","))));
            add(array, TextFormat.DEFAULT.withFmt(String.join("|", fmt)));
        }
        if (floats) {
            add(array, TextFormat.DEFAULT.withFmt("%s"));
            add(array.reshape(1, 3), TextFormat.DEFAULT.withFmt("%s"));
        }
        report("records");
    }

    @Test
    void refusesWhatNumpyRefuses() throws IOException {
        NdArray two = DoubleArray.of(new double[]{1, 2}, 1, 2);
        for (String fmt : List.of("%", "%d %", "%q %d", "%5", "", "x", "%d%%", "%%", "%(a)d %d", "%*d", "%.d %d", "%d",
                "%ld %hd", "%lld %d", "%d %d %d", "%5% %d", "%.*f", "%c %d", "%x %d")) {
            add(two, TextFormat.DEFAULT.withFmt(fmt));
            add(two, TextFormat.DEFAULT.withFmt(List.of(fmt, "%s")));
            add(two.slice("0:0"), TextFormat.DEFAULT.withFmt(fmt));
        }
        add(DoubleArray.of(new double[]{1}).reshape(), TextFormat.DEFAULT);
        add(DoubleArray.of(new double[]{1}, 1, 1, 1), TextFormat.DEFAULT);
        report("errors");
    }

    @Test
    void writesTheSameWithAnyNumberOfThreads() throws IOException {
        NdArray array = DoubleArray.of(numbers(300_000), 100_000, 3);
        String one = write(array, TextFormat.DEFAULT.withFmt("%.3g"));
        assertEquals(one, write(array, TextFormat.DEFAULT.withFmt("%.3g").withThreads(Threads.of(3))));
        assertEquals(100_000, one.lines().count());
    }
}
