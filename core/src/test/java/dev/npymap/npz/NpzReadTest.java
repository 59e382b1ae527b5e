package dev.npymap.npz;

import static dev.npymap.npz.Archives.elements;
import static dev.npymap.npz.Archives.python;
import static dev.npymap.npz.Archives.pythonText;
import static dev.npymap.npz.Archives.toBytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Archives that NumPy and `zipfile` write, as npymap reads them.
class NpzReadTest {
    /// `arrays(seed)` is a dictionary of random arrays of every kind of dtype, shape, order and byte order.
    private static final String PROGRAM = """
            def arrays(seed):
                rng = np.random.RandomState(seed)
                made = {}
                for d in ('?', 'i1', 'u1', '<i2', '>i2', '<u2', '>u2', '<i4', '>i4', '<u4', '>u4', '<i8', '>i8', '<u8',
                          '>u8', '<f2', '>f2', '<f4', '>f4', '<f8', '>f8', '<g', '<F', '>F', '<D', '>D', '<G', 'S5',
                          'S0', '<U3', '>U3', 'V3', '<M8[ns]', '>M8[25us]', '<m8[D]',
                          [('a', '<i4'), ('n', [('x', '>f4'), ('y', 'S3')])], '>i4,(2,3)f8,S3'):
                    for shape in ((), (0, 3), (5,), (3, 4), (2, 3, 40)):
                        dtype = np.dtype(d)
                        count = int(np.prod(shape, dtype=np.int64))
                        if dtype.kind == 'U':
                            a = np.array([chr(k) for k in rng.randint(32, 0x2fff, count)], dtype)
                        elif dtype.kind == 'b':
                            a = rng.randint(0, 2, count).astype(dtype)
                        elif dtype.char in 'gG':
                            a = (np.arange(count) / 3).astype(dtype)
                            a.view(np.uint8).reshape(-1, 16)[:, 10:] = 0
                        elif dtype.itemsize == 0:
                            a = np.zeros(count, dtype)
                        else:
                            a = np.frombuffer(rng.bytes(count * dtype.itemsize), dtype)
                        a = a.reshape(shape)
                        made['a%d' % len(made)] = a
                        if a.ndim > 1:
                            made['a%d' % len(made)] = np.asfortranarray(a)
                return made
            """;

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("a.npz");
    }

    @ParameterizedTest
    @ValueSource(strings = {"savez", "savez_compressed"})
    void everyDtypeShapeAndOrderIsReadAsNumpyReadsIt(String save) throws IOException {
        int seed = Archives.random(NpzReadTest.class).nextInt(1 << 30);
        python(path, PROGRAM);
        python(path, "np." + save + "(p, **arrays(" + seed + "))\nz = np.load(p)");
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            Map<String, NdArray> arrays = npz.arrays();
            assertEquals(pythonText(path, "z.files"), pythonList(npz.names()));
            assertEquals(npz.names(), List.copyOf(arrays.keySet()));
            for (String name : npz.names()) {
                String a = "z['" + name + "']";
                NdArray array = arrays.get(name);
                String what = pythonText(path, "(" + a + ".dtype, " + a + ".shape)");
                assertEquals(pythonText(path, "list(" + a + ".shape)"), array.shape().toString(), what);
                byte[] expected = python(path, a + ".tobytes()");
                assertArrayEquals(expected, elements(array), what);
                assertArrayEquals(expected, elements(npz.read(name)), what);
                assertEquals(pythonText(path, a + ".flags.c_contiguous or not " + a + ".flags.f_contiguous")
                        .equals("True"), npz.header(name).order() == Order.C, what);
                assertEquals("a.npz/" + name, array.source().name());
                npz.verify(name);
            }
        }
    }

    private static String pythonList(List<String> names) {
        return names.stream().map(name -> "'" + name + "'").toList().toString();
    }

    @Test
    void sumsOfUnalignedMembersAreNumpys() throws IOException {
        assumeTrue(Oracle.numpy().atLeast(2, 0, "sums of arrays that are not aligned"));
        byte[] sums = python(path, "(np.savez(p, x=np.random.default_rng(7).random(50000), y=np.random.default_rng(8)"
                + ".random(50000).astype('f4')), np.array([np.load(p)['x'].sum(), np.load(p)['y'].sum()]).tobytes())[1]");
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertNotEquals(0, npz.array("x").segment().address() % 8);
            assertArrayEquals(sums, elements(DoubleArray.of(
                    new double[]{npz.array("x").asDouble().sum(), npz.array("y").asFloat().sum()})));
        }
    }

    @Test
    void payloadsAtOddPlacesAreMappedWhereTheyLie() throws IOException {
        python(path, "np.savez(p, x=np.arange(1000.), y=np.arange(7, dtype='>u2'), z=np.arange(5, dtype='<c16'))");
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            DoubleArray x = npz.array("x").asDouble();
            assertEquals(183 % 8, x.segment().address() % 8);
            assertEquals(499_500, x.sum());
            assertEquals(21, npz.array("y").asShort().sum());
            assertEquals(4, npz.array("z").asComplex().get(4).re());
            assertThrows(IllegalArgumentException.class, () -> x.set(0, 1));
        }
    }

    @Test
    void namesComeBackAsNumpyHasThem() throws IOException {
        python(path, """
                names = ['a/b', 'é', '中/文', '/abs', '..\\\\up', '../../up', '', 'x.npy', 'a b', 'nul\\0x', 'd/', '😀']
                np.savez(p, **{n: np.array([k]) for k, n in enumerate(names)})
                z = np.load(p)""");
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(pythonText(path, "'|'.join(z.files)"), String.join("|", npz.names()));
            assertEquals(pythonText(path, "'|'.join(z.zip.namelist())"),
                    String.join("|", npz.members().stream().map(NpzMember::fileName).toList()));
            for (int n = 0; n < npz.names().size(); n++) {
                assertEquals(n, npz.array(npz.names().get(n)).asLong().get(0));
                assertEquals(n, npz.array(npz.members().get(n).fileName()).asLong().get(0));
            }
        }
    }

    @Test
    void membersThatAreNoArraysAreBytes() throws IOException {
        python(path, """
                with zipfile.ZipFile(p, 'w', zipfile.ZIP_DEFLATED) as f:
                    f.writestr('bad.npy', b'hello')
                    f.writestr('notes.txt', b'', zipfile.ZIP_STORED)
                    f.writestr('d/', b'')
                    f.writestr('raw', b'x' * 100000)
                    with f.open('magic', 'w') as g: np.lib.format.write_array(g, np.arange(3))
                z = np.load(p)""");
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(List.of("bad", "notes.txt", "d/", "raw", "magic"), npz.names());
            for (String name : List.of("bad", "notes.txt", "d/", "raw")) {
                assertFalse(npz.isArray(name));
                assertArrayEquals(python(path, "z['" + name + "']"), toBytes(npz.bytes(name)), name);
                assertTrue(npz.bytes(name).isReadOnly());
                npz.verify(name);
                String message = assertThrows(ArrayFormatException.class, () -> npz.array(name)).getMessage();
                assertTrue(message.startsWith("a.npz/" + name + ": "), message);
                assertThrows(ArrayFormatException.class, () -> npz.header(name));
                assertThrows(ArrayFormatException.class, () -> npz.read(name));
            }
            assertEquals("[0 1 2]", npz.array("magic").toString());
            assertEquals(List.of("magic"), List.copyOf(npz.arrays().keySet()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"savez", "savez_compressed"})
    void objectsHaveAHeaderAndNothingElse(String save) throws IOException {
        python(path, "np." + save + "(p, o=np.array([1, 'two', None], object), d=np.arange(3))");
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            NpyHeader header = npz.header("o");
            assertEquals("|O", header.descr());
            assertEquals("[3]", header.shape().toString());
            for (String message : List.of(
                    assertThrows(ArrayFormatException.class, () -> npz.array("o")).getMessage(),
                    assertThrows(ArrayFormatException.class, () -> npz.read("o", "0")).getMessage())) {
                assertTrue(message.startsWith("a.npz/o: unsupported dtype '|O': object arrays hold pickled"), message);
            }
            npz.verify("o");
            assertEquals(List.of("d"), List.copyOf(npz.arrays().keySet()));
            assertEquals(List.of("o"), npz.objectArrays());
            assertEquals("[0 1 2]", npz.array("d").toString());
            assertArrayEquals(python(path, "zipfile.ZipFile(p).read('o.npy')"), toBytes(npz.bytes("o")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"savez", "savez_compressed"})
    void checksumOfObjectsIsCompared(String save) throws IOException {
        python(path, "np." + save + "(p, o=np.array([1, 'two', None] * 999, object))");
        byte[] archive = Files.readAllBytes(path);
        Files.write(path, new ZipSurgery(archive).flip(archive.length / 2, 3).bytes());
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertThrows(ArrayFormatException.class, () -> npz.verify("o"));
        }
    }

    @Test
    void missingMembersAreNamed() throws IOException {
        python(path, "np.savez(p, x=np.arange(3))");
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals("a.npz", npz.source());
            assertFalse(npz.contains("nope"));
            assertTrue(npz.contains("x") && npz.contains("x.npy"));
            assertEquals("a.npz: has no member 'nope'",
                    assertThrows(NoSuchElementException.class, () -> npz.array("nope")).getMessage());
            assertThrows(NoSuchElementException.class, () -> npz.read("nope", "0"));
            assertThrows(NoSuchElementException.class, () -> npz.header("nope"));
            assertThrows(NoSuchElementException.class, () -> npz.bytes("nope"));
            assertThrows(NoSuchElementException.class, () -> npz.verify("nope"));
            assertThrows(NoSuchElementException.class, () -> npz.member("nope"));
            assertThrows(NoSuchElementException.class, () -> npz.isArray("nope"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"STORED", "DEFLATED"})
    void bytesBehindAnArrayAreLeftAlone(String method) throws IOException {
        python(path, """
                b = io.BytesIO()
                np.save(b, np.arange(6, dtype='<i4').reshape(2, 3, order='F'))
                with zipfile.ZipFile(p, 'w', zipfile.ZIP_%s) as f:
                    f.writestr('more.npy', b.getvalue() + b'tail' * 5000)
                    f.writestr('less.npy', b.getvalue()[:-3])
                    f.writestr('head.npy', b.getvalue()[:40])""".formatted(method));
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals("[[0 2 4]\n [1 3 5]]", npz.array("more").toString());
            assertEquals(152 + 20_000, npz.bytes("more").byteSize());
            assertArrayEquals(python(path, "zipfile.ZipFile(p).read('more.npy')"), toBytes(npz.bytes("more")));
            npz.verify("more");
            assertEquals("a.npz/less: truncated: shape [2, 3] of <i4 needs 24 bytes of data, the file has 21 (at byte"
                    + " 149)", assertThrows(ArrayFormatException.class, () -> npz.array("less")).getMessage());
            assertThrows(ArrayFormatException.class, () -> npz.verify("less"));
            String message = assertThrows(ArrayFormatException.class, () -> npz.array("head")).getMessage();
            assertTrue(message.startsWith("a.npz/head: truncated"), message);
            assertThrows(ArrayFormatException.class, () -> npz.read("head"));
        }
    }

    @Test
    void headerNeedsNoMoreThanTheBeginningOfACompressedMember() throws IOException {
        python(path, "np.savez_compressed(p, x=np.random.RandomState(1).bytes(300000))");
        byte[] damaged = Files.readAllBytes(path);
        damaged[200_000] ^= 1;
        Files.write(path, damaged);
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals("|S300000", npz.header("x").descr());
            String message = assertThrows(ArrayFormatException.class, () -> npz.array("x")).getMessage();
            assertTrue(message.startsWith("a.npz/x: "), message);
        }
    }

    @Test
    void readCopiesAndArrayKeeps() throws IOException {
        python(path, "np.savez_compressed(p, x=np.arange(1000.))");
        DoubleArray copy;
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            DoubleArray array = npz.array("x").asDouble();
            assertEquals(array.segment().address(), npz.array("x").segment().address());
            assertThrows(IllegalArgumentException.class, () -> array.set(0, 1));
            copy = npz.read("x", "::-2").asDouble();
            copy.set(0, -1);
            assertEquals(999, array.get(999));
        }
        assertEquals(-1, copy.get(0));
        assertEquals(997, copy.get(1));
    }

    @Test
    void closedArenaEndsEveryAccess() throws IOException {
        python(path, "np.savez(p, x=np.arange(1000.))");
        Npz npz;
        NdArray array;
        try (Arena arena = Arena.ofConfined()) {
            npz = Npz.map(path, arena);
            array = npz.array("x");
        }
        assertThrows(IllegalStateException.class, () -> array.asDouble().sum());
        assertThrows(IllegalStateException.class, () -> npz.array("x").asDouble().sum());
        assertThrows(IllegalStateException.class, () -> npz.verify("x"));
        assertEquals(List.of("x"), npz.names());
    }

    @Test
    void whatIsNoArchiveIsRefused() throws IOException {
        python(path, "np.save(open(p, 'wb'), np.arange(3))");
        byte[] npy = Files.readAllBytes(path);
        for (byte[] bytes : List.of(npy, new byte[0], new byte[3], "PK".getBytes(StandardCharsets.US_ASCII))) {
            Files.write(path, bytes);
            assertEquals("a.npz: not a .npz archive: the first 4 bytes are neither PK\\x03\\x04 nor PK\\x05\\x06"
                    + " (at byte 0)", refusal());
        }
        Files.writeString(path, "PK\3\4");
        assertEquals("a.npz: truncated, or not a .npz archive: it has no end-of-central-directory record (at byte 4)",
                refusal());
        Files.write(path, Archives.random(new Random(1), 100_000));
        Files.write(path, "PK\3\4".getBytes(StandardCharsets.US_ASCII), StandardOpenOption.WRITE);
        assertEquals("a.npz: truncated, or not a .npz archive: it has no end-of-central-directory record (at byte"
                + " 100000)", refusal());
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(IOException.class, () -> Npz.map(directory, arena));
            assertThrows(NoSuchFileException.class,
                    () -> Npz.map(directory.resolve("none.npz"), arena));
        }
    }

    private String refusal() {
        try (Arena arena = Arena.ofConfined()) {
            return assertThrows(ArrayFormatException.class, () -> Npz.map(path, arena)).getMessage();
        }
    }
}
