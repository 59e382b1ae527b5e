package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.regex.Matcher;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Pickles of Python 2, NumPy 1 and joblib, built as these write them.
class OldPicklesTest {
    private static final String DATA = "\1\0\0\0\2\0\0\0\3\0\0\200";
    private static final String PYTHON_2 = "\200\2cnumpy.core.multiarray\n_reconstruct\nq\1cnumpy\nndarray\nq\2K\0\205U\1b\207"
            + "Rq\3(K\1K\3\205cnumpy\ndtype\nq\4U\2i4K\0K\1\207Rq\5(K\3U\1<NNNJ\377\377\377\377J\377\377\377\377K\0tb\211"
            + "U\14" + DATA + "tb.";
    private static final String PYTHON_2_TEXT = "cnumpy.core.multiarray\n_reconstruct\np1\n(cnumpy\nndarray\np2\n(I0\ntS'b'\n"
            + "tRp3\n(I1\n(I3\ntcnumpy\ndtype\np4\n(S'i4'\nI0\nI1\ntRp5\n(I3\nS'<'\nNNNI-1\nI-1\nI0\ntbI00\n"
            + "S'\\x01\\x00\\x00\\x00\\x02\\x00\\x00\\x00\\x03\\x00\\x00\\x80'\ntb.";
    private static final String ANCIENT = PYTHON_2.replace("numpy.core.multiarray", "numpy.core._internal");
    private static final String NUMPY_1 = "\200\3cnumpy.core.multiarray\n_reconstruct\nq\0cnumpy\nndarray\nq\1K\0\205q\2C\1bq\3\207"
            + "q\4Rq\5(K\1K\3\205q\6cnumpy\ndtype\nq\7X\2\0\0\0i4q\10\211\210\207q\tRq\n(K\3X\1\0\0\0<q\13NNN"
            + "J\377\377\377\377J\377\377\377\377K\0tq\14b\211C\14" + DATA + "q\rtq\16b.";

    private static final String JOBLIB = "\200\2}q\0(X\1\0\0\0aq\1cjoblib.numpy_pickle\nNumpyArrayWrapper\nq\2)\201q\3}q\4("
            + "X\10\0\0\0subclassq\5cnumpy\nndarray\nq\6X\5\0\0\0shapeq\7K\3\205q\10X\5\0\0\0orderq\tX\1\0\0\0Cq\n"
            + "X\5\0\0\0dtypeq\13cnumpy\ndtype\nq\14X\2\0\0\0i2q\r\211\210\207q\16Rq\17(K\3X\1\0\0\0<q\20NNN"
            + "J\377\377\377\377J\377\377\377\377K\0tq\21bX\12\0\0\0allow_mmapq\22\210";
    private static final String JOBLIB_END = "\0\0\1\0\2\0X\1\0\0\0sq\24X\3\0\0\0endq\25u.";

    @TempDir
    Path directory;

    private static Value read(String pickle) throws IOException {
        return Pickle.wrap(MemorySegment.ofArray(HostileRun.bytes(pickle)), "old.pkl");
    }

    @ParameterizedTest
    @ValueSource(strings = {PYTHON_2, PYTHON_2_TEXT, NUMPY_1})
    void readsArraysAsPythonDoes(String pickle) throws IOException {
        NdArray array = read(pickle).asArray();
        assertEquals("<i4", array.dtype().descr());
        assertArrayEquals(new int[]{1, 2, 0x80000003}, array.asInt().toArray());
        assertEquals(PickleOracle.numpy().text("d(pickle.loads(x[0], encoding='latin1'))", HostileRun.bytes(pickle)),
                PickleOracle.describe(read(pickle)));
    }

    @Test
    void readsArraysFromBeforeTheyHadAnExtensionModule() throws IOException {
        assertArrayEquals(new int[]{1, 2, 0x80000003}, read(ANCIENT).asArray().asInt().toArray());
    }

    /// A state as the versions before 3 had it, of a dtype that `code` begins.
    private static String dtype(String code, String state) {
        return "cnumpy\ndtype\n(S'" + code + "'\nI0\nI1\ntR(" + state + "tb";
    }

    @ParameterizedTest
    @ValueSource(strings = {"I0\nS'<'\nNNI-1\nI-1\n", "S'<'\nNNI-1\nI-1\n", "I1\nS'<'\nNNI-1\nI-1\n",
            "I1\nS'<'\nNNNI-1\nI-1\n", "I2\nS'<'\nNNNI-1\nI-1\n", "I2\nS'<'\nNNNI-1\nI-1\nI0\n",
            "I3\nS'<'\nNNNI-1\nI-1\nI0\n", "I4\nS'<'\nNNNI-1\nI-1\nI0\nN"})
    void readsStatesOfEveryVersion(String state) throws IOException {
        String type = dtype("i4", state);
        requireNumpys(type + ".");
        requireNumpys(type.replace("<", ">") + ".");
        requireNumpys(PYTHON_2.replaceAll("(?s)cnumpy\ndtype.*tb\211", Matcher.quoteReplacement(type + "\211")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"(dS'a'\n(%1$sI0\ntsS'b'\n(%2$sI4\ntsI-1\n(S'a'\nS'b'\nts",
            "(dI-1\n(S'b'\nS'a'\ntsS'a'\n(%1$sI0\ntsS'b'\n(%2$sI4\nts",
            "(dS'a'\n(%1$sI0\nS't'\ntsS't'\n(%1$sI0\nS't'\ntsS'b'\n(%2$sI4\ntsI-1\n(S'a'\nS'b'\nts"})
    void readsFieldsOfTheFirstVersions(String fields) throws IOException {
        String placed = fields.formatted(dtype("i2", "S'>'\nNNI-1\nI-1\n"),
                dtype("V6", "S'|'\n(" + dtype("S3", "S'|'\nNNI3\nI1\n") + "I2\ntNI6\nI1\n"));
        requireNumpys(dtype("V10", "S'|'\nN" + placed + "I10\nI1\n") + ".");
        requireNumpys(dtype("V10", "I1\nS'|'\nN" + placed + "I10\nI1\n") + ".");
        requireNumpys(dtype("V10", "I1\nS'|'\nNN" + placed + "I10\nI1\n") + ".");
    }

    private static void requireNumpys(String pickle) throws IOException {
        assertEquals(PickleOracle.numpy().text("d(pickle.loads(x[0], encoding='latin1'))", HostileRun.bytes(pickle)),
                PickleOracle.describe(read(pickle)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"I-1\nS'<'\nNNNI-1\nI-1\n", "I2\nS'<'\nNNI-1\nI-1\n",
            "S'<'\nNNI-1\n", "S'|'\nN(dI-1\nI-1\n", "I1\nS'|'\nNN(dI-1\nI-1\n"})
    void statesThatNoVersionHasAreRefused(String state) {
        assertThrows(ArrayFormatException.class, () -> read(dtype("i4", state) + "."));
        assertThrows(Oracle.PythonException.class,
                () -> PickleOracle.numpy().eval("pickle.loads(x[0], encoding='latin1')",
                        HostileRun.bytes(dtype("i4", state) + ".")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"numpy.core.multiarray", "numpy.core._multiarray_umath", "numpy._core.multiarray",
            "numpy._core._multiarray_umath", "numpy.core._internal", "numpy._core.umath"})
    void readsTheNamesOfEveryNumpy(String module) throws IOException {
        for (String type : List.of("numpy", "numpy.core.multiarray", "numpy._core._multiarray_umath")) {
            String pickle = NUMPY_1.replace("numpy.core.multiarray", module).replace("cnumpy\n", "c" + type + "\n");
            assertArrayEquals(new int[]{1, 2, 0x80000003}, read(pickle).asArray().asInt().toArray());
        }
        String scalar = "c" + module + "\nscalar\n(" + dtype("i4", "I3\nS'<'\nNNNI-1\nI-1\nI0\n")
                + "S'\\x07\\0\\0\\0'\ntR.";
        assertEquals(!module.endsWith("_internal"), read(scalar) instanceof Value.Scalar);
    }

    @Test
    void payloadsOfPython2AreViews() throws IOException {
        Path file = directory.resolve("two.pkl");
        Files.write(file, HostileRun.bytes(PYTHON_2));
        try (Arena arena = Arena.ofConfined()) {
            assertTrue(Pickle.map(file, arena).asArray().segment().isMapped());
        }
    }

    @Test
    void stringsOfPython2AreTextsAndBytes() throws IOException {
        TextValue text = (TextValue) read("U\2\350ab.".replace("ab", "b"));
        assertEquals("\350b", text.value());
        assertEquals(2, text.bytes().orElseThrow().byteSize());
        assertEquals(1, read("}U\1aI1\ns.").get("a").asLong());
        assertEquals("it's\n\\ \"\1A", read("S'it\\'s\\n\\\\ \"\\x01\\101'\n.").asText());
        assertEquals(new Value.Truth(true), read("I01\n."));
        assertEquals("123456789012345678901234567890", read("L123456789012345678901234567890L\n.").toString());
        assertEquals(Double.NEGATIVE_INFINITY, read("F-inf\n.").asDouble());
    }

    @Test
    void readsStatesOfOlderDtypes() throws IOException {
        String datetime = "cnumpy\ndtype\n(S'M8'\nI0\nI1\ntR(I4\nS'<'\nNNNI-1\nI-1\nI0\n((d(S'ns'\nI25\nI1\nI1\ntttb.";
        assertEquals("<M8[25ns]", ((DtypeValue) read(datetime)).dtype().orElseThrow().descr());
        String aligned = "cnumpy\ndtype\n(S'V8'\nI00\nI01\ntR(I3\nS'|'\nN(S'a'\nS'b'\nt(S'a'\n(cnumpy\ndtype\n(S'u1'\nI0\nI1\n"
                + "tRI0\ntS'b'\n(cnumpy\ndtype\n(S'i4'\nI0\nI1\ntR(I3\nS'>'\nNNNI-1\nI-1\nI0\ntbI4\ntdI8\nI4\nI-112\ntb.";
        assertEquals("[('a', '|u1'), ('', '|V3'), ('b', '>i4')]",
                ((DtypeValue) read(aligned)).dtype().orElseThrow().descr());
    }

    @Test
    void readsJoblibsAlignedArrays() throws IOException {
        Value value = read(
                JOBLIB + "X\33\0\0\0numpy_array_alignment_bytesq\23K\20ub\t" + "\377".repeat(9) + JOBLIB_END);
        assertArrayEquals(new short[]{0, 1, 2}, shorts(value.get("a").asArray()));
        assertEquals("end", value.get("s").asText());
    }

    @Test
    void readsJoblibsOlderArrays() throws IOException {
        Value value = read(JOBLIB + "ub" + JOBLIB_END);
        assertArrayEquals(new short[]{0, 1, 2}, shorts(value.get("a").asArray()));
        assertEquals("end", value.get("s").asText());
    }

    private static short[] shorts(NdArray array) {
        short[] values = new short[(int) array.size()];
        for (int n = 0; n < values.length; n++) {
            values[n] = (short) array.asShort().get(n);
        }
        return values;
    }

    @Test
    void readIsIndependentOfTheFile() throws IOException {
        Path file = directory.resolve("read.pkl");
        Files.write(file, HostileRun.bytes(NUMPY_1));
        Value value = Pickle.read(file);
        Files.write(file, new byte[1]);
        assertEquals(1, value.asArray().asInt().get(0));
    }

    @Test
    void aFileThatIsCutIsNamed() throws IOException {
        Path file = directory.resolve("cut.pkl");
        Pickle.write(file, NdArray.zeros(Dtype.FLOAT64, 100_000));
        try (Arena arena = Arena.ofConfined()) {
            NdArray array = Pickle.map(file, arena).asArray();
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(5000);
            }
            try {
                array.copyTo(MemorySegment.ofArray(new byte[800_000]));
                throw new AssertionError("the cut is not noticed");
            } catch (UncheckedIOException cut) {
                assertTrue(cut.getCause() instanceof ArrayFormatException named && named.getMessage()
                        .startsWith("cut.pkl: "), cut.getMessage());
            }
        }
    }

    @Test
    void pathsLeadThroughValues() throws IOException {
        Value value = read("}(Vlayers\n](}Vw\nK\7sK\1eI3\nVthree\nu.");
        assertEquals(7, value.at("layers/0/w").asLong());
        assertEquals("three", value.at("3").asText());
        assertEquals(value, value.at(""));
        IllegalArgumentException none = assertThrows(IllegalArgumentException.class,
                () -> value.at("layers/5"));
        assertTrue(none.getMessage().startsWith("nothing at 'layers/5': a list has no such item"), none.getMessage());
        ClassCastException wrong = assertThrows(ClassCastException.class,
                () -> value.get("layers").asArray());
        assertTrue(wrong.getMessage().startsWith("the value is a list, not an array: "), wrong.getMessage());
    }
}
