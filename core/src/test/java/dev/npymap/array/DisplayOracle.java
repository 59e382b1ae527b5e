package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Arrays whose `str` and `repr` are compared with NumPy's, many in one question.
final class DisplayOracle {
    private static final String DEFINITION = """
            def shown(data, dtype, shape, options):
                a = np.ndarray(shape, np.dtype(dtype), data)
                with np.printoptions(**options):
                    return '\\x1f'.join([str(a), repr(a), repr(a[()]) if a.ndim == 0 else ''])
            """;
    private static final int BATCH = 500;

    private final List<Case> cases = new ArrayList<>();
    private int compared;

    private record Case(NdArray array, byte[] bytes, String question, Display display) {
    }

    DisplayOracle() {
        assumeTrue(Oracle.numpy().atLeast(2, 4, "texts of arrays"));
        Oracle.numpy().eval(DEFINITION);
    }

    /// Adds an array of some bytes; `python` is its dtype as an expression of Python's.
    void add(byte[] bytes, Dtype dtype, String python, Display display, long... dims) {
        NdArray array = NdArray.of(MemorySegment.ofArray(bytes), dtype, Shape.of(dims), Order.C, Source.MEMORY);
        cases.add(new Case(array, bytes, python + ", " + Cases.tuple(dims) + ", " + python(display), display));
        if (cases.size() == BATCH) {
            check();
        }
    }

    void add(NdArray array, Display display) {
        Dtype dtype = array.dtype();
        add(Cases.toBytes(array), dtype, dtype.kind() == Dtype.Kind.STRUCT ? dtype.descr() : "'" + dtype.descr() + "'",
                display, array.shape().toArray());
    }

    /// Compares what was added and is not compared yet.
    ///
    /// @return how many arrays were compared so far
    int check() {
        StringBuilder questions = new StringBuilder("'\\x1e'.join(shown(*q) for q in [");
        byte[][] inputs = new byte[cases.size()][];
        for (int n = 0; n < inputs.length; n++) {
            inputs[n] = cases.get(n).bytes;
            questions.append("(x[").append(n).append("], ").append(cases.get(n).question).append("),");
        }
        String[] answers = new String(Oracle.numpy().eval(questions.append("])").toString(), inputs),
                StandardCharsets.UTF_8).split("\u001e", -1);
        for (int n = 0; n < inputs.length; n++) {
            Case given = cases.get(n);
            String[] expected = answers[n].split("\u001f", -1);
            assertEquals(expected[0], given.display.str(given.array), () -> "str of " + describe(given));
            assertEquals(expected[1], given.display.repr(given.array), () -> "repr of " + describe(given));
            if (given.array.rank() == 0) {
                assertEquals(expected[2], given.display.scalarRepr(given.array), () -> "scalar of " + describe(given));
            }
            compared++;
        }
        cases.clear();
        return compared;
    }

    private static String describe(Case given) {
        String hex = Cases.hex(given.bytes);
        return given.question + " of " + hex.substring(0, Math.min(4000, hex.length()));
    }

    /// The options as keywords of `np.printoptions`.
    static String python(Display d) {
        String sign = switch (d.sign()) {
            case NEGATIVE -> "-";
            case ALWAYS -> "+";
            case SPACE -> " ";
        };
        return ("dict(precision=%d, threshold=%d, edgeitems=%d, linewidth=%d, suppress=%s, nanstr=%s, infstr=%s, "
                + "sign='%s', floatmode='%s')").formatted(d.precision(), d.threshold(), d.edgeItems(),
                        d.lineWidth(), d.suppress() ? "True" : "False",
                        PythonText.quote(d.nan()), PythonText.quote(d.infinity()), sign,
                        d.floatMode().name().toLowerCase(Locale.ROOT));
    }
}
