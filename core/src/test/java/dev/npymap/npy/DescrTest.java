package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.SubArray;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DescrTest {
    private static Descr read(String text) throws ArrayFormatException {
        HeaderText header = new HeaderText("a.npy", text, 10, StandardCharsets.ISO_8859_1);
        return Descr.of(header, PythonLiteral.parse(header, false), 0);
    }

    @Test
    void readsADtypeAsItStandsInPython() {
        for (String text : List.of("[('x', '<f8'), ('n', '<i4', (2, 3))]", "[(('title', 'x'), '>i2')]", "[]")) {
            assertEquals(text, Npy.dtype(text).descr());
        }
        assertEquals("[('x', '<f8')]", Npy.dtype(" [('x',\"f8\")] ").descr());
        assertEquals("[('f0', '<i4'), ('f1', '<f8')]", Npy.dtype("i4,f8").descr());
        for (String wrong : List.of("[('x', 'wrong')]", "[('x',", "[1]", "wrong", "")) {
            assertThrows(IllegalArgumentException.class, () -> Npy.dtype(wrong), wrong);
        }
    }

    /// What NumPy 2.4.6 makes of each, from `numpy.lib.format.descr_to_dtype`.
    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', delimiter = ';', value = {"'float64'; <f8", "'|i4'; <i4", "'='; none",
            "'i4,(2,3)f8'; [('f0', '<i4'), ('f1', '<f8', (2, 3))]", "'i4,M8[s]'; [('f0', '<i4'), ('f1', '<M8[s]')]",
            "'1i4,i4'; [('f0', '<i4', (1,)), ('f1', '<i4')]", "'>2i4,i4'; [('f0', '>i4', (2,)), ('f1', '<i4')]",
            "'(2,3)f8,'; [('f0', '<f8', (2, 3))]", "('S', 5); |S5", "('>U', 5); >U5", "('V', 4); |V4", "'i4 '; none",
            "[('a', '<i4'), ('b', '<f8', 3)]; [('a', '<i4'), ('b', '<f8', (3,))]",
            "[['a', '<i4', [2, 3]]]; [('a', '<i4', (2, 3))]", "'3S,2U'; [('f0', '|S3'), ('f1', '<U2')]",
            "[('a', 'S', 3), ('b', 'i4', ())]; [('a', '|S3'), ('b', '<i4')]", "'<datetime64[s]'; <M8[s]",
            "[('a', '|u1'), ('', '|V7'), ('b', '<f8')]; [('a', '|u1'), ('', '|V7'), ('b', '<f8')]",
            "[('', '|V4', (2,)), ('a', '<i4')]; [('', '|V8'), ('a', '<i4')]", "[('', ('<i4', (2,)))]; [('', '|V8')]",
            "[('', '<i4')]; [('', '<i4')]", "[('', '<i4'), ('', '<f8')]; none",
            "[(('t', 'n'), '<i4'), ((None, 'm'), '|u1')]; [(('t', 'n'), '<i4'), ('m', '|u1')]",
            "[('a', [('x', '<f4', (2,))], (3,))]; [('a', [('x', '<f4', (2,))], (3,))]",
            "['ab', 'cd']; [('a', '|i1'), ('c', '<f8')]", "{}; []", "{'ab': 1}; [('a', '|i1')]", "[]; []",
            "('<i4', [('r', '|u1'), ('', '|u1'), ('b', '<u2')]); [('r', '|u1'), ('f1', '|u1'), ('b', '<u2')]",
            "('<i4', '<f4'); <i4", "('V8', [('a', 'i8')]); [('a', '<i8')]", "[('a', 'O')]; [('a', '|O')]",
            "'bfloat16'; bfloat16", "'<f1'; |V1",
            "[('a', '<f1'), ('b', 'bfloat16')]; [('a', '|V1'), ('b', 'bfloat16')]",
            "'bfloat16,>f4'; [('f0', 'bfloat16'), ('f1', '>f4')]", "'2bfloat16,'; [('f0', 'bfloat16', (2,))]",
            "'float8_e4m3fn'; float8_e4m3fn", "[('a', ('<f8', (5,)), (2,))]; [('a', ('<f8', (5,)), (2,))]",
            "[('a', ('<f8', (5,)))]; [('a', '<f8', (5,))]", "[('a', ('<f8', ()), (2,))]; [('a', '<f8', (2,))]",
            "[('x', ([('y', '<i4')], (5,)), (2,))]; [('x', ([('y', '<i4')], (5,)), (2,))]"})
    void readsWhatNumpyReads(String text, String descr) throws ArrayFormatException {
        if (descr.equals("none")) {
            assertThrows(ArrayFormatException.class, () -> read(text));
        } else {
            assertEquals(descr, read(text).dtype().descr());
            assertEquals(SubArray.NONE, read(text).sub());
        }
    }

    @Test
    void keepsTheShapeOfASubArray() throws ArrayFormatException {
        for (Map.Entry<String, SubArray> sub : Map.of("('<i4', 2)", SubArray.of(Shape.of(2)), "('<i4', (2, 3))",
                SubArray.of(Shape.of(2, 3)), "(('<i4', (2,)), [3])", SubArray.of(Shape.of(2)).in(Shape.of(3)),
                "'(2,3)i4'", SubArray.of(Shape.of(2, 3)), "'3i4'", SubArray.of(Shape.of(3)), "('<i4', ())",
                SubArray.NONE).entrySet()) {
            assertEquals(new Descr(Dtype.INT32, sub.getValue(), false), read(sub.getKey()));
        }
        assertEquals(Shape.of(3, 2), read("(('<i4', (2,)), [3])").sub().shape());
    }

    @Test
    void keepsTitlesAndOffsets() throws ArrayFormatException {
        Dtype dtype = read("[(('T', 'a'), '<i4'), ('', '|V8'), ('b', '<f8')]").dtype();
        assertEquals(Optional.of("T"), dtype.field("a").title());
        assertEquals(12, dtype.field("b").offset());
        assertEquals(20, dtype.byteSize());
    }

    @ParameterizedTest
    @ValueSource(strings = {"None", "3", "()", "('<i4',)", "''", "'<i3'", "'<f3'", "[1]", "[('a',)]",
            "[('a', 'i4', 1, 2)]", "[('a', 'i4'), ('a', 'i4')]", "[(('a', 'a'), 'i4')]", "'08f8'", "'(2,)S'",
            "[(('t', 'n'), 'i4'), ('t', 'i4')]", "'(3)i4'",
            "[(1, 'i4')]", "[((1, 'n'), 'i4')]", "[('a', 'i4', -1)]", "[('a', 'i4', True)]", "[('a', 'i4', (2.0,))]",
            "('i4', 1099511627776)", "('i4', (50000, 50000))", "('S', (5,))", "('S', True)", "('i4', [('a', 'u1')])",
            "('i8', [('a', 'O')])", "('i4', 'f8')", "[('a', 'V2000000000'), ('b', 'V2000000000')]", "'M8[s/7]'",
            "'(2147483647,2147483647,2)U2147483647,'"})
    void refusesWhatNumpyRefuses(String text) {
        ArrayFormatException e = assertThrows(ArrayFormatException.class, () -> read(text));
        assertTrue(e.getMessage().startsWith("a.npy: descr is not a valid dtype descriptor: "), e.getMessage());
        assertEquals(10, e.offset());
    }

    @Test
    void refusesLongNamesQuickly() {
        assertThrows(ArrayFormatException.class, () -> read("'" + "1".repeat(1 << 19) + "\\n1,'"));
    }
}
