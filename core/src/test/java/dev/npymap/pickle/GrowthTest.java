package dev.npymap.pickle;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Growth;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What is done with a pickle takes time and memory in proportion to its length, however often it comes back to a value.
class GrowthTest {
    private static final String ARRAY = "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR";

    private static Value read(String pickle) throws IOException {
        return Pickle.wrap(MemorySegment.ofArray(pickle.getBytes(StandardCharsets.ISO_8859_1)), "growth.pkl");
    }

    /// A number of some bytes, or a text, with number 1 in the memo.
    private static String longKey(String kind, int size) {
        String length = IntStream.of(0, 8, 16, 24).mapToObj(shift -> String.valueOf((char) (size >> shift & 0xff)))
                .collect(Collectors.joining());
        return (kind.equals("int") ? "\213" : "X") + length + "a".repeat(size);
    }

    private static String dtypeOfObjects(int fields) {
        StringBuilder dtype = new StringBuilder("cnumpy\ndtype\n(VV").append(8 * fields).append("\ntR(I3\nV|\nN(");
        IntStream.range(0, fields).forEach(n -> dtype.append("Vf").append(n).append('\n'));
        dtype.append("t(d");
        for (int n = 0; n < fields; n++) {
            dtype.append("Vf").append(n).append("\n(cnumpy\ndtype\n(V").append(n == fields - 1 ? "O" : "i8")
                    .append("\ntRI").append(8 * n).append("\nts");
        }
        return dtype.append("I").append(8 * fields).append("\nI1\nI63\ntb").toString();
    }

    @Test
    void manyValuesHaveOneWideDtypeOfObjects() throws Exception {
        Growth.requireLinear(400, n -> {
            String pickle = "(" + dtypeOfObjects(n) + "p7\n" + (ARRAY + "(I1\n(I0\ntg7\nI00\n]tb").repeat(n)
                    + "cnumpy.core.multiarray\nscalar\n(g7\nNtR".repeat(n) + "}g7\nNs".repeat(n) + "l.";
            return () -> {
                for (Value value : read(pickle).asList()) {
                    String text = value instanceof ArrayValue array ? array.typeText() : value.toString();
                    value.parts().forEach(part -> part.name().concat(text.substring(0, 1)));
                }
            };
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"F%s\n", "F%s.\n", "F.%s\n", "F%1$s.%1$s\n", "F%1$s.%1$se5\n", "I%s\n", "L%sL\n", "F%s?\n"})
    void numbersInTextAreReadInOnePass(String instruction) throws Exception {
        Growth.requireLinear(1000, n -> {
            String pickle = instruction.formatted("7".repeat(n)).repeat(50) + ".";
            return () -> {
                try {
                    read(pickle);
                } catch (ArrayFormatException refused) {
                    assertEquals("growth.pkl", refused.source());
                }
            };
        });
    }

    @Test
    void longIntegersArePrintedInOnePass() throws Exception {
        Growth.requireLinear(100_000, n -> {
            Value value = read(longKey("int", n) + ".");
            return () -> assertEquals(2 * n + 2, value.repr().length());
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"int", "str"})
    void oneLongKeyIsInManyPlaces(String kind) throws Exception {
        Growth.requireLinear(400, n -> {
            String twice = longKey(kind, 1000 * n) + "p1\n0" + longKey(kind, 1000 * n) + "p2\n0";
            String pickle = twice + "(}" + "g1\nNsg2\nNs".repeat(n) + "}g1\nNsg2\nNs".repeat(n)
                    + "(g1\nNg2\nNd".repeat(n)
                    + "ccollections\nOrderedDict\n)R(g1\nNg2\nNu".repeat(n)
                    + "cbuiltins\nobject\n)\201g1\nNsg2\nNs".repeat(n)
                    + "l.";
            return () -> {
                for (Value value : read(pickle).asList()) {
                    DictValue mapping = value instanceof PickledObject object ? object.entries() : value.asMapping();
                    assertEquals(1, mapping.size());
                    assertEquals(Value.None.NONE, mapping.find(mapping.entries().getFirst().key()).orElseThrow());
                }
            };
        });
    }

    @Test
    void manyPathsLeadToTheSamePlaces() throws Exception {
        Value value = read("}p1\n(Va\ng1\nVa/a\ng1\nVb\nI7\nu.");
        Growth.requireLinear(5000, n -> {
            String path = "a/".repeat(n);
            return () -> {
                assertThrows(IllegalArgumentException.class, () -> value.at(path + "c"));
                assertEquals(7, value.at(path + "b").asLong());
            };
        });
    }

    /// A pickle, of which `LONG` is a name as long as there are values, and what lies between « and » comes for each, with
    /// its number for `#`.
    private static String repeated(String pattern, int count) {
        return Pattern.compile("«(.*?)»", Pattern.DOTALL).matcher(pattern).replaceAll(
                part -> IntStream.range(0, count).mapToObj(n -> part.group(1).replace("#", Integer.toString(n)))
                        .map(Matcher::quoteReplacement).collect(Collectors.joining()))
                .replace("LONG", "x".repeat(count));
    }

    @ParameterizedTest
    @ValueSource(strings = {"VLONG\np1\n0(«g1\n»l.", "VLONG\n\205p1\n0(«g1\n»l.", "]p1\n(«N»e0(«g1\n»l.",
            "(«N»tp1\n0(«cX\nY\ng1\n\201»l.", "}p1\n(«Vk#\nN»u0(«cX\nY\n)\201g1\nb»l.",
            "}p1\n(«Vk#\nN»u0(«cX\nY\n)\201Ng1\n\206b»l.", "}p1\n(«Vk#\nN»u0(«cX\nY\n)g1\n\222»l.",
            "}p1\n(VLONG\nNu0(«cX\nY\n)g1\n\222»l.", "cLONG\nLONG\np1\n0(«g1\n)R»l.",
            "cLONG\nLONG\np1\n0(«g1\n)\201»l.",
            "cnumpy\ndtype\n(VV4\ntR(I3\nV|\nN(VLONG\nt(dVLONG\n(cnumpy\ndtype\n(Vi4\ntRI0\ntsI4\nI1\nI0\ntbp1\n0"
                    + "(«cnumpy.core.multiarray\nscalar\n(g1\nS'abcd'\ntR»l."})
    void whatIsLongIsInManyPlaces(String pattern) throws Exception {
        Growth.requireLinear(1000, n -> {
            String pickle = repeated(pattern, n);
            return () -> {
                try {
                    Value value = read(pickle);
                    value.asList().forEach(Value::parts);
                    value.repr();
                } catch (ArrayFormatException | IllegalArgumentException refused) {
                    assertTrue(refused.getMessage().matches(".*(repeated|the same) values.*"), refused.getMessage());
                }
            };
        });
    }
}
