package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `npymap show` of files of every dtype, compared with what Python prints of them.
class ShowTest {
    private static final Path GOLDEN = Path.of("../core/src/test/resources/golden").toAbsolutePath().normalize();
    private static final String FIELD = "\u001f";
    private static final String RECORD = "\u001e";

    @TempDir
    private Path dir;

    @Test
    void printsTheGoldenFilesAsNumpyDoes() throws IOException {
        Numpy.require(dir, 2, 4, "texts of arrays");
        int compared = compare(Numpy.run(GOLDEN, """
                import glob, warnings
                warnings.simplefilter("ignore")
                for name in sorted(glob.glob('*.npy')):
                    try:
                        a = np.load(name)
                    except Exception:
                        continue
                    print(name, str(a), repr(a), sep='\\x1f', end='\\x1e')
                """), GOLDEN, "");
        assertTrue(compared > 150, compared + " files compared");
    }

    @Test
    void printsSlicesAndSummariesAsNumpyDoes() throws IOException {
        Numpy.require(dir, 2, 4, "texts of arrays");
        int compared = compare(
                Numpy.run(dir,
                        """
                                rng = np.random.default_rng(7)
                                arrays = [rng.random(2000), rng.random((40, 30)).astype('f4'), np.arange(1001), rng.random((5, 6, 7, 8)),
                                          rng.integers(0, 2, (20, 60)).astype(bool), np.array(['word%d' % n for n in range(1200)]),
                                          np.arange('2000', '2004', dtype='M8[D]'), np.zeros(1500, [('a', 'i4'), ('b', 'f8', 2)]),
                                          rng.random(1100).astype('f2') * 1000, rng.random(1050) + 1j * rng.random(1050)]
                                for n, a in enumerate(arrays):
                                    np.save('%d.npy' % n, a)
                                    a = a[5:]
                                    print('%d.npy' % n, str(a), repr(a), sep='\\x1f', end='\\x1e')
                                """),
                dir, "5:");
        assertEquals(10, compared);
    }

    private static int compare(String printed, Path directory, String slice) {
        int compared = 0;
        for (String record : printed.split(RECORD)) {
            String[] parts = record.split(FIELD, -1);
            Path file = directory.resolve(parts[0]);
            assertEquals(parts[1], show(file, slice), parts[0]);
            assertEquals(parts[2], show(file, slice, "--repr"), parts[0]);
            compared++;
        }
        return compared;
    }

    private static String show(Path file, String slice, String... options) {
        Object[] words = slice.isEmpty() ? new Object[2 + options.length] : new Object[3 + options.length];
        words[0] = "show";
        words[1] = file;
        if (!slice.isEmpty()) {
            words[2] = slice;
        }
        System.arraycopy(options, 0, words, words.length - options.length, options.length);
        Run run = Run.of(words);
        assertEquals(0, run.status(), run.err());
        assertTrue(run.out().endsWith("\n"));
        return run.out().substring(0, run.out().length() - 1);
    }
}
