package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.model.ArrayFormatException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged files: every way in gives the same array, or the same exception that says where the damage is.
class HostileTest {
    private static final long SEED = 20260101;

    @TempDir
    Path directory;

    @Test
    void truncatedFilesGiveAnArrayOrFormatException() throws Exception {
        runInSmallJvm("truncate", 5, 300);
    }

    @Test
    void mutatedFilesGiveAnArrayOrFormatException() throws Exception {
        runInSmallJvm("mutate", 12, 300);
    }

    @Test
    void extremeHeadersGiveAnArrayOrFormatException() throws Exception {
        runInSmallJvm("extremes", 1 << 16, 300);
    }

    @Test
    @Tag("full")
    void manyMutatedFilesGiveAnArrayOrFormatException() throws Exception {
        runInSmallJvm("mutate", 5_000, 1800);
    }

    @Test
    @Tag("full")
    void filesThatAreCutAnywhereGiveAnArrayOrFormatException() throws Exception {
        runInSmallJvm("truncate", 1, 1800);
    }

    @Test
    @Tag("full")
    void longestHeadersGiveAnArrayOrFormatException() throws Exception {
        runInSmallJvm("extremes", 1 << 18, 1800);
    }

    private void runInSmallJvm(String what, int amount, long seconds) throws Exception {
        NpyBytes.random(HostileTest.class, SEED);
        try (ChildJvm child = ChildJvm.start(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=16m"), HostileRun.class, what,
                SEED, amount, directory, golden())) {
            assertEquals("exit 0", child.finish(seconds));
        }
    }

    /// The directory of the files that NumPy wrote, or one that does not exist.
    private Path golden() throws URISyntaxException {
        URL url = HostileTest.class.getResource("/golden");
        return url == null ? directory.resolve("none") : Path.of(url.toURI());
    }

    static Stream<Arguments> damage() {
        String notNpy = "not a .npy file: the first 6 bytes are not \\x93NUMPY (at byte 0)";
        String version = "the magic string and the version need 8 bytes";
        String dict = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
        byte[] whole = NpyBytes.of(dict + "\n", 24);
        return Stream.of(Arguments.of("nothing", new byte[0], "truncated: " + version + ", the file has 0 (at byte 0)"),
                Arguments.of("one byte", cut(whole, 1), "truncated: " + version + ", the file has 1 (at byte 1)"),
                Arguments.of("magic only", cut(whole, 6), "truncated: " + version + ", the file has 6 (at byte 6)"),
                Arguments.of("half a version", cut(whole, 7), "truncated: " + version
                        + ", the file has 7 (at byte 7)"),
                Arguments.of("no length", cut(whole, 8), "truncated: the length of the header needs 10 bytes, the file"
                        + " has 8 (at byte 8)"),
                Arguments.of("half a length", cut(NpyBytes.of(2, dict, 24), 10), "truncated: the length of the header"
                        + " needs 12 bytes, the file has 10 (at byte 10)"),
                Arguments.of("short header", cut(whole, 40), "truncated: the header needs 68 bytes, the file has 40"
                        + " (at byte 40)"),
                Arguments.of("a zip", "PK\3\4aaaaaaaaaaaaaaaa".getBytes(StandardCharsets.ISO_8859_1), notNpy),
                Arguments.of("a pickle", new byte[]{(byte) 0x80, 4, 'K', 1, '.'}, notNpy),
                Arguments.of("version 0.0", with(whole, 6, 0), "unknown format version 0.0: 1.0, 2.0 and 3.0 are known"
                        + " (at byte 6)"),
                Arguments.of("version 1.1", with(whole, 7, 1), "unknown format version 1.1"),
                Arguments.of("version 4.0", with(whole, 6, 4), "unknown format version 4.0"),
                Arguments.of("version 255.0", with(whole, 6, 255), "unknown format version 255.0"),
                Arguments.of("empty header", NpyBytes.of("", 24), "it ends too early (at byte 10)"),
                Arguments.of("blank header", NpyBytes.of("     \n", 24), "it ends too early"),
                Arguments.of("NUL padding", NpyBytes.of(dict + "\0\0\n", 24), "it holds a NUL (at byte 67)"),
                Arguments.of("unterminated", NpyBytes.of("{'descr': ", 24), "it ends too early (at byte 20)"),
                Arguments.of("a name", NpyBytes.of("{'descr': f8}", 24), "a name is not a literal: f8 (at byte 20)"),
                Arguments.of("a call", NpyBytes.of("{'descr': open('x')}", 24), "a name is not a literal: open"),
                Arguments.of("a sum", NpyBytes.of("'<f8'", "(1+2,)", 24), "unexpected '+' (at byte 62)"),
                Arguments.of("a list", NpyBytes.of("[1, 2]", 24), "header is not a dictionary: [1, 2] (at byte 10)"),
                Arguments.of("a missing key", NpyBytes.of("{'descr': '<f8', 'shape': (3,)}", 24),
                        "header does not have the keys"),
                Arguments.of("an extra key", NpyBytes.of(dict.replace("}", "'x': 1}"), 24),
                        "header does not have the keys"),
                Arguments.of("keys of mixed types", NpyBytes.of(dict.replace("'shape'", "1"), 24),
                        "header does not have the keys"),
                Arguments.of("bytes as keys", NpyBytes.of(dict.replace("'shape'", "b'shape'"), 24),
                        "a name is not a literal: b (at byte 51)"),
                Arguments.of("a list as the shape", NpyBytes.of("'<f8'", "[3]", 24),
                        "shape is not valid: [3]: not a tuple (at byte 60)"),
                Arguments.of("a number as the shape", NpyBytes.of("'<f8'", "(3)", 24), "shape is not valid: 3"),
                Arguments.of("a float in the shape", NpyBytes.of("'<f8'", "(3.0,)", 24), "shape is not valid: (3.0,)"),
                Arguments.of("a complex in the shape", NpyBytes.of("'<f8'", "(3+0j,)", 24),
                        "unexpected '+'"),
                Arguments.of("a bool in the shape", NpyBytes.of("'<f8'", "(True,)", 24), "shape is not valid: (True,)"),
                Arguments.of("0 as the order", NpyBytes.of(dict.replace("False", "0"), 24),
                        "fortran_order is not True or False: 0"),
                Arguments.of("None as the order", NpyBytes.of(dict.replace("False", "None"), 24),
                        "fortran_order is not True or False: None"),
                Arguments.of("a text as the order", NpyBytes.of(dict.replace("False", "'False'"), 24),
                        "fortran_order is not True or False: 'False'"),
                Arguments.of("no dtype", NpyBytes.of("'<i3'", "(3,)", 24),
                        "descr is not a valid dtype descriptor: '<i3'"),
                Arguments.of("no UTF-8", with(NpyBytes.of(3, dict, 24), 20, 0xe9), "header is not UTF-8 (at byte 20)"),
                Arguments.of("L in version 3.0", NpyBytes.of(3, dict.replace("3,", "3L,"), 24), "unexpected 'L'"),
                Arguments.of("deep nesting", NpyBytes.of("'<f8'", "(".repeat(300) + ")".repeat(300), 24),
                        "brackets are nested deeper than 200"),
                Arguments.of("short payload", cut(whole, whole.length - 4), "truncated: shape [3] of <f8 needs 24 bytes"
                        + " of data, the file has 20 (at byte 88)"),
                Arguments.of("no payload", NpyBytes.of(dict + "\n", 0), "truncated: shape [3] of <f8 needs 24 bytes"
                        + " of data, the file has 0 (at byte 68)"),
                Arguments.of("(-1,)", NpyBytes.of("'<f8'", "(-1,)", 24),
                        "shape is not valid: (-1,): negative dimension in shape [-1] (at byte 60)"),
                Arguments.of("(3, -1)", NpyBytes.of("'<f8'", "(3, -1)", 24), "negative dimension in shape [3, -1]"),
                Arguments.of("(-1, -3)", NpyBytes.of("'<f8'", "(-1, -3)", 24), "negative dimension in shape [-1, -3]"),
                Arguments.of("(0, -1)", NpyBytes.of("'<f8'", "(0, -1)", 24), "negative dimension in shape [0, -1]"),
                Arguments.of("(2**62,)", NpyBytes.of("'<f8'", "(4611686018427387904,)", 24),
                        "shape [4611686018427387904] of 8 bytes per element needs more bytes than 64 bits can count"),
                Arguments.of("(2**63 - 1,) of bytes", NpyBytes.of("'|i1'", "(9223372036854775807,)", 24),
                        "needs more bytes than 64 bits can count"),
                Arguments.of("(2**63,)", NpyBytes.of("'<f8'", "(9223372036854775808,)", 24),
                        "axis 0 does not fit in 64 bits"),
                Arguments.of("(2**64 + 3,)", NpyBytes.of("'<f8'", "(18446744073709551619,)", 24),
                        "axis 0 does not fit in 64 bits"),
                Arguments.of("(2**32, 2**32)", NpyBytes.of("'<f8'", "(4294967296, 4294967296)", 24),
                        "too many elements for 64 bits in shape [4294967296, 4294967296]"),
                Arguments.of("(0, 2**62)", NpyBytes.of("'<f8'", "(0, 4611686018427387904)", 24),
                        "needs more bytes than 64 bits can count"),
                Arguments.of("(0, 2**32, 2**32)", NpyBytes.of("'<f8'", "(0, 4294967296, 4294967296)", 24),
                        "too many elements for 64 bits"),
                Arguments.of("(2**40,)", NpyBytes.of("'<f8'", "(1099511627776,)", 24),
                        "truncated: shape [1099511627776] of <f8 needs 8796093022208 bytes of data, the file has 24"),
                Arguments.of("65 axes", NpyBytes.of("'<f8'", "(" + "1, ".repeat(65) + ")", 24),
                        "a shape has at most 64 axes, not 65"),
                Arguments.of("objects", NpyBytes.of("'|O'", "(3,)", 24), "unsupported dtype '|O': object arrays hold"
                        + " pickled Python objects; ask Pickle for them explicitly (at byte 21)"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damage")
    void saysWhatIsWrongAndWhere(String what, byte[] bytes, String problem) throws IOException {
        Path path = Files.write(directory.resolve("a.npy"), bytes);
        String message = assertThrows(ArrayFormatException.class, () -> Npy.read(path)).getMessage();
        assertTrue(message.startsWith("a.npy: ") && message.contains(problem) && message.contains("(at byte "),
                what + ": " + message);
        if (bytes.length > 0) {
            assertEquals(message, assertThrows(ArrayFormatException.class,
                    () -> Npy.read(new ByteArrayInputStream(bytes), "a.npy")).getMessage());
        }
        assertEquals(message, assertThrows(ArrayFormatException.class,
                () -> Npy.wrap(MemorySegment.ofArray(bytes), "a.npy")).getMessage());
        assertEquals(List.of(), HostileRun.problems(path, bytes));
    }

    static Stream<Arguments> unusual() {
        String dict = "{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }";
        return Stream.of(Arguments.of("trailing bytes", NpyBytes.of("'<i2'", "(2,)", 9), "[256 770]", 1),
                Arguments.of("no padding at all", NpyBytes.of(dict, 24), null, 1),
                Arguments.of("any order of keys", NpyBytes.of("{'shape': (1,), 'fortran_order': True, 'descr': 'u1'}",
                        1), "[0]", 1),
                Arguments.of("the last of equal keys", NpyBytes.of("{'shape': (9,), " + dict.substring(1), 24), null,
                        1),
                Arguments.of("several lines", NpyBytes.of(dict.replace(", ", ",\n "), 24), null, 1),
                Arguments.of("a comment", NpyBytes.of(dict + " # end\n", 24), null, 1),
                Arguments.of("Python 2", NpyBytes.of(dict.replace("3,", "3L,"), 24), null, 1),
                Arguments.of("Python 2 in version 2.0", NpyBytes.of(2, dict.replace("3,", "3 L,"), 24), null, 1),
                Arguments.of("other numbers", NpyBytes.of("'|u1'", "(0x1, 0b1, +1, 0o2)", 2), "[[[[0 1]]]]", 4),
                Arguments.of("no axis", NpyBytes.of("'|u1'", "()", 1), "0", 0),
                Arguments.of("64 axes", NpyBytes.of("'|u1'", "(" + "1, ".repeat(64) + ")", 1),
                        "[".repeat(64) + "0" + "]".repeat(64), 64),
                Arguments.of("(0, 3)", NpyBytes.of("'<f8'", "(0, 3)", 0), "[]", 2),
                Arguments.of("(3, 0)", NpyBytes.of("'<f8'", "(3, 0)", 0), "[]", 2),
                Arguments.of("(0, 2**40)", NpyBytes.of("'|i1'", "(0, 1099511627776)", 0), "[]", 2),
                Arguments.of("items of no bytes", NpyBytes.of("'|V0'", "(4611686018427387904,)", 0), null, 1),
                Arguments.of("texts of no bytes", NpyBytes.of("'<U0'", "(2,)", 0), "['' '']", 1),
                Arguments.of("booleans other than 0 and 1", NpyBytes.of("'|b1'", "(3,)", 3), "[False  True  True]", 1));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unusual")
    void acceptsWhatNumPyAccepts(String what, byte[] bytes, String text, int rank) throws IOException {
        Path path = Files.write(directory.resolve("a.npy"), bytes);
        assertEquals(rank, Npy.read(path).rank(), what);
        if (text != null) {
            assertEquals(text, Npy.read(path).toString());
        }
        assertEquals(List.of(), HostileRun.problems(path, bytes));
    }

    @Test
    void headerOfObjectsCanBeReadAndNothingElse() throws IOException {
        Path path = Files.write(directory.resolve("a.npy"), NpyBytes.of("'|O'", "(7, 9)", 5));
        assertEquals("|O", Npy.header(path).descr());
        assertEquals(List.of(), HostileRun.problems(path, Files.readAllBytes(path)));
    }

    @Test
    void emptyStreamHoldsNothing() throws IOException {
        assertTrue(Npy.read(new ByteArrayInputStream(new byte[0]), "stdin").isEmpty());
    }

    @Test
    void lengthOfTheLongestHeaderIsNotBelieved() throws IOException {
        byte[] bytes = NpyBytes.of(2, "", 100);
        bytes[8] = bytes[9] = bytes[10] = bytes[11] = (byte) 0xff;
        Path path = Files.write(directory.resolve("a.npy"), bytes);
        assertEquals(List.of(), HostileRun.problems(path, bytes));
        ArrayFormatException refused = assertThrows(ArrayFormatException.class, () -> Npy.header(path));
        assertTrue(refused.getMessage().contains("4294967295"), refused.getMessage());
    }

    private static byte[] cut(byte[] bytes, int length) {
        return Arrays.copyOf(bytes, length);
    }

    private static byte[] with(byte[] bytes, int at, int value) {
        byte[] changed = bytes.clone();
        changed[at] = (byte) value;
        return changed;
    }

    /// Good files of every kind, to be damaged.
    static List<byte[]> samples() {
        List<byte[]> samples = new ArrayList<>();
        samples.add(NpyBytes.of("'<f8'", "(3, 4)", 96));
        samples.add(NpyBytes.of("'>i4'", "(5,)", 20));
        samples.add(NpyBytes.of("'|u1'", "(2, 0, 3)", 0));
        samples.add(NpyBytes.of("'<f2'", "()", 2));
        samples.add(NpyBytes.of("'|b1'", "(7,)", 7));
        samples.add(NpyBytes.of("'<c16'", "(2,)", 32));
        samples.add(NpyBytes.of("'<c32'", "(2,)", 64));
        samples.add(NpyBytes.of("'>f16'", "(2, 1)", 32));
        samples.add(NpyBytes.of("'<U3'", "(2,)", 24));
        samples.add(NpyBytes.of("'|S4'", "(3,)", 12));
        samples.add(NpyBytes.of("'|V3'", "(2,)", 6));
        samples.add(NpyBytes.of("'<M8[25us]'", "(2,)", 16));
        samples.add(NpyBytes.of("'>m8[D]'", "(3,)", 24));
        samples.add(NpyBytes.of("('<i2', (2, 2))", "(3,)", 24));
        samples.add(NpyBytes.of("[('a', '<i4'), ('', '|V4'), (('T', 'b'), '<f8', (2,)), ('n', [('x', '|S3')])]", "(2,)",
                54));
        samples.add(NpyBytes.of("'|O'", "(2,)", 54));
        samples.add(NpyBytes.of("{'descr': '<f4', 'fortran_order': True, 'shape': (2L, 3L), }   \n", 24));
        samples.add(NpyBytes.of(2, "{'descr': 'i4,(2,)u1', 'fortran_order': False, 'shape': (2,)}\n", 12));
        samples.add(NpyBytes.of(3, "{'descr': [('\u4e2d', '<i8')], 'fortran_order': False, 'shape': (2,)}\n", 16));
        return samples;
    }
}
