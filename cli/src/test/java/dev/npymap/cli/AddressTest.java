package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands on fields of records, patterns, raw numbers, standard input and standard output.
class AddressTest {
    @TempDir
    private static Path dir;

    @BeforeAll
    static void pythonWritesFiles() throws IOException {
        Numpy.run(dir,
                """
                        import pickle
                        a = np.arange(6.0).reshape(2, 3)
                        inner = np.dtype([('low', '<i2'), ('high', '>i4', (2,))])
                        r = np.zeros(3, [('price', '<f8'), ('n', 'i1'), ('in', inner), ('price2', '<f4'), ('name', 'U3')])
                        r['price'] = [1.5, np.nan, 3.5]; r['in']['high'] = [[1, 2], [3, 4], [5, 6]]; r['name'] = ['a', 'b"', 'c']
                        np.save('a.npy', a); np.save('records.npy', r)
                        np.savez('model.npz', table=r, w=a, **{'layer1/w': a + 1, 'layer2/w': a + 2})
                        pickle.dump({'layers': [{'w': a}, {'w': a * 2}], 'name': 'x', 't': r}, open('t.pkl', 'wb'))
                        np.save('o.npy', np.array({'mean': a, 'n': 3}, dtype=object))
                        with open('many.npy', 'wb') as f:
                            np.save(f, a); np.save(f, r)
                        open('raw.bin', 'wb').write(b'12345678' + a.tobytes())
                        open('c.csv', 'w').write('1,2\\n3,4\\n')
                        """);
    }

    private static String at(String address) {
        return address.startsWith("raw:") ? "raw:" + dir + "/" + address.substring(4) : dir + "/" + address;
    }

    private static String numpy(String expression) throws IOException {
        return Numpy.run(dir, "r = np.load('records.npy'); a = np.load('a.npy'); print(" + expression + ")");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', value = {"records.npy/price; r['price']", "records.npy/in/high; r['in']['high']",
            "model.npz/table/price; r['price']", "t.pkl/t/in/low; r['in']['low']", "many.npy/name#1; r['name']",
            "raw:raw.bin?dtype=<f8&shape=2,3&offset=8; a", "model.npz/*2/w; a + 2"})
    void everyCommandTakesAnAddress(String address, String expression) throws IOException {
        String expected = numpy(expression);
        assertEquals(new Run(0, expected + "\n", ""), Run.of("show", at(address)));
        for (List<String> words : List.of(List.of("convert", at(address), at("out.npy")),
                List.of("copy", at(address), at("out.npy")), List.of("slice", at(address), "...", "-o", at("out.npy")),
                List.of("convert", at(address), at("out.pkl")), List.of("convert", at(address), at("out.npz")))) {
            assertEquals(new Run(0, "", ""), Run.of(words.toArray()), words.toString());
            String out = words.stream().filter(word -> word.contains("/out.")).findFirst().orElseThrow();
            assertEquals(expected, Numpy.run(dir, "x = np.load('" + out
                    + "', allow_pickle=True); print(x[x.files[0]] if hasattr(x, 'files') else x)"));
        }
        assertEquals(new Run(0, at(address) + ": ok\n", ""), Run.of("verify", at(address)));
        Run info = Run.of("info", "--json", at(address));
        assertEquals(0, info.status(), info.err());
        assertTrue(info.out().contains("\"shape\":" + numpy("list((" + expression + ").shape)").replace(" ", "")),
                info.out());
        assertEquals(0, Run.of("info", at(address)).status());
        if (!expression.contains("name")) {
            assertTrue(Run.of("stats", at(address)).out().contains("count      " + numpy("(" + expression + ").size")));
        }
    }

    @Test
    void severalThatMatchAreTakenInTurn() throws IOException {
        assertEquals(at("model.npz/layer1/w") + ": <f8 [2, 3]\n" + numpy("a + 1") + "\n\n" + at("model.npz/layer2/w")
                + ": <f8 [2, 3]\n" + numpy("a + 2") + "\n", Run.of("show", at("model.npz/layer*")).out());
        assertEquals(List.of("price", "price2"), Run.of("stats", "--json", at("records.npy/price*")).outLines().stream()
                .map(line -> line.replaceAll("\\{\"member\":\"([a-z0-9]*)\".*", "$1")).toList());
        assertEquals(List.of(at("records.npy/price*"), "  path", "  " + at("records.npy/price"),
                "  " + at("records.npy/price2")),
                Run.of("info", at("records.npy/price*")).outLines().stream()
                        .map(line -> line.replaceAll("(?<=\\S) .*", "")).toList());
        assertEquals(2, Run.of("info", "--json", at("records.npy/price*")).outLines().size());
        assertTrue(Run.of("info", at("model.npz/layer*")).out().contains("2 members, 2 arrays, 2 zero-copy"));
        assertEquals(0, Run.of("convert", at("model.npz/l*"), at("model.npz/w"), at("some.npz")).status());
        assertEquals("['layer1/w', 'layer2/w', 'w']", numpy("np.load('some.npz').files"));
        assertEquals(0, Run.of("copy", at("model.npz/layer*"), at("less.npz")).status());
        assertEquals("['layer1/w', 'layer2/w']", numpy("np.load('less.npz').files"));
        assertEquals(0, Run.of("convert", at("records.npy/price*"), at("columns") + "/").status());
        assertEquals("['price.npy', 'price2.npy']", numpy("sorted(__import__('os').listdir('columns'))"));
        assertEquals("[0. 2. 4.]", Run.of("show", at("t.pkl/layers/*/w"), "0").outLines().getLast());
    }

    @ParameterizedTest
    @ValueSource(strings = {"slice PATTERN 0 -o OUT.npy", "convert PATTERN OUT.npy", "convert PATTERN OUT.csv",
            "copy PATTERN OUT.npy", "convert PATTERN - --to ndjson"})
    void whereOneArrayIsWantedTwoAreListed(String words) {
        Run run = Run.of((Object[]) words.replace("PATTERN", at("model.npz/layer*")).replace("OUT", at("none"))
                .split(" "));
        assertEquals(new Run(2, "", "npymap: " + at("model.npz/layer*") + ": holds 2 arrays, of which one is needed: "
                + at("model.npz/layer1/w") + ", " + at("model.npz/layer2/w") + "\n"), run);
        assertTrue(Files.notExists(dir.resolve("none.npy")));
    }

    /// An address into an array of objects asks for them.
    @Test
    void objectsAreReadWhenAskedFor() throws IOException {
        Run refused = Run.of("show", at("o.npy"));
        assertEquals(1, refused.status());
        assertTrue(refused.err().contains("the elements are pickled Python objects; --objects"), refused.err());
        assertEquals(new Run(0, numpy("a") + "\n", ""), Run.of("show", at("o.npy/mean")));
        assertEquals(new Run(0, "", ""), Run.of("slice", at("o.npy/mean"), "...", "-o", at("mean.npy")));
        assertEquals(numpy("a"), numpy("np.load('mean.npy')"));
        assertEquals(new Run(0, numpy("a") + "\n", ""), Run.of("show", "--objects", at("o.npy/mean")));
        assertEquals(new Run(0, "", ""), Run.of("convert", "--objects", at("o.npy/mean"), at("mean.pkl")));
        assertEquals(numpy("a"), numpy("np.load('mean.pkl', allow_pickle=True)"));
    }

    @Test
    void missingFieldsAreRefusedWithTheOthers() {
        assertEquals(new Run(1, "", "npymap: " + at("records.npy/cost")
                + ": no such field; the records have price, n, in, in/low, in/high, price2, name\n"),
                Run.of("show", at("records.npy/cost")));
        assertEquals(new Run(2, "", "npymap: standard output takes npy, pkl, txt, csv or ndjson, not 'npz' (see npymap "
                + "convert --help)\n"), Run.of("convert", at("a.npy"), "-", "--to", "npz"));
        assertEquals(new Run(2, "", "npymap: -: is given twice\n"), Run.of("convert", "-", "-", at("x.npz")));
        assertEquals(2, Run.of("show", at("raw:raw.bin?dtype=q9")).status());
        assertEquals(1, Run.of("show", at("raw:raw.bin?dtype=<f8&shape=99")).status());
    }

    /// Runs a line of a shell in which `npymap` is the command, and returns what it printed, then its status.
    private static String shell(String line) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String script = "set -o pipefail; npymap() { '" + java + "' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp '"
                + System.getProperty("java.class.path") + "' dev.npymap.cli.Main \"$@\"; }; " + line + "\necho \" $?\"";
        Process process = new ProcessBuilder("bash", "-c", script).directory(dir.toFile()).redirectErrorStream(true)
                .start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }

    private static final String LOAD = "python3 -c 'import sys, io, numpy as np; "
            + "print(np.load(io.BytesIO(sys.stdin.buffer.read()), allow_pickle=True).tolist())'";

    @ParameterizedTest
    @CsvSource(delimiter = '@', value = {
            "npymap show - '1, ::-1' < a.npy@ [5. 4. 3.]\\n 0",
            "npymap convert records.npy/in/high - --to pkl | npymap convert - - --to txt --fmt %d@ 1 2\\n3 4\\n5 6\\n 0",
            "cp records.npy ./-; npymap show ./-/price 0 < a.npy@ 1.5\\n 0",
            "npymap slice a.npy ':, 1' -o - | npymap copy - - | LOAD@ [1.0, 4.0]\\n 0",
            "printf '1,2\\n3,4\\n' | npymap convert - - --delimiter , --dtype i4 | LOAD@ [[1, 2], [3, 4]]\\n 0",
            "npymap convert a.npy - --to csv --fmt %g | gzip | npymap convert - - --to ndjson --delimiter ,@ "
                    + "[0.0,1.0,2.0]\\n[3.0,4.0,5.0]\\n 0",
            "npymap show - < model.npz@ npymap: standard input: unsupported: an archive needs a file that can be read at any "
                    + "place, which a stream cannot (at byte 0)\\n 1",
            "npymap convert a.npy - < /dev/null | head -c 6 | tail -c 5@ NUMPY 0"})
    void standardInputAndOutputArePipes(String line, String expected) throws IOException {
        Numpy.run(dir, "");
        assertEquals(expected.replace("\\n", "\n") + "\n", shell(line.replace("LOAD", LOAD)));
    }

    @Test
    void recordsBecomeLinesOfJson() throws IOException {
        assertEquals("""
                {"price":1.5,"n":0,"in":{"low":0,"high":[1,2]},"price2":0.0,"name":"a"}
                {"price":"NaN","n":0,"in":{"low":0,"high":[3,4]},"price2":0.0,"name":"b\\""}
                {"price":3.5,"n":0,"in":{"low":0,"high":[5,6]},"price2":0.0,"name":"c"}
                """, lines("records.npy", "r.ndjson"));
        assertEquals("True", numpy("[__import__('json').loads(l)['in']['high'] for l in open('r.ndjson')] "
                + "== r['in']['high'].tolist()"));
        assertEquals("[[0.0,1.0,2.0],[3.0,4.0,5.0]]\n",
                lines("raw:raw.bin?dtype=<f8&shape=1,2,3&offset=8", "x.ndjson"));
        assertEquals("18446744073709551615\n0\n",
                lines("raw:"
                        + Files.write(dir.resolve("u.bin"), new byte[]{-1, -1, -1, -1, -1, -1, -1, -1, 0, 0, 0, 0, 0,
                                0, 0, 0}).getFileName()
                        + "?dtype=<u8", "u.jsonl"));
    }

    private static String lines(String from, String to) throws IOException {
        assertEquals(new Run(0, "", ""), Run.of("convert", at(from), at(to)));
        return Files.readString(dir.resolve(to));
    }
}
