package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.Oracle;
import dev.npymap.Python;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The store and NumPy: files that `np.load` opens, and `npymap_store.py` beside the Java, in both directions.
class StoreOracleTest {
    private static final Path PYTHON = Path.of("../python").toAbsolutePath().normalize();

    @TempDir
    private Path directory;
    private Path path;
    private ArrayStore store;
    private Oracle numpy;

    @BeforeEach
    void create() throws IOException {
        numpy = Oracle.numpy();
        path = directory.resolve("s.store");
        store = ArrayStore.create(path);
        run("""
                import sys, os
                sys.path[:] = [p for p in sys.path if p != '%1$s']
                sys.path.insert(0, '%1$s')
                sys.dont_write_bytecode = True
                import npymap_store as ns
                store = ns.open('%2$s')
                """.formatted(PYTHON, path));
    }

    private void run(String statements, byte[]... inputs) {
        numpy.eval(statements, inputs);
    }

    private void commit(Map<String, NdArray> arrays, String... keys) throws IOException {
        try (NewVersion next = store.write("from Java")) {
            for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
                next.put(array.getKey(), array.getValue());
            }
            for (String key : keys) {
                next.index(key);
            }
            next.commit();
        }
    }

    @Test
    void everyFileOfEveryVersionIsLoadedByNumpy() throws IOException {
        NdArray fortran = NdArray.zeros(Dtype.FLOAT32, Shape.of(3, 4), Order.F, Source.MEMORY);
        fortran.asFloat().copyFrom(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
        commit(Map.of("g/f", fortran, "x", DoubleArray.of(new double[]{1.5}), "g/h/scalar", NdArray.zeros(Dtype.INT8),
                "texts", TextArray.of(new String[]{"ä", "bc"}), "empty", NdArray.zeros(Dtype.INT16, 0, 3), "record",
                NdArray.zeros(Npy.dtype("[('é', '>f8'), ('n', '<i4', (2,))]"), 3)));
        commit(Map.of("x", DoubleArray.of(new double[]{2.5})));
        for (long number : store.numbers()) {
            try (Version v = store.version(number)) {
                for (String name : v.arrays().keySet()) {
                    StoredArray stored = v.arrays().get(name);
                    String file = "np.load('" + v.directory().resolve(name + ".npy") + "')";
                    assertEquals(stored.descr(), numpy.text("ascii(np.lib.format.dtype_to_descr(" + file + ".dtype))"));
                    assertEquals(stored.shape().toString(), numpy.text("list(" + file + ".shape)"));
                    assertEquals(stored.order() == Order.F ? "True" : "False",
                            numpy.text(file + ".flags.fnc"), name);
                }
                run("v = store.version(" + number + ")");
                assertEquals(v.id(), numpy.text("v.id"));
                assertEquals(v.arrays().keySet().toString(), numpy.text("'[' + ', '.join(v.names) + ']'"));
                assertEquals("True", numpy.text("all(np.array_equal(v.array(n), np.load(os.path.join(v._directory, n + "
                        + "'.npy'))) for n in v.names)"));
                run("v.close()");
            }
        }
        assertEquals("2.5", numpy.text("np.load('" + path + "/latest/x.npy', mmap_mode='r')[0]"));
    }

    @Test
    void indexesAreTheSameBytes() throws IOException {
        Random random = new Random(5);
        for (String dtype : List.of("|i1", "|u1", "<i2", ">u2", "<i4", ">i4", "<u4", "<i8", ">i8", "<u8", "|S5", "|S16",
                "<U3", ">U9")) {
            for (int count : new int[]{0, 1, 4, 100, 3000}) {
                int least = dtype.endsWith("1") ? Math.min(count, 100) : count;
                run("r = np.random.default_rng(" + random.nextInt(1 << 30) + ")");
                run(keys(dtype, least));
                byte[] file = numpy.eval("""
                        (lambda f: (np.save(f, keys), f.getvalue())[1])(__import__('io').BytesIO())""");
                NdArray keys = Npy.wrap(java.lang.foreign.MemorySegment.ofArray(file), "keys");
                Path index = directory.resolve("index.npy");
                Files.deleteIfExists(index);
                long seed = IndexBuilder.write(index, KeyColumn.of("keys", keys));
                run("slots, seed = ns._index('keys', keys)");
                assertEquals(Long.toString(seed), numpy.text("seed"), dtype);
                byte[] bytes = Files.readAllBytes(index);
                assertArrayEquals(numpy.eval("slots.tobytes()"), Arrays.copyOfRange(bytes, 128, bytes.length),
                        dtype + " " + count);
            }
        }
        assertEquals("14166657e26005a694ad14fe53123ab3d446b09e5dc05b718a65573874796044", numpy.text(
                "__import__('hashlib').sha256(ns._index('k', np.array([0, 2**64-1, 1, 2**63], 'u8'))[0].tobytes())"
                        + ".hexdigest()"));
        assertEquals(0x36b47cb330ae43e9L, KeyHash.text(new byte[]{'a', 'b', 'c'}, 0, 3, 0));
    }

    private static String keys(String dtype, int count) {
        if (dtype.contains("S") || dtype.contains("U")) {
            return """
                    keys = np.array(list({''.join(chr(c) for c in r.integers(%s, r.integers(0, 12)))[:%s] for _ in \
                    range(%d)}), '%s')
                    keys = np.unique(keys)[r.permutation(len(np.unique(keys)))] if len(keys) else keys
                    """.formatted(dtype.contains("U") ? "1, 0x800" : "1, 120", dtype.substring(2), count, dtype);
        }
        return "keys = np.unique(r.integers(np.iinfo('%1$s').min, np.iinfo('%1$s').max, %2$d, dtype=np.dtype('%1$s')"
                .formatted(dtype, count) + ".newbyteorder('='))); keys = keys[r.permutation(len(keys))].astype('"
                + dtype
                + "')";
    }

    @Test
    void numpyProbesTheIndexInSixLines() throws IOException {
        commit(new TreeMap<>(Map.of("t/id", LongArray.of(new long[]{50, 40, 30, -5}))), "t/id");
        run("""
                index = np.load('%s/latest/t/id.index.npy', mmap_mode='r').view('u8')
                def row(key):
                    x = np.uint64(key %% 2**64)
                    for m in (0xff51afd7ed558ccd, 0xc4ceb9fe1a85ec53):
                        x = (x ^ (x >> np.uint64(33))) * np.uint64(m)
                    home = int(x ^ (x >> np.uint64(33))) %% (len(index) - 64)
                    hits = [int(w) for k, w in index[home:home + 64] if int(k) == key %% 2**64 and w]
                    return (hits[0] & (1 << 40) - 1) - 1 if hits else -1
                """.formatted(path));
        assertEquals("[2, 3, 0, -1]", numpy.text("[row(30), row(-5), row(50), row(7)]"));
    }

    @Test
    void pythonFindsRowsAsJavaDoes() throws IOException {
        long[] ids = new Random(3).longs(2000).distinct().toArray();
        String[] names = Arrays.stream(ids).mapToObj(id -> Long.toString(id, 36)).toArray(String[]::new);
        commit(new TreeMap<>(Map.of("t/id", LongArray.of(ids), "t/name", TextArray.of(names))), "t/id", "t/name");
        run("v = store.latest()");
        assertEquals("True", numpy.text(
                "np.array_equal(v.rows(v.array('t/id'), 't/id'), np.arange(2000)) and "
                        + "np.array_equal(v.rows(v.array('t/name')[::-1], 't/name'), np.arange(2000)[::-1])"));
        assertEquals("[-1 -1]", numpy.text("v.rows([1, 2], 't/id')"));
        assertEquals("[-1]", numpy.text("v.rows((v.array('t/id')[v.array('t/id') < 0][:1]).view('u8'), 't/id')"));
        assertEquals("[-1  5 -1]", numpy.text("v.rows(['', '%s', 'x' * 90], 't/name')".formatted(names[5])));
        run("v.close()");
        commit(new TreeMap<>(Map.of("u/id", NdArray.of(java.lang.foreign.MemorySegment.ofArray(new long[]{-1, 1}),
                Dtype.UINT64, Shape.of(2), Order.C, Source.MEMORY))), "u/id");
        run("v = store.latest()");
        assertEquals("[-1  0  1 -1]", numpy.text("v.rows([-1, 2**64 - 1, 1, 2**64], 'u/id')"));
        assertEquals("[1]", numpy.text("v.rows(1, 'u/id')"));
        run("v.close()");
    }

    @Test
    void damagedManifestsAreNamedByPython() throws IOException {
        commit(Map.of("x", LongArray.of(new long[]{1})));
        Path manifest = path.resolve("versions/0000000001/version.json");
        String good = Files.readString(manifest);
        String before = good.substring(0, good.length() - 77);
        Files.delete(manifest);
        for (String[] change : new String[][]{{"\"x\":{", "\"../x\":{"}, {"\"message\":\"from Java\"", "\"message\":7"},
                {"\"shape\":[1]", "\"shape\":NaN"}, {"\"shape\":[1]", "\"shape\":[-1]"},
                {"\"order\":\"C\"", "\"order\":\"X\""},
                {"\"bytes\":136", "\"bytes\":-1"}, {"\"message\":\"from", "\"message\":\"\\ud800"},
                {"\"attributes\":{}", "\"attributes\":[]"},
                {"\"number\":1", "\"number\":2"}, {"{\"number\"", "[{\"number\""}}) {
            String bad = before.replace(change[0], change[1]);
            run("import hashlib; raw = x[0]; open('" + manifest
                    + "', 'wb').write(raw + b',\"check\":\"%s\"}\\n' % hashlib.sha256(raw).hexdigest().encode())",
                    bad.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            refused("s.store@1/version.json: damaged", "store.latest().names");
            try (Version v = store.latest()) {
                assertThrows(dev.npymap.model.ArrayFormatException.class, v::arrays);
            }
        }
    }

    @Test
    void pythonCommitsWhatJavaReads() throws IOException {
        run("""
                src = '%s'
                os.makedirs(src + '/users', exist_ok=True)
                np.save(src + '/users/id.npy', np.array([3, 1, 2], '<i8'))
                np.save(src + '/users/x.npy', np.asfortranarray(np.arange(6.).reshape(3, 2)))
                np.save(src + '/e.npy', np.zeros((0, 2), '>i4'))
                number = store.commit(src, 'nightly ü', index=['users/id'], attributes={'users/x': {'a': [1, 2.5, None]}})
                """
                .formatted(directory.resolve("src")));
        try (Version v = store.latest()) {
            assertEquals("1", numpy.text("number"));
            assertEquals("nightly ü", v.message());
            assertEquals(List.of(), v.verify(_ -> {
            }));
            assertArrayEquals(new long[]{0, 1, 2, -1}, v.index("users/id").rows(3, 1, 2, 4));
            assertEquals(Arrays.asList(1L, 2.5, null), v.attributes("users/x").get("a"));
            assertEquals(5, v.array("users/x").asDouble().get(2, 1));
            ArrayStore other = ArrayStore.create(directory.resolve("other.store"));
            try (NewVersion next = other.write("the same")) {
                for (String name : v.arrays().keySet()) {
                    next.put(name, v.array(name));
                }
                next.index("users/id");
                next.commit();
            }
            try (Version same = other.latest()) {
                assertEquals(v.id(), same.id());
                assertEquals(v.manifest().indexes(), same.manifest().indexes());
            }
        }
        run("import shutil; shutil.rmtree(src); os.makedirs(src + '/users')");
        run("np.save(src + '/users/id.npy', np.array([9, 8, 7], '<i8')); store.commit(src, 'keys')");
        try (Version v = store.latest()) {
            assertArrayEquals(new long[]{-1, 0, 1, 2}, v.index("users/id").rows(3, 9, 8, 7));
            assertEquals(3, v.attributes("users/x").get("a") instanceof List<?> list ? list.size() : 0);
        }
        run("np.save(src + '/users/id.npy', np.array([9, 8], '<i8'))");
        refused("users/x has shape [3, 2], but its table has 2 rows by the key users/id", "store.commit(src, 'short')");
        run("np.save(src + '/users/id.npy', np.array([9, 8, 9], '<i8'))");
        refused("users/id: rows 0 and 2 have the same key", "store.commit(src, 'twice')");
        run("os.remove(src + '/users/id.npy'); store.commit(src, 'without', remove=['users/id'])");
        try (Version v = store.latest()) {
            assertEquals(List.of(), List.copyOf(v.indexes()));
            assertEquals(3, v.number());
        }
        refused("a message is a text", "store.commit(src, None)");
        refused("attributes are a dict", "store.commit(src, 'x', attributes={'users/x': 'text'})");
        run("store.commit(src, 'cleared', attributes={'users/x': {}})");
        try (Version v = store.latest()) {
            assertEquals(Map.of(), v.attributes("users/x"));
        }
        refused("no array can be named", "np.save(src + '/a b.npy', np.zeros(1)) or store.commit(src, 'x')");
        run("shutil.rmtree(src)");
    }

    @Test
    void theReadmesPythonRuns() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        int start = readme.indexOf("```python\nimport npymap_store") + "```python\n".length();
        String lines = readme.substring(start, readme.indexOf("```", start));
        assertEquals(6, lines.lines().count());
        run("""
                folder = os.getcwd()
                os.chdir('%s')
                os.makedirs('nightly/users')
                np.save('nightly/users/id.npy', np.array([4712, 4711]))
                np.save('nightly/users/embedding.npy', np.arange(6, dtype='f4').reshape(2, 3))
                ns.create('features.store')
                try:
                """.formatted(directory) + lines.indent(4) + "finally:\n    os.chdir(folder)\n"
                + "assert list(rows) == [1, 0] and number == 1 and embedding[1, 2] == 5\n");
        assertEquals(1, ArrayStore.open(directory.resolve("features.store")).newest());
    }

    private void refused(String message, String code) {
        Oracle.PythonException refused = assertThrows(Oracle.PythonException.class, () -> numpy.text(code));
        assertTrue(refused.getMessage().contains(message), refused.getMessage());
    }

    @Test
    void pythonDoesNotPassOverWhatItMayNotRead() throws IOException {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
        commit(Map.of("x", FloatArray.of(new float[]{1})));
        commit(Map.of("x", FloatArray.of(new float[]{2})));
        Path old = store.path().resolve("versions/0000000001");
        Files.setPosixFilePermissions(old, Set.of());
        assertEquals(List.of("2"), unprivileged("print(store.latest().number)").lines().toList());
        Path secret = store.path().resolve("versions/0000000002");
        var mode = Files.getPosixFilePermissions(secret);
        Files.setPosixFilePermissions(secret, Set.of());
        try {
            for (String work : new String[]{"store.latest()", "store.commit(sys.argv[3], 'x')"}) {
                String output = unprivileged(work);
                assertTrue(output.contains("PermissionError") && output.contains("0000000002"), output);
            }
        } finally {
            Files.setPosixFilePermissions(secret, mode);
        }
        assertEquals(2, store.newest());
    }

    /// What a Python prints that may read and write only what its owner may.
    private String unprivileged(String work) throws IOException {
        List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search",
                Python.command(), "-c", """
                        import sys
                        sys.dont_write_bytecode = True
                        sys.path.insert(0, sys.argv[1])
                        import npymap_store
                        store = npymap_store.open(sys.argv[2])
                        """ + work));
        command.addAll(List.of(PYTHON.toString(), store.path().toString(), directory.toString()));
        Process python = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(python.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void pythonNamesWhatIsNoFileAndFollowsNoLink() throws Exception {
        commit(Map.of("g/x", FloatArray.of(new float[]{1})));
        Path group = store.path().resolve("versions/0000000001/g");
        Files.delete(group.resolve("x.npy"));
        assertEquals(0, new ProcessBuilder("mkfifo", group.resolve("x.npy").toString()).start().waitFor());
        refused("x.npy is not a regular file", "store.latest().array('g/x')");
        Path elsewhere = Files.move(group, directory.resolve("elsewhere"));
        Files.createSymbolicLink(group, elsewhere);
        refused("a version has no links: g is one", "store.latest().array('g/x')");
        Path source = Files.createDirectories(directory.resolve("py"));
        Files.createSymbolicLink(source.resolve("linked"), elsewhere);
        refused("linked: a linked directory below the one that is published", "store.commit('" + source + "', 'x')");
        assertEquals(1, store.newest());
    }

    @Test
    void pythonSharesWhatIsPublishedAgainAsItIs() throws IOException {
        Path source = Files.createDirectories(directory.resolve("py/t"));
        Npy.write(source.resolve("id.npy"), LongArray.of(new long[]{5, 3}));
        run("store.commit('" + source.getParent() + "', 'one', index=['t/id'])");
        run("store.commit('" + source.getParent() + "', 'two')");
        try (Version v = store.latest()) {
            assertEquals(2, v.number());
            assertEquals(1, v.index("t/id").row(3));
            assertEquals(List.of(), v.verify(_ -> {
            }));
        }
        for (String file : new String[]{"t/id.npy", "t/id.index.npy"}) {
            assertEquals(2,
                    Files.getAttribute(store.path().resolve("versions/0000000001").resolve(file), "unix:nlink"));
        }
    }

    @Test
    void pythonRefusesLocksThatAreNone() throws Exception {
        commit(Map.of("x", FloatArray.of(new float[]{1})));
        Path pins = store.path().resolve(".locks/pins");
        Files.delete(pins);
        assertEquals(0, new ProcessBuilder("mkfifo", pins.toString()).start().waitFor());
        refused("damaged: it has no file .locks/pins", "store.latest()");
        refused("is in the store", "ns.create('" + store.path().resolve("tags/x") + "')");
    }

    @Test
    void conflictsAreSeenInBothLanguages() throws Exception {
        commit(new TreeMap<>(Map.of("t/id", LongArray.of(new long[]{1}), "t/x", LongArray.of(new long[]{1}))), "t/id");
        Path source = Files.createDirectories(directory.resolve("py/t"));
        Npy.write(source.resolve("x.npy"), LongArray.of(new long[]{5}));
        try (NewVersion next = store.write("slow"); NewVersion other = store.write("other")) {
            next.put("t/id", LongArray.of(new long[]{2}));
            other.put("y", LongArray.of(new long[]{2}));
            assertEquals("2", numpy.text("store.commit('" + source.getParent() + "', 'from Python')"));
            assertThrows(ConflictException.class, next::commit);
            assertEquals(3, other.commit());
        }
        try (Version v = store.latest()) {
            assertEquals(5, v.array("t/x").asLong().get(0));
        }
        run("""
                old = ns._Draft
                class Late(old):
                    def change(self, *changes):
                        old.change(self, *changes)
                        ns._Draft = old
                        store.commit('%1$s', 'in between')
                ns._Draft = Late
                """.formatted(source.getParent()));
        Npy.write(source.resolve("x.npy"), LongArray.of(new long[]{6}));
        refused("t/x has changed since this version was begun", "store.commit('" + source.getParent() + "', 'late')");
        run("ns._Draft = old");
    }

    @Test
    void aPinOfPythonHoldsOverAFork() throws Exception {
        commit(Map.of("x", FloatArray.of(new float[]{1})));
        commit(Map.of("x", FloatArray.of(new float[]{2})));
        Path go = directory.resolve("go");
        Process python = new ProcessBuilder(Python.command(), "-c", """
                import sys, os, time
                sys.dont_write_bytecode = True
                sys.path.insert(0, sys.argv[1])
                import npymap_store as ns
                v = ns.open(sys.argv[2]).version(1)
                if os.fork():
                    os._exit(0)
                while not os.path.exists(sys.argv[3]):
                    time.sleep(0.005)
                v.close()
                os.remove(sys.argv[3])
                time.sleep(1)
                """, PYTHON.toString(), path.toString(), go.toString())
                .redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
        assertEquals(0, python.waitFor());
        assertEquals(List.of(), store.prune(1));
        Files.createFile(go);
        while (Files.exists(go)) {
            Thread.sleep(5);
        }
        assertEquals(List.of(1L), store.prune(1));
    }

    @Test
    void pythonAndJavaCommitTogether() throws Exception {
        Path source = Files.createDirectory(directory.resolve("src"));
        Npy.write(source.resolve("p.npy"), LongArray.of(new long[]{1}));
        int times = 10;
        StoreRun.begin(store);
        try (ChildJvm java = ChildJvm.start(List.of("-XX:TieredStopAtLevel=1"), StoreRun.class, "count", path, "c",
                times)) {
            run("for n in range(%d): np.save('%s', np.array([n])); store.commit('%s', 'p')".formatted(times,
                    source.resolve("p.npy"), source));
            assertEquals("done\nexit 0", java.finish(200));
        }
        assertEquals(1 + 2L * times, store.newest());
        try (Version v = store.latest()) {
            assertEquals(times - 1, v.array("p").asLong().get(0));
            assertEquals(times, v.array("c").size());
            assertEquals(List.of(), v.verify(_ -> {
            }));
        }
    }
}
