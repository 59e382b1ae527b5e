package dev.npymap.catalog;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.Oracle;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Order;
import dev.npymap.model.Slice;
import dev.npymap.text.TextOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What addresses name in files that Python wrote.
class CatalogTest {
    @TempDir
    private static Path dir;

    @BeforeAll
    static void pythonWritesFiles() {
        Oracle.numpy().eval(
                """
                        import os, pickle, zipfile, io
                        os.chdir(x[0])
                        a = np.arange(6.0).reshape(2, 3)
                        inner = np.dtype([('low', '<i2'), ('high', '>i4', (2,))])
                        r = np.zeros(3, [('price', '<f8'), ('n', 'i1'), ('a/b', '<i8'), ('in', inner), ('price2', '<f4')])
                        r['price'] = [1.5, 2.5, 3.5]; r['price2'] = [7, 8, 9]; r['in']['high'] = [[1, 2], [3, 4], [5, 6]]
                        r['a/b'] = [10, 20, 30]
                        np.save('a.npy', a)
                        np.save('f.npy', np.asfortranarray(a))
                        np.save('records.npy', r)
                        np.savez('m.npz', w=a, table=r, **{'layer1/w': a + 1, 'layer1/b': a[0], 'layer2/w': a + 2, 'table/n': a[1]})
                        np.savez_compressed('z.npz', big=np.arange(1 << 20), small=a)
                        tree = {'layers': [{'w': a, 'b': a[0]}, {'w': a * 2}], 'name': 'x', 'table': r, 'n/a': a[1], 'one': np.float64(2)}
                        open('t.pkl', 'wb').write(pickle.dumps(tree))
                        with open('many.npy', 'wb') as f:
                            np.save(f, a); np.save(f, a * 3); pickle.dump({'k': a * 4}, f)
                        with open('records2.npy', 'wb') as f:
                            np.save(f, a); np.save(f, r)
                        member = io.BytesIO(); np.save(member, a); np.save(member, a * 5)
                        with zipfile.ZipFile('s.npz', 'w') as z:
                            z.writestr('two.npy', member.getvalue()); z.writestr('readme.txt', 'hello')
                        np.save('o.npy', np.array({'mean': a, 'n': 3}, dtype=object))
                        np.save('ro.npy', np.array([(1, 'x')], [('i', '<i8'), ('k', 'O')]))
                        mixed = np.dtype([('b', '?'), ('i', '<i2'), ('u', '<u8'), ('h', '<f2'), ('c', '<c8'), ('t', '<U5'), ('s', 'S4'),
                            ('in', [('w', '<f4'), ('o', 'O')]), ('many', '<i4', (2,)), ('k', 'O')])
                        o = np.array([(True, -7, 2**64 - 1, 0.1, 1 + 2j, 'one', b'\\xff', (0.1, a), (1, 2), {'x': a}),
                            (False, 8, 5, -np.inf, -3j, 'seven', b'abcd', (2, None), (3, 4), 'text')], mixed)
                        np.savez('os.npz', table=o, axes=np.stack([o, o[::-1]]))
                        open('os.pkl', 'wb').write(pickle.dumps({'table': o}))
                        np.savetxt('c.csv', a, delimiter=','); np.savetxt('c.txt.gz', a)
                        np.savez('star.npz', **{'a*': a, 'ab': a + 1})
                        open('raw.bin', 'wb').write(b'12345678' + a.T.tobytes() + b'!')
                        """,
                dir.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static String at(String address) {
        return dir + "/" + address;
    }

    private static String array(String address) throws IOException {
        return array(address, OpenOptions.DEFAULT);
    }

    private static String array(String address, OpenOptions options) throws IOException {
        try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(address, arena, options)) {
            return catalog.array().toString().replaceAll("\\s+", " ");
        }
    }

    private static List<String> names(String address) throws IOException {
        try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(address, arena)) {
            return catalog.entries().stream().map(Entry::name).toList();
        }
    }

    private static String refusal(Class<? extends Exception> type, String address) {
        return assertThrows(type, () -> array(at(address)), address).getMessage().replace(dir + "/", "");
    }

    private static String numpy(String expression) {
        return Oracle.numpy().text("__import__('os').chdir(x[0]) or " + expression,
                dir.toString().getBytes(StandardCharsets.UTF_8)).replaceAll("\\s+", " ");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"a.npy; np.load('a.npy')", "m.npz/w; np.load('m.npz')['w']",
            "m.npz/layer1/w; np.load('m.npz')['layer1/w']", "m.npz//layer1//b; np.load('m.npz')['layer1/b']",
            "t.pkl/layers/1/w; np.load('t.pkl', allow_pickle=True)['layers'][1]['w']",
            "t.pkl/n/a; np.load('t.pkl', allow_pickle=True)['n/a']", "t.pkl/one; np.float64(2)",
            "records.npy/price; np.load('records.npy')['price']",
            "records.npy/in/high; np.load('records.npy')['in']['high']",
            "records.npy/a/b; np.load('records.npy')['a/b']",
            "m.npz/table/price; np.load('m.npz')['table']['price']",
            "m.npz/table/in/low; np.load('m.npz')['table']['in']['low']",
            "t.pkl/table/in/high; np.load('m.npz')['table']['in']['high']",
            "m.npz/table/n; np.load('m.npz')['table/n']", "c.csv; np.loadtxt('c.csv', delimiter=',')",
            "c.txt.gz; np.loadtxt('c.txt.gz')", "many.npy; np.load('a.npy')", "many.npy#0; np.load('a.npy')",
            "many.npy#1; np.load('a.npy') * 3", "many.npy/k#2; np.load('a.npy') * 4",
            "records2.npy/in/high#1; np.load('records.npy')['in']['high']",
            "s.npz/two; np.load('a.npy')", "s.npz/two#1; np.load('a.npy') * 5",
            "o.npy/mean; np.load('a.npy')", "star.npz/a*; np.load('a.npy')",
            "m.npz/*2/w; np.load('m.npz')['layer2/w']", "records.npy/pric?; np.load('records.npy')['price']",
            "m.npz/tabl?/price; np.load('m.npz')['table']['price']", "ro.npy/i; np.array([1])"})
    void namesWhatPythonFindsThere(String address, String expression) throws IOException {
        assertEquals(numpy(expression), array(at(address)));
    }

    /// Of a dtype of its own, whatever else is in a record.
    @ParameterizedTest
    @ValueSource(strings = {"b", "i", "u", "h", "c", "t", "s", "in/w", "many"})
    void plainFieldsOfRecordsWithObjectsAreArrays(String name) throws IOException {
        for (String address : List.of("os.npz/table", "os.npz/axes", "os.pkl/table")) {
            String records = address.replace("os.npz/", "np.load('os.npz', allow_pickle=True)['")
                    .replace("os.pkl/", "np.load('os.pkl', allow_pickle=True)['") + "']";
            String expected = numpy("repr(" + records + "['" + name.replace("/", "']['") + "'])");
            try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(at(address + "/" + name), arena)) {
                assertEquals(expected, catalog.array().repr().replaceAll("\\s+", " "), address);
            }
        }
        assertEquals(numpy("np.load('os.npz', allow_pickle=True)['table']['k'][0]['x']"),
                array(at("os.npz/table/k/0/x")));
        assertEquals(List.of("table/i", "table/in"), names(at("os.npz/table/i*")));
    }

    @Test
    void aFileOfTheWholeTextGoesFirst() throws IOException {
        Path below = Files.createDirectories(dir.resolve("d/m.npz"));
        Files.copy(dir.resolve("a.npy"), below.resolve("w"));
        assertEquals(numpy("np.load('a.npy')"), array(below + "/w"));
        for (String name : List.of("d/many.npy#1", "d/x?*.npy", "d/raw:a?dtype=i1", "d/-")) {
            Files.copy(dir.resolve("a.npy"), dir.resolve(name));
            assertEquals(numpy("np.load('a.npy')"), array(at(name)), name);
        }
        Files.copy(dir.resolve("m.npz"), dir.resolve("d/k#1"));
        assertEquals(numpy("np.load('m.npz')['w']"), array(at("d/k#1/w")), "the longest beginning");
    }

    @Test
    void starsStandForAllThatMatchInTheOrderOfTheFile() throws IOException {
        assertEquals(List.of("layer1/w", "layer1/b", "layer2/w"), names(at("m.npz/layer*")));
        assertEquals(List.of("w", "layer1/w", "layer2/w"), names(at("m.npz/*w")));
        assertEquals(List.of("layer1/w", "layer2/w"), names(at("m.npz/layer?/w")));
        assertEquals(List.of("price", "price2"), names(at("records.npy/price*")));
        assertEquals(List.of("price", "n", "a/b", "in", "price2"), names(at("records.npy/*")));
        assertEquals(List.of("in/low", "in/high"), names(at("records.npy/in/*")));
        assertEquals(List.of("table/price", "table/price2"), names(at("m.npz/table/pr*")));
        assertEquals(List.of("layers", "name", "table", "n/a", "one"), names(at("t.pkl/*")));
        assertEquals(List.of("layers/0/w", "layers/1/w"), names(at("t.pkl/layers/*/w")));
        assertEquals(List.of("a*"), names(at("star.npz/a*")), "a name that exists");
        assertEquals(List.of("a*", "ab"), names(at("star.npz/a?")));
    }

    @Test
    void severalArraysWhereOneIsWantedAreListed() {
        assertEquals(
                "m.npz/layer*: holds 3 arrays, of which one is needed: m.npz/layer1/w, m.npz/layer1/b, m.npz/layer2/w",
                refusal(IllegalArgumentException.class, "m.npz/layer*"));
        assertEquals(
                "records.npy/price*: holds 2 arrays, of which one is needed: records.npy/price, records.npy/price2",
                refusal(IllegalArgumentException.class, "records.npy/price*"));
        assertEquals("t.pkl/layers: holds 3 arrays, of which one is needed: t.pkl/layers/0/w, t.pkl/layers/0/b, "
                + "t.pkl/layers/1/w", refusal(IllegalArgumentException.class, "t.pkl/layers"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"none.npy| none.npy: no such file",
            "m.npz/x| m.npz/x: no such member; m.npz has w, table, layer1/w, layer1/b, layer2/w, table/n",
            "m.npz/layer1| m.npz/layer1: no such member; m.npz has layer1/w, layer1/b",
            "t.pkl/layers/2| t.pkl/layers/2: no such value; t.pkl/layers has 0, 1",
            "a.npy/x| a.npy/x: a.npy is a file, not a directory",
            "records.npy/x| records.npy/x: no such field; the records have price, n, a/b, in, in/low, in/high, price2",
            "m.npz/table/x| m.npz/table/x: no such field; table has price, n, a/b, in, in/low, in/high, price2",
            "ro.npy/x| ro.npy/x: no such field; the records have i, k",
            "os.npz/table/x| os.npz/table/x: no such field; table has b, i, u, h, c, t, s, in, many, k",
            "m.npz/q*| m.npz/q*: no such member; m.npz has w, table, layer1/w, layer1/b, layer2/w, table/n",
            "many.npy#3| many.npy#3: no such number; many.npy holds 3, counted from 0",
            "many.npy#1/k| many.npy#1/k: no such file; a number stands at the end: many.npy/k#1",
            "m.npz#1| m.npz#1: m.npz holds what has names: there is no number 1",
            "c.csv#1| c.csv#1: files of this kind hold nothing one behind the other: there is no number 1"})
    void whatDoesNotExistIsRefusedWithWhatThereIs(String address, String message) {
        assertEquals(message, refusal(NoSuchFileException.class, address));
    }

    /// 400 MB of them are 400 KB of a file.
    @Test
    void zerosBehindACompressedArrayTakeNoMemory() throws Exception {
        Path file = dir.resolve("zeros.npy.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            Files.copy(dir.resolve("a.npy"), out);
            for (int n = 0; n < 400; n++) {
                out.write(new byte[1 << 20]);
            }
        }
        try (ChildJvm child = ChildJvm.start(List.of("-Xmx64m"), Trailing.class, file)) {
            String[] lines = child.finish(60).split("\n");
            assertEquals("false", lines[0]);
            assertTrue(Long.parseLong(lines[1]) < 300_000, lines[1] + " KB");
        }
    }

    /// Prints whether something follows the array in a file, and the most KB that were resident.
    static final class Trailing {
        public static void main(String[] arguments) throws IOException {
            try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(arguments[0], arena)) {
                System.out.println(catalog.entries().getFirst().following().more());
                catalog.entries().getFirst().series((_, _, entry) -> entry.array());
            }
            System.out.println(
                    Files.readString(Path.of("/proc/self/status")).replaceAll("(?s).*VmHWM:\\s*(\\d+).*", "$1"));
        }
    }

    @Test
    void listsWithoutReadingElements() throws IOException {
        List<String> lines = new ArrayList<>();
        for (String address : List.of("a.npy", "f.npy", "m.npz", "t.pkl/layers", "records.npy/in/high", "o.npy",
                "s.npz", "raw:" + dir + "/raw.bin?dtype=<f8&offset=8&shape=3,2")) {
            String whole = address.startsWith("raw:") ? address : at(address);
            try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(whole, arena)) {
                for (Entry entry : catalog.list()) {
                    lines.add(catalog.format() + " " + entry.name() + " " + entry.kind() + " " + entry.type() + " "
                            + entry.dtype().map(dtype -> dtype.fields().isEmpty() ? dtype.descr() : "record")
                                    .orElse("-")
                            + " " + entry.shape().map(Object::toString).orElse("-") + " " + entry.order() + " "
                            + entry.byteSize() + (entry.isZeroCopy() ? " in place" : ""));
                }
            }
        }
        assertEquals("""
                npy  ARRAY numpy.ndarray <f8 [2, 3] C 48 in place
                npy  ARRAY numpy.ndarray <f8 [2, 3] F 48 in place
                npz w ARRAY numpy.ndarray <f8 [2, 3] C 48 in place
                npz table ARRAY numpy.ndarray record [3] C 93 in place
                npz layer1/w ARRAY numpy.ndarray <f8 [2, 3] C 48 in place
                npz layer1/b ARRAY numpy.ndarray <f8 [3] C 24 in place
                npz layer2/w ARRAY numpy.ndarray <f8 [2, 3] C 48 in place
                npz table/n ARRAY numpy.ndarray <f8 [3] C 24 in place
                pickle layers VALUE list - - C 0
                pickle layers/0 VALUE dict - - C 0
                pickle layers/0/w ARRAY numpy.ndarray <f8 [2, 3] C 48 in place
                pickle layers/0/b ARRAY numpy.ndarray <f8 [3] C 24 in place
                pickle layers/1 VALUE dict - - C 0
                pickle layers/1/w ARRAY numpy.ndarray <f8 [2, 3] C 48 in place
                npy in/high ARRAY numpy.ndarray >i4 [3, 2] C 24 in place
                npy  OBJECTS numpy.ndarray |O [] C %d
                npz two ARRAY numpy.ndarray <f8 [2, 3] C 48 in place
                npz readme.txt BYTES bytes - - C 5
                raw  ARRAY numpy.ndarray <f8 [3, 2] C 48 in place
                """.formatted(Files.size(dir.resolve("o.npy"))), String.join("\n", lines) + "\n");
    }

    @Test
    void rawNumbersAreWhatTheAddressSays() throws IOException {
        String raw = "raw:" + dir + "/raw.bin";
        String numbers = "np.frombuffer(open('raw.bin', 'rb').read()[8:56])";
        assertEquals(numpy(numbers + ".reshape(3, 2)"), array(raw + "?dtype=<f8&offset=8&shape=3,2"));
        assertEquals(numpy(numbers + ".reshape(2, 3, order='F')"),
                array(raw + "?dtype=float64&offset=8&order=F&shape=2,3"));
        assertEquals(numpy("np.fromfile('raw.bin', '>u1')"), array(raw + "?dtype=u1"));
        assertEquals(numpy(numbers + "[0]"), array(raw + "?dtype=<f8&offset=8&shape="));
        try (Arena arena = Arena.ofShared();
                Catalog catalog = Catalog.open(raw + "?dtype=[('a','<i4'),('b','<i4')]&shape=2", arena)) {
            assertEquals(List.of("a", "b"), catalog.array().dtype().fields().stream().map(f -> f.name()).toList());
            assertTrue(catalog.array().segment().isMapped());
            assertEquals("raw.bin", catalog.array().source().name());
            assertEquals(Order.C, catalog.arrayEntry().order());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "?shape=3", "?dtype=q9", "?dtype=O", "?dtype=U0", "?dtype=<f8&shape=-1",
            "?dtype=<f8&shape=1,,2", "?dtype=<f8&offset=x", "?dtype=<f8&order=K", "?dtype=<f8&size=3",
            "?dtype=<f8&dtype=<f8", "?dtype=<f8&shape=9999999999,9999999999"})
    void malformedRawAddressesAreWrongWords(String end) {
        String address = "raw:" + dir + "/raw.bin" + end;
        IllegalArgumentException wrong = assertThrows(IllegalArgumentException.class, () -> array(address));
        assertTrue(wrong.getMessage().startsWith(address + ": "), wrong.getMessage());
    }

    @Test
    void rawNumbersBehindTheEndAreRefused() {
        for (String end : List.of("?dtype=<f8", "?dtype=<f8&shape=8", "?dtype=<f8&offset=99", "?dtype=<f8&offset=8")) {
            ArrayFormatException refused = assertThrows(ArrayFormatException.class,
                    () -> array("raw:" + dir + "/raw.bin" + end), end);
            assertTrue(refused.getMessage().startsWith("raw.bin: "), refused.getMessage());
        }
        assertThrows(NoSuchFileException.class, () -> array("raw:" + dir + "/none?dtype=<f8"));
    }

    @Test
    void standardInputIsWhatItsFirstBytesTell() throws IOException {
        for (String file : List.of("a.npy", "many.npy")) {
            assertEquals(numpy("np.load('a.npy')"), array("-", stream(Files.readAllBytes(dir.resolve(file)))));
        }
        assertEquals("2.0", array("-", stream(Oracle.numpy().eval("__import__('pickle').dumps(np.float64(2))"))));
        assertEquals("2.0", array("-", stream(Oracle.numpy().eval("__import__('pickle').dumps(np.float64(2), 0)"))));
        assertEquals(numpy("np.loadtxt('c.txt.gz')"), array("-", stream(Files.readAllBytes(dir.resolve("c.txt.gz")))));
        assertEquals(numpy("np.loadtxt('c.txt.gz')"), array("-", stream(Files.readAllBytes(dir.resolve("c.csv")))
                .withText(TextOptions.DEFAULT.withDelimiter(","))));
        var zipped = new java.io.ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            gzip.write(Files.readAllBytes(dir.resolve("a.npy")));
        }
        assertEquals(numpy("np.load('a.npy')"), array("-", stream(zipped.toByteArray())));
        ArrayFormatException refused = assertThrows(ArrayFormatException.class,
                () -> array("-", stream(Files.readAllBytes(dir.resolve("m.npz")))));
        assertEquals(
                "standard input: unsupported: an archive needs a file that can be read at any place, which a stream "
                        + "cannot (at byte 0)",
                refused.getMessage());
        assertThrows(ArrayFormatException.class, () -> array("-", stream(new byte[0])));
        assertThrows(ArrayFormatException.class, () -> array("-", stream(new byte[]{1, 2, 3})));
    }

    private static OpenOptions stream(byte[] bytes) {
        return OpenOptions.DEFAULT.withStandardInput(new ByteArrayInputStream(bytes));
    }

    @Test
    void aProgramWithoutStandardInputRefusesIt() {
        assertEquals("-: there is no standard input here; a file of that name is ./-",
                assertThrows(IllegalArgumentException.class, () -> array("-")).getMessage());
    }

    @Test
    void saysThatMoreFollows() throws IOException {
        for (String address : List.of("many.npy", "s.npz/two", "records2.npy")) {
            try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(at(address), arena)) {
                assertTrue(catalog.arrayEntry().following().more(), address);
                assertThrows(IllegalArgumentException.class, catalog.arrayEntry().following()::requireNothing);
            }
            try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(at(address + "#0"), arena)) {
                assertFalse(catalog.arrayEntry().following().more(), address);
            }
        }
        List<String> seen = new ArrayList<>();
        try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(at("many.npy"), arena)) {
            catalog.arrayEntry().series((number, position, entry) -> seen.add(number + " " + position + " "
                    + entry.kind()));
        }
        assertEquals(List.of("0 0 ARRAY", "1 176 ARRAY", "2 352 VALUE"), seen);
    }

    @Test
    void aSliceOfWhatIsCompressedReadsNoMoreThanItNeeds() throws IOException {
        try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(at("z.npz/big"), arena)) {
            long[] some = catalog.arrayEntry().array(Slice.range(5, 8)).asLong().toArray();
            assertArrayEquals(new long[]{5, 6, 7}, some);
            assertFalse(catalog.arrayEntry().isZeroCopy());
            List<Long> sums = new ArrayList<>();
            catalog.arrayEntry().lend(List.of(Slice.range(5, 8)), array -> sums.add(array.asLong().sum()));
            catalog.arrayEntry().lend(List.of(), array -> sums.add(array.size()));
            assertEquals(List.of(18L, 1L << 20), sums);
        }
    }

    @Test
    void anArrayOutlivesTheCatalogAndNotItsArena() throws IOException {
        Arena arena = Arena.ofShared();
        var arrays = new ArrayList<dev.npymap.array.NdArray>();
        for (String address : List.of("a.npy", "m.npz/w", "z.npz/small", "t.pkl/layers/0/w", "m.npz/table/price")) {
            try (Catalog catalog = Catalog.open(at(address), arena)) {
                arrays.add(catalog.array());
            }
        }
        arrays.forEach(array -> assertTrue(array.asDouble().sum() > 0));
        arena.close();
        arrays.forEach(array -> assertThrows(IllegalStateException.class, () -> array.asDouble().sum()));
    }

    @Test
    void pythonObjectsAreValues() throws IOException {
        try (Arena arena = Arena.ofShared(); Catalog catalog = Catalog.open(at("o.npy"), arena)) {
            assertEquals(Entry.Kind.OBJECTS, catalog.arrayEntry().kind());
            assertThrows(ArrayFormatException.class, catalog::array);
            assertEquals(3, catalog.value().asList().getFirst().get("n").asLong());
            assertTrue(catalog.arrays().isEmpty());
        }
    }

    @Test
    void otherModulesAddKindsOfFiles() throws IOException {
        Files.writeString(dir.resolve("x.repeated"), "REPEATED 4 7");
        assertEquals("[7 7 7 7]", array(at("x.repeated/all")));
        assertEquals("repeated", Catalog.format(at("x.repeated")).orElseThrow());
        assertEquals("x.repeated/no: only 'all' is there", refusal(NoSuchFileException.class, "x.repeated/no"));
    }

    @Test
    void aSlashBehindEveryCharacterCostsLittle() {
        String address = at("t.pkl/") + "a/".repeat(20_000);
        assertThrows(NoSuchFileException.class, () -> array(address));
        assertThrows(NoSuchFileException.class, () -> array(at("m.npz/") + "*a".repeat(2_000)));
    }
}
