package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.npymap.model.ArrayFormatException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PythonLiteralTest {
    private static HeaderText header(String text) {
        return new HeaderText("a.npy", text, 10, StandardCharsets.UTF_8);
    }

    private static String read(String text) throws ArrayFormatException {
        return PythonLiteral.parse(header(text), false).repr();
    }

    private static ArrayFormatException refused(String text, boolean python2) {
        return assertThrows(ArrayFormatException.class, () -> PythonLiteral.parse(header(text), python2), text);
    }

    @Test
    void readsStringsWithEveryPrefixQuoteAndEscape() throws ArrayFormatException {
        assertEquals("'<f8'", read("'<' \"f8\""));
        assertEquals("'<f8'", read("u'<f8'"));
        assertEquals("'\\\\d'", read("R'\\d'"));
        assertEquals("'<f8ǿ'", read("'\\x3cf8\\777'"));
        assertEquals("'中😀a'", read("'\\u4e2d\\U0001F600\\N{latin small letter a}'"));
        assertEquals("'\\x07\\x08\\x0c\\n\\r\\t\\x0b\\\\\\'\"'", read("'\\a\\b\\f\\n\\r\\t\\v\\\\\\'\\\"'"));
        assertEquals("'a\\nb\\nc'", read("'''a\nb\r\nc'''"));
        assertEquals("\"it's\"", read("\"it's\""));
        assertEquals("'\\\\q\\x00'", read("'\\q\\0'"));
    }

    @Test
    void readsNumbers() throws ArrayFormatException {
        assertEquals("(31, 7, 5, 10, 3, -3, 0, 0)", read("(0x1F, 0o7, 0b1_01, 1_0, +3, -3, 00, 0_0)"));
        assertEquals("(1.0, 0.5, 100000.0, 9.5, 1e-05, 1e+16, inf)", read("(1., .5, 1e5, 09.5, 1e-5, 1e16, 1e999)"));
    }

    @Test
    void readsContainersAndNames() throws ArrayFormatException {
        assertEquals("((), (1,), (1, 2), 1, [1, [2]], {})", read("((), (1,), (1, 2,), (1), [1, [2,],], {})"));
        assertEquals("{'a': True, 'b': None}", read("{'a': True, 'b': None}"));
    }

    @Test
    void lastOfTwoEqualKeysWins() throws ArrayFormatException {
        assertEquals("{'a': 3, 'b': 2}", read("{'a': 1, 'b': 2, 'a': 3}"));
    }

    @Test
    void skipsBlanksAndComments() throws ArrayFormatException {
        assertEquals("{'a': (1, 2)}", read(" \t{ # c\n'a'\n :(1,\f\n2)}  # d\n \n"));
        assertEquals("1", read("\n1 # one\n\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "x", "f()", "f'a'", "03", "1__0", "1_", "0x", "1 2", "1+2", "1+2j+3j", "2j+1",
            "--1", "-True", "+'a'", "-(1+2j)", "1+-2j", "'a' b'b'", "'a", "'a\nb'", "'''a", "b'é'", "'\\x4'", "'\\u12'",
            "'\\U00110000'", "'\\N{no such}'", "'\\N'", "(", "(1", "(1]", "[1,,2]", "(,)", "{,}", "{1: }", "{1: 2, 3}",
            "{1, 2: 3}", "{[1]: 2}", "{(1, [])}", "{**{}}", "(*a,)", "set(1)", "set(,)", "1\n1", "\n 1", "1\\\n",
            "1\\ \n",
            "{}\0", "'a\0'", "a.b", "1 if 2 else 3", "\u00a01", "3L", "\ufeff1"})
    void refusesWhatPythonRefuses(String text) {
        String message = refused(text, false).getMessage();
        assertEquals("a.npy: header is not a Python literal: ", message.substring(0, 39), message);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{1}", "set()", "{1, 2}", "2j", "1+2j", "-(1)", "b'a'", "rb'a'", "...", "1, 2", "\\\n1",
            "(1,\\\n2)",
            "'a\\\nb'", "'''a\\\nb'''"})
    void refusesWhatNoHeaderHas(String text) {
        String message = refused(text, true).getMessage();
        assertEquals("a.npy: header is not a Python literal: ", message.substring(0, 39), message);
    }

    @Test
    void tellsTheByteInTheWay() {
        assertEquals(13, refused("(1 2)", false).offset());
        assertEquals(17, refused("('中' 2)", false).offset());
        assertEquals("a.npy: header is not a Python literal: it ends too early (at byte 12)",
                refused("(1", false).getMessage());
    }

    @Test
    void readsTheLongSuffixOfPython2OnlyWhereAsked() throws ArrayFormatException {
        assertEquals("(3, 4, 255, 5)", PythonLiteral.parse(header("(3L, 4 L, 0xFFL, 5L L)"), true).repr());
        refused("(3L,)", false);
        refused("(3l,)", true);
        refused("(3LL,)", true);
        refused("(3\nL,)", true);
    }

    @Test
    void refusesNestingDeeperThanPython() throws ArrayFormatException {
        String deepest = "[".repeat(200) + "]".repeat(200);
        assertEquals(deepest, read(deepest));
        refused("[".repeat(201) + "]".repeat(201), false);
        refused("(".repeat(1 << 20), false);
        refused("-".repeat(1 << 20), false);
    }

    @Test
    void readsLongTextsInLinearTime() {
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            refused("0x" + "f".repeat(1 << 20), false);
            refused("1".repeat(1 << 20), false);
            read("1." + "1".repeat(1 << 20));
            read("{" + "'AaBB': 1, 'BBAa': 2, ".repeat(50_000) + "}");
            read("'a' ".repeat(1 << 18));
            refused("\\\n".repeat(1 << 19), false);
        });
    }
}
