package dev.npymap.text;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.Growth;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Float8;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files of text: compressed, replaced, damaged, converted.
class TextTest {
    @TempDir
    Path directory;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }

    private static NdArray table() {
        return DoubleArray.of(new double[]{1, 0.1, -2.5, 1e300}, 2, 2);
    }

    private static final String TEXT = """
            # a
            # b
            1.000000000000000000e+00 1.000000000000000056e-01
            -2.500000000000000000e+00 1.000000000000000053e+300
            # end
            """;

    @Test
    void writesAFileWithHeaderAndFooter() throws IOException {
        Path path = directory.resolve("a.txt");
        Text.write(path, table(), TextFormat.DEFAULT.withHeader("a\nb").withFooter("end"));
        assertEquals(TEXT, Files.readString(path));
        assertEquals(table().repr(), Text.read(path, TextOptions.DEFAULT).repr());
    }

    @Test
    void readsFloatsOfMachineLearningAsTheNearest() throws IOException {
        List<Dtype> dtypes = new ArrayList<>(List.of(Dtype.BFLOAT16, Dtype.BFLOAT16.withOrder(ByteOrder.BIG_ENDIAN)));
        Arrays.stream(Float8.values()).map(Dtype::float8).forEach(dtypes::add);
        String[] fields = {"0.1", "-2.5", "1e-9", "448", "3.4e38", "nan", "0", "1.00390625000000001", "0.99609375"};
        Path text = file("narrow.txt", String.join(" ", fields) + "\n");
        DoubleArray doubles = Text.read(text, TextOptions.DEFAULT).asDouble();
        for (Dtype dtype : dtypes) {
            NdArray read = Text.read(text, TextOptions.DEFAULT.withDtype(dtype));
            assertEquals(dtype, read.dtype());
            assertEquals(doubles.to(dtype).repr(), read.repr());
            Path npy = directory.resolve("narrow.npy");
            Text.convert(text, npy, TextOptions.DEFAULT.withDtype(dtype));
            assertEquals(read.repr(), Npy.read(npy).as(dtype).repr());
            assertThrows(ArrayFormatException.class,
                    () -> Text.read(file("bad.txt", "1 x\n"), TextOptions.DEFAULT.withDtype(dtype)));
        }
        Dtype row = Dtype.struct(Field.of("b", Dtype.BFLOAT16), Field.of("n", Dtype.INT32));
        NdArray rows = Text.read(file("rows.txt", "1.5 2\n-0.1 3\n"), TextOptions.DEFAULT.withDtype(row));
        assertEquals("[1.5 -0.100098]", rows.asRecord().field("b").toString());
        assertEquals("[2 3]", rows.asRecord().field("n").toString());
    }

    @Test
    void tellsHowFarReadingAndWritingAre() throws IOException {
        NdArray array = DoubleArray.of(new Random(1).doubles(60_000).toArray(), 20_000, 3);
        for (String name : List.of("a.txt", "a.txt.gz")) {
            for (Threads threads : List.of(Threads.ONE, Threads.of(3))) {
                LongAdder written = new LongAdder();
                Path path = directory.resolve(name);
                Text.write(path, array, TextFormat.DEFAULT.withThreads(threads).withProgress(written::add));
                assertEquals(array.byteSize(), written.sum());
                LongAdder read = new LongAdder();
                TextOptions options = TextOptions.DEFAULT.withThreads(threads).withProgress(read::add);
                Text.read(path, options);
                assertEquals(Files.size(path), read.sum());
                Text.convert(path, directory.resolve("a.npy"), options.withDtype(Dtype.text(0)));
                assertEquals(2 * Files.size(path), read.sum());
            }
        }
    }

    @Test
    void errorsNameTheLineOfTheFile() throws IOException {
        TextOptions csv = TextOptions.DEFAULT.withDelimiter(",");
        String rows = "1,2\n".repeat(70_000);
        for (Threads threads : List.of(Threads.ONE, Threads.of(3))) {
            assertLine(5, "# a\n\n1,2\n#\n3,x\n", csv.withThreads(threads));
            assertLine(4, "a\r\n\rb\n3,x\n", csv.withSkipRows(3).withThreads(threads));
            assertLine(70_002, rows + "# note\n3,x\n" + rows, csv.withThreads(threads));
            assertLine(3, "1,2\n\n3\n", csv.withThreads(threads));
            assertLine(2, "1,2\n3\n", csv.withMissing(MissingValues.DEFAULT).withThreads(threads));
        }
        TextOptions quoted = csv.withQuote("\"").withDtype(Dtype.struct(Field.of("t", Dtype.text(3)),
                Field.of("n", Dtype.INT64)));
        assertLine(6, "\"a\nb\r\nc\",1\n\"\",2\nd,3\ne,x\n", quoted);
        assertLine(140_002, "\"a\nb\",1\n".repeat(70_000) + "c,1\nd,x\n", quoted);
    }

    private void assertLine(long line, String text, TextOptions options) throws IOException {
        Path path = file("lines.txt", text);
        String message = assertThrows(ArrayFormatException.class, () -> Text.read(path, options)).getMessage();
        assertTrue(message.startsWith("lines.txt: line " + line + ": "), message);
    }

    @Test
    void compressesAFileWhoseNameEndsInGz() throws IOException {
        Path path = directory.resolve("a.txt.gz");
        Text.write(path, table(), TextFormat.DEFAULT.withHeader("a\nb").withFooter("end"));
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(path))) {
            assertEquals(TEXT, new String(in.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertEquals(table().repr(), Text.read(path, TextOptions.DEFAULT).repr());
        assertEquals(Shape.of(2, 2), Text.convert(path, directory.resolve("a.npy"), TextOptions.DEFAULT));
    }

    @Test
    void refusesOtherCompressions() {
        for (String name : List.of("a.bz2", "a.xz", "a.lzma")) {
            Path path = directory.resolve(name);
            String refused = name + ": unsupported compression";
            assertTrue(assertThrows(IllegalArgumentException.class,
                    () -> Text.write(path, table(), TextFormat.DEFAULT)).getMessage().startsWith(refused));
            assertTrue(assertThrows(IllegalArgumentException.class,
                    () -> Text.read(path, TextOptions.DEFAULT)).getMessage().startsWith(refused));
        }
    }

    @Test
    void keepsTheOldFileWhereAnArrayCannotBeWritten() throws IOException {
        Path path = file("old.txt", "old");
        IllegalArgumentException e = assertThrows(IllegalArgumentException.class,
                () -> Text.write(path, DoubleArray.of(new double[]{1, Double.NaN}), TextFormat.DEFAULT.withFmt("%d")));
        assertEquals("array: cannot convert NaN to an integer", e.getMessage());
        assertEquals("old", Files.readString(path));
        assertEquals(1, directory.toFile().list().length, "no temporary file stays");
    }

    @Test
    void writesOtherEncodingsAsPythonDoes() throws IOException {
        Path path = directory.resolve("a.txt");
        TextArray text = TextArray.of(new String[]{"é"});
        TextFormat format = TextFormat.DEFAULT.withFmt("%s").withHeader("h");
        Text.write(path, text, format.withEncoding(StandardCharsets.ISO_8859_1));
        assertArrayEquals("# h\né\n".getBytes(StandardCharsets.ISO_8859_1), Files.readAllBytes(path));
        Text.write(path, text, format.withEncoding(StandardCharsets.UTF_16));
        assertArrayEquals("\ufeff# h\né\n".getBytes(StandardCharsets.UTF_16LE), Files.readAllBytes(path));
        assertEquals("é", Text.read(path, TextOptions.DEFAULT.withDtype(Dtype.text(1))
                .withEncoding(StandardCharsets.UTF_16)).asText().get());
        assertThrows(IllegalArgumentException.class,
                () -> Text.write(path, text, format.withEncoding(StandardCharsets.US_ASCII)));
    }

    @Test
    void namesFileRowColumnAndByteOfAWrongField() throws IOException {
        Path path = file("wrong.csv", "#x\n1,2\n3,four\n");
        ArrayFormatException e = assertThrows(ArrayFormatException.class,
                () -> Text.read(path, TextOptions.DEFAULT.withDelimiter(",")));
        assertEquals("wrong.csv: line 3: could not convert string 'four' to float64 at row 1, column 2 (at byte 9)",
                e.getMessage());
        Path ragged = file("ragged.txt", "1 2\n3\n");
        assertEquals(
                "ragged.txt: line 2: the number of columns changed from 2 to 1 at row 2; select columns to read a part of "
                        + "them (at byte 4)",
                assertThrows(ArrayFormatException.class, () -> Text.read(ragged, TextOptions.DEFAULT)).getMessage());
        assertThrows(NoSuchFileException.class, () -> Text.read(directory.resolve("no.txt"), TextOptions.DEFAULT));
    }

    @Test
    void fillsMissingValuesColumnByColumn() throws IOException {
        Path path = file("missing.csv", "1,,N/A\nx,5,6\n");
        TextOptions options = TextOptions.DEFAULT.withDelimiter(",");
        MissingValues every = MissingValues.DEFAULT.withLoose(true);
        assertEquals("[[ 1. nan nan]\n [nan  5.  6.]]", Text.read(path, options.withMissing(every)).toString());
        assertEquals("[[1 0 7]\n [0 5 6]]", Text.read(path, options.withDtype(Dtype.INT32)
                .withMissing(every.withFilling("0").withFilling(2, "7"))).toString());
        assertEquals("[[ 1. nan nan]\n [nan  5.  6.]]", Text.read(path, options.withMissing(
                MissingValues.DEFAULT.withTexts("N/A").withTexts(0, "x"))).toString());
    }

    @Test
    void onlyWhatIsNamedIsMissing() throws IOException {
        TextOptions options = TextOptions.DEFAULT.withDelimiter(",")
                .withMissing(MissingValues.DEFAULT.withTexts("N/A", "-"));
        for (String field : List.of("x", "\"12.5\"", "1.0D+00", "5.6-304", "True", "1'000", "1;5", "#N/A", "na", "--",
                "1 000", "\u00a0x")) {
            Path path = file("field.csv", "1,2\n,N/A\n-,FIELD\n".replace("FIELD", field));
            for (Dtype dtype : List.of(Dtype.FLOAT64, Dtype.FLOAT32, Dtype.FLOAT16, Dtype.LONGDOUBLE, Dtype.INT64,
                    Dtype.INT8, Dtype.COMPLEX128, Dtype.of("M8[s]"), Dtype.of("f8,i4"))) {
                String message = assertThrows(ArrayFormatException.class, () -> Text.read(path,
                        options.withDtype(dtype).withComments())).getMessage();
                assertTrue(message.startsWith("field.csv: line 3: could not convert string "), message);
                assertTrue(message.contains("at row 2, column 2"), message);
                assertEquals(field.startsWith("\""), message.contains("; no quote character is set"), message);
            }
        }
        assertEquals("field.csv: line 2: could not convert filling '-1' to uint8 at row 1, column 1 (at byte 4)",
                assertThrows(ArrayFormatException.class, () -> Text.read(directory.resolve("field.csv"),
                        options.withDtype(Dtype.UINT8))).getMessage());
        Path quoted = file("quoted.csv", "1,\"12.5\"\n,\"\"\n\"N/A\",3\n");
        assertEquals("[[ 1.  12.5]\n [ nan  nan]\n [ nan  3. ]]",
                Text.read(quoted, options.withQuote("\"")).toString());
    }

    @Test
    void oneLongFieldAmongShortOnesIsRefusedBeforeItFillsTheMemory() throws Exception {
        TextOptions texts = TextOptions.DEFAULT.withDtype(Dtype.text(0));
        Growth.requireLinear(100_000, size -> {
            byte[] text = ("x".repeat(size) + "\n" + "y\n".repeat(size)).getBytes(StandardCharsets.UTF_8);
            Path npy = directory.resolve("wide.npy");
            return () -> {
                ArrayFormatException e = assertThrows(ArrayFormatException.class,
                        () -> Text.read(new ByteArrayInputStream(text), "wide.txt", texts));
                assertEquals(
                        "wide.txt: unsupported: the longest field makes " + (size + 1) + " elements of str" + 32 * size
                                + " ('<U" + size + "') from " + text.length
                                + " bytes of text; a dtype with a width cuts longer fields (at byte 0)",
                        e.getMessage());
                Path file = Files.write(directory.resolve("wide.txt"), text);
                assertThrows(ArrayFormatException.class, () -> Text.convert(file, npy, texts));
                assertFalse(Files.exists(npy));
            };
        });
        // As wide as NumPy makes it, where that is some hundred times the text.
        byte[] text = ("x".repeat(500) + "\n" + "yy\n".repeat(9000)).getBytes(StandardCharsets.UTF_8);
        NdArray wide = Text.read(new ByteArrayInputStream(text), "wide.txt", texts);
        assertEquals(Dtype.text(500), wide.dtype());
        assertEquals("yy", wide.asText().get(9000));
    }

    @Test
    void readingTakesTimeAndMemoryInProportionToTheText() throws Exception {
        TextOptions csv = TextOptions.DEFAULT.withDelimiter(",");
        Growth.requireLinear(100_000, size -> reading("1,".repeat(size), csv));
        Growth.requireLinear(100_000, size -> reading("1,".repeat(size) + "\n" + "1\n".repeat(size), csv));
        Growth.requireLinear(100_000, size -> reading("9".repeat(size), csv));
        Growth.requireLinear(200_000, size -> reading("\n".repeat(size) + "1", csv.withSkipRows(Long.MAX_VALUE)));
        Growth.requireLinear(200_000, size -> reading("\"" + "a\n".repeat(size), csv.withQuote("\"")));
        Growth.requireLinear(100_000, size -> reading("\"1\",\"2\"\n".repeat(size), csv.withQuote("\"")));
        Growth.requireLinear(200_000, size -> reading("/".repeat(size) + "//\n", csv.withComments("//x", "//y")));
        Growth.requireLinear(100_000, size -> reading("1,".repeat(size) + "1\n", csv.withColumns(0, -1)));
    }

    private static Growth.Action reading(String text, TextOptions options) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return () -> {
            try {
                Text.read(new ByteArrayInputStream(bytes), "text", options);
            } catch (ArrayFormatException refused) {
                assertTrue(refused.getMessage().length() < 400, refused.getMessage());
            }
        };
    }

    @Test
    void refusesOptionsThatNumpyRefuses() {
        TextOptions options = TextOptions.DEFAULT;
        for (Runnable wrong : List.<Runnable>of(() -> options.withDelimiter("--"), () -> options.withDelimiter(""),
                () -> options.withDelimiter("\n"), () -> options.withDelimiter("#"), () -> options.withComments(""),
                () -> options.withQuote("#"), () -> options.withQuote("\"").withComments("//"),
                () -> options.withNdmin(3), () -> options.withSkipRows(-1), () -> options.withMaxRows(-1),
                () -> options.withDtype(Dtype.OBJECT), () -> options.withQuote(" "))) {
            assertThrows(IllegalArgumentException.class, wrong::run);
        }
    }

    @Test
    void convertsWhatItReads() throws IOException {
        List<TextOptions> all = List.of(TextOptions.DEFAULT, TextOptions.DEFAULT.withUnpack(true),
                TextOptions.DEFAULT.withDtype(Dtype.text(0)), TextOptions.DEFAULT.withNdmin(2).withColumns(0),
                TextOptions.DEFAULT.withMaxRows(1), TextOptions.DEFAULT.withMaxRows(0),
                TextOptions.DEFAULT.withQuote("'"),
                TextOptions.DEFAULT.withMaxRows(1).withColumns(0), TextOptions.DEFAULT.withThreads(Threads.of(2)),
                TextOptions.DEFAULT.withDtype(Dtype.struct(Field.of("a", Dtype.INT64), Field.of("b", Dtype.text(3)))));
        Path path = file("a.txt", "1 2\n3 4\n5 6\n");
        Path npy = directory.resolve("a.npy");
        Path expected = directory.resolve("expected.npy");
        for (TextOptions options : all) {
            Shape shape = Text.convert(path, npy, options);
            NdArray read = Text.read(path, options);
            Npy.write(expected, read);
            assertEquals(read.shape(), shape, options.toString());
            assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(npy), options.toString());
        }
        Path wrong = file("wrong.txt", "1 2\n3 x\n");
        assertThrows(ArrayFormatException.class, () -> Text.convert(wrong, npy, TextOptions.DEFAULT));
        assertArrayEquals(Files.readAllBytes(expected), Files.readAllBytes(npy), "the old file is untouched");
    }

    @Test
    void givesAValueOrAnExceptionForDamagedGzip() throws IOException {
        long seed = Long.getLong("npymap.seed", System.nanoTime());
        System.out.println("TextTest: -Dnpymap.seed=" + seed);
        Random random = new Random(seed);
        Path path = directory.resolve("a.gz");
        Text.write(path, LongArray.of(random.longs(2000).toArray()), TextFormat.DEFAULT.withFmt("%d"));
        byte[] whole = Files.readAllBytes(path);
        TextOptions options = TextOptions.DEFAULT.withDtype(Dtype.INT64);
        for (int n = 0; n < 300; n++) {
            byte[] damaged = n % 2 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            if (n % 2 != 0) {
                damaged[random.nextInt(damaged.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(path, damaged);
            try {
                Text.read(path, options);
                assertTrue(n % 2 != 0, "a cut file has no value");
            } catch (ArrayFormatException e) {
                assertTrue(e.getMessage().startsWith(n % 2 == 0 ? "a.gz: truncated: " : "a.gz: "), e.getMessage());
            }
        }
    }

    @Test
    void readsLinesAndFieldsOfAnyLength() throws IOException {
        String digits = "1".repeat(1_000_000);
        Path path = file("long.txt", digits + "\n0." + digits + "\n");
        assertEquals(List.of(Double.POSITIVE_INFINITY, 1 / 9.0),
                Text.read(path, TextOptions.DEFAULT).asDouble().stream().boxed().toList());
        Path row = file("row.txt", "1 ".repeat(700_000) + "\n\n" + "2 ".repeat(700_000));
        assertEquals(Shape.of(2, 700_000), Text.read(row, TextOptions.DEFAULT).shape());
        Path quoted = file("quoted.txt", "\"" + "x\n".repeat(400_000) + "\"");
        assertEquals(800_000, Text.read(quoted, TextOptions.DEFAULT.withQuote("\"").withDtype(Dtype.text(0)))
                .asText().get().length());
    }

    /// Converts a file in a JVM with a small heap, and prints the shape or what is wrong.
    static final class SmallHeap {
        public static void main(String[] args) throws IOException {
            TextOptions options = TextOptions.DEFAULT.withThreads(Threads.of(2)).withDtype(Dtype.of(args[2]));
            try {
                System.out.println(Text.convert(Path.of(args[0]), Path.of(args[1]), options));
            } catch (ArrayFormatException e) {
                System.out.println(e.getMessage());
            }
        }
    }

    private String convert(String heap, Path text, String dtype) throws Exception {
        List<String> options = List.of("-Xmx" + heap, "-XX:MaxDirectMemorySize=16m");
        Path npy = directory.resolve("converted.npy");
        try (ChildJvm child = ChildJvm.start(options, SmallHeap.class, text, npy, dtype)) {
            return child.finish(120);
        }
    }

    @Test
    void convertsMoreThanTheHeapHolds() throws Exception {
        int rows = 1_600_000;
        double[] values = new double[4 * rows];
        Arrays.setAll(values, n -> n % 1000 * 0.5);
        Path big = directory.resolve("big.txt");
        Text.write(big, DoubleArray.of(values, rows, 4), TextFormat.DEFAULT.withFmt("%.12e").withThreads(Threads.ALL));
        assertTrue(Files.size(big) > 100 << 20);
        assertEquals("[1600000, 4]\nexit 0", convert("40m", big, "f8"));
        assertArrayEquals(values, Npy.read(directory.resolve("converted.npy")).asDouble().toArray());
    }

    @Test
    void convertsShortFieldsToWideElementsInLittleMemory() throws Exception {
        Path wide = file("wide.txt", "1\n".repeat(30_000));
        assertEquals("[30000]\nexit 0", convert("120m", wide, "U1000"));
    }

    @Test
    void refusesALineThatWouldFillMemory() throws Exception {
        Path bomb = directory.resolve("bomb.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] nines = new byte[1 << 20];
            Arrays.fill(nines, (byte) '9');
            for (int n = 0; n < 200; n++) {
                out.write(nines);
            }
        }
        assertEquals("bomb.gz: unsupported: a line of more than 67108864 bytes (at byte 0)\nexit 0",
                convert("160m", bomb, "f8"));
    }

    @Test
    void passesOnWhatAStreamThrows() {
        IOException full = new IOException("full");
        OutputStream out = new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw full;
            }
        };
        assertEquals(full, assertThrows(IOException.class, () -> Text.write(out, table(), TextFormat.DEFAULT)));
    }
}
