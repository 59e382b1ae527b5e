package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertTest {
    private static final NdArray ARRAY = IntArray.of(new int[]{1, 2, 3});

    @TempDir
    private Path dir;
    private Path a;
    private Path b;
    private Path both;

    @BeforeEach
    void writeTwoArrays() throws IOException {
        a = dir.resolve("a.npy");
        b = dir.resolve("b.npy");
        both = dir.resolve("both.npz");
        Npy.write(a, ARRAY);
        Npy.write(b, IntArray.of(new int[]{4, 5, 6, 7}, 2, 2).transpose());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "--compress", "--compress=9"})
    void packsFilesForNumpy(String option) throws IOException {
        assertEquals(new Run(0, "", ""), option.isEmpty()
                ? Run.of("convert", a, b, both)
                : Run.of("convert", option, a, b, both));
        assertEquals("a,b True True " + (option.isEmpty() ? 0 : 8), Numpy.run(dir, """
                z = np.load('both.npz')
                print(','.join(z.files), npy(z['a']) == open('a.npy', 'rb').read(),
                      npy(z['b']) == open('b.npy', 'rb').read(),
                      *{i.compress_type for i in zipfile.ZipFile('both.npz').infolist()})
                """));
    }

    @Test
    void unpacksWhatNumpyPacked() throws IOException {
        Numpy.run(dir, """
                arrays = {'w': np.arange(6.).reshape(2, 3), 'layer/1/größe': np.asfortranarray(np.ones((2, 2), '>i4'))}
                np.savez('stored.npz', **arrays)
                np.savez_compressed('compressed.npz', **arrays)
                """);
        for (String name : List.of("stored", "compressed")) {
            assertEquals(new Run(0, "", ""), Run.of("convert", dir.resolve(name + ".npz"), dir.resolve(name)));
            assertEquals("True True", Numpy.run(dir, """
                    z = np.load('%1$s.npz')
                    print(*(npy(z[k]) == open('%1$s/' + k + '.npy', 'rb').read() for k in z.files))
                    """.formatted(name)));
        }
    }

    @Test
    void packsByZstandardAndUnpacks() throws IOException {
        assertEquals(0, Run.of("convert", "--zstd", a, b, both).status());
        assertTrue(Run.of("info", both).out().contains("zstd"));
        assertEquals(0, Run.of("convert", both, dir + "/parts/").status());
        assertEquals(-1, Files.mismatch(a, dir.resolve("parts/a.npy")));
        assertEquals(-1, Files.mismatch(b, dir.resolve("parts/b.npy")));
    }

    @Test
    void packsArchivesAndMembersTogetherAlsoOverOneOfThem() throws IOException {
        Npz.write(both, Map.of("x/y", ARRAY));
        Path other = dir.resolve("other.npz");
        assertEquals(0, Run.of("convert", both, a, other).status());
        assertEquals(0, Run.of("convert", other.resolve("a"), both.resolve("x/y"), b, both).status());
        assertEquals("[a, x/y, b]", names(both));
        Run twice = Run.of("convert", both, a, other);
        assertEquals(2, twice.status());
        assertTrue(twice.err().contains("a.npy: there are two arrays named 'a'"), twice.err());
        assertEquals("[x/y, a]", names(other));
    }

    @Test
    void takesOneArrayOutOfAnArchive() throws IOException {
        assertEquals(0, Run.of("convert", a, b, both).status());
        assertEquals(0, Run.of("convert", both.resolve("b"), dir.resolve("c.npy")).status());
        assertEquals(-1, Files.mismatch(b, dir.resolve("c.npy")));
        assertEquals(2, Run.of("convert", both, dir.resolve("d.npy")).status());
    }

    @Test
    void aFailureLeavesTheOldArchive() throws IOException {
        assertEquals(0, Run.of("convert", a, both).status());
        byte[] before = Files.readAllBytes(both);
        Path bad = Files.write(dir.resolve("bad.npy"), CommandTest.npy("'<f8'", "(3,)", new byte[23]));
        Run run = Run.of("convert", a, bad, both);
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("npymap: " + bad + ": truncated"), run.err());
        assertEquals(1, Run.of("convert", a, dir.resolve("missing.npy"), both).status());
        assertEquals(Arrays.toString(before), Arrays.toString(Files.readAllBytes(both)));
        assertEquals(List.of("a.npy", "b.npy", "bad.npy", "both.npz"), list(dir));
    }

    @Test
    void unpackingGoesOnAfterABadArray() throws IOException {
        Path bad = Files.write(dir.resolve("bad.npy"), CommandTest.npy("'<f8'", "(3,)", new byte[23]));
        Path parts = Files.createDirectory(dir.resolve("parts"));
        Run run = Run.of("convert", bad, a, parts);
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("npymap: " + bad + ": truncated"), run.err());
        assertEquals(List.of("a.npy"), list(parts));
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "x/../../evil", "/tmp/evil", "x\\evil", "x//evil", "./evil", "", "x/"})
    void refusesNamesThatLeadElsewhereBeforeAnythingIsWritten(String name) throws IOException {
        try (Npz.Writer writer = Npz.writer(both)) {
            writer.put("good", ARRAY);
            writer.put(name, ARRAY);
            writer.commit();
        }
        Path parts = dir.resolve("parts");
        Run run = Run.of("convert", both, parts);
        assertEquals(1, run.status());
        assertTrue(run.err().startsWith("npymap: " + both + "/" + name + ": refused"), run.err());
        assertEquals(List.of("a.npy", "b.npy", "both.npz"), list(dir));
    }

    @Test
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "symbolic links need a privilege")
    void refusesToWriteThroughSymbolicLinks() throws IOException {
        Npz.write(both, Map.of("link/x", ARRAY));
        Path parts = Files.createDirectory(dir.resolve("parts"));
        Files.createSymbolicLink(parts.resolve("link"), Files.createDirectory(dir.resolve("elsewhere")));
        Run run = Run.of("convert", both, parts);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("link: is a symbolic link"), run.err());
        assertEquals(List.of(), list(dir.resolve("elsewhere")));
    }

    @Test
    void refusesAFileThatIsADirectoryToo() throws IOException {
        Npz.write(both, Map.of("x", ARRAY, "x.npy/y", ARRAY));
        Run run = Run.of("convert", both, dir.resolve("parts"));
        assertEquals(1, run.status());
        assertTrue(run.err().contains("cannot be a file and the directory of"), run.err());
        assertFalse(Files.exists(dir.resolve("parts")));
    }

    @Test
    void refusesAFileThatIsADirectoryOfAnotherBehindOthers() throws IOException {
        Npz.write(both, Map.of("x", ARRAY, "x.npy!", ARRAY, "x.npy-", ARRAY, "x.npy/y/z", ARRAY, "x.npz", ARRAY));
        Run run = Run.of("convert", both, dir.resolve("parts"));
        assertEquals(1, run.status());
        assertTrue(run.err().contains("x.npy: cannot be a file and the directory of"), run.err());
    }

    @Test
    void refusesNamesOfManyDirectoriesInLittleTime() throws Exception {
        Growth.requireLinear(7_000, slashes -> {
            Path deep = dir.resolve("deep-" + slashes + ".npz");
            Npz.write(deep, Map.of("good", ARRAY, "a/".repeat(slashes) + "x", ARRAY));
            return () -> {
                Run run = Run.of("convert", deep, dir.resolve("parts"));
                assertEquals(1, run.status());
                assertTrue(run.err().endsWith("...: refused: this name leads through " + slashes
                        + " directories, more than 255; nothing was written\n"), run.err());
                assertFalse(Files.exists(dir.resolve("parts")));
            };
        });
    }

    @Test
    void unpacksNamesOf255Directories() throws IOException {
        String name = "a/".repeat(255) + "x";
        Npz.write(both, Map.of(name, ARRAY));
        assertEquals(new Run(0, "", ""), Run.of("convert", both, dir.resolve("parts")));
        assertTrue(Files.exists(dir.resolve("parts/" + name + ".npy")));
    }

    @Test
    void leavesOutWhatIsNoArrayAndSaysSo() throws IOException {
        Numpy.run(dir, """
                with zipfile.ZipFile('both.npz', 'w') as z:
                    z.writestr('readme.txt', 'hello')
                    z.writestr('x.npy', npy(np.arange(3)))
                    z.writestr('folder/', '')
                """);
        for (Path target : List.of(dir.resolve("parts"), dir.resolve("new.npz"))) {
            Run run = Run.of("convert", both, target);
            assertEquals(new Run(0, "", "npymap: " + both + "/readme.txt: skipped: not an array\n"), run);
        }
        assertEquals(List.of("x.npy"), list(dir.resolve("parts")));
        assertEquals("[x]", names(dir.resolve("new.npz")));
    }

    @Test
    void wantsADirectoryToBeRecognisable() throws IOException {
        Npz.write(both, Map.of("x", ARRAY));
        assertEquals(2, Run.of("convert", a, dir.resolve("parts")).status());
        assertEquals(2, Run.of("convert", both, dir.resolve("v1.2")).status());
        assertEquals(0, Run.of("convert", both, dir.resolve("v1.2") + "/").status());
        assertEquals(1, Run.of("convert", both, a + "/").status());
        assertEquals(2, Run.of("convert", both, dir.resolve("v1.2"), "--compress").status());
    }

    private static String names(Path archive) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return Npz.map(archive, arena).names().toString();
        }
    }

    private static List<String> list(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
