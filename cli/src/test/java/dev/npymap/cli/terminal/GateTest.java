package dev.npymap.cli.terminal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.cli.Numpy;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine.Help.Ansi;

class GateTest {
    private static final long SEED = 11;

    @TempDir
    private Path dir;

    private final StringWriter stream = new StringWriter();

    @Test
    void escapesWhatATerminalWouldObeyOrNobodyWouldSee() {
        try (PrintWriter out = GatedPrinter.ofResults(stream, true)) {
            out.print("a\u001b]0;t\u0007\r\0\u007f\u009b\u0085 \u00ad\u061c\u200b\u200d\u200e\u202e\u2028\u2066\ufeff"
                    + "\ue000\ufdd0\ud800 " + Character.toString(0xe0041) + Character.toString(0xe0100) + "|\udc00");
        }
        assertEquals("a\\x1b]0;t\\x07\\x0d\\x00\\x7f\\x9b\\x85 \\xad\\u061c\\u200b\\u200d\\u200e\\u202e\\u2028\\u2066"
                + "\\ufeff\\ue000\\ufdd0\\ud800 \\U000e0041\\U000e0100|\\udc00", stream.toString());
    }

    @Test
    void leavesTextOfAllScriptsAsItIs() {
        String text = "\tO'Neill \\x1b <&>\n\u00fc\u0301 \u00a0\u3000\u65e5\u672c \u0645\u0631\u062d\u0628\u0627 \u2764\ufe0f "
                + Character.toString(0x1f600) + Character.toString(0x20000) + "\n";
        try (PrintWriter out = GatedPrinter.ofResults(stream, true)) {
            out.print(text);
        }
        assertEquals(text, stream.toString());
    }

    @Test
    void aProgramGetsEveryCharacterOfResults() {
        String all = IntStream.rangeClosed(0, Character.MAX_CODE_POINT)
                .filter(c -> c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE)
                .mapToObj(Character::toString).collect(Collectors.joining());
        try (PrintWriter out = GatedPrinter.ofResults(stream, false)) {
            out.print(all);
            out.print("\ud800");
        }
        assertEquals(all + "\\ud800", stream.toString());
    }

    /// Characters that either Unicode does not have yet are left out, and those that can hide bytes in variations.
    @Test
    void escapesWhatPythonsReprEscapesButForSpaces() throws IOException {
        String[] known = Numpy.run(dir, """
                import unicodedata
                for c in range(0x110000):
                    kind = unicodedata.category(chr(c))
                    if kind != 'Cn':
                        print(c, chr(c).isprintable() or kind == 'Zs')
                """).split("\n");
        int compared = 0;
        for (String line : known) {
            int c = Integer.parseInt(line.substring(0, line.indexOf(' ')));
            if (Character.getType(c) != Character.UNASSIGNED && (c < 0xe0100 || c > 0xe01ef)) {
                assertEquals(line, c + (Escapes.isVisible(c) ? " True" : " False"));
                compared++;
            }
        }
        assertTrue(compared > 250_000, compared + " compared");
        assertFalse(Escapes.isVisible(0xe0100) || Escapes.isVisible(0xe01ef));
    }

    @Test
    void howTextIsCutDoesNotMatter() throws IOException {
        System.out.println("GateTest: seed " + SEED);
        Random random = new Random(SEED);
        for (int round = 0; round < 2000; round++) {
            String text = text(random, random.nextInt(40) == 0 ? 20_000 : random.nextInt(40));
            StringWriter whole = new StringWriter();
            try (PrintWriter out = GatedPrinter.ofResults(whole, true)) {
                out.print(text);
            }
            assertEquals(expected(text), whole.toString());
            stream.getBuffer().setLength(0);
            try (PrintWriter out = GatedPrinter.ofResults(stream, true)) {
                for (int from = 0; from < text.length();) {
                    int count = Math.min(text.length() - from, random.nextInt(random.nextBoolean() ? 3 : 9000));
                    switch (random.nextInt(3)) {
                        case 0 -> out.write(text.toCharArray(), from, count);
                        case 1 -> out.write(text, from, count);
                        default -> text.substring(from, from + count).chars().forEach(out::write);
                    }
                    if (random.nextInt(5) == 0) {
                        out.flush();
                    }
                    from += count;
                }
            }
            assertEquals(whole.toString(), stream.toString());
        }
    }

    private static String text(Random random, int length) {
        int[] bounds = {0x80, 0x100, 0x3000, 0x10000, 0x110000};
        int bound = bounds[random.nextInt(bounds.length)];
        boolean surrogates = random.nextInt(4) == 0;
        char[] text = new char[length];
        String points = random.ints(length, 0, bound).mapToObj(Character::toString).collect(Collectors.joining());
        for (int n = 0; n < length; n++) {
            text[n] = surrogates ? (char) (Character.MIN_SURROGATE + random.nextInt(0x800)) : points.charAt(n);
        }
        return new String(text);
    }

    private static String expected(String text) {
        return text.codePoints().mapToObj(c -> c == '\n' || c == '\t' || Escapes.isVisible(c)
                ? Character.toString(c)
                : Escapes.of(c)).collect(Collectors.joining());
    }

    @Test
    void onlyTheProgramsOwnWordsHaveColours() {
        try (PrintWriter out = GatedPrinter.ofReports(stream, true)) {
            GatedPrinter.own(out, Ansi.ON.string("@|green ok|@"));
            out.println(Ansi.ON.string("@|green ok|@") + "@|green ok|@");
        }
        assertEquals("\u001b[32mok\u001b[39m\u001b[0m\\x1b[32mok\\x1b[39m\\x1b[0m@|green ok|@" + System.lineSeparator(),
                stream.toString());
    }

    @Test
    void aProgramGetsNoColours() {
        assertEquals(Ansi.OFF, GatedPrinter.ansi(GatedPrinter.ofResults(stream, false)));
        assertEquals(Ansi.OFF, GatedPrinter.ansi(GatedPrinter.ofReports(stream, false)));
        assertEquals(Ansi.OFF, GatedPrinter.ansi(new PrintWriter(stream)));
    }

    @Test
    void whatOthersPrintGoesThroughTheGate() {
        PrintStream err = GatedPrinter.ofReports(stream, true).stream();
        new IllegalStateException("\u001b[2J\u00fc").printStackTrace(err);
        err.print(Character.toString(0x1f600).repeat(9000));
        err.flush();
        String printed = stream.toString();
        assertEquals("java.lang.IllegalStateException: \\x1b[2J\u00fc", printed.lines().findFirst().orElseThrow());
        assertEquals(9000, printed.codePoints().filter(c -> c == 0x1f600).count());
        assertEquals(0, printed.codePoints().filter(c -> c == 0xfffd).count());
    }
}
