package dev.npymap.pickle;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.internal.python.PythonText;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What CPython pickles is read as what it was.
class ReadOracleTest {
    private static final int SEED = 20260301;
    private static final int CASES = 125;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void readsGeneratedValues(int protocol) throws IOException {
        System.out.println("ReadOracleTest, seed " + SEED);
        List<byte[]> blobs = PickleOracle.blobs(PickleOracle.numpy()
                .eval("cases(%d, %d, %d, True)".formatted(SEED, CASES, protocol)));
        Path file = directory.resolve("values.pkl");
        for (int n = 0; n < blobs.size(); n += 2) {
            Files.write(file, blobs.get(n));
            try (Arena arena = Arena.ofConfined()) {
                assertEquals(PickleOracle.text(blobs.get(n + 1)), PickleOracle.describe(Pickle.map(file, arena)),
                        "case " + n / 2);
            }
        }
    }

    /// Real picklers write no key twice; whoever edits a pickle may.
    @Test
    void equalKeysAndItemsAreOneAsInPython() throws IOException {
        List<byte[]> blobs = PickleOracle.blobs(PickleOracle.numpy()
                .eval("""
                        (lambda r, hashable: b''.join(len(b).to_bytes(4, 'big') + b for b in sum(([d, repr(pickle.loads(d)).encode(),
                                s, repr(sorted(map(repr, pickle.loads(s)))).encode()]
                            for keys in [[hashable(r, 3) for _ in range(r.randrange(1, 30))] for _ in range(200)]
                            for plain in [[pickle.dumps(key, 2)[2:-1] for key in keys]]
                            for d, s in [(b'\\x80\\x04}(' + b''.join(k + b'K' + bytes([n]) for n, k in enumerate(plain)) + b'u.',
                                b'\\x80\\x04\\x8f(' + b''.join(plain) + b'\\x90.')]), [])))(
                        __import__('random').Random(11), hashable := lambda r, depth: r.choice([0, 1, 2, True, False, 1.0, 2.5,
                            'a', 'b' * 300, 'b' * 300, b'a', b'b' * 300, None, 1 << 70, float(1 << 70)]) if depth == 0
                            or r.random() < .5 else tuple(hashable(r, depth - 1) for _ in range(r.randrange(3))))"""));
        for (int n = 0; n < blobs.size(); n += 4) {
            assertEquals(PickleOracle.text(blobs.get(n + 1)), read(blobs.get(n)).repr());
            assertEquals(PickleOracle.text(blobs.get(n + 3)), read(blobs.get(n + 2)).asList().stream().map(Value::repr)
                    .sorted().map(PythonText::quote).collect(Collectors.joining(", ", "[", "]")));
        }
    }

    private static Value read(byte[] pickle) throws IOException {
        return Pickle.wrap(MemorySegment.ofArray(pickle), "keys.pkl");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 4, 5})
    void sumsOfPickledArraysAreNumpys(int protocol) throws IOException {
        assumeTrue(PickleOracle.numpy().atLeast(2, 0, "sums of arrays that are not aligned"));
        Path file = directory.resolve("sums.pkl");
        for (String dtype : List.of("f8", "f4")) {
            String value = "np.random.default_rng(7).random(50000).astype('" + dtype + "')";
            for (int shift = 1; shift <= 8; shift++) {
                String pickle = "pickle.dumps((" + "'x' * " + shift + ", " + value + "), " + protocol + ")";
                Files.write(file, PickleOracle.numpy().eval(pickle));
                byte[] sum = PickleOracle.numpy()
                        .eval("np.float64(pickle.loads(" + pickle + ")[1].sum()).tobytes()");
                try (Arena arena = Arena.ofConfined()) {
                    NdArray array = ((ArrayValue) Pickle.map(file, arena).at("1")).array();
                    double ours = dtype.equals("f8") ? array.asDouble().sum() : array.asFloat().sum();
                    assertEquals(MemorySegment.ofArray(sum).get(JAVA_DOUBLE_UNALIGNED, 0), ours,
                            dtype + " behind " + shift + " letters");
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void readsWhatIsLessCommon(int protocol) throws IOException {
        Oracle numpy = PickleOracle.numpy();
        String texts = numpy.atLeast(2, 0, "StringDType") ? "'T'" : "'O'";
        numpy.eval("texts = " + texts);
        numpy.eval(
                """
                        special = [np.array([1, 'a', None, [2.5]], dtype=object), np.array([[1, 2], [3, 4]], dtype=object, order='F'),
                            np.zeros((2,), [('a', 'O'), ('b', '<i4')]), np.array(None, dtype=object),
                            np.ma.array([1, 2, 3], mask=[0, 1, 0]), np.ma.array([[1., 2.]], mask=True, fill_value=7.),
                            np.ma.array([(1, 2.)], dtype=[('a', '<i4'), ('b', '<f8')], mask=[(True, False)]),
                            np.matrix([[1, 2], [3, 4]]), np.rec.array([(1, 2.)], dtype=[('a', '<i4'), ('b', '<f8')]),
                            np.array(['a', 'bb', ''], dtype=texts), np.float64(2), np.bool_(True), np.str_('abc'),
                            np.datetime64('2020-01-01', 'D'), np.int8(-1), np.bytes_(b'xy'), np.clongdouble(1),
                            np.dtype([('a', '<i4')], align=True), np.dtype('M8[25s]'), np.char.array(['a', 'b']),
                            np.dtype('<f8', metadata={'a': 1}), 'x' * 70000, 'é' * 70000, b'\\xff' * 70000, bytearray(70000),
                            np.arange(20000, dtype='<u2'), [], {}, (), set(), frozenset(), -5, 10**4000]
                        """);
        int count = Integer.parseInt(numpy.text("len(special)"));
        for (int n = 0; n < count; n++) {
            byte[] pickle = numpy.eval("pickle.dumps(special[%d], %d)".formatted(n, protocol));
            String expected = numpy.text("d(special[%d])".formatted(n));
            Value value = Pickle.wrap(MemorySegment.ofArray(pickle), "special.pkl");
            assertEquals(expected, PickleOracle.describe(value), "case " + n);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 4, 5})
    void payloadsAreViewsOfTheMapping(int protocol) throws IOException {
        byte[] pickle = PickleOracle.numpy().eval("pickle.dumps({'a': [np.arange(1000.)]}, " + protocol + ")");
        Path file = directory.resolve("view.pkl");
        Files.write(file, pickle);
        try (Arena arena = Arena.ofConfined()) {
            NdArray array = Pickle.map(file, arena).at("a/0").asArray();
            assertTrue(array.segment().isMapped());
            assertEquals(999, array.asDouble().get(999));
        }
    }

    @Test
    void sharedObjectsStayShared() throws IOException {
        byte[] pickle = PickleOracle.numpy()
                .eval("(lambda a, l: pickle.dumps([a, a, l, l, {'k': l}], 4))(np.arange(3), [1])");
        Value value = Pickle.wrap(MemorySegment.ofArray(pickle), "shared.pkl");
        assertTrue(value.get(0) == value.get(1));
        assertTrue(value.get(2) == value.get(3) && value.get(2) == value.at("4/k"));
    }

    @Test
    void recursiveValuesAreReadAndPrinted() throws IOException {
        Oracle numpy = PickleOracle.numpy();
        numpy.eval(
                "l = []; l.append(l); m = {}; m['m'] = m; o = np.empty(1, object); o[0] = o; t = ([],); t[0].append(t)");
        for (int protocol = 0; protocol <= 5; protocol++) {
            byte[] pickle = numpy.eval("pickle.dumps([l, m, o, t], " + protocol + ")");
            Value value = Pickle.wrap(MemorySegment.ofArray(pickle), "recursive.pkl");
            assertTrue(value.get(0) == value.at("0/0/0"));
            assertTrue(value.get(1) == value.at("1/m/m"));
            assertTrue(value.get(2) == value.at("2/0/0"));
            assertTrue(value.get(3) == value.at("3/0/0"));
            assertTrue(value.toString().length() < 3000);
            assertEquals(value, value);
        }
    }

    @Test
    void buffersOutsideOfThePickleAreViewed() throws IOException {
        Oracle numpy = PickleOracle.numpy();
        numpy.eval("""
                bufs = []
                oob = pickle.dumps([np.arange(5.), np.arange(6).reshape(2, 3).T, b'x'], 5, buffer_callback=bufs.append)
                """);
        List<byte[]> blobs = PickleOracle.blobs(numpy.eval("blobs([oob] + [b.raw().tobytes() for b in bufs])"));
        Path file = directory.resolve("oob.pkl");
        Files.write(file, blobs.get(0));
        List<MemorySegment> buffers = blobs.subList(1, blobs.size()).stream().map(MemorySegment::ofArray).toList();
        try (Arena arena = Arena.ofConfined()) {
            Value value = Pickle.map(file, arena, buffers);
            assertEquals(numpy.text("d([np.arange(5.), np.arange(6).reshape(2, 3).T, b'x'])"),
                    PickleOracle.describe(value));
        }
    }

    @Test
    void objectArraysInNpyFilesAreReadWhenAskedFor() throws IOException {
        Oracle numpy = PickleOracle.numpy();
        numpy.eval(
                "import io\nf = io.BytesIO(); objs = np.array([[1, 'a'], [None, np.arange(3)]], dtype=object); np.save(f, objs)");
        Path file = directory.resolve("objects.npy");
        Files.write(file, numpy.eval("f.getvalue()"));
        Value value = Pickle.readObjects(file);
        assertEquals("A:|O:(2, 2):[i1,s61,None,A:<i8:(3,):000000000000000001000000000000000200000000000000]",
                PickleOracle.describe(value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"np.ma.array([1, None], dtype=object, mask=[0, 1])",
            "np.ma.array(['a', 'b'], dtype=np.dtypes.StringDType() if hasattr(getattr(np, 'dtypes', None), 'StringDType') else object)",
            "np.ma.array([(1, None)], dtype=[('a', 'i4'), ('b', 'O')])", "np.ma.masked",
            "np.arange(2).view(Sub)", "np.ma.array([1, 2]).view(Masked)"})
    void whatIsNotUnderstoodLeavesTheRestAsItIs(String expression) throws IOException {
        Oracle numpy = PickleOracle.numpy();
        numpy.eval("""
                import __main__
                class Sub(np.ndarray):
                    pass
                class Masked(np.ma.MaskedArray):
                    def __getstate__(self):
                        return ('more', *super().__getstate__())
                for c in Sub, Masked:
                    c.__module__ = '__main__'
                    setattr(__main__, c.__name__, c)
                """);
        numpy.eval("odd = " + expression);
        for (int protocol = 0; protocol <= 5; protocol++) {
            requireInert(numpy.eval("pickle.dumps([np.arange(3), odd, 'end', odd], " + protocol + ")"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Vz4\nI00\nI01\ntR(I3\nV|\nNNNI-1\nI-1\nI0\ntb", "Vi4\nI00\nI01\ntR(I5\nV<\nNNNI-1\nI-1\nI0\ntb",
                    "Vi4\nI00\nI01\ntR(I4\nV<\nNNNI-1\nI-1\nI0\nNNtb", "cquaternion\nquaternion\nI00\nI01\ntR",
                    "VM8\nI00\nI01\ntR(I4\nV<\nNNNI-1\nI-1\nI0\n(N(Vcentury\nI1\nI1\nI1\ntttb",
                    "VV4\nI00\nI01\ntR(I3\nV|\n(cnumpy\ndtype\n(Vz4\ntRI2\ntNNI4\nI1\nI0\ntb",
                    "VV4\nI00\nI01\ntR(I3\nV|\nN(Va\nt(dVa\n(cnumpy\ndtype\n(Vz4\ntRI0\ntsI4\nI1\nI0\ntb"})
    void arraysOfUnknownDtypesAreInert(String dtype) throws IOException {
        String array = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntRp1\n(I1\n(I%d\nt%sI00\n%stb";
        String good = array.formatted(3, "cnumpy\ndtype\n(Vi8\ntR",
                "S'" + "\\0".repeat(16) + "\\2" + "\\0".repeat(7) + "'\n");
        String odd = array.formatted(1, "cnumpy\ndtype\n(" + dtype, "S'abcd'\n");
        requireInert(HostileRun.bytes("(" + good + odd + "Vend\ng1\nl."));
        requireInert(HostileRun.bytes("(" + good + "cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(" + dtype
                + "S'abcd'\ntRp1\nVend\ng1\nl."));
    }

    @Test
    void namesInAProgramsRegistryAreInert() throws IOException {
        byte[] pickle = PickleOracle.numpy().eval("""
                (lambda reg: (reg.add_extension('fractions', 'Fraction', 240),
                    pickle.dumps([1, __import__('fractions').Fraction(1, 2)], 2),
                    reg.remove_extension('fractions', 'Fraction', 240)))(__import__('copyreg'))[1]
                """);
        String repr = Pickle.wrap(MemorySegment.ofArray(pickle), "registry.pkl").repr();
        assertTrue(repr.startsWith("[1, <extension 240("), repr);
    }

    private static void requireInert(byte[] pickle) throws IOException {
        Value value = Pickle.wrap(MemorySegment.ofArray(pickle), "odd.pkl");
        PickledObject odd = assertInstanceOf(PickledObject.class, value.get(1));
        assertTrue(odd == value.get(3));
        assertTrue(odd.repr().startsWith("<" + odd.name()), odd.repr());
        assertEquals(2, value.get(0).asArray().asLong().get(2));
        assertEquals("end", value.get(2).asText());
    }
}
