package dev.npymap.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Threads;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What is read is what `np.loadtxt` and `np.genfromtxt` read, and an error in the same place where they have one.
class ReadOracleTest {
    private static final Random RANDOM = TextOracle.random("ReadOracleTest");
    private static final int BATCH = 500;
    private static final Pattern PLACE = Pattern
            .compile("row (\\d+)(?:, column (\\d+))?|columns? changed from \\d+ to \\d+");

    private final List<Case> cases = new ArrayList<>();
    private final TextOracle oracle = new TextOracle();
    private final boolean placesRecords = Oracle.numpy().atLeast(2, 0, "the place of an error among records");
    private int read;
    private int refused;

    private record Case(byte[] text, TextOptions options, String keywords) {
    }

    private static <T> T any(List<T> items) {
        return items.get(RANDOM.nextInt(items.size()));
    }

    private static String python(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.STRUCT ? dtype.descr() : "'" + dtype.descr() + "'";
    }

    private static String keywords(TextOptions o) {
        return "dict(dtype=%s, delimiter=%s, comments=%s, quotechar=%s, usecols=%s, skiprows=%d, max_rows=%s, ndmin=%d, "
                .formatted(python(o.dtype()), o.delimiter().map(TextOracle::quoted).orElse("None"),
                        o.comments().isEmpty()
                                ? "None"
                                : o.comments().stream().map(TextOracle::quoted)
                                        .collect(Collectors.joining(",", "[", "]")),
                        o.quote().map(TextOracle::quoted).orElse("None"),
                        o.columns().map(List::toString).orElse("None"),
                        o.skipRows(), o.maxRows().isPresent() ? o.maxRows().getAsLong() : "None", o.ndmin())
                + "unpack=" + (o.unpack() && o.dtype().kind() != Dtype.Kind.STRUCT ? "True" : "False") + ", encoding='"
                + o.encoding().name().toLowerCase(Locale.ROOT) + "')";
    }

    private void add(byte[] text, TextOptions options) throws IOException {
        String keywords = keywords(options);
        oracle.loaded(text, keywords);
        cases.add(new Case(text, options, keywords));
        if (cases.size() == BATCH) {
            check();
        }
    }

    private void add(String text, TextOptions options) throws IOException {
        add(text.getBytes(options.encoding()), options);
    }

    private void check() throws IOException {
        List<byte[]> answers = oracle.answers();
        for (int n = 0; n < answers.size(); n++) {
            Case given = cases.get(n);
            String what = given.keywords + " of " + TextOracle.quoted(TextOracle.utf8(given.text));
            byte[] expected = answers.get(n);
            boolean error = expected[0] == '!';
            String message = error ? TextOracle.utf8(expected) : "";
            try {
                NdArray array = Text.read(new ByteArrayInputStream(given.text), "text", given.options);
                assertTrue(!error, () -> what + " gives " + array + ", but NumPy " + message);
                assertArrayEquals(expected, TextOracle.npy(array), () -> what + ": " + array);
                read++;
            } catch (ArrayFormatException e) {
                assertTrue(error, () -> what + ": " + e);
                boolean placed = placesRecords || given.options.dtype().kind() != Dtype.Kind.STRUCT;
                if (placed && !given.keywords.startsWith("genfromtxt")) {
                    assertEquals(place(message), place(e.getMessage()), () -> what + ": " + e + " for " + message);
                }
                refused++;
            } catch (IllegalArgumentException e) {
                assertTrue(error && e.getMessage().contains("fields cannot be read from"), () -> what + ": " + e);
                refused++;
            }
        }
        cases.clear();
    }

    /// The row and column that a message names.
    private static List<String> place(String message) {
        Matcher m = PLACE.matcher(message);
        List<String> places = new ArrayList<>();
        while (m.find()) {
            places.add(m.group());
        }
        return places;
    }

    private void report(String what) throws IOException {
        check();
        System.out.println("ReadOracleTest: " + what + ": " + read + " read, " + refused + " refused");
    }

    private static String number() {
        double value = WriteOracleTest.number(RANDOM);
        return switch (RANDOM.nextInt(6)) {
            case 0 -> Integer.toString(RANDOM.nextInt(300) - 100);
            case 1 -> "%.18e".formatted(value);
            case 2 -> Double.isFinite(value) ? new BigDecimal(value).toPlainString() : "inf";
            case 3 -> Long.toString(RANDOM.nextLong() >> RANDOM.nextInt(64));
            default -> Double.toString(value);
        };
    }

    private static final List<String> ODD = List.of("", "nan", "-NaN", "inf", "-Infinity", "+1", "1.", ".5", "1e5",
            "1E+5",
            "1e", ".", "-", "+", "1d5", "0x10", "1_0", "abc", "1 2", "é", "1é", "1+2j", "(1-2j)", "3j", "1+-2j",
            "( 1 )", "(1", "1j2", "True", "255", "256", "-1", "-0", "128", "-129", "1e400", "-1e-400", "00012",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "18446744073709551615",
            "18446744073709551616", "1.0", " 7", "7 ", "\u00a07", "1e99999999999", "0e99999999999", "infin", "nanx",
            "1f", "0x1p3", "1e+", "NaN", "Infinity", "\u2003", "1\u0000", "65504", "65520", "2049", "1e-8");

    private static String field(int oddness) {
        return RANDOM.nextInt(100) < oddness ? any(ODD) : number();
    }

    private static String text(String separator, int oddness) {
        StringBuilder text = new StringBuilder();
        int rows = RANDOM.nextInt(5);
        int columns = 1 + RANDOM.nextInt(3);
        for (int row = 0; row < rows; row++) {
            int count = RANDOM.nextInt(15) == 0 ? RANDOM.nextInt(4) : columns;
            for (int n = 0; n < count; n++) {
                text.append(n == 0 ? RANDOM.nextInt(10) == 0 ? " " : "" : separator).append(field(oddness));
            }
            text.append(RANDOM.nextInt(8) == 0 ? " # note" : RANDOM.nextInt(20) == 0 ? "#" : "");
            text.append(any(List.of("\n", "\n", "\n", "\n", "\r\n", "\r", " \n", "\n\n", "\n#x,y\n", "\n  \n")));
        }
        return RANDOM.nextBoolean() ? text.toString() : text.toString().stripTrailing();
    }

    private static TextOptions options() {
        TextOptions options = TextOptions.DEFAULT;
        if (RANDOM.nextInt(3) == 0) {
            options = options.withColumns(RANDOM.ints(1 + RANDOM.nextInt(2), -3, 3).toArray());
        }
        if (RANDOM.nextInt(5) == 0) {
            options = options.withSkipRows(RANDOM.nextInt(4));
        }
        if (RANDOM.nextInt(5) == 0) {
            options = options.withMaxRows(RANDOM.nextInt(4));
        }
        return options.withNdmin(RANDOM.nextInt(3)).withUnpack(RANDOM.nextInt(4) == 0);
    }

    private static final List<String> DTYPES = List.of("f8", "f8", "f4", "i1", "i4", "i8", "u1", "u8", "?", "c16", "c8",
            "f2", ">f8", ">i4", "<U3", "S4", ">U2", "u2", "i2", ">c8", "V2");

    @Test
    void readsFieldsSeparatedByWhiteSpace() throws IOException {
        for (int n = 0; n < 3000; n++) {
            Dtype dtype = Dtype.of(any(DTYPES));
            add(text(any(List.of(" ", "\t", "  ", " \u00a0", "\u2003")), n % 20), options().withDtype(dtype));
        }
        report("white space");
    }

    @Test
    void readsFieldsSeparatedByACharacter() throws IOException {
        for (int n = 0; n < 3000; n++) {
            Dtype dtype = Dtype.of(any(DTYPES));
            String delimiter = any(List.of(",", ",", ";", "\t", " ", "é", "\u20ac", "\ud83d\ude00", "|"));
            add(text(delimiter, n % 20), options().withDtype(dtype).withDelimiter(delimiter));
        }
        report("delimiters");
    }

    @Test
    void readsEveryOddFieldAsEveryDtype() throws IOException {
        for (String dtype : List.of("f8", "f4", "f2", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", "?", "c8", "c16",
                "U4", "S4")) {
            for (String field : ODD) {
                add("1,0\n0," + field + ",\n", TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of(dtype))
                        .withColumns(0, 1));
                add(field + "\n" + field, TextOptions.DEFAULT.withDtype(Dtype.of(dtype)));
            }
        }
        report("odd fields");
    }

    @Test
    void readsCommentsOfAnyLength() throws IOException {
        for (int n = 0; n < 600; n++) {
            List<String> marks = any(List.of(List.of("#"), List.of("//"), List.of("#", "%"), List.of("ab", "ca"),
                    List.of("é"), List.of(), List.of("\u20ac\u20ac"), List.of("--", "-")));
            StringBuilder text = new StringBuilder();
            for (int k = RANDOM.nextInt(12); k > 0; k--) {
                text.append(any(
                        List.of("1", " ", "2.5", "\n", "#", "/", "//", "c", "ab", "a", "é", "\u20ac\u20ac", "%", "-",
                                ",", "\r\n", "\n3 4\n")));
            }
            add(text.toString(), options().withComments(marks.toArray(String[]::new))
                    .withDtype(Dtype.of(any(List.of("U6", "f8")))));
        }
        report("comments");
    }

    @Test
    void readsQuotedFields() throws IOException {
        for (int n = 0; n < 1500; n++) {
            StringBuilder text = new StringBuilder();
            for (int k = RANDOM.nextInt(16); k > 0; k--) {
                text.append(
                        any(List.of("1", "\"", "\"", "\"\"", " ", ",", "\n", "#", "ab", "é", "\r\n", "\r", "\"x,y\"",
                                "\"1\"")));
            }
            String quote = any(List.of("\"", "\"", "\"", "é"));
            TextOptions options = options().withQuote(quote).withDtype(Dtype.of(any(List.of("U9", "S9", "f8", "U0"))));
            if (options.dtype().byteSize() == 0 && options.maxRows().orElse(1) == 0) {
                // NumPy stumbles here: "need at least one array to concatenate".
                options = options.withMaxRows(1);
            }
            add(text.toString(), RANDOM.nextBoolean() ? options : options.withDelimiter(","));
        }
        report("quotes");
    }

    @Test
    void readsRecords() throws IOException {
        for (int n = 0; n < 800; n++) {
            Dtype dtype = Dtype.of(any(List.of("i4,f8", "f8,U3,i1", "i4,(2,)f4", "U2,S3", "f8", ">i2,>f8,?")));
            TextOptions options = options().withDtype(dtype.kind() == Dtype.Kind.STRUCT ? dtype : Dtype.of("f8,"));
            add(text(",", 5), options.withDelimiter(","));
        }
        add("1 2 3\n4 5 6", TextOptions.DEFAULT.withDtype(Dtype.struct(
                Field.of("a", Dtype.of("i2,f8")), Field.of("b", Dtype.UINT8))));
        report("records");
    }

    @Test
    void readsNoColumns() throws IOException {
        List<Dtype> dtypes = List.of(Dtype.struct(), Dtype.FLOAT64, Dtype.text(0), Dtype.of("f8,i4"),
                Dtype.struct(Field.of("a", Dtype.FLOAT64, 0)), Dtype.struct(Field.of("a", Dtype.struct())));
        for (Dtype dtype : dtypes) {
            for (String text : List.of("0,0\n1,1\n", "0", "", "a,b\n\nc\n", "1,2\n1,2,3\n")) {
                for (int ndmin = 0; ndmin <= 2; ndmin++) {
                    TextOptions options = TextOptions.DEFAULT.withDelimiter(",").withDtype(dtype).withNdmin(ndmin);
                    add(text, options.withColumns());
                    add(text, options);
                }
            }
        }
        report("no columns");
    }

    @Test
    void findsWidthsAndUnits() throws IOException {
        for (int n = 0; n < 300; n++) {
            String times = any(List.of("2000-01-01", "2000", "2000-02-29T10", "NaT", "2001-12", "-0005-01-01",
                    "2000-01-01T10:11:12.5")) + "," + any(List.of("2000-01-01", "2000-01", "1999-12-31T23:59")) + "\n";
            add(times.repeat(1 + RANDOM.nextInt(2)), TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of("M8")));
            add(text(",", 20), TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of(any(List.of("U", "S")))));
        }
        report("widths");
    }

    @Test
    void readsTimes() throws IOException {
        for (int n = 0; n < 1500; n++) {
            StringBuilder text = new StringBuilder();
            text.append(any(List.of("", "", "-", "+", " ")))
                    .append(any(List.of("2000", "1969", "1", "0004", "12345", "1900")));
            for (String part : List.of("-", any(List.of("01", "02", "12", "13", "1")), "-",
                    any(List.of("01", "28", "29", "30", "31", "00")), any(List.of("T", " ")),
                    any(List.of("00", "23", "24", "5")), ":", any(List.of("59", "00", "60")), ":",
                    any(List.of("59", "00", "60")), ".", any(List.of("1", "123456", "", "123456789012345678")))) {
                if (RANDOM.nextInt(12) == 0) {
                    break;
                }
                text.append(part);
            }
            text.append(any(List.of("", "", "", "Z", "+01", "-0130", "+02:30", "+24", "-23:60", "+2359", "x")));
            String unit = any(List.of("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "25s", "7D"));
            add(text + ",1970", TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of("M8[" + unit + "]")));
        }
        for (String span : List.of("5", " 5", "5 ", "+5", "-5", "1_0", "NaT", "nat", "", "1.5",
                "9223372036854775807", "9223372036854775808", "-9223372036854775808")) {
            add(span + ",1", TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of("m8[s]")));
        }
        report("times");
    }

    @Test
    void readsTimesAtTheEndsOf64Bits() throws IOException {
        List<String> units = List.of("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as", "25ns",
                "3D", "7Y", "2W", "5h", "1000s");
        for (String unit : units) {
            for (int n = 0; n < 24; n++) {
                long count = (n % 3 == 0 ? Long.MIN_VALUE : n % 3 == 1 ? Long.MAX_VALUE : RANDOM.nextLong())
                        + RANDOM.nextInt(5) - 2;
                // Two fields, because NumPy takes one that is empty for an empty line.
                String point = Oracle.numpy().text("str(np.array([" + count + "]).view('M8[" + unit + "]')[0])");
                add(point + any(List.of("", "", "Z", "+14:00", "-2359")) + ",1970",
                        TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of("M8[" + unit + "]")));
                add(count + ",1", TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of("m8[" + unit + "]")));
            }
            // Days of years that 64 bits cannot count are another number in each build of NumPy.
            boolean counted = unit.endsWith("Y") || unit.endsWith("M");
            List<String> years = List.of("25252734927764000", "292277026596", "9223372036854775807",
                    "9223372036854775808", "9223372036854777777", "18446744073709551616", "99999999999999999999999");
            for (String year : counted ? years : years.subList(0, 2)) {
                for (String rest : List.of("", "-12-31", "-01-01T00:00Z", "-12-31T23:59-00:01", "-01-01T00:00+00:01")) {
                    String text = any(List.of("", "-", "+")) + year + rest;
                    add(text + ",1970", TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of("M8[" + unit + "]")));
                }
            }
        }
        for (String span : List.of("-9223372036854775807", "9223372036854775806", "-9223372036854775809", "-0")) {
            for (String dtype : List.of("m8", "m8[ns]", ">m8[3D]")) {
                add(span + ",1", TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of(dtype)));
            }
        }
        report("times at the ends");
    }

    @Test
    void readsLongDoubles() throws IOException {
        for (int n = 0; n < 400; n++) {
            StringBuilder text = new StringBuilder();
            for (int k = 0; k < 4; k++) {
                text.append(
                        any(List.of(number(), "0.1", "1e4932", "1e-4940", "1e-4951", "3.7e-4951", "1.2e4933", "-inf",
                                "nan", "18446744073709551615.5", "18446744073709551616")))
                        .append('\n');
            }
            // NumPy leaves the padding to chance, so both are asked for their text.
            String dtype = "g";
            NdArray ours = Text.read(new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8)), "text",
                    TextOptions.DEFAULT.withDtype(Dtype.of(dtype)));
            assertEquals(Oracle.numpy().text("np.loadtxt(__import__('io').StringIO(x[0].decode()), dtype='g')",
                    text.toString().getBytes(StandardCharsets.UTF_8)), ours.toString(), text.toString());
        }
    }

    @Test
    void readsOtherEncodings() throws IOException {
        for (int n = 0; n < 300; n++) {
            Charset charset = Charset.forName(any(List.of("latin1", "utf-16", "utf-16le", "utf-8", "ascii", "cp1252")));
            String text = any(List.of("é 1\nü 2", "a b\nc d", "\u20ac 1", "\ud83d\ude00 x\ny z", "1 2\n", ""));
            add(text.getBytes(n % 2 == 0 ? charset : StandardCharsets.ISO_8859_1),
                    TextOptions.DEFAULT.withEncoding(charset).withDtype(Dtype.text(3)));
        }
        report("encodings");
    }

    @Test
    void readsAnyBytes() throws IOException {
        for (int n = 0; n < 2000; n++) {
            byte[] text = new byte[RANDOM.nextInt(40)];
            RANDOM.nextBytes(text);
            if (n % 2 == 0) {
                byte[] usual = "0123456789.,- \n\r#eE+\"".getBytes(StandardCharsets.UTF_8);
                for (int k = 0; k < text.length; k++) {
                    text[k] = usual[(text[k] & 0xff) % usual.length];
                }
            }
            // NumPy decodes ahead of what it reads, so a row too much may be an error.
            TextOptions options = options().withDtype(Dtype.of(any(DTYPES))).withMaxRows(1000);
            add(text, n % 3 == 0 ? options : options.withDelimiter(","));
        }
        report("bytes");
    }

    @Test
    void fillsMissingValuesAsGenfromtxtDoes() throws IOException {
        List<String> fields = List.of("", " ", "N/A", "-999", "1", "2.5", "x", "1_0", "nan", " 7 ", "True", "false",
                "1e2",
                "300");
        for (int n = 0; n < 1000; n++) {
            StringBuilder text = new StringBuilder();
            for (int row = 1 + RANDOM.nextInt(3); row > 0; row--) {
                text.append(any(fields)).append(',').append(any(fields)).append(',').append(any(fields)).append('\n');
            }
            boolean loose = RANDOM.nextBoolean();
            MissingValues missing = MissingValues.DEFAULT.withLoose(loose);
            String more = ", loose=" + (loose ? "True" : "False");
            String dtype = any(List.of("f8", "f4", "i4", "i8", "?", "U5", "c16", "u1", "i1"));
            switch (RANDOM.nextInt(4)) {
                case 0 -> {
                    missing = missing.withTexts("N/A");
                    more += ", missing_values='N/A'";
                }
                case 1 -> {
                    missing = missing.withTexts(1, "N/A", "x");
                    more += ", missing_values={1: ['N/A', 'x']}";
                }
                case 2 -> {
                    missing = missing.withFilling(1, "5");
                    more += ", filling_values={1: 5}";
                }
                default -> {
                    missing = missing.withFilling("7").withTexts("x");
                    more += ", filling_values=7, missing_values='x'";
                }
            }
            if (dtype.equals("?") && more.contains("filling")) {
                continue;
            }
            byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
            TextOptions options = TextOptions.DEFAULT.withDelimiter(",").withDtype(Dtype.of(dtype))
                    .withMissing(missing);
            oracle.generated(bytes, "dict(delimiter=',', dtype='" + dtype + "'" + more + ")");
            cases.add(new Case(bytes, options, "genfromtxt " + dtype + more));
        }
        check();
        report("missing values");
    }

    @Test
    void readsTheSameWithAnyNumberOfThreads() throws IOException {
        StringBuilder text = new StringBuilder();
        for (int n = 0; n < 100_000; n++) {
            text.append(n).append(' ').append(n * 0.1).append(n % 7 == 0 ? " # note\r\n" : "\n");
        }
        byte[] good = text.toString().getBytes(StandardCharsets.UTF_8);
        byte[] one = TextOracle.npy(Text.read(new ByteArrayInputStream(good), "text", TextOptions.DEFAULT));
        TextOptions many = TextOptions.DEFAULT.withThreads(Threads.of(3));
        assertArrayEquals(one, TextOracle.npy(Text.read(new ByteArrayInputStream(good), "text", many)));
        byte[] bad = text.insert(text.indexOf("77777 ") + 6, "x").toString().getBytes(StandardCharsets.UTF_8);
        for (TextOptions options : List.of(TextOptions.DEFAULT, many)) {
            ArrayFormatException e = org.junit.jupiter.api.Assertions.assertThrows(ArrayFormatException.class,
                    () -> Text.read(new ByteArrayInputStream(bad), "text", options));
            assertTrue(e.getMessage().contains("at row 77777, column 2"), e.getMessage());
            assertEquals('x', bad[(int) e.offset()], e.getMessage());
            NdArray before = Text.read(new ByteArrayInputStream(bad), "text", options.withMaxRows(77_777));
            assertEquals(List.of(77_777L, 2L), Arrays.stream(before.shape().toArray()).boxed().toList());
        }
    }
}
