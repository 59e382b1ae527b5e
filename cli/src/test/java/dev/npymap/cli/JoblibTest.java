package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The commands on joblib's files, which `golden_joblib.py` made: what no Python without joblib could read.
class JoblibTest {
    private static final String REPR = """
            {'weights': array([[ 0.,  1.,  2.,  3.],
                   [ 4.,  5.,  6.,  7.],
                   [ 8.,  9., 10., 11.]]), 'fortran': array([[0, 1, 2],
                   [3, 4, 5]], dtype=int32), 'layers': [array([0, 1, 2], dtype=int16), \
            {'bias': array([0., 0.], dtype=float32)}], 'objects': array([1, 'x'], dtype=object), 'name': 'net'}
            """;

    @TempDir
    private Path dir;

    @ParameterizedTest
    @ValueSource(strings = {"new", "old"})
    void bothLayoutsAreShownListedCutAndCopied(String layout) throws IOException {
        Path file = golden(layout);
        assertEquals(new Run(0, REPR, ""), Run.of("show", file, "--repr"));
        Run info = Run.of("info", file);
        assertTrue(info.outLines().stream().anyMatch(line -> line.matches(
                "  \\Q" + file + "\\E/fortran +numpy.ndarray +<i4 +\\[2, 3] +Fortran +24  zero-copy")), info.out());
        assertEquals(new Run(0, file + ": ok\n", ""), Run.of("verify", file));
        assertEquals("[1. 5. 9.]", Run.of("show", file.resolve("weights"), ":, 1").out().strip());
        assertTrue(Run.of("stats", file.resolve("layers/0"), "--json").out().contains("\"sum\":3"));
        assertEquals(0, Run.of("slice", file.resolve("weights"), "1", "-o", dir.resolve("row.npy")).status());
        assertEquals("[4. 5. 6. 7.]", Run.of("show", dir.resolve("row.npy")).out().strip());
        assertEquals(0, Run.of("copy", file.resolve("fortran"), dir.resolve("f.npy")).status());
        assertEquals("[[0 1 2]\n [3 4 5]]", Run.of("show", dir.resolve("f.npy")).out().strip());
        assertEquals(0, Run.of("convert", file, dir.resolve("all.pkl")).status());
        assertEquals(REPR.strip(),
                Numpy.run(dir, "import pickle; print(repr(pickle.load(open('all.pkl', 'rb'))))"));
    }

    @Test
    void aCompressedFileIsRefusedByName() throws IOException {
        Run run = Run.of("show", golden("compressed"));
        assertEquals(1, run.status());
        assertEquals("npymap: " + dir + "/compressed.joblib: unsupported compression of the whole file: zlib "
                + "(at byte 0)\n", run.err());
    }

    private Path golden(String name) throws IOException {
        try (InputStream in = JoblibTest.class.getResourceAsStream("/joblib/" + name + ".joblib")) {
            return Files.write(dir.resolve(name + ".joblib"), in.readAllBytes());
        }
    }
}
