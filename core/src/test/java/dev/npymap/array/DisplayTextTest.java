package dev.npymap.array;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Float8;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Texts that NumPy 2.4 printed, for where there is no NumPy, and for dtypes that are not NumPy's own.
class DisplayTextTest {
    private static final double NAN = Double.NaN;
    private static final double INF = Double.POSITIVE_INFINITY;

    private static String repr(double... values) {
        return DoubleArray.of(values).repr();
    }

    private static String str(Display display, double... values) {
        return display.str(DoubleArray.of(values));
    }

    private static String repr(Dtype dtype, double... values) {
        NdArray array = NdArray.zeros(dtype, values.length);
        ElementCodec.write(array.layout(), 0, values);
        return array.repr();
    }

    private static LongArray arange(int stop) {
        return LongArray.of(LongStream.range(0, stop).toArray());
    }

    @Test
    void choosesDigitsAndExponentsForDoubles() {
        assertEquals("array([ 1. ,  2.5, -3. ])", repr(1, 2.5, -3));
        assertEquals("array([0.1       , 0.25      , 0.33333333])", repr(0.1, 0.25, 1 / 3.0));
        assertEquals("array([0.0001, 0.1   ])", repr(1e-4, 0.1));
        assertEquals("array([1.e-04, 1.e+00])", repr(1e-4, 1));
        assertEquals("array([1000.,    1.])", repr(1000, 1));
        assertEquals("array([1.001e+03, 1.000e+00])", repr(1001, 1));
        assertEquals("array([9.9999999e+07, 1.0000000e+00])", repr(99999999, 1));
        assertEquals("array([1.e+08])", repr(1e8));
        assertEquals("array([12345678.12345679])", repr(12345678.123456789));
        assertEquals("array([1.e+100, 1.e+000])", repr(1e100, 1));
        assertEquals("array([0.12345678])", repr(0.123456785));
        assertEquals("array([1.12345679, 2.        ])", repr(1.1234567850000001, 2));
        assertEquals("array([10.])", repr(9.999999999));
        assertEquals("array([0.00012346])", repr(0.000123456789));
        assertEquals("array([5.e-324])", repr(5e-324));
        assertEquals("array([-0.,  0.])", repr(-0.0, 0));
        assertEquals("array([1.000e-01, 1.001e+02])", repr(0.1, 100.1));
        assertEquals("array([10000000.,    10000.])", repr(1e7, 1e4));
    }

    @Test
    void alignsWhatIsNotFinite() {
        assertEquals("array([ nan,   1.,  inf, -inf])", repr(NAN, 1, INF, -INF));
        assertEquals("array([ inf, 1.25])", repr(INF, 1.25));
        assertEquals("array([-inf, 1.25])", repr(-INF, 1.25));
        assertEquals("array([[1.5e+00,     nan],\n       [   -inf, 1.0e-09]])",
                DoubleArray.of(new double[]{1.5, NAN, -INF, 1e-9}, 2, 2).repr());
    }

    @Test
    void decidesInThePrecisionOfTheArray() {
        assertEquals("array([1.e-04, 1.e-01], dtype=float32)", repr(Dtype.FLOAT32, 1e-4, 0.1));
        assertEquals("array([3.0000001e-01, 1.2345677e+03], dtype=float32)", repr(Dtype.FLOAT32, 0.3, 1234.5678));
        assertEquals("array([999999., 100000.], dtype=float32)", repr(Dtype.FLOAT32, 999999, 1e5));
        assertEquals("array([9.998e-02, 1.234e+03], dtype=float16)", repr(Dtype.FLOAT16, 0.1, 1234));
        assertEquals("array([1.00e+03, 9.99e+02], dtype=float16)", repr(Dtype.FLOAT16, 1000, 999));
    }

    @Test
    void formatsThePartsOfComplexNumbersOnTheirOwn() {
        ComplexArray array = NdArray.zeros(Dtype.COMPLEX128, 2).asComplex();
        array.set(0, new Complex(1, 2));
        array.set(1, new Complex(3.5, -4));
        assertEquals("array([1. +2.j, 3.5-4.j])", array.repr());
        array.set(1, new Complex(0, 1e-10));
        assertEquals("array([1.+2.e+00j, 0.+1.e-10j])", array.repr());
        array.set(0, new Complex(NAN, 1));
        array.set(1, new Complex(1, INF));
        assertEquals("array([nan +1.j,  1.+infj])", array.repr());
    }

    @Test
    void followsTheOptions() {
        Display d = Display.DEFAULT;
        assertEquals("[0. 2. 2.]", str(d.withPrecision(0), 0.5, 1.5, 2.5));
        assertEquals("[1.5 2.2]", str(d.withPrecision(1), 1.5, 2.25));
        assertEquals("[1.000 2.000]", str(d.withPrecision(3).withFloatMode(Display.FloatMode.FIXED), 1, 2));
        assertEquals("[0. 1. 2.]", str(d.withSuppress(true), 1e-16, 1, 2));
        assertEquals("[+1. -2.]", str(d.withSign(Display.Sign.ALWAYS), 1, -2));
        assertEquals("[ 1.  2.]", str(d.withSign(Display.Sign.SPACE), 1, 2));
        assertEquals("array([0.000001, 0.      , 2.      , 3.      ])",
                d.withPrecision(6).withSuppress(true).repr(DoubleArray.of(new double[]{1e-6, 4e-7, 2, 3})));
        assertEquals("[ 0  1 ... 98 99]", d.withThreshold(10).withEdgeItems(2).str(arange(100)));
        assertEquals("[ 0  1  2  3  4  5\n  6  7  8  9 10 11\n 12 13 14 15 16 17\n 18 19]",
                d.withLineWidth(20).str(arange(20)));
        assertEquals("[  ?  1.]", str(d.withNan("?"), NAN, 1));
        assertEquals("[ oo  1.]", str(d.withInfinity("oo"), INF, 1));
    }

    @Test
    void summarisesNestsAndNamesShapeAndDtype() {
        assertEquals("array([], shape=(0, 3), dtype=float64)", NdArray.zeros(Dtype.FLOAT64, 0, 3).repr());
        assertEquals("array([   0,    1,    2, ...,  998,  999, 1000], shape=(1001,))", arange(1001).repr());
        assertEquals("[   0    1    2 ...  998  999 1000]", arange(1001).toString());
        assertEquals("array([[[0., 0.],\n        [0., 0.]],\n\n       [[0., 0.],\n        [0., 0.]]])",
                NdArray.zeros(Dtype.FLOAT64, 2, 2, 2).repr());
        assertEquals("""
                array([[   0,    1,    2, ...,   97,   98,   99],
                       [ 100,  101,  102, ...,  197,  198,  199],
                       [ 200,  201,  202, ...,  297,  298,  299],
                       ...,
                       [9700, 9701, 9702, ..., 9797, 9798, 9799],
                       [9800, 9801, 9802, ..., 9897, 9898, 9899],
                       [9900, 9901, 9902, ..., 9997, 9998, 9999]], shape=(100, 100))""",
                arange(10000).reshape(100, 100).repr());
        assertEquals("""
                array([ 0.,  1.,  2.,  3.,  4.,  5.,  6.,  7.,  8.,  9., 10., 11., 12.,
                       13., 14., 15., 16., 17., 18., 19., 20., 21., 22., 23., 24., 25.,
                       26., 27., 28., 29.])""",
                DoubleArray.of(IntStream.range(0, 30).asDoubleStream().toArray()).repr());
        NdArray large = NdArray.zeros(Dtype.UINT64, 2);
        ElementCodec.write(large.layout(), 0, new long[]{Long.MIN_VALUE, 1});
        assertEquals("array([9223372036854775808,                   1], dtype=uint64)", large.repr());
        NdArray swapped = NdArray.zeros(Dtype.of(">f4"), 2);
        assertEquals("array([0., 0.], dtype='>f4')", swapped.repr());
        assertEquals("array([ True, False])", BooleanArray.of(new boolean[]{true, false}).repr());
    }

    @Test
    void separatorsHaveRoomAtTheEndOfALine() {
        Display d = Display.DEFAULT;
        assertEquals("[0;; 1;;\n 2;; 3;;\n 4;; 5]", d.withLineWidth(11).text(arange(6), ";; ", "", ""));
        assertEquals("[0;; 1;; 2;;\n 3;; 4;; 5]", d.withLineWidth(15).text(arange(6), ";; ", "", ""));
    }

    @Test
    void quotesTextsAndTimes() {
        TextArray texts = NdArray.zeros(Dtype.text(6), 3).asText();
        texts.copyFrom("it's", "q\"q", "both'\"");
        assertEquals("[\"it's\" 'q\"q' 'both\\'\"']", texts.toString());
        assertEquals("array([\"it's\", 'q\"q', 'both\\'\"'], dtype='<U6')", texts.repr());
        assertEquals("array(['2000-01-01',        'NaT'], dtype='datetime64[D]')",
                TimeArray.of(Dtype.of("M8[D]"), new long[]{10957, TimeArray.NAT}).repr());
        assertEquals("array([    1,    -5, 'NaT'], dtype='timedelta64[s]')",
                TimeArray.of(Dtype.of("m8[s]"), new long[]{1, -5, TimeArray.NAT}).repr());
        assertEquals("""
                array(['1970-01-01T00:00:00.000000', '1970-01-01T00:00:00.000025'],
                      dtype='datetime64[25us]')""",
                TimeArray.of(Dtype.of("M8[25us]"), new long[]{0, 1}).repr());
        assertEquals("array([b'\\x61\\x62\\x63'], dtype='|V3')",
                NdArray.of(MemorySegment.ofArray(new byte[]{'a', 'b', 'c'}), Dtype.raw(3), Shape.of(1), Order.C,
                        Source.MEMORY).repr());
    }

    @Test
    void formatsFieldsAsColumns() {
        RecordArray records = NdArray.zeros(Dtype.struct(Field.of("a", Dtype.INT32), Field.of("b", Dtype.FLOAT64),
                Field.of("c", Dtype.text(2))), 2).asRecord();
        records.field("a").asInt().copyFrom(1, 10);
        records.field("b").asDouble().copyFrom(2.5, 3);
        records.field("c").asText().copyFrom("x", "yy");
        assertEquals("""
                array([( 1, 2.5, 'x'), (10, 3. , 'yy')],
                      dtype=[('a', '<i4'), ('b', '<f8'), ('c', '<U2')])""", records.repr());
        assertEquals("(1, 2.5, 'x')", records.get(0).toString());
    }

    @Test
    void namesPaddingAndTitlesInADictionary() {
        Dtype padded = Dtype.struct(16, List.of(
                new Field("a", Optional.of("T"), Dtype.INT8, Shape.of(), 0),
                new Field("b", Optional.empty(), Dtype.FLOAT32, Shape.of(2), 4)));
        assertEquals("""
                array([(0, [0., 0.])],
                      dtype={'names': ['a', 'b'], 'formats': ['i1', ('<f4', (2,))], 'offsets': [0, 4], \
                'titles': ['T', None], 'itemsize': 16})""", NdArray.zeros(padded, 1).repr());
    }

    @Test
    void arraysWithoutAxesArePrintedAsScalars() {
        NdArray third = NdArray.zeros(Dtype.FLOAT64);
        third.asDouble().copyFrom(1 / 3.0);
        assertEquals("0.3333333333333333", third.toString());
        assertEquals("array(0.33333333)", third.repr());
        NdArray hour = TimeArray.of(Dtype.of("M8[h]"), new long[]{5}).reshape(new long[0]);
        assertEquals("np.datetime64('1970-01-01T05','h')", Display.DEFAULT.scalarRepr(hour));
        assertEquals("5 seconds", TimeArray.of(Dtype.of("m8[s]"), new long[]{5}).reshape(new long[0]).toString());
    }

    /// As ml_dtypes 0.5.4 prints them under NumPy 2.4.6.
    @Test
    void printsTheFloatsOfMlDtypes() {
        NdArray brain = NdArray.zeros(Dtype.BFLOAT16, 6);
        ElementCodec.write(brain.layout(), 0, new double[]{1, 1.5, 0.1, -0.0, 1e5, NAN});
        assertEquals("[1 1.5 0.100098 -0 99840 nan]", brain.toString());
        ElementCodec.write(brain.layout(), 0, new double[]{1e30, 1e-30, 1234567, -INF, 1e-5, 1e-4});
        assertEquals("""
                array([1.00026e+30, 9.98402e-31, 1.23699e+06, -inf, 1.00136e-05,
                       0.000100136], dtype=bfloat16)""", brain.repr());
        assertEquals("array([1, 1.5, 0.101562], dtype='float8_e4m3fn')",
                repr(Dtype.float8(Float8.E4M3FN), 1, 1.5, 0.1));
    }

    /// `tolist` makes Python's floats of them.
    @Test
    void masksTheFloatsOfMlDtypes() {
        NdArray brain = NdArray.zeros(Dtype.BFLOAT16, 2);
        ElementCodec.write(brain.layout(), 0, new double[]{1.3, 2});
        assertEquals("[1.296875 --]", Display.DEFAULT.str(brain, BooleanArray.of(new boolean[]{false, true})));
    }

    @Test
    void viewsArePrintedInTheirOwnOrder() {
        NdArray array = arange(24).reshape(2, 3, 4);
        assertEquals(array.transpose().copy().repr(), array.transpose().repr());
        assertEquals(array.slice("::-1, 1, ::-2").copy().toString(), array.slice("::-1, 1, ::-2").toString());
        NdArray large = arange(40_000).reshape(200, 200);
        assertEquals(large.slice("::-1, ::3").copy().repr(), large.slice("::-1, ::3").repr());
        assertEquals(large.transpose().copy().repr(), large.transpose().repr());
    }

    @Test
    void arraysOfManyShortAxesAreCutInTheEnd() {
        long[] dims = new long[24];
        Arrays.fill(dims, 2);
        String text = NdArray.zeros(Dtype.BOOL, dims).toString();
        assertTrue(text.endsWith("...]"));
        String whole = Display.DEFAULT.withThreshold(0).withEdgeItems(9).str(NdArray.zeros(Dtype.BOOL, 7, 8, 9));
        assertEquals(7 * 8 * 9, whole.split("False", -1).length - 1);
    }
}
