package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is written is what CPython writes, byte for byte.
class WriteOracleTest {
    private static final int SEED = 20260302;
    private static final int CASES = 125;

    @TempDir
    Path directory;

    /// What is written has the names of NumPy 2, which older ones do not know.
    private static Oracle numpy2() {
        Oracle numpy = PickleOracle.numpy();
        assumeTrue(numpy.atLeast(2, 0, "pickles with the names of NumPy 2"));
        return numpy;
    }

    /// Read from every protocol, so that views of the file and decoded payloads are written.
    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void writesGeneratedValuesAsPythonDoes(int protocol) throws IOException {
        System.out.println("WriteOracleTest, seed " + SEED);
        Oracle numpy = numpy2();
        Path file = directory.resolve("values.pkl");
        // What protocol 5 says of an array's layout, the others do not.
        for (int from : protocol == 5 ? new int[]{5} : new int[]{2, protocol, 5}) {
            List<byte[]> blobs = PickleOracle.blobs(numpy.eval("pairs(%d, %d, %d, %d)".formatted(SEED, CASES, from,
                    protocol)));
            for (int n = 0; n < blobs.size(); n += 2) {
                Files.write(file, blobs.get(n));
                ByteArrayOutputStream written = new ByteArrayOutputStream();
                try (Arena arena = Arena.ofConfined()) {
                    PickleWriter.write(Channels.newChannel(written), Pickle.map(file, arena), protocol, false);
                }
                assertArrayEquals(blobs.get(n + 1), written.toByteArray(), "case " + n / 2 + " from protocol " + from);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void writesJavaTreesAsPythonDoes(int protocol) throws IOException {
        Oracle numpy = numpy2();
        NdArray one = NdArray.zeros(Dtype.INT32, 3);
        NdArray two = NdArray.zeros(Dtype.FLOAT64, 2, 3);
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("first", one);
        map.put("description", "some text");
        map.put("numbers", List.of(1, 2.5, true, 1L << 40, -3));
        map.put("second", two);
        map.put("again", one);
        map.put("x", "x");
        map.put("numpy", new byte[]{1, 2, 3});
        Path file = directory.resolve("tree.pkl");
        Pickle.write(file, map, protocol);
        assertArrayEquals(numpy
                .eval("""
                        (lambda a, b: pickle.dumps({'first': a, 'description': 'some text', 'numbers': [1, 2.5, True, 1 << 40, -3],
                         'second': b, 'again': a, 'x': 'x', 'numpy': bytes([1, 2, 3])}, %d))(np.zeros(3, 'i4'), np.zeros((2, 3)))
                        """
                        .strip().formatted(protocol)),
                Files.readAllBytes(file));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void alignsEveryPayload(int protocol) throws IOException {
        Oracle numpy = numpy2();
        Path file = directory.resolve("aligned.pkl");
        NdArray large = NdArray.zeros(Dtype.FLOAT64, 10_000);
        NdArray small = NdArray.zeros(Dtype.INT16, 7);
        Pickle.writeAligned(file, List.of(small, large, small, ArrayValue.ofReadOnly(NdArray.zeros(Dtype.FLOAT32, 5))),
                protocol);
        try (Arena arena = Arena.ofConfined()) {
            Value value = Pickle.map(file, arena);
            long base = Files.size(file);
            for (int n = 0; n < 4; n++) {
                MemorySegment elements = value.get(n).asArray().segment();
                assertEquals(0, elements.address() % 64, "array " + n + " of a file of " + base);
            }
            assertEquals(numpy.text("d(pickle.loads(x[0]))", Files.readAllBytes(file)), PickleOracle.describe(value));
            assertEquals(numpy.text("d(pickle._loads(x[0]))", Files.readAllBytes(file)), PickleOracle.describe(value));
        }
    }

    @Test
    void tellsHowFarItIs() throws IOException {
        Path file = directory.resolve("told.pkl");
        LongAdder written = new LongAdder();
        Pickle.write(file, List.of(NdArray.zeros(Dtype.FLOAT64, 100_000), "x"), 4, true, written::add);
        assertEquals(Files.size(file), written.sum());
    }

    @Test
    void refusesWhatItCannotWriteAndLeavesTheFile() throws IOException {
        Path file = directory.resolve("kept.pkl");
        Files.write(file, new byte[]{1});
        assertThrows(IllegalArgumentException.class, () -> Pickle.write(file, List.of(1, new Object())));
        assertThrows(IllegalArgumentException.class, () -> Pickle.write(file, 1, 6));
        String none = assertThrows(NullPointerException.class, () -> Pickle.write(file, Arrays.asList(1, null)))
                .getMessage();
        assertEquals("null cannot be pickled; Python's None is Value.None.NONE", none);
        Value deep = ListValue.list();
        for (int n = 0; n < 500; n++) {
            deep = ListValue.list(deep);
        }
        Value tooDeep = deep;
        assertThrows(IllegalArgumentException.class, () -> Pickle.write(file, tooDeep));
        assertArrayEquals(new byte[]{1}, Files.readAllBytes(file));
    }

    @Test
    void writesObjectArraysThatPythonReads() throws IOException {
        Oracle numpy = numpy2();
        Path file = directory.resolve("objects.pkl");
        for (String view : List.of("", ".reshape(2, 3)", ".reshape(2, 3).T", ".reshape(1, 3, 2).T",
                "[:0].reshape(0, 2).T")) {
            byte[] pickle = numpy.eval("pickle.dumps(np.array([1, 'a', None, 2.5, (3,), []], object)" + view + ", 4)");
            Pickle.write(file, Pickle.wrap(MemorySegment.ofArray(pickle), "objects.pkl"));
            assertArrayEquals(pickle, Files.readAllBytes(file), view);
        }
    }
}
