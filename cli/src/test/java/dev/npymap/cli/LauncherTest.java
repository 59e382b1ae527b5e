package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.TextArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Runs a copy of the launcher beside a program that leads to this test's own classes, so that nothing is built.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the launcher is a shell script")
class LauncherTest {
    @TempDir
    private Path dir;
    private Checkout checkout;

    @BeforeEach
    void install() throws IOException {
        checkout = new Checkout(dir);
        checkout.build();
    }

    @Test
    void runsThroughRelativeLinksFromAnyDirectory() throws Exception {
        Path bin = Files.createDirectory(checkout.home().resolveSibling("bin"));
        Files.createSymbolicLink(bin.resolve("direct"), Path.of("../the home/npymap"));
        Files.createSymbolicLink(bin.resolve("npymap"), Path.of("direct"));
        Run run = checkout.launch(bin, Map.of(), "./npymap", "--version");
        assertEquals(0, run.status(), run.err());
        assertEquals("", run.err());
        assertTrue(run.out().startsWith("npymap "), run.out());
    }

    @Test
    void passesWordsAndTheExitStatusOn() throws Exception {
        Npy.write(dir.resolve("a b.npy"), DoubleArray.of(new double[]{1, 2, 3}));
        Path npymap = checkout.npymap();
        assertEquals(new Run(0, "a b.npy: ok\n", ""), checkout.launch(dir, Map.of(), npymap, "verify", "a b.npy"));
        assertEquals(new Run(1, "", "npymap: * .npy: no such file\n"),
                checkout.launch(dir, Map.of(), npymap, "show", "* .npy", "-1, ..."));
    }

    @Test
    void refusesAnotherJava() throws Exception {
        Run run = checkout.launch(dir, Map.of("NPYMAP_JAVA", "/bin/sh"), checkout.npymap(), "--version");
        assertEquals(new Run(1, "", "npymap: NPYMAP_JAVA: /bin/sh is not the java of a JDK 25\n"), run);
    }

    @Test
    void keepsNamesAwayFromTheTerminal() throws Exception {
        Run run = checkout.launch(dir, Map.of(), "sh", "-c",
                "NPYMAP_JAVA=\"$(printf 'a\\033]0;t\\007\\177\\302\\233\\n\\342\\200\\256\\330\\234\\303\\274\\342\\202\\254')\" '"
                        + checkout.npymap() + "' info");
        assertEquals(new Run(1, "", "npymap: NPYMAP_JAVA: a?]0;t??????\u00fc\u20ac is not the java of a JDK 25\n"),
                run);
    }

    @Test
    void tellsTheProgramWhichStreamsAreTerminals() throws Exception {
        TerminalTest.requireScript();
        Files.writeString(dir.resolve("a.pkl"), "c\u001b]0;title\u0007module\nname\n.");
        String words = "'" + checkout.npymap() + "' show a.pkl";
        assertEquals("<name \\x1b]0;title\\x07module.name>\r\n",
                checkout.launch(dir, Map.of(), "script", "-qec", words, "/dev/null").out());
        assertEquals("<name \u001b]0;title\u0007module.name>\n",
                checkout.launch(dir, Map.of(), "script", "-qec", words + " >piped", "/dev/null").out()
                        + Files.readString(dir.resolve("piped")));
    }

    @ParameterizedTest
    @ValueSource(ints = {12, 40, 200})
    void aBarFitsIntoALineOfTheTerminal(int columns) throws Exception {
        TerminalTest.requireScript();
        try (RandomAccessFile sparse = new RandomAccessFile(dir.resolve("a.npy").toFile(), "rw")) {
            sparse.write("\u0093NUMPY\1\0v\0{'descr': '|u1', 'fortran_order': False, 'shape': (268435456,), }%55s\n"
                    .formatted("").getBytes(StandardCharsets.ISO_8859_1));
            sparse.setLength(sparse.getFilePointer() + (1 << 28));
        }
        Run run = checkout.launch(dir, Map.of("TERM", "xterm"), "script", "-qec",
                "stty cols " + columns + "; '" + checkout.npymap() + "' verify a.npy", "/dev/null");
        assertTrue(run.out().contains("a.npy: "), run.out());
        List<String> bars = Stream.of(run.out().split("[\r\n]+|a[.]npy")).filter(line -> line.startsWith("verify"))
                .toList();
        assertFalse(bars.isEmpty(), run.out());
        assertTrue(bars.stream().allMatch(bar -> bar.length() < Math.min(columns, 80)), run.out());
    }

    /// An ssh session brings such names along; the JVM would take every name for ASCII.
    @ParameterizedTest
    @CsvSource({"LANG, de_DE.UTF-8, ''", "LC_CTYPE, xx_YY.ISO-8859-1, ''", "LC_ALL, C, ''",
            "LC_TIME, de_DE.UTF-8, C.UTF-8", "LC_MESSAGES, xx_YY, C.UTF-8"})
    void takesNamesAndTextsForUtf8WhereTheLocaleIsNotInstalled(String variable, String locale, String lang)
            throws Exception {
        Checkout.assume(Charset.forName(System.getProperty("sun.jnu.encoding")).equals(StandardCharsets.UTF_8),
                "this test's own JVM must know the name");
        Npy.write(dir.resolve("20-ü 日.npy"), DoubleArray.of(new double[]{1}));
        Map<String, String> environment = new HashMap<>(Map.of("LANG", lang, "LC_ALL", "", "LC_CTYPE", ""));
        environment.put(variable, locale);
        Run run = checkout.launch(dir, environment, checkout.npymap(), "info", "20-ü 日.npy", "ö€𝄞.npy");
        assertEquals("20-ü 日.npy", run.outLines().getFirst(), run.err());
        assertEquals("npymap: ö€𝄞.npy: no such file\n", run.err());
    }

    /// Whoever starts the JVM alone cannot name the file there, but its texts are the same.
    @Test
    void printsTextsAndExplainsNamesWithoutTheLauncher() throws Exception {
        Npy.write(dir.resolve("a.npy"), TextArray.of(new String[]{"ö€"}));
        Map<String, String> environment = Map.of("LANG", "de_DE.UTF-8", "LC_ALL", "", "LC_CTYPE", "");
        Path jar = checkout.home().resolve("cli/target/npymap.jar");
        assertEquals(new Run(0, "['ö€']\n", ""), checkout.launch(dir, environment, Checkout.JAVA, "-cp", jar,
                "dev.npymap.cli.Main", "show", "a.npy"));
        Run run = checkout.launch(dir, environment, "sh", "-c", "exec '" + Checkout.JAVA + "' -cp '" + jar
                + "' dev.npymap.cli.Main show \"$(printf '\\303\\274.npy')\"");
        assertEquals(2, run.status());
        assertTrue(run.err().contains("(FILE): the JVM decodes file names as ANSI_X3.4-1968, with LC_ALL=C.UTF-8 "
                + "as UTF-8: "), run.err());
    }

    @Test
    void keepsALocaleThatIsInstalled() throws Exception {
        Path locales = Files.createDirectory(dir.resolve("locales"));
        Run made = checkout.launch(dir, Map.of(), "sh", "-c",
                "localedef -i de_DE -f ISO-8859-1 locales/de_DE.ISO-8859-1 2>&1");
        Checkout.assume(made.status() == 0, "no locale can be made here: " + made.out());
        Path file = dir.resolve("a.npy");
        Npy.write(file, TextArray.of(new String[]{"ö"}));
        Run run = checkout.launch(dir, Map.of("LOCPATH", locales.toString(), "LC_ALL", "de_DE.ISO-8859-1"), "sh", "-c",
                "mv a.npy \"$(printf '\\344.npy')\" && '" + checkout.npymap()
                        + "' show \"$(printf '\\344.npy')\" | od -An -tx1");
        assertEquals(new Run(0, " 5b 27 f6 27 5d 0a\n", ""), run);
    }

    @Test
    void saysWhyANameThatIsNotUtf8IsNotFound() throws Exception {
        Run run = checkout.launch(dir, Map.of("LC_ALL", "C.UTF-8"), "sh", "-c",
                ": >\"$(printf 'a\\377.npy')\"; '" + checkout.npymap() + "' info a*.npy");
        assertEquals(
                new Run(1, "", "npymap: a\ufffd.npy: no such file; Java cannot open a file whose name is not UTF-8\n"),
                run);
    }
}
