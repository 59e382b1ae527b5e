package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertLinesMatch;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Compression;
import dev.npymap.npz.Npz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// The commands that look into archives.
class ArchiveTest {
    private static final String NUMPYS = """
            arrays = {'w': np.arange(6.).reshape(2, 3), 'layer/bias': np.asfortranarray(np.ones((2, 2), '>i4')),
                      'größe': np.array(['a', 'bc'])}
            np.savez('stored.npz', **arrays)
            np.savez_compressed('compressed.npz', **arrays)
            """;

    @TempDir
    private Path dir;

    @Test
    void listsMembersBelowEachOther() throws IOException {
        Path file = archive();
        List<String> lines = Run.of("info", file).outLines();
        assertTrue(lines.get(2).matches("  a +<i4 +\\[3] +C +stored +140 +140 +1\\.00  zero-copy"), lines.get(2));
        assertTrue(lines.get(3).matches("  b/c +<i4 +\\[40, 200] +Fortran +deflated +32128 .* in blocks of 4 KiB"),
                lines.get(3));
        assertTrue(lines.get(4).matches("  d +<i4 +\\[0] +C +zstd +128 .* inflated whole"), lines.get(4));
        assertTrue(lines.get(5).startsWith("  3 members, 3 arrays, 1 zero-copy: 31.6 KiB in "), lines.get(5));
        assertEquals(6, lines.size());
    }

    @Test
    void tellsOfOneMemberAsOfAFile() throws IOException {
        Path file = archive();
        Run run = Run.of("info", file.resolve("b/c"));
        assertEquals(0, run.status(), run.err());
        assertEquals(file + "/b/c", run.outLines().getFirst());
        assertTrue(run.out().contains("\n  order        Fortran\n"), run.out());
        assertTrue(run.out().contains("\n  zero-copy    no, inflated in blocks of 4 KiB\n"), run.out());
        assertEquals(run.out(), Run.of("info", file.resolve("b/c.npy")).out().replace("c.npy", "c"));
    }

    @Test
    void infoOfAMemberHasTheKeysOfAFileAndMore() throws IOException {
        Path file = archive();
        String begin = "{\"file\":\"" + file + "\",\"member\":\"a\",\"format\":\"npy\",\"version\":\"1.0\","
                + "\"dtype\":\"<i4\",\"shape\":[3],\"fortran_order\":false,\"data_offset\":128,\"data_bytes\":12,"
                + "\"zero_copy\":true,\"supported\":true,\"method\":\"stored\",\"size\":140,\"compressed_size\":140,"
                + "\"ratio\":1.0000,\"block_size\":null,\"crc32\":\"";
        String line = Run.of("info", file.resolve("a"), "--json").out().strip();
        assertTrue(line.startsWith(begin) && line.endsWith("\",\"error\":null}"), line);
    }

    @Test
    void infoOfAnArchiveIsOneJsonObjectWithItsMembers() throws IOException {
        Run run = Run.of("info", archive(), "--json");
        assertEquals(1, run.outLines().size());
        List<String> names = new ArrayList<>();
        int depth = 0;
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), run.out())) {
            while (json.nextToken() != null) {
                if (json.currentToken().isStructStart()) {
                    depth++;
                } else if (json.currentToken().isStructEnd()) {
                    depth--;
                } else if ("name".equals(json.currentName()) && json.currentToken().isScalarValue()) {
                    names.add(json.getString());
                }
            }
        }
        assertEquals(0, depth);
        assertEquals(List.of("a", "b/c", "d"), names);
        assertTrue(run.out().contains("\"block_size\":4096"), run.out());
    }

    @Test
    void showsMembersThatNumpyWrote() throws IOException {
        Numpy.run(dir, NUMPYS);
        for (String name : List.of("stored.npz", "compressed.npz")) {
            Path file = dir.resolve(name);
            assertEquals("[3. 4. 5.]", Run.of("show", file.resolve("w"), "1").out().strip());
            assertEquals("[[1 1]\n [1 1]]", Run.of("show", file.resolve("layer").resolve("bias")).out().strip());
            assertEquals("['a' 'bc']", Run.of("show", file.resolve("größe.npy")).out().strip());
            Run all = Run.of("show", file, "0");
            assertEquals(List.of(file + "/w: <f8 [3]", "[0. 1. 2.]", "", file + "/layer/bias: >i4 [2]", "[1 1]", "",
                    file + "/größe: <U2 []", "a"), all.outLines());
            assertEquals(new Run(0, file + ": ok\n", ""),
                    Run.of("verify", file));
        }
    }

    @Test
    void statsAreNumpys() throws IOException {
        String expected = Numpy.run(dir, NUMPYS + """
                for name, a in arrays.items():
                    if a.dtype.kind != 'U':
                        print('{"member":"%s","count":%d,"nan_count":0,"min":%s,"max":%s,"mean":%s,"std":%s,"sum":%s}'
                              % (name, a.size, a.min(), a.max(), a.mean(), a.std(), a.sum()))
                """);
        for (String name : List.of("stored.npz", "compressed.npz")) {
            Run run = Run.of("stats", dir.resolve(name), "--json");
            assertEquals(expected, run.out().strip());
            assertEquals(0, run.status());
            assertLinesMatch(List.of("npymap: .*/größe: skipped: stats need numbers.*"), run.errLines());
            String one = Run.of("stats", dir.resolve(name).resolve("w"), "--json").out().strip();
            assertEquals(expected.lines().findFirst().orElseThrow().replace("\"member\":\"w\",", ""), one);
        }
    }

    @Test
    void slicesAMember() throws IOException {
        Path file = archive();
        Path out = dir.resolve("out.npy");
        assertEquals(new Run(0, "", ""), Run.of("slice", file.resolve("b/c"), "1, ::100", "-o", out));
        assertEquals(List.of(200, 300), Arrays.stream(Npy.read(out).asInt().toArray()).boxed().toList());
        Run several = Run.of("slice", file, "0", "-o", out);
        assertFailure("a.npz: holds 3 arrays, of which one is needed: " + file + "/a, " + file + "/b/c", 2, several);
        assertFailure("x.npz: an archive", 2, Run.of("slice", file.resolve("a"), "0", "-o", dir.resolve("x.npz")));
    }

    @Test
    void takesTheOnlyArrayOfAnArchive() throws IOException {
        Path file = dir.resolve("one.npz");
        Npz.write(file, Map.of("x", IntArray.of(new int[]{1, 2, 3})));
        assertEquals("[1 2 3]", Run.of("show", file).out().strip());
        assertEquals(0, Run.of("slice", file, "1:", "-o", dir.resolve("s.npy")).status());
        assertEquals("[2]", Npy.read(dir.resolve("s.npy")).shape().toString());
        assertEquals(0, Run.of("copy", file, dir.resolve("x.npy")).status());
        assertEquals("[3]", Npy.read(dir.resolve("x.npy")).shape().toString());
    }

    @Test
    void aMissingMemberIsToldWithThoseThatAreThere() throws IOException {
        Path file = archive();
        for (String command : List.of("show", "stats", "info", "copy", "convert")) {
            Path nope = file.resolve("b");
            Run run = command.startsWith("co")
                    ? Run.of(command, nope, dir.resolve("o.npy"))
                    : Run.of(command, nope);
            assertFailure("a.npz/b: no such member; a.npz has b/c", 1, run);
        }
        assertFailure("a.npz/x/y: no such member; a.npz has a, b/c, d", 1, Run.of("show", file.resolve("x/y")));
    }

    @Test
    void recognisesArchivesByTheirContents() throws IOException {
        Path named = Files.move(archive(), dir.resolve("weights.bin"));
        assertEquals("[1 2 3]", Run.of("show", named.resolve("a")).out().strip());
        Path npy = dir.resolve("really.npz");
        Npy.write(npy, IntArray.of(new int[]{7}));
        assertEquals("[7]", Run.of("show", npy).out().strip());
        assertFailure("really.npz is a file, not a directory", 1, Run.of("show", npy.resolve("a")));
    }

    @Test
    void badArchivesAreNamedWithTheByte() throws IOException {
        Path file = archive();
        byte[] bytes = Files.readAllBytes(file);
        Path cut = Files.write(dir.resolve("cut.npz"), Arrays.copyOf(bytes, 100));
        Path junk = Files.write(dir.resolve("junk.npz"), new byte[]{1, 2, 3, 4});
        for (Path bad : List.of(cut, junk)) {
            for (String command : List.of("info", "show", "stats")) {
                Run run = Run.of(command, bad);
                assertFailure(bad.getFileName() + ": ", 1, run);
                assertTrue(run.err().contains("not a .npz archive") && run.err().contains("(at byte "), run.err());
            }
        }
        assertEquals(1, Run.of("verify", cut, file).status());
    }

    @Test
    void verifyReportsEachBadMember() throws IOException {
        Path file = archive();
        byte[] bytes = Files.readAllBytes(file);
        int payload = indexOf(bytes, new byte[]{1, 0, 0, 0, 2, 0, 0, 0, 3});
        bytes[payload] ^= 1;
        bytes[payload + 1200] ^= 0x55;
        Files.write(file, bytes);
        Run run = Run.of("verify", file);
        assertEquals(1, run.status());
        assertLinesMatch(List.of("\\Q" + file + "\\E/a: damaged: its CRC-32 is .*", "\\Q" + file + "\\E/b/c: .*"),
                run.outLines());
        assertEquals(1, Run.of("verify", file.resolve("a")).status());
        assertEquals(0, Run.of("verify", file.resolve("d")).status());
    }

    @Test
    void listsWhatIsNoArrayAndWhatIsRefused() throws IOException {
        Numpy.run(dir, """
                with zipfile.ZipFile('mixed.npz', 'w') as z:
                    z.writestr('readme.txt', 'hello')
                    z.writestr('x.npy', npy(np.arange(3)))
                    z.writestr('y.npy', npy(np.arange(4)))
                    z.writestr('/abs.npy', npy(np.arange(2)))
                    z.writestr('o.npy', npy(np.array([{}, 1], object)))
                """);
        Path file = dir.resolve("mixed.npz");
        Run info = Run.of("info", file);
        assertEquals(0, info.status(), info.err());
        assertTrue(info.out().contains("raw bytes") && info.out().contains("unsupported: Python objects"), info.out());
        assertEquals("[0 1]", Run.of("show", file.resolve("abs")).out().strip());
        Run show = Run.of("show", file);
        assertEquals(1, show.status());
        assertTrue(show.out().contains("/x: <i8 [3]"), show.out());
        assertTrue(show.err().contains("mixed.npz/readme.txt: skipped: not an array"), show.err());
        assertTrue(show.err().contains("mixed.npz/o: unsupported "), show.err());
        assertFailure("readme.txt: not a .npy file", 1, Run.of("show", file.resolve("readme.txt")));
    }

    @Test
    void objectMemberMakesAnArchiveNeitherBadNorUncountable() throws IOException {
        Numpy.run(dir, """
                arrays = dict(a=np.arange(3), o=np.array([{'k': 'v'}, 1, None], object), b=np.ones(2),
                              r=np.array([(1, 'x')], [('n', 'i4'), ('o', object)]))
                np.savez('stored.npz', **arrays)
                np.savez_compressed('deflated.npz', **arrays)
                np.save('o.npy', arrays['o'])
                """);
        for (String name : List.of("stored.npz", "deflated.npz")) {
            Path file = dir.resolve(name);
            assertEquals(new Run(0, file + ": ok\n", ""), Run.of("verify", file));
            assertEquals(new Run(0, file + "/o: ok\n", ""), Run.of("verify", file.resolve("o")));
            Run stats = Run.of("stats", file, "--json");
            assertEquals(0, stats.status(), stats.err());
            assertLinesMatch(List.of(".*\"member\":\"a\".*", ".*\"member\":\"b\".*"), stats.outLines());
            assertLinesMatch(List.of("npymap: .*/o: skipped: .*Python objects", "npymap: .*/r: skipped: .*"),
                    stats.errLines());
            assertFailure("unsupported", 1, Run.of("stats", file.resolve("o")));
        }
        assertEquals(new Run(0, dir.resolve("o.npy") + ": ok\n", ""), Run.of("verify", dir.resolve("o.npy")));
    }

    @Test
    void objectMemberThatIsDamagedOrNoPickleIsFound() throws IOException {
        Numpy.run(dir, """
                good = npy(np.array([1, 'text', None], object))
                with zipfile.ZipFile('flipped.npz', 'w') as z:
                    z.writestr('o.npy', good)
                raw = bytearray(open('flipped.npz', 'rb').read())
                raw[raw.index(b'text')] ^= 1
                open('flipped.npz', 'wb').write(raw)
                for name, bad in ('cut', good[:-5]), ('other', good[:128] + b'no pickle'):
                    with zipfile.ZipFile(name + '.npz', 'w', zipfile.ZIP_DEFLATED) as z:
                        z.writestr('o.npy', bad)
                    open(name + '.npy', 'wb').write(bad)
                """);
        for (String name : List.of("flipped.npz", "cut.npz", "other.npz", "cut.npy", "other.npy")) {
            Run verify = Run.of("verify", dir.resolve(name));
            assertEquals(1, verify.status(), name);
            assertTrue(verify.out().startsWith(dir.resolve(name).toString()), verify.out());
        }
        assertTrue(Run.of("verify", dir.resolve("flipped.npz")).out().contains("damaged: its CRC-32"));
    }

    @Test
    void damagedMemberIsNotWrittenAnew() throws IOException {
        writeDamaged();
        for (String words : List.of("copy d.npz out", "copy d.npz/x out", "copy d.npz/x out.npy", "copy d.npz out.npz",
                "convert d.npz good.npy out.npz", "convert d.npz out.npz --compress", "convert d.npz/x out.npy",
                "convert d.npz/x out.npy.gz", "convert d.npz/x out.csv", "convert d.npz/x out.txt.gz",
                "convert d.npz out.pkl", "convert d.npz/x out.pkl.gz", "convert o.npz/o out.pkl --objects",
                "slice d.npz/x 1 -o out.npy", "slice d.npz/x : -o out.npy", "slice d.npz -2:0 -o out.npy")) {
            Object[] typed = Arrays.stream((words + " --no-verify").split(" "))
                    .map(word -> word.contains(".") || word.equals("out") ? dir.resolve(word) : word).toArray();
            List<Path> before = files();
            Run run = Run.of(Arrays.copyOf(typed, typed.length - 1));
            assertFailure(words.contains("o.npz") ? "o.npz/o: damaged: its CRC-32 is " : "d.npz/x: damaged: its CRC-32",
                    1, run);
            assertEquals(before, files(), words);
            run = Run.of(typed);
            assertEquals(0, run.status(), run.err());
            assertLinesMatch(List.of("npymap: .*npz.*: the checksums of stored members are not verified"),
                    run.errLines());
            Files.delete(files().stream().filter(file -> !before.contains(file)).findFirst().orElseThrow());
        }
    }

    private void writeDamaged() throws IOException {
        Numpy.run(dir, """
                np.save('good.npy', np.arange(3))
                np.savez('d.npz', x=np.arange(200.))
                np.savez('o.npz', o=np.array([1, 'text', None], object))
                for name, found in ('d.npz', np.float64(77).tobytes()), ('o.npz', b'text'):
                    raw = bytearray(open(name, 'rb').read())
                    raw[raw.index(found)] ^= 4
                    open(name, 'wb').write(raw)
                """);
    }

    @Test
    void unpackingLeavesTheDamagedMemberOut() throws IOException {
        writeDamaged();
        Path parts = dir.resolve("parts");
        Run run = Run.of("convert", dir.resolve("d.npz"), dir.resolve("good.npy"), parts + "/");
        assertFailure("d.npz/x: damaged: its CRC-32 is ", 1, run);
        assertTrue(Files.exists(parts.resolve("good.npy")));
        assertFalse(Files.exists(parts.resolve("x.npy")));
        assertEquals(1, Run.of("convert", dir.resolve("d.npz"), dir.resolve("none") + "/").status());
        assertFalse(Files.exists(dir.resolve("none")));
        assertEquals(0, Run.of("convert", dir.resolve("d.npz"), parts + "/", "--no-verify").status());
        assertEquals(0, Run.of("verify", parts.resolve("x.npy")).status());
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.walk(dir)) {
            return files.sorted().toList();
        }
    }

    @Test
    void opensAnArchiveAnewRatherThanKeepWhatItInflated() throws IOException {
        Map<String, NdArray> zeros = new LinkedHashMap<>();
        for (int n = 0; n < 5; n++) {
            zeros.put("z" + n, NdArray.zeros(Dtype.INT8, 30_000_000));
        }
        Path file = dir.resolve("zeros.npz");
        Npz.write(file, zeros, Compression.deflated(1));
        Run run = Run.of("stats", file, "--json");
        assertEquals(0, run.status(), run.err());
        assertEquals(5, run.outLines().size());
    }

    @ParameterizedTest
    @ValueSource(strings = {"stored.npz", "compressed.npz"})
    void copiesAnArchiveWithItsMethods(String name) throws IOException {
        Numpy.run(dir, NUMPYS);
        assertEquals(new Run(0, "", ""), Run.of("copy", dir.resolve(name), dir.resolve("copy.npz")));
        assertEquals("True", Numpy.run(dir, """
                a, b = np.load('%1$s'), np.load('copy.npz')
                same = [i.compress_type for i in zipfile.ZipFile('%1$s').infolist()] \
                    == [i.compress_type for i in zipfile.ZipFile('copy.npz').infolist()]
                print(same and a.files == b.files and all(npy(a[k]) == npy(b[k]) for k in a.files))
                """.formatted(name)));
    }

    @Test
    void copiesMembersAndArchivesIntoADirectory() throws IOException {
        Path file = archive();
        Path target = Files.createDirectory(dir.resolve("target"));
        assertEquals(new Run(0, "", ""), Run.of("copy", file, file.resolve("b/c"), target));
        assertEquals("[40, 200]", Npy.read(target.resolve("c.npy")).shape().toString());
        assertEquals(0, Run.of("verify", target.resolve("a.npz")).status());
        assertFailure("out.npz: an archive", 2, Run.of("copy", file.resolve("a"), dir.resolve("out.npz")));
        assertFailure("out.npy: ", 2, Run.of("copy", target.resolve("c.npy"), target.resolve("c.npy"), dir
                .resolve("out.npy")));
        assertFailure("holds 3 arrays", 2, Run.of("copy", file, dir.resolve("out.npy")));
        assertFailure("a.npz is a file, not a directory", 1,
                Run.of("copy", target.resolve("c.npy"), file.resolve("x")));
    }

    /// Stored, deflated in several blocks, compressed by Zstandard.
    private Path archive() throws IOException {
        Path file = dir.resolve("a.npz");
        int[] values = new int[8000];
        Arrays.setAll(values, n -> n);
        try (Npz.Writer writer = Npz.writer(file)) {
            writer.put("a", IntArray.of(new int[]{1, 2, 3}));
            writer.put("b/c", columns(values), new Compression(Compression.Method.DEFLATED, 6, 4096));
            writer.put("d", NdArray.zeros(Dtype.INT32, 0), Compression.zstd(3));
            writer.commit();
        }
        return file;
    }

    /// Row by row the values from 0 on, in Fortran order.
    private static NdArray columns(int[] values) {
        int[] turned = new int[values.length];
        for (int n = 0; n < turned.length; n++) {
            turned[n % 200 * 40 + n / 200] = values[n];
        }
        return IntArray.of(turned, 200, 40).transpose();
    }

    private static int indexOf(byte[] bytes, byte[] wanted) {
        for (int at = 0; at <= bytes.length - wanted.length; at++) {
            if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
                return at;
            }
        }
        throw new AssertionError("not found");
    }

    private static void assertFailure(String part, int status, Run run) {
        assertEquals(status, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("npymap: ") && run.err().contains(part), run.err());
        assertFalse(run.err().contains("Exception"), run.err());
    }
}
