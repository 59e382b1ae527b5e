package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.catalog.Catalog;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands on pickles, and on arrays of Python objects.
class PickleTest {
    private static final String MODEL = """
            import pickle
            shared = np.arange(3)
            model = {'name': 'net', 'layers': [{'weights': np.arange(6.).reshape(2, 3), 'bias': np.zeros(3, 'f4')},
                                               {'weights': np.asfortranarray(np.arange(4, dtype='>i4').reshape(2, 2))}],
                     'a/b': shared, 'labels': ['x', 'y'], 'none': None, 7: (1, 2.5), 'again': [shared, shared]}
            model['more'] = model['layers']
            """;

    @TempDir
    private Path dir;

    @Test
    void infoListsATreeOfPaths() throws IOException {
        Path file = model(4);
        List<String> lines = Run.of("info", file).outLines();
        String at = "\\Q" + file + "\\E";
        assertLinesMatch(List.of(at + ": pickle, protocol 4, .* bytes",
                "  path +type +dtype +shape +order +bytes +value",
                "  " + at + " +dict .* 8 items", "  " + at + "/name +str .* 'net'",
                "  " + at + "/layers +list .* 2 items",
                "  " + at + "/layers/0 +dict .* 2 items",
                "  " + at + "/layers/0/weights +numpy.ndarray +<f8 +\\[2, 3] +C +48  zero-copy",
                "  " + at + "/layers/0/bias +numpy.ndarray +<f4 +\\[3] +C +12  zero-copy",
                "  " + at + "/layers/1 +dict .* 1 item",
                "  " + at + "/layers/1/weights +numpy.ndarray +>i4 +\\[2, 2] +Fortran +16  zero-copy",
                "  " + at + "/a/b +numpy.ndarray +<i8 +\\[3] +C +24  zero-copy",
                "  " + at + "/labels +list .*  \\['x', 'y']",
                "  " + at + "/none +NoneType .*  None", "  " + at + "/7 +tuple .*  \\(1, 2.5\\)",
                "  " + at + "/again +list .* 2 items", "  " + at + "/again/0 .* zero-copy", "  " + at + "/again/1 .*",
                "  " + at + "/more +list .* the same as layers"), lines);
    }

    @Test
    void infoOfAnArrayHasTheKeysOfAMember() throws IOException {
        Path file = model(4);
        String line = Run.of("info", file.resolve("layers/0/weights"), "--json").out().strip();
        String begin = "{\"file\":\"" + file + "\",\"member\":\"layers/0/weights\",\"format\":\"array\","
                + "\"type\":\"numpy.ndarray\",\"dtype\":\"<f8\",\"shape\":[2,3],\"fortran_order\":false,\"data_offset\":";
        assertTrue(line.startsWith(begin), line);
        int offset = Integer.parseInt(line.substring(begin.length(), line.indexOf(',', begin.length())));
        assertEquals("[0. 1. 2. 3. 4. 5.]",
                Numpy.run(dir, "print(np.memmap('model.pkl', '<f8', 'r', %d, (6,)))".formatted(offset)));
        Run all = Run.of("info", file, "--json");
        assertEquals(1, all.outLines().size());
        assertTrue(all.out().contains("\"protocol\":4") && all.out().contains("\"name\":\"layers/1/weights\""),
                all.out());
    }

    @Test
    void containersOfPlainValuesAreToldAsPythonPrintsThem() throws IOException {
        Numpy.require(dir, 2, 0, "texts of scalars");
        String values = "[(10,), (), (np.int64(1),), ((1,), [2]), set(), {3}, frozenset(), frozenset({4}), [], [5], b'a', {}]";
        Numpy.run(dir,
                "import pickle; pickle.dump({'m': np.arange(2), 'v': %s}, open('c.pkl', 'wb'))".formatted(values));
        Path file = dir.resolve("c.pkl");
        String printed = Numpy.run(dir, "print(*map(repr, %s), sep='\\n')".formatted(values));
        List<String> expected = printed.lines().toList();
        List<String> told = Run.of("info", file.resolve("v")).outLines();
        for (int n = 0; n < expected.size(); n++) {
            String path = "  " + file.resolve("v/" + n) + " ";
            String end = "  " + (n == 3 ? "2 items" : expected.get(n));
            assertEquals(1, told.stream().filter(line -> line.startsWith(path) && line.endsWith(end)).count(), end);
        }
        assertEquals(Numpy.run(dir, "print(%s)".formatted(values)), Run.of("show", file.resolve("v")).out().strip());
    }

    @Test
    void aPartThatIsNotUnderstoodLeavesTheRest() throws IOException {
        Numpy.run(dir,
                "import pickle; pickle.dump([1, np.ma.array([1, None], dtype=object, mask=[0, 1]), np.arange(3)],"
                        + " open('o.pkl', 'wb'))");
        Path file = dir.resolve("o.pkl");
        assertEquals("1", Run.of("show", file.resolve("0")).out().strip());
        assertEquals("[0 1 2]", Run.of("show", file.resolve("2")).out().strip());
        assertTrue(Run.of("info", file).out().matches("(?s).*/1 +numpy.ma.core._mareconstruct .*"));
        assertEquals("1", Run.of("show", file.resolve("1/state/4/0")).out().strip());
        assertEquals(0, Run.of("verify", file).status());
    }

    @Test
    void pathsOutOfAllProportionAreLeftOut() throws Exception {
        Path file = dir.resolve("long.pkl");
        Growth.requireLinear(12_000, n -> {
            String key = "k".repeat(n);
            Files.writeString(file, "}V" + key + "\n((" + "]]a".repeat(n / 10) + "lls.", StandardCharsets.US_ASCII);
            return () -> {
                Run table = Run.of("info", file);
                Run json = Run.of("info", file, "--json");
                assertTrue(table.out().length() < 10_000_000 + 100 * n, "table of " + table.out().length());
                assertTrue(json.out().length() < 10_000_000 + 100 * n, "json of " + json.out().length());
            };
        });
        List<String> lines = Run.of("info", file).outLines();
        String last = lines.getLast();
        assertTrue(last.matches("  left out: [0-9]+ values, whose paths are .*"), last);
        int told = lines.size() - 3;
        int leftOut = Integer.parseInt(last.replaceAll("[^0-9]", ""));
        assertEquals(3 + 48_000 / 10, told + leftOut);
        String json = Run.of("info", file, "--json").out();
        assertTrue(json.contains("\"left_out\":" + leftOut + "}"), json.substring(json.length() - 100));
        assertTrue(Run.of("info", model(4), "--json").out().contains("\"left_out\":0}"));
        for (String command : List.of("verify", "show")) {
            assertEquals(0, Run.of(command, file).status());
        }
    }

    @Test
    void integersTooLongForPythonAreHexadecimal() throws IOException {
        Numpy.run(dir,
                "import pickle; pickle.dump([1 << 400000, -(1 << 400000), {1 << 400000: np.arange(2)}], open('i.pkl', 'wb'))");
        String digits = "0x1" + "0".repeat(100_000);
        Path file = dir.resolve("i.pkl");
        assertEquals(digits, Run.of("show", file.resolve("0")).out().strip());
        assertEquals("-" + digits, Run.of("show", file.resolve("1"), "--repr").out().strip());
        assertEquals("{" + digits + ": array([0, 1])}", Run.of("show", file.resolve("2")).out().strip());
        assertTrue(Run.of("info", file).out().contains("<int of 400001 bits>"));
        assertTrue(Run.of("info", file, "--json").out().contains("<int of 400001 bits>"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5})
    void everyProtocolShowsWhatPythonPrints(int protocol) throws IOException {
        Numpy.require(dir, 2, 0, "the byte order in the text of an array");
        Path file = model(protocol);
        String expected = Numpy.run(dir, MODEL + "print(model)");
        assertEquals(expected, Run.of("show", file).out().strip());
        assertEquals(Numpy.run(dir, MODEL + "print(repr(model['layers'][1]))"),
                Run.of("show", file.resolve("layers/1"), "--repr").out().strip());
        assertEquals("[3. 4. 5.]", Run.of("show", file.resolve("layers/0/weights"), "1").out().strip());
        assertEquals("net", Run.of("show", file.resolve("name")).out().strip());
        assertEquals("'net'", Run.of("show", file.resolve("name"), "--repr").out().strip());
        assertEquals("2.5", Run.of("show", file.resolve("7/1")).out().strip());
        assertEquals(new Run(0, file + ": ok\n", ""), Run.of("verify", file));
    }

    @Test
    void whatNumpyLoadsAsAPickleIsOneWhateverItsName() throws IOException {
        String verdicts = Numpy.run(dir, """
                import pickle, gzip, random
                values = [np.arange(3), {'a': np.arange(2.)}, [1, 2], (), 'text', 7, 2.5, None, True, [None] * 70000,
                          np.float64(1), np.array([1, 'x'], object), 'x' * 70000, ['Verona'] * 3]
                files = [pickle.dumps(v, p) for v in values for p in (0, 1)]
                files += [b'1\\n.', b'abc,def\\n1,2\\n', b'Verona\\n' * 10, b'c comment\\nand 1\\n2\\n', b'(1+2j) 3\\n',
                          b'I1,2\\n.', bytes(100), b']', b'(((', b'.', b'X,Y,Z,1.0\\n', b'B1,B2\\n' * 9, b'', b'I1\\n.',
                          b'N.A.,1\\n', b'F1.5\\n.', b'\\x93NU', pickle.dumps([1, 2], 1)[:-1]]
                for n, data in enumerate(files):
                    for suffix in ('', '.npy', '.bin', '.npz'):
                        open(f'{n}{suffix}', 'wb').write(data)
                    gzip.open(f'{n}.gz', 'wb').write(data)
                    try:
                        np.load(f'{n}', allow_pickle=True)
                        print('pickle')
                    except Exception:
                        print('other')
                """);
        List<String> lines = verdicts.lines().toList();
        assertEquals(31, lines.stream().filter("pickle"::equals).count());
        assertEquals(15, lines.stream().filter("other"::equals).count());
        for (int n = 0; n < lines.size(); n++) {
            for (String name : List.of("", ".npy", ".bin", ".npz", ".gz")) {
                String kind = kind(n + name);
                assertEquals(lines.get(n).equals("pickle"), kind.equals("pickle"), n + name + " is " + kind);
            }
        }
        assertEquals("[0 1 2]", Run.of("show", dir.resolve("0")).out().strip());
    }

    private String kind(String name) {
        return Catalog.format(dir.resolve(name).toString()).orElseThrow();
    }

    @Test
    void aTextStaysTextUnlessItBeginsAContainerOfAPickle() throws IOException {
        Numpy.run(dir, """
                import pickle
                for p in (0, 1):
                    pickle.dump(np.arange(3), open(f'array{p}.csv', 'wb'), p)
                    pickle.dump([1, {'a': 2}], open(f'list{p}.dat', 'wb'), p)
                open('one.txt', 'w').write('I1\\n.')
                open('marks.csv', 'w').write('N.A.,1\\n2,3\\n')
                open('complex.txt', 'w').write('(1+2j)\\n(3+4j)\\n')
                open('comment.dat', 'w').write('c made by hand\\n1 2\\n')
                open('prices.csv', 'w').write('close,volume\\n1.5,3\\n2.5,4\\n')
                open('long.csv', 'w').write('count\\n0.5\\n.25\\n' + '.125\\n' * 20000)
                open('words.txt', 'w').write('(N.)\\n')
                with open('several.txt', 'wb') as f:
                    for p in (0, 2, 1):
                        pickle.dump(np.arange(5000.), f, p)
                    np.save(f, np.arange(3))
                """);
        for (String name : List.of("array0.csv", "array1.csv", "list0.dat", "list1.dat", "several.txt")) {
            assertEquals("pickle", kind(name), name);
        }
        for (String name : List.of("one.txt", "marks.csv", "complex.txt", "comment.dat", "prices.csv",
                "long.csv", "words.txt")) {
            assertEquals("text", kind(name), name);
        }
    }

    @Test
    void anArrayAloneIsTheFileItself() throws IOException {
        Numpy.run(dir, "import pickle; pickle.dump(np.arange(6).reshape(2, 3), open('a.pkl', 'wb'), 5)");
        Path file = dir.resolve("a.pkl");
        assertEquals("array([[0, 1, 2],\n       [3, 4, 5]])", Run.of("show", file, "--repr").out().strip());
        assertEquals("5", Run.of("show", file, "-1, -1").out().strip());
        assertEquals(0, Run.of("slice", file, ":, ::2", "-o", dir.resolve("s.npy")).status());
        assertEquals("[[0, 2], [3, 5]]", Numpy.run(dir, "print(np.load('s.npy').tolist())"));
        assertEquals(
                "{\"count\":6,\"nan_count\":0,\"min\":0,\"max\":5,\"mean\":2.5,\"std\":1.707825127659933,\"sum\":15}",
                Run.of("stats", file, "--json").out().strip());
    }

    /// Alone, in a dictionary, and named by a pattern.
    @Test
    void arraysInArraysOfObjectsAreThoseOfThePickle() throws IOException {
        Numpy.run(dir, """
                import pickle
                o = np.array([np.arange(2), np.arange(3.), 'x'], dtype=object)
                pickle.dump(o, open('o.pkl', 'wb')); pickle.dump({'o': o, 'x': np.arange(2)}, open('d.pkl', 'wb'))
                pickle.dump(np.array({'a': 1, 'm': np.arange(4)}, dtype=object), open('m.pkl', 'wb'))""");
        Run slices = Run.of("show", dir.resolve("o.pkl"), "::-1");
        assertEquals(List.of("[1 0]", "[2. 1. 0.]"),
                slices.outLines().stream().filter(line -> line.startsWith("[")).toList(), slices.err());
        assertEquals(2, Run.of("stats", dir.resolve("o.pkl"), "--json").outLines().size());
        assertEquals(3, Run.of("stats", dir + "/d.pkl/*", "--json").outLines().size());
        assertEquals(new Run(0, "", "npymap: " + dir + "/d.pkl: skipped, not arrays: o/2\n"),
                Run.of("convert", dir + "/d.pkl/*", dir.resolve("d.npz")));
        assertEquals(new Run(0, "", ""), Run.of("convert", dir.resolve("m.pkl"), dir.resolve("m.npy")));
        assertEquals("[0 1 2 3] ['o/0', 'o/1', 'x']",
                Numpy.run(dir, "print(np.load('m.npy'), sorted(np.load('d.npz').files))"));
    }

    @Test
    void statsAndSlicesOfAWholePickleAreThoseOfItsArrays() throws IOException {
        Path file = model(4);
        Run stats = Run.of("stats", file.resolve("layers"), "--json");
        assertEquals(List.of("layers/0/weights", "layers/0/bias", "layers/1/weights"), stats.outLines().stream()
                .map(line -> line.replaceFirst(".*\"member\":\"([^\"]*)\".*", "$1")).toList());
        Run show = Run.of("show", file.resolve("layers/0"), "0");
        assertEquals(
                List.of(file + "/layers/0/weights: <f8 [3]", "[0. 1. 2.]", "", file + "/layers/0/bias: <f4 []", "0.0"),
                show.outLines());
        assertFailure("holds 6 arrays, of which one is needed: ", 2,
                Run.of("slice", file, "0", "-o", dir.resolve("s.npy")));
    }

    @Test
    void aPathThatLeadsNowhereIsToldWithWhatIsThere() throws IOException {
        Path file = model(4);
        for (String command : List.of("info", "show", "stats", "verify")) {
            Run run = Run.of(command, file.resolve("weights"));
            assertEquals(1, run.status());
            assertTrue((run.out() + run.err()).contains(
                    "model.pkl/weights: no such value; model.pkl has name, layers, a/b, labels, none, 7, again, more"),
                    run.err());
        }
        assertFailure("model.pkl/layers/7: no such value; model.pkl/layers has 0, 1", 1,
                Run.of("show", file.resolve("layers/7")));
        assertFailure("model.pkl/name/x/y: no such value; model.pkl/name has none with a name", 1,
                Run.of("show", file.resolve("name/x/y")));
        assertFailure("holds no array", 1, Run.of("stats", file.resolve("name")));
    }

    @Test
    void copiesArraysAndValues() throws IOException {
        Path file = model(5);
        Path target = Files.createDirectory(dir.resolve("target"));
        assertEquals(new Run(0, "", ""),
                Run.of("copy", file, file.resolve("layers/0/weights"), file.resolve("layers/1"), target));
        assertEquals("True True True", Numpy.run(dir, MODEL + """
                load = lambda name: pickle.load(open('target/' + name, 'rb'))
                print(str(load('model.pkl')) == str(model) and open('model.pkl', 'rb').read(2) == b'\\x80\\5',
                      np.array_equal(np.load('target/weights.npy'), model['layers'][0]['weights']),
                      str(load('1.pkl')) == str(model['layers'][1]))
                """));
        assertFailure("npymap convert makes such files", 2,
                Run.of("copy", target.resolve("weights.npy"), dir.resolve("w.pkl")));
    }

    @Test
    void aCopyOfAPickleIsOneWhateverItsName() throws IOException {
        Numpy.run(dir, """
                import os, pickle
                os.mkdir('copies')
                for p, name in ((0, 'model'), (1, 'model.bin'), (0, 'model.txt'), (4, 'model.npy'), (4, 'other')):
                    pickle.dump({'a': np.arange(3), 'b': 1.5}, open(name, 'wb'), p)
                """);
        for (String name : List.of("model", "model.bin", "model.txt", "model.npy")) {
            assertEquals(new Run(0, "", ""), Run.of("copy", dir.resolve(name), dir.resolve("copies")));
        }
        assertEquals(new Run(0, "", ""), Run.of("copy", dir.resolve("other"), dir.resolve("copies/another")));
        assertEquals("5 {\"{'a': array([0, 1, 2]), 'b': 1.5}\"}", Numpy.run(dir, """
                import os, pickle
                models = [pickle.load(open('copies/' + name, 'rb')) for name in os.listdir('copies')]
                print(len(models), {str(m) for m in models})
                """));
    }

    @Test
    void infoTellsOfMetadataThatAreLeftOut() throws IOException {
        Numpy.run(dir,
                """
                        import pickle
                        noted = lambda d: np.dtype(d, metadata={'unit': ('m', 1)})
                        pickle.dump({'f': np.zeros(2, noted('f8')), 'o': np.array([1, None], np.dtype('O', metadata={'vlen': str})),
                                     't': np.zeros(1, noted('M8[ns]')), 'd': noted('>i4'), 's': np.dtype((noted('i2'), (2,))),
                                     'r': np.zeros(1, [('a', [('b', noted('u1'))], (2,))]), 'm': np.ma.zeros(1, noted('f4')),
                                     'v': np.zeros(1, np.dtype([('a', 'i4')], metadata={'k': 1}))[0],
                                     'x': np.zeros(2), 'y': np.dtype('M8[ns]')}, open('m.pkl', 'wb'))
                        """);
        Path file = dir.resolve("m.pkl");
        List<String> lines = Run.of("info", file).outLines();
        for (String name : List.of("f", "o", "t", "d", "s", "r", "m", "v", "x", "y")) {
            String line = lines.stream().filter(l -> l.startsWith("  " + file + "/" + name + " ")).findFirst().get();
            boolean noted = "fotdsrmv".contains(name);
            assertEquals(noted, line.endsWith(", metadata left out"), line);
            String json = Run.of("info", file.resolve(name), "--json").out();
            assertEquals(noted, json.contains("\"metadata_left_out\":true"), json);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"2", "3", "4", "5"})
    void convertWritesThePickleThatPythonWrites(String protocol) throws IOException {
        Numpy.require(dir, 2, 0, "the bytes of pickles");
        Numpy.run(dir, "np.save('a.npy', np.arange(6.).reshape(2, 3)); np.savez('z.npz', x=np.arange(3), y=np.eye(2))");
        assertEquals(new Run(0, "", ""),
                Run.of("convert", dir.resolve("a.npy"), dir.resolve("a.pkl"), "--protocol", protocol));
        assertEquals(new Run(0, "", ""),
                Run.of("convert", dir.resolve("z.npz"), dir.resolve("z.pkl"), "--protocol", protocol));
        assertEquals("True True", Numpy.run(dir, """
                import pickle
                def same(name, value):
                    return open(name, 'rb').read() == pickle.dumps(value, %s)
                old = np.__version__ < '2'
                print(old or same('a.pkl', np.arange(6.).reshape(2, 3)),
                      str(pickle.load(open('z.pkl', 'rb'))) == str({'x': np.arange(3), 'y': np.eye(2)}))
                """.formatted(protocol)));
    }

    @Test
    void alignedPicklesAreReadByPython() throws IOException {
        Path file = model(4);
        assertEquals(0, Run.of("convert", file, dir.resolve("b.pkl"), "--aligned").status());
        assertEquals("True", Numpy.run(dir,
                MODEL + "print(str(pickle.load(open('b.pkl', 'rb'))) == str(pickle.loads(pickle.dumps(model, 4))))"));
        for (String line : Run.of("info", dir.resolve("b.pkl"), "--json").out().split("\"data_offset\":")) {
            String number = line.replaceFirst("(?s)[^0-9].*", "");
            assertTrue(number.isEmpty() || Integer.parseInt(number) % 64 == 0, line);
        }
    }

    @Test
    void packsAndUnpacksTheArraysInAPickle() throws IOException {
        Path file = model(4);
        Run pack = Run.of("convert", file, dir.resolve("m.npz"));
        assertEquals(new Run(0, "", "npymap: " + file + ": skipped, not arrays: name, labels, none, 7\n"), pack);
        assertEquals("layers/0/weights,layers/0/bias,layers/1/weights,a/b,again/0,again/1 True", Numpy.run(dir, """
                z = np.load('m.npz')
                print(','.join(z.files), z['layers/1/weights'].tolist() == [[0, 1], [2, 3]])
                """));
        assertEquals(0, Run.of("convert", file.resolve("layers"), dir.resolve("parts")).status());
        assertEquals("[0. 1. 2.]", Run.of("show", dir.resolve("parts/layers/0/weights.npy"), "0").out().strip());
    }

    @Test
    void gzipGoesThroughMemoryAndIsTheSameEveryTime() throws IOException {
        Numpy.run(dir, MODEL + """
                import gzip
                np.save('a.npy', np.arange(1000))
                pickle.dump(model, gzip.open('m.pkl.gz', 'wb'), 4)
                """);
        Path npy = dir.resolve("a.npy");
        assertEquals(0, Run.of("convert", npy, dir.resolve("a.npy.gz")).status());
        assertEquals(0, Run.of("convert", npy, dir.resolve("b.npy.gz")).status());
        assertEquals(-1, Files.mismatch(dir.resolve("a.npy.gz"), dir.resolve("b.npy.gz")));
        assertEquals("True",
                Numpy.run(dir, "import gzip; print(gzip.open('a.npy.gz').read() == open('a.npy', 'rb').read())"));
        assertEquals("[0 1 2]", Run.of("show", dir.resolve("a.npy.gz"), ":3").out().strip());
        String info = Run.of("info", dir.resolve("a.npy.gz")).out();
        assertTrue(info.contains("[1000]") && info.contains("  zero-copy    no, inflated whole\n"), info);
        assertEquals("[0 1 2]", Run.of("show", dir.resolve("m.pkl.gz/a/b")).out().strip());
        assertEquals(0, Run.of("convert", dir.resolve("m.pkl.gz/layers"), dir.resolve("l.pkl.gz")).status());
        assertEquals("True", Numpy.run(dir, MODEL
                + "import gzip; print(str(pickle.load(gzip.open('l.pkl.gz'))) == str(pickle.loads(pickle.dumps(model['layers'], 4))))"));
        byte[] bytes = Files.readAllBytes(dir.resolve("a.npy.gz"));
        Path cut = Files.write(dir.resolve("cut.npy.gz"), Arrays.copyOf(bytes, bytes.length / 2));
        assertFailure("cut.npy.gz: truncated: ", 1, Run.of("show", cut));
        bytes[bytes.length / 2] ^= 1;
        Path damaged = Files.write(dir.resolve("damaged.npy.gz"), bytes);
        assertFailure("damaged.npy.gz: damaged gzip: ", 1, Run.of("show", damaged));
    }

    @Test
    void gzipIsWrittenLikeOtherFiles() throws IOException {
        Numpy.run(dir, "np.save('a.npy', np.arange(3)); np.save('b.npy', np.arange(4))");
        Path npy = dir.resolve("a.npy");
        Path gzip = dir.resolve("a.npy.gz");
        assertEquals(0, Run.of("convert", npy, gzip).status());
        assertEquals(0, Run.of("copy", npy, dir.resolve("plain.npy")).status());
        assertEquals(Files.getPosixFilePermissions(dir.resolve("plain.npy")), Files.getPosixFilePermissions(gzip));
        Files.setPosixFilePermissions(gzip, PosixFilePermissions.fromString("rw-r-----"));
        Path link = Files.createSymbolicLink(dir.resolve("link.npy.gz"), gzip.getFileName());
        assertEquals(0, Run.of("convert", dir.resolve("b.npy"), link).status());
        assertTrue(Files.isSymbolicLink(link));
        assertEquals("[0 1 2 3]", Run.of("show", gzip).out().strip());
        assertEquals("rw-r-----", PosixFilePermissions.toString(Files.getPosixFilePermissions(gzip)));
        assertFailure("npymap: " + dir.resolve("none/a.npy.gz") + ": cannot be written: its directory does not exist",
                1,
                Run.of("convert", npy, dir.resolve("none/a.npy.gz")));
    }

    @Test
    void objectsAreReadWhenAskedFor() throws IOException {
        Numpy.run(dir, """
                a = np.array([None, 'x', [1]], object)
                np.save('o.npy', a)
                np.savez('o.npz', o=a, n=np.arange(3))
                """);
        Path npy = dir.resolve("o.npy");
        assertFailure("o.npy: unsupported dtype |O: the elements are pickled Python objects; --objects of show", 1,
                Run.of("show", npy));
        assertEquals("[None 'x' list([1])]", Run.of("show", npy, "--objects").out().strip());
        assertEquals("array([None, 'x', list([1])], dtype=object)",
                Run.of("show", dir.resolve("o.npz/o"), "--objects", "--repr").out().strip());
        assertEquals(
                List.of(dir + "/o.npz/o: |O [3]", "[None 'x' list([1])]", "", dir + "/o.npz/n: <i8 [3]", "[0 1 2]"),
                Run.of("show", dir.resolve("o.npz"), "--objects").outLines());
        assertFailure("a slice needs an array", 2, Run.of("show", npy, "0", "--objects"));
        assertEquals(0, Run.of("convert", npy, dir.resolve("o.pkl"), "--objects").status());
        assertEquals("[None, 'x', [1]]",
                Numpy.run(dir, "import pickle; print(pickle.load(open('o.pkl', 'rb')).tolist())"));
        for (String refused : List.of("o.npy", "o.npz")) {
            assertFailure("--objects of show and convert", 1,
                    Run.of("convert", dir.resolve(refused), dir.resolve("p.pkl")));
        }
    }

    @Test
    void nothingIsExecutedAndBadPicklesAreNamed() throws IOException {
        Path evil = Files.write(dir.resolve("evil.pkl"),
                "cos\nsystem\n(S'touch %s'\ntR.".formatted(dir.resolve("pwned")).getBytes(StandardCharsets.US_ASCII));
        assertTrue(Run.of("show", evil).out().startsWith("<os.system('touch "));
        assertTrue(Run.of("info", evil).out().contains("os.system"));
        assertFalse(Files.exists(dir.resolve("pwned")));
        assertFailure("cannot be pickled", 2, Run.of("convert", evil, dir.resolve("x.pkl")));
        Path cut = Files.write(dir.resolve("cut.pkl"), new byte[]{(byte) 0x80, 4, '}', 'q'});
        for (String command : List.of("info", "show", "stats")) {
            Run run = Run.of(command, cut);
            assertFailure("cut.pkl: ", 1, run);
            assertTrue(run.err().contains("(at byte "), run.err());
        }
        Path deep = Files.write(dir.resolve("deep.pkl"),
                ("\u0080\4" + "]".repeat(5000) + "a".repeat(4999) + ".").getBytes(StandardCharsets.ISO_8859_1));
        assertFailure("nested more than 200 deep", 2, Run.of("show", deep));
        assertFailure("nested more than 1000 deep", 1, Run.of("info", deep));
    }

    @ParameterizedTest
    @ValueSource(strings = {"convert a.npy b.npy --protocol 4", "convert a.npy b.pkl --protocol 6",
            "convert a.npy b.pkl --compress", "convert a.npy b.npz.gz", "convert a.npy b.pkl.gz --aligned",
            "convert a.npy b.npz --objects", "convert a.npy b.pkl --protocol x"})
    void optionsThatDoNotSuitEndWithStatus2(String words) throws IOException {
        Numpy.run(dir, "np.save('a.npy', np.arange(3))");
        Object[] typed = Arrays.stream(words.split(" "))
                .map(word -> word.startsWith("a.") || word.startsWith("b.") ? dir.resolve(word).toString() : word)
                .toArray();
        assertFailure("npymap: ", 2, Run.of(typed));
        assertFalse(Files.exists(dir.resolve("b.pkl")) || Files.exists(dir.resolve("b.npz")));
    }

    private Path model(int protocol) throws IOException {
        Numpy.run(dir, MODEL + "pickle.dump(model, open('model.pkl', 'wb'), %d)".formatted(protocol));
        return dir.resolve("model.pkl");
    }

    private static void assertFailure(String part, int status, Run run) {
        assertEquals(status, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("npymap: ") && run.err().contains(part), run.err());
    }
}
