package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Arrays of every dtype, masked ones too, under any options, formatters and a `repr` of the caller's.
class DisplayOptionsTest {
    private static final Random RANDOM = Cases.random("DisplayOptionsTest");
    private static final DisplayArrays ARRAYS = new DisplayArrays(RANDOM);
    private static final List<Dtype> DTYPES = Stream.of("?", "i1", "u2", ">i4", "i8", "u8", "f2", "f4", "f8", ">f4",
            ">f8", "f16", "c8", "c16", "c32", ">c8", "S3", "S0", "U2", "V3", "M8[Y]", "M8[D]", "M8[25s]", "M8[ms]",
            "M8[ns]", "m8[s]", "m8[Y]", "m8[25us]", "m8").map(Dtype::of).toList();

    private static NdArray array(Dtype dtype, long... dims) {
        NdArray array = NdArray.zeros(dtype, dims);
        ARRAYS.fill(array);
        return array;
    }

    private static Dtype dtype() {
        return RANDOM.nextInt(5) == 0 ? ARRAYS.record(0) : DTYPES.get(RANDOM.nextInt(DTYPES.size()));
    }

    private static long[] dims() {
        return RANDOM.nextInt(5) == 0 ? new long[0] : ARRAYS.dims();
    }

    @Test
    void printsArraysOfEveryDtype() {
        DisplayOracle oracle = new DisplayOracle();
        for (int n = 0; n < 2000; n++) {
            oracle.add(array(dtype(), dims()), ARRAYS.options());
        }
        System.out.println("DisplayOptionsTest: " + oracle.check());
    }

    @Test
    void printsFieldsWithGapsAndTitles() {
        DisplayOracle oracle = new DisplayOracle();
        Dtype inner = Dtype.struct(8, List.of(new Field("in", Optional.empty(), Dtype.FLOAT32, Shape.of(), 2)));
        Dtype outer = Dtype.struct(40, List.of(
                new Field("a", Optional.of("T"), Dtype.INT8, Shape.of(), 0),
                new Field("b", Optional.empty(), inner, Shape.of(2, 1), 4),
                new Field("c", Optional.empty(), Dtype.BOOL, Shape.of(), 39)));
        String innerPython = "{'names': ['in'], 'formats': ['f4'], 'offsets': [2], 'itemsize': 8}";
        String python = "{'names': ['a', 'b', 'c'], 'formats': ['i1', (" + innerPython + ", (2, 1)), '?'], "
                + "'offsets': [0, 4, 39], 'titles': ['T', None, None], 'itemsize': 40}";
        for (long[] dims : new long[][]{{}, {0}, {2}}) {
            NdArray array = array(outer, dims);
            oracle.add(Cases.toBytes(array), outer, python, Display.DEFAULT, dims);
        }
        assertEquals(3, oracle.check());
    }

    private static Dtype maskDtype(Dtype dtype) {
        return dtype.kind() == Dtype.Kind.STRUCT
                ? Dtype.struct(dtype.fields().stream().map(field -> Field.of(field.name(), maskDtype(field.dtype()),
                        field.shape().toArray())).toArray(Field[]::new))
                : Dtype.BOOL;
    }

    @Test
    void printsMaskedArrays() {
        Oracle numpy = Oracle.numpy();
        assumeTrue(numpy.atLeast(2, 4, "texts of masked arrays"));
        numpy.eval("""
                def masked(data, mask, fill, dtype, shape, filled, options):
                    dtype = np.dtype(dtype)
                    a = np.ma.array(np.ndarray(shape, dtype, data),
                                    mask=np.ndarray(shape, np.ma.make_mask_descr(dtype), mask))
                    if filled:
                        a.fill_value = np.ndarray((), dtype, fill)
                    with np.printoptions(**options):
                        return str(a) + '\\x1f' + repr(a)
                """);
        for (int n = 0; n < 300; n++) {
            Dtype dtype = dtype();
            NdArray data = array(dtype, dims());
            NdArray mask = array(maskDtype(dtype), data.shape().toArray());
            NdArray fill = array(dtype);
            boolean filled = "fci".indexOf(Character.toLowerCase(dtype.descr().charAt(1))) >= 0 && n % 2 == 0;
            Display display = ARRAYS.options();
            if (data.rank() == 0) {
                // NumPy fails with fewer.
                display = display.withThreshold(Math.max(1, display.threshold()));
            }
            String python = dtype.kind() == Dtype.Kind.STRUCT ? dtype.descr() : "'" + dtype.descr() + "'";
            String question = "masked(x[0], x[1], x[2], " + python + ", " + Cases.tuple(data.shape().toArray()) + ", "
                    + (filled ? "True" : "False") + ", " + DisplayOracle.python(display) + ")";
            String[] expected = numpy.text(question, Cases.toBytes(data), Cases.toBytes(mask), Cases.toBytes(fill))
                    .split("\u001f", -1);
            assertEquals(expected[0], display.str(data, mask), question);
            assertEquals(expected[1], display.repr(data, mask, filled ? Optional.of(fill) : Optional.empty()),
                    question);
        }
    }

    @Test
    void asksFormattersForElementsInTheirLines() {
        Oracle numpy = Oracle.numpy();
        assumeTrue(numpy.atLeast(2, 4, "texts of arrays"));
        Display words = Display.DEFAULT.withLineWidth(20)
                .withFormatter(n -> " ".repeat((int) n.asLong().get() % 5) + "<%d\n>  ".formatted(n.asLong().get()),
                        Dtype.Kind.INT);
        String options = "formatter={'int': lambda x: ' ' * (x % 5) + '<%d\\n>  ' % x}, linewidth=20";
        List<NdArray> arrays = new ArrayList<>();
        for (long[] dims : new long[][]{{}, {1}, {9}, {2, 30}, {41, 51}, {3, 1, 4}}) {
            long[] values = new long[(int) Shape.of(dims).size()];
            for (int n = 0; n < values.length; n++) {
                values[n] = (long) n * n;
            }
            arrays.add(LongArray.of(values).reshape(dims));
        }
        for (NdArray array : arrays) {
            String python = "(lambda c, a: (c.__enter__(), %%s, c.__exit__(None, None, None))[1])(np.printoptions(%s), "
                    .formatted(options).replace("%%", "%")
                    + "np.frombuffer(x[0], 'i8').reshape(%s))"
                            .formatted(Cases.tuple(array.shape().toArray()));
            for (String separator : List.of(" ", ", ", "", " ;  ")) {
                String call = "np.array2string(a, separator='" + separator + "', prefix='abc', suffix='de')";
                assertEquals(numpy.text(python.replace("%s", call), Cases.toBytes(array)),
                        words.text(array, separator, "abc", "de"), call);
            }
            assertEquals(numpy.text(python.replace("%s", "repr(a)"), Cases.toBytes(array)), words.repr(array));
        }
    }

    @Test
    void aFunctionMakesTheReprOfArraysAlone() {
        Display overridden = Display.DEFAULT.withOverrideRepr(array -> "an array of " + array.shape());
        NdArray array = NdArray.zeros(Dtype.FLOAT64, 2, 3);
        assertEquals("an array of [2, 3]", overridden.repr(array));
        assertEquals("an array of [2, 3]", overridden.withPrecision(2).repr(array));
        assertEquals(Display.DEFAULT.str(array), overridden.str(array));
        NdArray mask = NdArray.zeros(Dtype.BOOL, 2, 3);
        assertEquals(Display.DEFAULT.repr(array, mask, Optional.empty()),
                overridden.repr(array, mask, Optional.empty()));
        assertEquals("np.float64(0.0)", overridden.scalarRepr(array.slice("0, 0")));
    }
}
