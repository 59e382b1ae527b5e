package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    @TempDir
    private Path dir;
    private Path file;

    @BeforeEach
    void writeAnArray() throws IOException {
        file = dir.resolve("a.npy");
        Npy.write(file, DoubleArray.of(new double[]{1, 2, 3, 4, 5, 6}, 2, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bogus", "--bogus", "info", "info --bogus a.npy", "show", "show --jsn a.npy",
            "show a.npy --jsn", "show a.npy 0 0", "slice a.npy 0", "stats", "copy a.npy", "verify", "convert a.npy",
            "convert a.npy b", "convert a.npy b.npy c.npy", "convert a.npy b.npy --zstd", "convert a.npy a.npy b.npz",
            "convert a.npy b.npz --compress=10", "convert a.npy b.npz --compress=x",
            "convert a.npy b.npz --compress --zstd", "demo --size 1x",
            "demo --size 1", "demo --size 99999999999t", "show a.npy x", "show a.npy 1:2:0"})
    void wordsThatAreOffEndWithStatus2AndOneLine(String words) {
        assertFailure(Run.of((Object[]) words.split(" +")), 2);
    }

    @Test
    void aMistypedOptionIsToldWithTheWayToTheHelp() {
        for (String command : List.of("show", "info")) {
            Run run = Run.of(command, file, "--jsn");
            assertFailure(run, 2);
            assertEquals("npymap: unknown option: '--jsn' (see npymap " + command + " --help)", run.err().strip());
        }
    }

    @Test
    void aMissingFileEndsWithStatus1AndOneLine() {
        Path missing = dir.resolve("missing.npy");
        Run run = Run.of("show", missing);
        assertFailure(run, 1);
        assertTrue(run.err().contains("missing.npy: no such file"), run.err());
    }

    @Test
    void aPathThroughAFileAndAnArchiveEndWithStatus1() throws IOException {
        assertFailure(Run.of("show", file.resolve("member")), 1);
        Path archive = Files.write(dir.resolve("a.npz"), new byte[]{'P', 'K', 3, 4});
        assertFailure(Run.of("info", archive), 1);
    }

    @Test
    void aTruncatedFileEndsWithStatus1AndNamesTheByte() throws IOException {
        Path cut = truncated();
        for (String command : List.of("info", "show", "stats", "copy")) {
            Run run = command.equals("copy") ? Run.of(command, cut, dir.resolve("b.npy")) : Run.of(command, cut);
            assertFailure(run, 1);
            assertTrue(run.err().contains("truncated") && run.err().contains("(at byte "), run.err());
        }
        assertFalse(Files.exists(dir.resolve("b.npy")));
    }

    @Test
    void anIndexOutOfBoundsEndsWithStatus2() {
        assertFailure(Run.of("show", file, "2"), 2);
        assertFailure(Run.of("slice", file, ":, 3", "-o", dir.resolve("b.npy")), 2);
    }

    @Test
    void debugShowsTheStackTrace() {
        for (Run run : List.of(Run.of("--debug", "show", dir.resolve("x.npy")),
                Run.of("show", dir.resolve("x.npy"), "--debug"))) {
            assertEquals(1, run.status());
            assertTrue(run.errLines().size() > 1 && run.err().contains("\tat "), run.err());
        }
    }

    @Test
    void controlCharactersStayOutOfMessages() {
        assertEquals("a\\x0ab\\x1b[31m", Failures.oneLine("a\nb\u001b[31m"));
    }

    @Test
    void everyCommandHasHelpWithAnExample() {
        for (String command : Main.commandLine().getSubcommands().keySet()) {
            Run run = Run.of(command, "--help");
            assertEquals(0, run.status());
            assertTrue(command.equals("generate-completion") || run.out().matches("(?s).*Examples?:.*"), run.out());
        }
        assertEquals(0, Run.of("--help").status());
        assertTrue(Run.of("--version").out().startsWith("npymap "));
    }

    @Test
    void showsAnArrayAndItsParts() {
        assertEquals(2, Run.of("show", file).outLines().size());
        assertEquals(List.of("[6. 5. 4.]"), Run.of("show", file, "-1, ::-1").outLines());
        assertTrue(Run.of("show", file, "--repr").out().startsWith("array([["));
    }

    @Test
    void writesASlice() throws IOException {
        Path out = dir.resolve("out.npy");
        Run run = Run.of("slice", file, "-1:, ::2", "-o", out);
        assertEquals(new Run(0, "", ""), run);
        NdArray slice = Npy.read(out);
        assertEquals("[1, 2]", slice.shape().toString());
        assertEquals(6, slice.asDouble().get(0, 1));
    }

    @Test
    void replacesTheFileThatItSlices() throws IOException {
        assertEquals(0, Run.of("slice", file, "0", "-o", file).status());
        assertEquals("[3]", Npy.read(file).shape().toString());
    }

    @Test
    void copiesIntoADirectoryUnderTheSameNames() throws IOException {
        Path other = Files.copy(file, dir.resolve("b.npy"));
        Path target = Files.createDirectory(dir.resolve("target"));
        assertEquals(new Run(0, "", ""), Run.of("copy", file, other, target));
        assertEquals(-1, Files.mismatch(file, target.resolve("a.npy")));
        assertEquals(-1, Files.mismatch(file, target.resolve("b.npy")));
    }

    @Test
    void copiesToAFile() throws IOException {
        assertEquals(0, Run.of("copy", file, dir.resolve("c.npy")).status());
        assertEquals(-1, Files.mismatch(file, dir.resolve("c.npy")));
    }

    @Test
    void refusesToCopySeveralFilesToOneOrUnderOneName() throws IOException {
        assertFailure(Run.of("copy", file, file, dir.resolve("none")), 2);
        assertFailure(Run.of("copy", file, file, dir), 2);
    }

    @Test
    void goesOnAfterABadFile() throws IOException {
        Path cut = truncated();
        Run run = Run.of("info", cut, file, "--json");
        assertEquals(1, run.status());
        assertEquals(1, run.outLines().size());
        assertEquals(1, run.errLines().size());
        Path target = Files.createDirectory(dir.resolve("target"));
        assertEquals(1, Run.of("copy", cut, file, target).status());
        assertEquals(-1, Files.mismatch(file, target.resolve("a.npy")));
    }

    @Test
    void verifiesFilesOneLineEach() throws IOException {
        Run run = Run.of("verify", file, truncated());
        assertEquals(1, run.status());
        assertEquals("", run.err());
        assertLinesMatch(List.of(".*a\\.npy: ok", ".*cut\\.npy: truncated.*\\(at byte [0-9]+\\)"), run.outLines());
        assertEquals(0, Run.of("verify", file).status());
    }

    @Test
    void verifyFindsWhatIsNoCharacter() throws IOException {
        Path texts = dir.resolve("texts.npy");
        byte[] bytes = npy("'<U2'", "(2,)", new byte[16]);
        bytes[128 + 14] = 0x11;
        Files.write(texts, bytes);
        Run run = Run.of("verify", texts);
        assertEquals(1, run.status());
        assertTrue(run.out().contains("(at byte 140)"), run.out());
    }

    @Test
    void verifyIsSoonDoneWithAnyNumberOfElementsOfNoBytes() throws IOException {
        Path texts = Files.write(dir.resolve("texts.npy"), npy("'<U0'", "(4611686018427387904,)", new byte[0]));
        Path records = Files.write(dir.resolve("records.npy"),
                npy("[('a', [('x', [], (2147483647,))], (2147483647,)), ('b', 'S1')]", "(4,)", new byte[4]));
        Run run = assertTimeoutPreemptively(Duration.ofSeconds(10), () -> Run.of("verify", texts, records, file));
        assertEquals(List.of(texts + ": ok", records + ": ok", file + ": ok"), run.outLines(), run.err());
    }

    @Test
    void tellsTheHeaderOfAnObjectArrayWithoutItsPickle() throws IOException {
        Path objects = Files.write(dir.resolve("objects.npy"), npy("'|O'", "(2,)", new byte[0]));
        Run info = Run.of("info", objects, "--json");
        assertEquals(0, info.status(), info.err());
        assertTrue(info.out().contains("\"dtype\":\"|O\"") && info.out().contains("\"zero_copy\":false"), info.out());
        Run verify = Run.of("verify", objects);
        assertEquals(1, verify.status());
        assertTrue(verify.out().startsWith(objects + ": truncated: the pickle "), verify.out());
    }

    @Test
    void takesFilesThatBeginWithAMinusBehindTwo() throws IOException {
        assertFailure(Run.of("show", "-x.npy"), 2);
        assertTrue(Run.of("show", "--", "-x.npy", "-1").err().contains("-x.npy: no such file"));
        assertTrue(Run.of("slice", "-o", dir.resolve("b.npy"), "--", "-x.npy", "0").err()
                .contains("-x.npy: no such file"));
    }

    @Test
    void generatesACompletionOfAllCommands() {
        Run run = Run.of("generate-completion");
        assertEquals(0, run.status());
        assertEquals("", run.err());
        assertTrue(run.out().contains("complete -F"), run.out());
        for (String command : List.of("info", "show", "slice", "stats", "copy", "convert", "verify", "demo")) {
            assertTrue(run.out().contains("function _picocli_npymap_" + command + "()"), command);
        }
        assertTrue(run.out().contains("--json") && run.out().contains("--repr"), run.out());
    }

    @Test
    void demoLeavesNothingBehind() throws IOException {
        Run run = Run.of("demo", "--size", "256k", "--dir", dir);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().contains("sum on one thread, mapped"), run.out());
        try (Stream<Path> left = Files.list(dir)) {
            assertEquals(List.of(file), left.toList());
        }
    }

    /// A file of format 1.0 whose data begin at byte 128.
    static byte[] npy(String descr, String shape, byte[] data) {
        String dict = "{'descr': " + descr + ", 'fortran_order': False, 'shape': " + shape + ", }";
        String header = "\u0093NUMPY\1\0v\0" + dict + " ".repeat(117 - dict.length()) + "\n";
        byte[] bytes = Arrays.copyOf(header.getBytes(StandardCharsets.ISO_8859_1), 128 + data.length);
        System.arraycopy(data, 0, bytes, 128, data.length);
        return bytes;
    }

    private Path truncated() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        return Files.write(dir.resolve("cut.npy"), Arrays.copyOf(whole, whole.length - 1));
    }

    private static void assertFailure(Run run, int status) {
        assertEquals(status, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("npymap: "), run.err());
    }

    private static void writeHeader(Path file, String descr, int bytes) throws IOException {
        String dict = "{'descr': " + descr + ", 'fortran_order': False, 'shape': (2,), }\n";
        byte[] text = dict.getBytes(StandardCharsets.ISO_8859_1);
        ByteBuffer out = ByteBuffer.allocate(12 + text.length + bytes).order(ByteOrder.LITTLE_ENDIAN);
        out.put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 2, 0}).putInt(text.length).put(text);
        Files.write(file, out.array());
    }

    @Test
    void infoTellsOfMetadataThatAreLeftOut() throws IOException {
        String descr = "[('id', ('|S20', {'h5py_encoding': 'ascii'})), ('n', '<u4')]";
        writeHeader(file, descr, 48);
        Run text = Run.of("info", file);
        assertTrue(text.out().contains("  metadata     of the dtype, left out\n"), text.out());
        Run json = Run.of("info", file, "--json");
        assertTrue(json.out().contains("\"dtype\":\"" + descr + "\",\"metadata_left_out\":true,"), json.out());
        Path archive = dir.resolve("m.npz");
        assertEquals("", Run.of("copy", file, dir.resolve("copied.npy")).err());
        assertFalse(Run.of("info", dir.resolve("copied.npy")).out().contains("metadata"));
        assertEquals("dtype([('id', 'S20'), ('n', '<u4')])",
                Numpy.run(dir, "print(repr(np.load('copied.npy').dtype))"));
        Numpy.run(dir, "zipfile.ZipFile('m.npz', 'w').write('a.npy')");
        assertTrue(Run.of("info", archive).out().contains("zero-copy, metadata left out"));
        Path several = dir.resolve("several.npy");
        Numpy.run(dir, "open('several.npy', 'wb').write(2 * open('a.npy', 'rb').read())");
        assertEquals(2, Run.of("info", several).out().split("zero-copy, metadata left out", -1).length - 1);
        assertTrue(Run.of("info", archive, "--json").out().contains("\"metadata_left_out\":true"));
    }

    /// NumPy knows the name where ml_dtypes is imported; a code would lose the type.
    @Test
    void namesOfMlDtypesAreKept() throws IOException {
        Path copy = dir.resolve("b.npy");
        for (String descr : List.of("'bfloat16'", "'float8_e4m3fn'", "[('a', 'bfloat16'), ('b', 'float8_e5m2')]")) {
            writeHeader(file, descr, 6);
            assertTrue(Run.of("show", file).out().contains("0"));
            assertEquals("", Run.of("copy", file, copy).err());
            assertTrue(new String(Files.readAllBytes(copy), StandardCharsets.ISO_8859_1).contains(descr));
            assertEquals("", Run.of("convert", file, dir.resolve("b.npz")).err());
            assertTrue(Run.of("info", dir.resolve("b.npz/a")).out().contains(descr.replaceAll("^'|'$", "")));
            assertEquals("", Run.of("convert", file, dir.resolve("b.pkl")).err());
            assertEquals("", Run.of("convert", dir.resolve("b.pkl"), copy).err());
        }
    }

    @Test
    void aHeaderOfManyFieldsIsToldInTimeInProportion() throws Exception {
        Growth.requireLinear(1000, fields -> {
            StringBuilder descr = new StringBuilder("[");
            for (int n = 0; n < fields; n++) {
                descr.append("('f").append(n).append("', '<f8'), ");
            }
            Path wide = dir.resolve(fields + ".npy");
            writeHeader(wide, descr.append("]").toString(), 16 * fields);
            return () -> {
                assertTrue(Run.of("info", wide).out().contains("('f" + (fields - 1) + "', '<f8')"));
                assertEquals(0, Run.of("show", wide).status());
            };
        });
    }
}
