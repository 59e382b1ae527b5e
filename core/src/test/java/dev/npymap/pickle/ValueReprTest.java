package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What Python prints of values, and the names of what they hold.
class ValueReprTest {
    @ParameterizedTest
    @ValueSource(strings = {"None", "[True, False]", "-2**100",
            "[0.1, -0.0, 1e16, 1e22, 1e-5, float('nan'), -float('inf')]",
            "[1+2j, complex(-0.0, -1), 3j]", "'it\\'s \\n é 中 \\x00'", "b'ab\\x00\\'\"'", "bytearray(b'ab')", "[]",
            "()",
            "(1,)", "(1, 'a')", "{}", "{'a': [1, (2.5, None)], 1: {2: b'x'}}", "set()", "{7}", "frozenset({1})",
            "frozenset()", "np.arange(6.).reshape(2, 3)", "{'a': np.arange(6).reshape(2, 3), 'b': np.zeros(3, 'f4')}",
            "np.array([None, 1, 'a', [1, 2], (1,), 1.5], dtype=object)", "np.array([], dtype=object)",
            "np.array([[None, 'ä'], [{1: 2}, b'x']], dtype=object)", "np.zeros((0, 3), object)",
            "np.array(None, dtype=object)", "np.array('a', dtype=object)", "np.arange(1200).astype(object)",
            "np.arange(3000).astype(object).reshape(30, 100)", "np.array(['word%d' % n for n in range(40)], object)",
            "(lambda a: (a.__setitem__(0, np.zeros((2, 2))), a.__setitem__(1, 'x'), a)[2])(np.empty(2, object))",
            "(lambda a: ([a.__setitem__((i, j), np.arange(9.).reshape(3, 3)) for i in (0, 1) for j in (0, 1, 2)], a)[1])"
                    + "(np.empty((2, 3), object))",
            "[np.float64(0.1), np.float32(0.1), np.float16(0.1), np.longdouble('0.1'), np.complex64(1-2j), -1j]",
            "[np.int8(-1), np.uint64(2**64 - 1), np.True_, np.str_('a'), np.bytes_(b'a'), np.void(b'ab')]",
            "[np.datetime64('2000-01-01'), np.datetime64('NaT', 'D'), np.datetime64('2000-01-01T00', '25s')]",
            "[np.timedelta64(5, 's'), np.timedelta64(5), np.timedelta64('NaT', 's'), np.timedelta64(3, '7ms')]",
            "np.array([(1, [2.5, 0.1])], [('a', 'i4'), ('b', 'f4', 2)])[0]", "np.float32(0.1)", "np.str_('a')",
            "np.bytes_(b'a')", "np.timedelta64(5, 's')", "np.datetime64('2000')",
            "[np.dtype(d) for d in ('f4', '>f4', 'U3', 'S3', 'O', 'M8[ns]', 'V3', '?', [('a', 'i4')])]",
            "[np.dtype(('i4', (2, 3))), np.dtype(('?', 2))]",
            "(lambda a: (a.append(a), a.append({'a': a}), a)[2])([1])"})
    void printsWhatPythonPrints(String expression) throws IOException {
        Oracle numpy = PickleOracle.numpy();
        if (numpy.atLeast(2, 4, "texts of scalars and summaries")) {
            Value value = read(numpy.eval("pickle.dumps(" + expression + ", 4)"));
            assertEquals(numpy.repr(expression), value.repr());
            assertEquals(numpy.text(expression), value.str());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"()", "(10,)", "((),)", "((1, 2),)", "[]", "[(1,)]", "set()", "{7}", "{(1,)}",
            "frozenset()", "frozenset({1})", "{}", "{'a': (1,), 2: set(), (3,): frozenset()}",
            "(None, True, -5, 0.1, 1e16, 1-2j, 'it\\'s', b'ab\\x00', bytearray(b'c'))",
            "(np.int64(1), np.float32(0.1), np.True_, np.str_('a'), np.datetime64('2000', 'D'))",
            "(np.dtype('f4'), np.dtype('>U3'), np.dtype([('a', 'i4')]), np.dtype('M8[ns]'))"})
    void summariesOfSmallValuesAreWhatPythonPrints(String expression) throws IOException {
        Oracle numpy = PickleOracle.numpy();
        if (numpy.atLeast(2, 4, "texts of scalars")) {
            for (int protocol = 0; protocol <= 5; protocol++) {
                Value value = read(numpy.eval("pickle.dumps(" + expression + ", " + protocol + ")"));
                assertEquals(numpy.repr(expression), value.toString());
                assertEquals(numpy.repr(expression), value.repr());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"10**4300 - 1", "1 - 10**4300", "10**4300", "-10**4300", "-(16**4000)", "16**4000 - 1",
            "255 << 20000", "1 << 20003"})
    void integersThatPythonRefusesToPrintAreHexadecimal(String expression) throws IOException {
        Oracle numpy = PickleOracle.numpy();
        Value value = read(numpy.eval("pickle.dumps(" + expression + ")"));
        String python;
        try {
            python = numpy.repr(expression);
        } catch (Oracle.PythonException _) {
            python = numpy.text("hex(" + expression + ")");
        }
        assertEquals(python, value.repr());
        assertEquals(python, value.str());
        assertTrue(value.toString().matches("<int of [0-9]+ bits>"), value::toString);
    }

    @Test
    void ordersAndTextsOfAnyLengthAreThoseOfNewPython() throws IOException {
        Oracle numpy = PickleOracle.numpy();
        for (String items : List.of("", "{'a': 1, 'b': 2}")) {
            Value value = read(numpy.eval("pickle.dumps(__import__('collections').OrderedDict(" + items + "))"));
            assertEquals("OrderedDict(" + items + ")", value.repr());
            assertEquals("OrderedDict(" + items + ")", value.toString());
        }
        if (numpy.atLeast(2, 0, "StringDType")) {
            String texts = "np.array(['a', \"it's\"], dtype=np.dtypes.StringDType())";
            Value value = read(numpy.eval("pickle.dumps(" + texts + ")"));
            assertEquals(numpy.repr(texts), value.repr());
            assertEquals(numpy.text(texts), value.str());
        }
    }

    @Test
    void objectsPrintWhatTheirPickleSays() throws IOException {
        Value object = read(
                "ccolors\nRed\n(I1\ntR}(Vw\n]us.".replace("us.", "ub.").getBytes(StandardCharsets.US_ASCII));
        assertEquals("<colors.Red(1) state {'w': []}>", object.repr());
        assertEquals(List.of("w", "args/0"), object.parts().stream().map(Value.Part::name).toList());
        assertEquals(1, object.at("args/0").asLong());
        assertEquals("<name colors.Red>", read("ccolors\nRed\n.".getBytes(StandardCharsets.US_ASCII)).repr());
    }

    @Test
    void namesOfPartsLeadToThem() {
        Value inner = ListValue.list(Value.Whole.of(1));
        Value value = DictValue.of(new DictValue.Entry(new TextValue("a/b"), inner),
                new DictValue.Entry(new TextValue("a"), DictValue.of(new DictValue.Entry(new TextValue("c"), inner))),
                new DictValue.Entry(Value.Whole.of(-7), inner),
                new DictValue.Entry(ListValue.tuple(Value.Whole.of(1), new TextValue("x/y")), inner),
                new DictValue.Entry(new TextValue(""), inner));
        for (Value.Part part : value.parts()) {
            if (!part.name().isEmpty()) {
                assertSame(part.value(), value.at(part.name()));
            }
        }
        assertSame(inner, value.at("a/c"));
        assertSame(inner, value.at("(1, 'x/y')"));
        assertEquals(1, value.at("a/b/0").asLong());
        IllegalArgumentException nothing = assertThrows(IllegalArgumentException.class, () -> value.at("a/d/0"));
        assertTrue(nothing.getMessage().startsWith("nothing at 'a/d': a dict has no such item"), nothing.getMessage());
    }

    @Test
    void bombsEndWithAMessage() throws IOException {
        StringBuilder doubled = new StringBuilder("]");
        for (int n = 0; n < 100; n++) {
            doubled.append("q").append((char) n).append("0](h").append((char) n).append("h").append((char) n)
                    .append("e");
        }
        Value bomb = read(doubled.append('.').toString().getBytes(StandardCharsets.ISO_8859_1));
        assertThrows(IllegalArgumentException.class, bomb::repr);
        Value deep = read(("]".repeat(5000) + "a".repeat(4999) + ".").getBytes(StandardCharsets.US_ASCII));
        assertThrows(IllegalArgumentException.class, deep::repr);
    }

    @Test
    void elementsOfObjectArraysHaveAnIndex() throws IOException {
        ArrayValue array = (ArrayValue) read(PickleOracle.numpy()
                .eval("pickle.dumps(np.array([[None, 'a'], [1, 2]], dtype=object))"));
        assertEquals(new TextValue("a"), array.element(0, 1));
        assertEquals(1, array.element(1, 0).asLong());
        assertThrows(IndexOutOfBoundsException.class, () -> array.element(0, 2));
        assertThrows(IndexOutOfBoundsException.class, () -> array.element(0));
    }

    private static Value read(byte[] pickle) throws IOException {
        return Pickle.wrap(MemorySegment.ofArray(pickle), "repr.pkl");
    }
}
