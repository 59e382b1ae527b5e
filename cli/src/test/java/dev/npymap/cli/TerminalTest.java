package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.npymap.cli.terminal.Failures;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Every command on files, names and words that hold every character that a terminal would obey or nobody would see.
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "no file can have such a name")
class TerminalTest {
    private static final String END = "---- end of 7c0f2b5e ----";
    /// Colours of the help, of a good file and of an error; those in the files are others.
    private static final String COLOURS = "\u001b\\[(0|1|21|3|23|31|32|33|39)m";

    @TempDir
    private static Path dir;
    private static List<List<String>> commands;
    private static List<String> out;
    private static List<String> err;

    @BeforeAll
    static void runAllInAPipe() throws Exception {
        Numpy.run(dir, Files.readString(Path.of("src/test/resources/terminal/attacks.py")));
        commands = Arrays.stream(Files.readString(dir.resolve("commands")).split("\0\0"))
                .map(words -> List.of(words.split("\0"))).toList();
        run(dir.resolve("out.txt"), dir.resolve("err.txt"), "sh", "-c", "exec " + allCommands(""));
        out = parts(Files.readString(dir.resolve("out.txt")), END + "\n");
        err = parts(Files.readString(dir.resolve("err.txt")), END + "\n");
    }

    @Test
    void whatIsReportedStaysOnItsLineAndHarmless() {
        for (int n = 0; n < commands.size(); n++) {
            List<String> words = commands.get(n);
            assertReport(err.get(n), words);
            if (!words.contains("--debug")) {
                assertTrue(err.get(n).lines().allMatch(line -> line.startsWith("npymap: ")), told(words));
            }
            if (!words.contains("show")) {
                assertReport(out.get(n), words);
            }
            if (words.getFirst().equals("verify") && words.size() == 2 && !words.get(1).contains("npz")
                    && !words.get(1).equals("--help")) {
                assertEquals(1, (out.get(n) + err.get(n)).lines().count(), told(words));
            }
        }
    }

    /// A line end in one of the texts or names would begin a line with what stands behind it there.
    private static void assertReport(String text, List<String> words) {
        assertHarmless(text, words);
        assertTrue(text.lines().noneMatch(line -> line.startsWith(")") || line.startsWith("\\x0b")), told(words));
    }

    @Test
    void jsonIsPrintableAndValid() throws IOException {
        int lines = 0;
        for (int n = 0; n < commands.size(); n++) {
            if (commands.get(n).contains("--json")) {
                assertTrue(out.get(n).chars().allMatch(c -> c == '\n' || c >= ' ' && c <= '~'), told(commands.get(n)));
                for (String line : out.get(n).lines().toList()) {
                    try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), line)) {
                        json.nextToken();
                        json.skipChildren();
                        assertEquals(null, json.nextToken());
                    }
                    lines++;
                }
            }
        }
        assertTrue(lines > 60, lines + " lines");
    }

    @Test
    void aProgramGetsWhatPythonPrints() throws IOException {
        Numpy.require(dir, 2, 0, "what a program gets");
        int compared = 0;
        for (int n = 0; n < commands.size(); n++) {
            Path expected = dir.resolve(n + ".expected");
            if (Files.exists(expected)) {
                assertEquals(Files.readString(expected), out.get(n), told(commands.get(n)));
                compared++;
            }
        }
        assertTrue(compared > 25, compared + " compared");
    }

    @Test
    void nothingReachesATerminalUnescaped() throws Exception {
        requireScript();
        Path typescript = dir.resolve("terminal.txt");
        run(typescript, dir.resolve("none.txt"), "script", "-qec", "exec " + allCommands("out,err"), "/dev/null");
        List<String> shown = parts(Files.readString(typescript).replace("\r\n", "\n"), (END + "\n").repeat(2));
        int coloured = 0;
        for (int n = 0; n < commands.size(); n++) {
            String plain = shown.get(n).replaceAll(COLOURS, "");
            assertHarmless(plain, commands.get(n));
            if (!commands.get(n).contains("demo")) { // which prints how fast and how full the machine is
                // The two streams may take turns, but all their lines are there.
                assertEquals(sortedLines(escaped(out.get(n)) + err.get(n)), sortedLines(plain), told(commands.get(n)));
            }
            coloured += plain.length() < shown.get(n).length() ? 1 : 0;
        }
        assertTrue(coloured > 100, coloured + " commands had colours");
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "the JVM does not know where one stream leads")
    void aTerminalIsKnownWithoutTheLauncher() throws Exception {
        requireScript();
        Path typescript = dir.resolve("alone.txt");
        String show = "exec " + child(Main.class.getName(), "show", "0d.npy");
        run(typescript, dir.resolve("none.txt"), "script", "-qec", show, "/dev/null");
        assertHarmless(Files.readString(typescript).replace("\r\n", "\n"), List.of("show"));
        run(typescript, dir.resolve("none.txt"), "script", "-qec", show + " >piped.txt", "/dev/null");
        assertTrue(Files.readString(dir.resolve("piped.txt")).contains("(\u001b)"));
    }

    /// What each command printed.
    private static List<String> parts(String printed, String end) {
        List<String> parts = List.of(printed.split(end, -1));
        assertEquals(commands.size() + 1, parts.size());
        return parts.subList(0, commands.size());
    }

    /// Words for the message of a test, which may be read on a terminal.
    private static Supplier<String> told(List<String> words) {
        return () -> Failures.oneLine(words.toString());
    }

    private static void assertHarmless(String text, List<String> words) {
        text.codePoints().forEach(c -> assertFalse(isHarmful(c), () -> "U+%04X of ".formatted(c) + told(words).get()));
    }

    private static boolean isHarmful(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL -> c != '\n' && c != '\t';
            case Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                true;
            default -> c == 0xe0100;
        };
    }

    private static String escaped(String text) {
        return text.codePoints()
                .mapToObj(c -> isHarmful(c) ? Failures.oneLine(Character.toString(c)) : Character.toString(c))
                .collect(Collectors.joining());
    }

    private static List<String> sortedLines(String text) {
        return Arrays.stream(text.split("\n")).sorted().toList();
    }

    private static String allCommands(String terminal) {
        return child("-Dnpymap.terminal=" + terminal, ManyRuns.class.getName(), "commands", END);
    }

    /// Words for a shell that start a JVM.
    private static String child(String... words) {
        String path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(entry -> Path.of(entry).toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
        Stream<String> jvm = Stream.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow", "-cp", path);
        return Stream.concat(jvm, Stream.of(words)).map(word -> "'" + word + "'").collect(Collectors.joining(" "));
    }

    private static void run(Path out, Path err, String... words) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(words).directory(dir.toFile())
                .redirectInput(new File("/dev/null")).redirectOutput(out.toFile()).redirectError(err.toFile());
        builder.environment().keySet().removeAll(List.of("NO_COLOR", "JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().put("TERM", "xterm");
        Process process = builder.start();
        if (!process.waitFor(300, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail("hangs: " + List.of(words));
        }
        assertEquals(0, process.exitValue(), () -> List.of(words).toString());
    }

    /// Skips the calling test, with a line that says so, where nothing gives a program a terminal.
    static void requireScript() {
        String line = "left out, there is no script (of util-linux): output on a terminal";
        boolean found = Stream.of(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(place -> Files.isExecutable(Path.of(place, "script")));
        if (!found) {
            System.out.println(line);
        }
        Assumptions.assumeTrue(found, line);
    }
}
