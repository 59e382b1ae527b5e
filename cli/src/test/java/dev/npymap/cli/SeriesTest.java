package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands on files that hold several arrays and pickles one behind the other.
class SeriesTest {
    private static final String FILES = """
            import gzip, pickle
            with open('many.npy', 'wb') as f:
                np.save(f, np.arange(3.))
                np.save(f, np.arange(6, dtype='>i2').reshape(2, 3))
                np.save(f, np.array(['x', 'yy']))
            with open('many.pkl', 'wb') as f:
                pickle.dump({'a': np.arange(3), 'b#1': 'whole', 'n': [1, {'c': np.arange(2.)}]}, f)
                pickle.dump([1, {'c': np.arange(2.)}], f, 0)
                pickle.dump(np.arange(4), f, 5)
            with open('mixed.npy', 'wb') as f:
                np.save(f, np.array([1, 'x', None], object))
                np.save(f, np.arange(2))
                pickle.dump({'a': np.arange(3)}, f, 2)
                np.save(f, np.float32(2))
            with open('turned.pkl', 'wb') as f:
                pickle.dump([1, 2], f, 0)
                np.save(f, np.arange(3))
                np.save(f, np.array([None, 'y'], object))
            for name in ('many.npy', 'many.pkl', 'mixed.npy', 'turned.pkl'):
                gzip.open(name + '.gz', 'wb').write(open(name, 'rb').read())
            """;

    @TempDir
    private Path dir;

    @BeforeEach
    void write() throws IOException {
        Numpy.run(dir, FILES);
    }

    private Path at(String name) {
        return dir.resolve(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"many.npy", "many.pkl", "mixed.npy", "turned.pkl", "many.npy.gz", "many.pkl.gz",
            "mixed.npy.gz", "turned.pkl.gz"})
    void everyNumberShowsWhatNumpyLoadsNext(String name) throws IOException {
        Numpy.require(dir, 2, 0, "the byte order in the text of an array");
        List<String> loaded = Numpy.run(dir, """
                import gzip
                f = (gzip.open if '%1$s'.endswith('.gz') else open)('%1$s', 'rb')
                while f.peek(1):
                    print(repr(np.load(f, allow_pickle=True)))
                """.formatted(name)).lines().toList();
        StringBuilder shown = new StringBuilder();
        for (int n = 0; n < (name.startsWith("mixed") ? 4 : 3); n++) {
            Run run = Run.of("show", at(name + "#" + n), "--repr", "--objects");
            assertEquals(new Run(0, run.out(), ""), run);
            shown.append(run.out());
        }
        assertEquals(loaded, shown.toString().lines().toList());
        Run first = Run.of("show", at(name), "--repr", "--objects");
        assertEquals(loaded.getFirst(), first.outLines().getFirst());
        assertEquals("npymap: " + at(name) + ": the first of several: " + at(name) + "#1 is the next",
                first.err().strip());
        int count = name.startsWith("mixed") ? 4 : 3;
        assertEquals(new Run(0, at(name) + ": ok, " + count + " arrays and pickles\n", ""),
                Run.of("verify", at(name)));
        assertEquals(count + 2, Run.of("info", at(name)).outLines().size());
        List<String> lines = Run.of("info", "--json", at(name)).outLines();
        for (int n = 0; n < count; n++) {
            assertEquals(lines.get(n), Run.of("info", "--json", at(name + "#" + n)).out().strip());
        }
    }

    @Test
    void namesStandInFrontOfTheNumberAndAWholeNameGoesFirst() throws IOException {
        assertEquals("[0. 1.]", Run.of("show", at("many.pkl/1/c#1")).out().strip());
        assertEquals("whole", Run.of("show", at("many.pkl/b#1")).out().strip());
        assertEquals("[0 1 2]", Run.of("show", at("mixed.npy/a#2")).out().strip());
        Files.copy(at("many.npy"), at("a.npy#1"));
        Files.copy(at("many.npy"), at("a.npy"));
        assertEquals("[0. 1. 2.]", Run.of("show", at("a.npy#1")).out().strip());
        assertEquals("[[0 1 2]\n [3 4 5]]", Run.of("show", at("a.npy#1#1")).out().strip());
        assertEquals("npymap: " + at("many.pkl#1/1/c") + ": no such file; a number stands at the end: "
                + at("many.pkl/1/c#1"), Run.of("show", at("many.pkl#1/1/c")).err().strip());
    }

    @Test
    void everyCommandTakesANumber() throws IOException {
        assertEquals("15", Run.of("stats", at("many.npy#1"), "--json").out().replaceAll("(?s).*\"sum\":|}.*", ""));
        assertEquals(0, Run.of("slice", at("many.npy#1"), "1", "-o", at("s.npy")).status());
        assertEquals(0, Run.of("copy", at("many.pkl#2"), at("c.npy")).status());
        assertEquals(0, Run.of("copy", at("many.pkl#1"), at("c.pkl")).status());
        assertEquals(0,
                Run.of("convert", at("many.npy#0"), at("many.npy#2"), at("many.pkl/a#0"), at("c.npz")).status());
        assertEquals(0, Run.of("convert", at("many.npy#1"), at("c.txt"), "--fmt", "%d").status());
        assertEquals("[3, 4, 5] [0, 1, 2, 3] [1, {'c': array([0., 1.])}] ['a', 'many#0', 'many#2'] 15.0",
                Numpy.run(dir, """
                        import pickle
                        print(np.load('s.npy').tolist(), np.load('c.npy').tolist(), pickle.load(open('c.pkl', 'rb')),
                              sorted(np.load('c.npz')), np.loadtxt('c.txt').sum())
                        """));
        Files.createDirectory(at("into"));
        assertEquals(new Run(0, "", ""), Run.of("copy", at("many.npy#0"), at("many.npy#1"), at("many.pkl#1"),
                at("many.pkl/a#0"), at("into")));
        assertEquals("['a#0.npy', 'many#0.npy', 'many#1.npy', 'many#1.pkl']",
                Numpy.run(dir, "import os; print(sorted(os.listdir('into')))"));
    }

    @Test
    void aNumberThatIsNotThereIsToldWithTheCount() throws IOException {
        Files.writeString(at("junk.npy"), "junkjunk");
        for (String command : List.of("info", "show", "stats", "verify")) {
            Run run = Run.of(command, at("many.npy#3"));
            assertEquals(1, run.status());
            String told = at("many.npy#3") + ": no such number; many.npy holds 3, counted from 0";
            assertTrue((run.out() + run.err()).contains(told), run.toString());
        }
        assertEquals(1, Run.of("show", at("many.npy#99999999999999999999")).status());
        assertEquals("npymap: " + at("junk.npy") + ": not a .npy file: the first 6 bytes are not \\x93NUMPY "
                + "(at byte 0)\n", Run.of("show", at("junk.npy#1")).err());
    }

    @Test
    void copyKeepsAllByteForByte() throws IOException {
        for (String name : List.of("many.npy", "many.pkl", "mixed.npy")) {
            Files.createDirectories(at("copies"));
            assertEquals(new Run(0, "", ""), Run.of("copy", at(name), at(name + ".gz"), at("copies")));
            assertArrayEquals(Files.readAllBytes(at(name)), Files.readAllBytes(at("copies/" + name)));
            assertArrayEquals(Files.readAllBytes(at(name + ".gz")), Files.readAllBytes(at("copies/" + name + ".gz")));
            assertEquals(0, Run.of("copy", at(name + ".gz"), at("plain-" + name)).status());
            assertArrayEquals(Files.readAllBytes(at(name)), Files.readAllBytes(at("plain-" + name)));
            assertEquals(0, Run.of("copy", at(name), at("packed-" + name + ".gz")).status());
            assertEquals("True",
                    Numpy.run(dir, "import gzip; print(gzip.open('packed-%1$s.gz').read() == open('%1$s', 'rb').read())"
                            .formatted(name)));
        }
    }

    @Test
    void copyKeepsAllWhateverTheName() throws IOException {
        Files.createDirectories(at("copies"));
        for (String name : List.of("many", "many.bin", "many.txt")) {
            Files.copy(at("turned.pkl"), at(name));
            assertEquals(new Run(0, "", ""), Run.of("copy", at(name), at("copies")));
            assertArrayEquals(Files.readAllBytes(at(name)), Files.readAllBytes(at("copies/" + name)));
        }
    }

    @Test
    void whatCannotKeepAllRefuses() {
        for (String name : List.of("many.npy", "many.pkl", "mixed.npy", "many.npy.gz", "many.pkl.gz")) {
            for (String target : List.of("c.npz", "c.pkl", "c.npy", "c.txt", "c/")) {
                Run run = Run.of("convert", at(name), dir + "/" + target);
                assertEquals(2, run.status(), name + " " + target + ": " + run.err());
                assertTrue(run.err().contains(at(name) + ": holds several arrays or pickles, of which one is needed: "
                        + at(name) + "#0, " + at(name) + "#1 and so on"), run.err());
                assertFalse(Files.exists(at(target)));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"garbage, '7 bytes after number 2 are neither an array nor a pickle (at byte 436)'",
            "%93NUMPY, '#3: truncated: the magic string and the version need 8 bytes, the file has 6 (at byte 442)'",
            "%80%04N, '#3: truncated: the pickle needs 1 more bytes, there are 0 (at byte 439)'"})
    void whatIsDamagedBehindIsFound(String behind, String problem) throws IOException {
        byte[] tail = URLDecoder.decode(behind, StandardCharsets.ISO_8859_1).getBytes(StandardCharsets.ISO_8859_1);
        byte[] many = Files.readAllBytes(at("many.npy"));
        byte[] bytes = Arrays.copyOf(many, many.length + tail.length);
        System.arraycopy(tail, 0, bytes, many.length, tail.length);
        Files.write(at("bad.npy"), bytes);
        String told = at("bad.npy") + (problem.startsWith("#") ? problem : ": " + problem);
        assertEquals(new Run(1, told + "\n", ""), Run.of("verify", at("bad.npy")));
        Run info = Run.of("info", at("bad.npy"));
        assertEquals(1, info.status());
        assertEquals(5, info.outLines().size());
        assertEquals("npymap: " + told, info.err().strip());
        Run copy = Run.of("copy", at("bad.npy"), at("copy.npy"));
        assertEquals(new Run(1, "", "npymap: " + told + "\n"), copy);
        assertFalse(Files.exists(at("copy.npy")));
    }

    @Test
    void junkBehindOneArrayIsToldAndNotCopied() throws IOException {
        byte[] one = Arrays.copyOf(Files.readAllBytes(at("many.npy")), 152);
        byte[] junk = Arrays.copyOf(one, 159);
        Arrays.fill(junk, 152, 159, (byte) 'j');
        Files.write(at("junk.npy"), junk);
        Files.write(at("padded.npy"), Arrays.copyOf(one, 1000));
        String problem = at("junk.npy") + ": 7 bytes after number 0 are neither an array nor a pickle (at byte 152)";
        assertEquals(new Run(1, problem + "\n", ""), Run.of("verify", at("junk.npy")));
        assertEquals("[0. 1. 2.]\n", Run.of("show", at("junk.npy")).out());
        assertTrue(Run.of("show", at("junk.npy")).err().contains("7 bytes after number 0 are neither"));
        assertEquals(1, Run.of("copy", at("junk.npy"), at("c.npy")).status());
        assertEquals(1, Run.of("convert", at("junk.npy"), at("c.npz")).status());
        assertTrue(Run.of("convert", at("junk.npy"), at("c.npz")).err().contains("; " + at("junk.npy") + "#0 leaves"));
        assertEquals(0, Run.of("copy", at("junk.npy#0"), at("c.npy")).status());
        assertArrayEquals(one, Files.readAllBytes(at("c.npy")));
        assertEquals(new Run(0, at("padded.npy") + ": ok\n", ""), Run.of("verify", at("padded.npy")));
        assertEquals(new Run(0, "[0. 1. 2.]\n", ""), Run.of("show", at("padded.npy")));
        assertEquals(new Run(0, "", ""), Run.of("copy", at("padded.npy"), at("p.npy")));
        assertArrayEquals(one, Files.readAllBytes(at("p.npy")));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void aMemberMayHoldSeveralToo(int method) throws IOException {
        Numpy.run(dir, """
                z = zipfile.ZipFile('m.npz', 'w', %1$d)
                z.writestr('w.npy', npy(np.arange(3)) + npy(np.arange(4.)))
                z.writestr('v.npy', npy(np.arange(5)))
                z.writestr('bad.npy', npy(np.arange(3)) + b'junk')
                z.close()
                """.formatted(method));
        assertEquals("[0. 1. 2. 3.]", Run.of("show", at("m.npz/w#1")).out().strip());
        Run first = Run.of("show", at("m.npz/w"));
        assertEquals("[0 1 2]", first.out().strip());
        assertEquals("npymap: " + at("m.npz/w") + ": the first of several: " + at("m.npz/w#1")
                + " is the next", first.err().strip());
        assertEquals(new Run(0, at("m.npz/w") + ": ok\n", ""), Run.of("verify", at("m.npz/w")));
        assertEquals(
                new Run(1, at("m.npz/bad") + ": 4 bytes after number 0 are neither an array nor a pickle (at byte "
                        + "152)\n", ""),
                Run.of("verify", at("m.npz")));
        for (String target : List.of("c.npz", "c.pkl")) {
            Run run = Run.of("convert", at("m.npz"), at(target));
            assertEquals(2, run.status());
            assertTrue(run.err().contains(at("m.npz/w") + ": holds several arrays or pickles"), run.err());
            assertFalse(Files.exists(at(target)));
        }
        assertEquals(1, Run.of("copy", at("m.npz"), at("c.npz")).status());
        assertTrue(Run.of("info", at("m.npz")).err().contains(first.err()));
        Run info = Run.of("info", at("m.npz/w"));
        assertEquals(first.err(), info.err());
        assertTrue(info.out().contains(at("m.npz/w") + ": 2 arrays and pickles, 312 bytes\n"), info.out());
        assertTrue(info.outLines().getLast().matches("\\Q  " + at("m.npz/w#1") + "\\E +npy .*<f8 .*"), info.out());
        assertTrue(Run.of("info", "--json", at("m.npz/w")).out().contains("\"several\":true"));
        assertFalse(Run.of("info", "--json", at("m.npz/v")).out().contains("several"));
        for (String target : List.of("c.npy", "c.pkl", "c.npz")) {
            assertEquals(new Run(0, "", ""), Run.of("convert", at("m.npz/w#1"), at(target)));
            assertEquals("[0. 1. 2. 3.]", Run.of("show", at(target)).out().strip());
        }
        assertEquals(1, Run.of("show", at("m.npz/w#2")).status());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void copyOfAnArchiveKeepsWhatLiesBehindInItsMembers(int method) throws IOException {
        Numpy.run(dir, """
                import pickle
                z = zipfile.ZipFile('m.npz', 'w', %1$d)
                z.writestr('w.npy', npy(np.arange(3)) + npy(np.arange(4.)))
                z.writestr('o.npy', npy(np.array(['x', None], object)) + npy(np.arange(2)) + pickle.dumps({'a': 1}))
                z.writestr('v.npy', npy(np.arange(5)))
                z.close()
                """.formatted(method));
        assertEquals(new Run(0, "", ""), Run.of("copy", at("m.npz"), at("c.npz")));
        assertEquals("True", Numpy.run(dir, """
                a, b = zipfile.ZipFile('m.npz'), zipfile.ZipFile('c.npz')
                print(a.namelist() == b.namelist() and all(a.read(n) == b.read(n) for n in a.namelist()))
                """));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8})
    void aMemberOfObjectsMayHoldSeveralToo(int method) throws IOException {
        Numpy.run(dir, """
                import pickle
                z = zipfile.ZipFile('m.npz', 'w', %1$d)
                z.writestr('o.npy', npy(np.array(['x', None], object)) + npy(np.array([2, 's'], object))
                        + npy(np.arange(2)) + pickle.dumps({'a': np.arange(3)}))
                z.close()
                """.formatted(method));
        String next = "npymap: " + at("m.npz/o") + ": the first of several: " + at("m.npz/o#1") + " is the next\n";
        assertEquals(new Run(0, "['x' None]\n", next), Run.of("show", "--objects", at("m.npz/o")));
        assertEquals(new Run(0, "[2 's']\n", ""), Run.of("show", "--objects", at("m.npz/o#1")));
        assertEquals(new Run(0, "[0 1]\n", ""), Run.of("show", at("m.npz/o#2")));
        assertEquals(new Run(0, "{'a': array([0, 1, 2])}\n", ""), Run.of("show", at("m.npz/o#3")));
        assertTrue(Run.of("show", at("m.npz/o#1")).err().contains("the elements are pickled Python objects"));
        assertEquals(next, Run.of("info", at("m.npz")).err());
        assertEquals(6, Run.of("info", at("m.npz/o")).outLines().stream().filter(line -> line.contains("/o")).count());
        assertTrue(Run.of("info", at("m.npz/o#3")).out().contains(at("m.npz/o#3") + ": pickle, protocol 4, "));
        for (String command : List.of("copy", "convert")) {
            Run run = Run.of(command, at("m.npz/o"), at("c.npy"));
            assertTrue(run.err().contains(at("m.npz/o") + ": holds several arrays or pickles"), run.err());
        }
        assertEquals(2, Run.of("convert", "--objects", at("m.npz"), at("c.pkl")).status());
        assertFalse(Files.exists(at("c.pkl")));
        for (int n : List.of(1, 3)) {
            assertEquals(new Run(0, "", ""), Run.of("convert", "--objects", at("m.npz/o#" + n), at("c.pkl")));
            assertEquals(Run.of("show", "--objects", at("m.npz/o#" + n)), Run.of("show", at("c.pkl")));
        }
    }

    @Test
    void damageOfAMemberIsFoundBehindANumberToo() throws IOException {
        Numpy.run(dir, """
                z = zipfile.ZipFile('m.npz', 'w')
                z.writestr('w.npy', npy(np.arange(3)) + npy(np.arange(40.)))
                z.close()
                b = bytearray(open('m.npz', 'rb').read())
                b[b.find(np.arange(40.).tobytes()) + 100] ^= 1
                open('m.npz', 'wb').write(b)
                """);
        for (int n = 0; n < 2; n++) {
            Path one = at("m.npz/w#" + n);
            assertEquals(0, Run.of("show", one).status());
            assertEquals(0, Run.of("stats", one).status());
            for (List<Object> words : List.<List<Object>>of(List.of("copy", one, at("c.npy")),
                    List.of("convert", one, at("c.npz")), List.of("convert", one, at("c.pkl")),
                    List.of("convert", one, at("c.csv")), List.of("convert", one, at("c.npy.gz")),
                    List.of("slice", one, "1:", "-o", at("c.npy")))) {
                Run run = Run.of(words.toArray());
                assertEquals(1, run.status(), words.toString());
                assertTrue(run.err().contains(at("m.npz/w") + ": damaged: its CRC-32 is "), run.err());
                List<Object> anyway = new ArrayList<>(words);
                anyway.add("--no-verify");
                Run told = Run.of(anyway.toArray());
                assertEquals(new Run(0, "", "npymap: " + one
                        + ": the checksums of stored members are not verified\n"), told);
                Files.delete(words.getFirst().equals("slice") ? at("c.npy") : (Path) words.getLast());
            }
        }
        assertEquals(1, Run.of("copy", at("m.npz"), at("c.npz")).status());
        assertFalse(Files.exists(at("c.npz")));
        assertEquals(0, Run.of("copy", "--no-verify", at("m.npz"), at("c.npz")).status());
        assertEquals(1, Run.of("verify", at("c.npz")).status());
    }

    @Test
    void veryManyAreListedUpToABound() throws IOException {
        Numpy.run(dir, "open('n.npy', 'wb').write(npy(np.arange(2, dtype='u1')) * 3000)");
        List<String> lines = Run.of("info", at("n.npy")).outLines();
        assertEquals(1003, lines.size());
        assertEquals("  and 2000 more, " + at("n.npy#1000") + " and so on; --json lists all", lines.getLast());
        assertEquals(3000, Run.of("info", "--json", at("n.npy")).outLines().size());
        assertEquals("[0 1]", Run.of("show", at("n.npy#2999")).out().strip());
    }
}
