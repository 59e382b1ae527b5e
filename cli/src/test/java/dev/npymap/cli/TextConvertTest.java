package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `npymap convert` from and to text, compared with `np.loadtxt` and `np.savetxt`.
class TextConvertTest {
    @TempDir
    private Path dir;

    @BeforeEach
    void writeArrays() throws IOException {
        Numpy.run(dir, """
                np.save('f.npy', np.array([[0.1, -2.5, 1e300], [np.nan, np.inf, 0]]))
                np.save('i.npy', np.arange(-4, 8).reshape(3, 4))
                np.save('c.npy', np.array([1+2j, -3.5j]))
                np.save('s.npy', np.array([['a', 'bcd'], ['é', '']]))
                """);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"f.npy||", "i.npy||", "c.npy||",
            "i.npy|--fmt %d|fmt='%d'",
            "f.npy|--fmt %.3f --delimiter ;|fmt='%.3f', delimiter=';'",
            "i.npy|--fmt %d --fmt %.1f --fmt %x --fmt %s|fmt=['%d', '%.1f', '%x', '%s']",
            "i.npy|--fmt %d:%d,%d/%d|fmt='%d:%d,%d/%d'", "s.npy|--fmt %s|fmt='%s'",
            "i.npy|--fmt %d --header a\\nb --footer end --comments //|fmt='%d', header='a\\nb', footer='end', comments='//'",
            "i.npy|--fmt %d --newline \\r\\n --delimiter \\t|fmt='%d', newline='\\r\\n', delimiter='\\t'",
            "s.npy|--fmt %s --encoding latin1|fmt='%s', encoding='latin1'"})
    void writesWhatSavetxtWrites(String source, String words, String arguments) throws IOException {
        assertEquals(new Run(0, "", ""), run(source, "out.txt", words));
        Numpy.run(dir,
                "np.savetxt('numpy.txt', np.load('%s'), %s)".formatted(source, arguments == null ? "" : arguments));
        assertEquals(-1, Files.mismatch(dir.resolve("numpy.txt"), dir.resolve("out.txt")),
                Files.readString(dir.resolve("out.txt"), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"csv", "tsv", "csv.gz", "txt.gz", "tsv.gz"})
    void suffixesSayWhatStandsBetweenColumns(String suffix) throws IOException {
        assertEquals(new Run(0, "", ""), run("i.npy", "out." + suffix, "--fmt %d"));
        String delimiter = suffix.startsWith("csv") ? "," : suffix.startsWith("tsv") ? "\t" : " ";
        assertEquals("[-4, -3, -2, -1]", Numpy.run(dir, """
                print(np.loadtxt('out.%s', dtype=int, delimiter='%s')[0].tolist())
                """.formatted(suffix, delimiter)));
        assertEquals(new Run(0, "", ""), run("out." + suffix, "back.npy", "--dtype int64"));
        assertEquals(-1, Files.mismatch(dir.resolve("i.npy"), dir.resolve("back.npy")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"|", "--dtype i4|dtype='i4'", "--skiprows 2|skiprows=2",
            "--skiprows 2 --max-rows 2|skiprows=2, max_rows=2", "--usecols 2,-3|usecols=(2, -3)",
            "--usecols 1|usecols=1",
            "--usecols 1 --ndmin 2|usecols=1, ndmin=2", "--unpack|unpack=True", "--dtype U5|dtype='U5'",
            "--dtype i4,f8,U3|dtype='i4,f8,U3'",
            "--dtype [('a','<i4'),('b','f8'),('c','U3')]|dtype=[('a','<i4'),('b','f8'),('c','U3')]",
            "--dtype [('p','>i2'),('q','f4',(2,))]|dtype=[('p','>i2'),('q','f4',(2,))]"})
    void readsWhatLoadtxtReads(String words, String arguments) throws IOException {
        Numpy.run(dir, "open('in.csv', 'w').write('# comment\\n\\n1,2,3\\n4,5,6 # more\\n7,8,9\\n')");
        for (String target : List.of("out.npy", "out.npy.gz", "out.pkl", "out.npz")) {
            assertEquals(new Run(0, "", ""), run("in.csv", target, words));
        }
        assertEquals("True True True True", Numpy.run(dir, """
                import gzip, pickle
                a = np.loadtxt('in.csv', delimiter=',', %s)
                same = lambda b: b.dtype == a.dtype and b.shape == a.shape and b.tobytes() == a.tobytes()
                print(same(np.load('out.npy')), same(np.load(gzip.open('out.npy.gz'))),
                      same(pickle.load(open('out.pkl', 'rb'))), same(np.load('out.npz')['in']))
                """.formatted(arguments == null ? "" : arguments)));
    }

    @Test
    void missingValuesAreFilledWhenAsked() throws IOException {
        Files.writeString(dir.resolve("in.csv"), "1,,3\n4,N/A,6\n");
        assertEquals(1, run("in.csv", "out.npy", "").status());
        assertFailure("in.csv: line 2: could not convert string 'N/A' to float64 at row 1, column 2", 1,
                run("in.csv", "out.npy", "--missing"));
        assertFailure("in.csv: line 2: could not convert string 'N/A' to float64 at row 1, column 2", 1,
                run("in.csv", "out.npy", "--filling 0"));
        assertEquals(0, run("in.csv", "out.npy", "--missing-values N/A,-").status());
        assertEquals("[[1.0, nan, 3.0], [4.0, nan, 6.0]]", Numpy.run(dir, "print(np.load('out.npy').tolist())"));
        assertEquals(0, run("in.csv", "out.npy", "--filling 0 --missing-values N/A").status());
        assertEquals("[[1.0, 0.0, 3.0], [4.0, 0.0, 6.0]]", Numpy.run(dir, "print(np.load('out.npy').tolist())"));
    }

    @Test
    void aNumberInQuotesIsNotMissing() throws IOException {
        Files.writeString(dir.resolve("in.csv"), "1,\"12.5\"\n,2\n");
        assertFailure("in.csv: line 1: could not convert string '\"12.5\"' to float64 at row 0, column 2;"
                + " no quote character is set", 1, run("in.csv", "out.npy", "--missing"));
        assertEquals(0, run("in.csv", "out.npy", "--missing --quote \"").status());
        assertEquals("[[1.0, 12.5], [nan, 2.0]]", Numpy.run(dir, "print(np.load('out.npy').tolist())"));
    }

    @Test
    void aBadFieldIsNamedAndNothingIsWritten() throws IOException {
        Files.writeString(dir.resolve("in.csv"), "1,2\n3,x\n");
        Run run = run("in.csv", "out.npy", "");
        assertFailure("in.csv: line 2: could not convert string 'x' to float64 at row 1, column 2", 1, run);
        assertFalse(Files.exists(dir.resolve("out.npy")));
        assertFailure("missing.csv: no such file", 1, run("missing.csv", "out.npy", ""));
    }

    @Test
    void whatTextCannotHoldIsRefused() throws IOException {
        Numpy.run(dir, "np.save('three.npy', np.zeros((2, 2, 2)))");
        assertFailure("three.npy: ", 2, run("three.npy", "out.txt", ""));
        assertFailure("s.npy: ", 2, run("s.npy", "out.txt", ""));
        assertFalse(Files.exists(dir.resolve("out.txt")));
        assertFailure("is text; npymap convert reads text", 1,
                Run.of("show", Files.writeString(dir.resolve("in.csv"), "1,2\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"i.npy|out.npy|--fmt %d", "i.npy|out.npy|--delimiter ,", "i.npy|out.txt|--skiprows 1",
            "in.csv|out.npy|--header x", "in.csv|out.npy|--delimiter ,,", "in.csv|out.npy|--dtype wrong",
            "in.csv|out.npy|--dtype [('a','i4'",
            "in.csv|out.npy|--dtype [('a','wrong')]",
            "i.npy|out.txt|--encoding none", "in.csv|out.npy|--delimiter \\q", "in.csv|out.npy|--ndmin 3",
            "in.csv|out.npy|--usecols x"})
    void wordsThatDoNotSuitEndWithStatus2(String words) throws IOException {
        Files.writeString(dir.resolve("in.csv"), "1,2\n");
        String[] parts = words.split("\\|");
        assertFailure("npymap: ", 2, run(parts[0], parts[1], parts[2]));
    }

    private Run run(String source, String target, String words) {
        List<Object> all = new ArrayList<>(List.of("convert", dir.resolve(source), dir.resolve(target)));
        if (words != null && !words.isEmpty()) {
            all.addAll(List.of(words.split(" ")));
        }
        return Run.of(all.toArray());
    }

    private static void assertFailure(String part, int status, Run run) {
        assertEquals(status, run.status(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.errLines().size(), run.err());
        assertTrue(run.err().startsWith("npymap: ") && run.err().contains(part), run.err());
    }
}
