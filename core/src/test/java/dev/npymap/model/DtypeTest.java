package dev.npymap.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DtypeTest {
    /// What NumPy 1 accepted and NumPy 2 refuses, or the other way round: compared with NumPy 2 alone.
    private static final Set<String> NUMPY_2 = Set.of("T", "bool8", "float_", "unicode_", "string_", "longfloat",
            "singlecomplex", "cfloat", "clongfloat", "int0", "uint0", "void0", "object0", "str0", "bytes0", "complex_",
            "longcomplex", "long", "ulong", "bool", "string", "unicode", "p", "P", "n", "N", "1i4,f8");

    @Test
    void textsMeanWhatTheyMeanToNumpy() {
        assumeTrue(Oracle.numpy().atLeast(2, 0, "the meaning of odd dtype texts"), "NumPy reads other dtype texts");
        Oracle numpy = Oracle.numpy();
        boolean two = numpy.atLeast(2, 0, "dtype texts " + NUMPY_2);
        List<String> texts = new ArrayList<>(List.of("?", "b", "B", "h", "H", "i", "I", "l", "L", "q", "Q", "n", "N",
                "p", "P", "e", "f", "d", "g", "F", "D", "G", "S", "U", "V", "O", "M", "m", "c", "T", "b1", "S5", "U5",
                "V5", "S0", "U0", "V0", "|S5", "<U5", ">U5", "=U5", "|U5", "<S5", ">S5", ">V3", "|b1", "<b1", ">b1",
                "|i1", "<i1", ">u1", "f8", "=f8", "|f8", ">f8", "<f8", "|i4", "<f16", ">f16", "<c8", ">c16", "<c32",
                ">c32", "|O", "<O", "O8", "|O8", ">O8", "O4", "object", "M8", "m8", "<M8", ">m8", "|M8", "=M8[s]",
                "M8[generic]", "m8[generic]", "datetime64", "timedelta64", "datetime64[ns]", "timedelta64[25us]",
                "M[s]", "U536870911", "S2147483647", "m[7D]", "M8[μs]", ">M8[3μs]", "M8[1s]", "M8[s/2]", "M8[D/24]",
                "M8[Y/12]", "M8[M/4]",
                "M8[W/7]", "M8[h/60]", "M8[m/4]", "M8[3s/5]", "M8[ms/8]", "M8[as/1]", "M8[Y/365]", "M8[W/14]",
                "M8[2147483647s]", "M8[D/1000]", "M8[h/3600]", "M8[Y/52]", "M8[fs/1000]", "M8[us/16]", "M8[ns/32]",
                "M8[s/1000000]", "M8[Y/4]", "M8[M/30]", "M8[W/168]", "M8[D/1440]", "M8[D/86400]", "M8[Y/6]", "M8[M/2]",
                "M8[Y/24]", "M8[Y/48]", "M8[M/28]", "M8[M/60]", "M8[M/720]", "M8[12Y/6]", "M8[Y/366]", "M8[W/8]",
                "i4,f8", "i4, f8", " i4,f8", "i4,(2,3)f8", ">i4,<i4", "<i8,", "i4,,", "3i4,f8", "1i4,f8", "(3)i4,f8",
                "(3,)i4,f8", "( 3 , 2 )i4,f8", "()i4,f8", "S5,U2,V3,M8[s],?", "i4,f8,", "i4,f8,(2,)S3", "2i4,3f8",
                "i4,(2,3)>f8", "O,i4", "int32,float64", "0i4,i2", "(0,)i4,i2", "i4,M8[25us]", "f8,m8", "a5", "|a5",
                "M[s]", ">(2,3)i4,f8", "(2,3)>i4,f8", ">3i4,f8", "> i4,f8", "<2>i4,f8", "2 i4,f8", "02i4,f8", "i4,f8 ",
                "i4, ", "(2 3)i4,f8", "i4,2", "i4,f8,,", "i4,()f8", "M8[generic/2]", "M8[fs/1000000]",
                "m8[ps/1000000]"));
        for (String unit : List.of("Y", "M", "W", "D", "h", "m", "s", "ms", "us", "ns", "ps", "fs", "as")) {
            texts.addAll(List.of("<M8[" + unit + "]", ">m8[17" + unit + "]", "datetime64[2" + unit + "]"));
            for (int divisor : new int[]{2, 3, 4, 7, 10, 12, 24, 30, 60, 100, 125, 1000, 3600, 1000000}) {
                texts.add("M8[5" + unit + "/" + divisor + "]");
            }
        }
        if (two) {
            texts.addAll(List.of(numpy.text("'\\n'.join(k for k in np.sctypeDict if isinstance(k, str))").split("\n")));
        }
        texts.addAll(List.of("float64", "int32", "uint8", "bool", "complex128", "str", "bytes", "void", "half",
                "single",
                "double", "longdouble", "intc", "intp", "int_", "longlong", "unicode", "int", "float", "complex"));
        texts.addAll(REFUSED);
        List<String> wrong = new ArrayList<>();
        for (String text : texts) {
            if (!two && NUMPY_2.contains(text)) {
                continue;
            }
            String expected;
            try {
                expected = numpy.text("np.lib.format.dtype_to_descr(np.dtype(x[0].decode()))",
                        text.getBytes(StandardCharsets.UTF_8));
            } catch (Oracle.PythonException _) {
                expected = "refused";
            }
            String found;
            try {
                found = Dtype.of(text).descr();
            } catch (IllegalArgumentException refused) {
                found = "refused";
                assertFalse(refused.getMessage().isEmpty(), text);
            }
            if (expected.endsWith("M8[0Y]")) {
                // NumPy's way of failing to divide a week.
                expected = "refused";
            }
            if (!expected.equals(found)) {
                wrong.add(text + ": NumPy " + expected + ", here " + found);
            }
        }
        assertEquals(List.of(), wrong);
    }

    private static final List<String> REFUSED = List.of("<i3", "<i16", "<f1", "<f3", "<f10", "<f12", "<c4", "<c24",
            "bool8", "float_", "string", "bfloat17", "float8_", "|c1", "|T16", " i4", "i4 ", "", "M8[foo]", "<M4[s]",
            "<M8[ns",
            "M8[-1ns]", "M8[ns][s]", "M8[s/7]", "S-1", "U99999999999", "S2147483648", "U2147483647", "U536870912",
            "x", "i", "i4;f8", "<", "<<i4", "i4>", "!i4", "b2", "?1", "f0", "i0", "u3", "m4", "M8[]", "M8[2]", "M8[s/]",
            "M8[2147483648s]", ",", ",i4", "(2i4,f8", "2)i4,f8", "i4,f9", "i4,(2,-1)f8", "i4,(a)f8", "str5", "Int32",
            "FLOAT64", "float 64", "i4\0", "é", "d8", "g16", "l8", "-3i4,f8", "i4,f8)", "((2,3))i4,f8", "i4 f8", "M8[s",
            "M8s]", "M8[ s]", "M8[S]", "M8[ms/1001]", "2147483648i4,f8", "complex32", "float8", "uint128", "f4,f4 f4");

    @Test
    void aSubArrayIsNoElement() {
        assertThrows(IllegalArgumentException.class, () -> Dtype.of("(2,3)f8"));
        assertThrows(IllegalArgumentException.class, () -> Dtype.of("3f8"));
    }

    @Test
    void aUnitOfNothingIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Dtype.of("M8[0s]"));
        assertThrows(IllegalArgumentException.class, () -> Dtype.of("M8[s/0]"));
    }

    @Test
    void textsOfDtypesReadBackAsTheSameDtype() {
        for (Dtype dtype : List.of(Dtype.BOOL, Dtype.INT8, Dtype.UINT64, Dtype.LONGDOUBLE, Dtype.COMPLEX256,
                Dtype.bytes(0), Dtype.bytes(7), Dtype.text(0), Dtype.text(7), Dtype.raw(3),
                Dtype.datetime(DatetimeUnit.NANOSECOND, 25), Dtype.timedelta(DatetimeUnit.GENERIC, 1))) {
            for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
                Dtype ordered = dtype.withOrder(order);
                assertEquals(ordered, Dtype.of(ordered.descr()));
                assertEquals(ordered.hashCode(), Dtype.of(ordered.descr()).hashCode());
            }
        }
    }

    @Test
    void namesAreThoseOfNumpy() {
        Oracle numpy = Oracle.numpy();
        for (String text : List.of("?", "i1", "u1", "<i2", ">u2", "i4", "u4", "i8", "u8", "f2", ">f4", "f8", "f16",
                "c8",
                "c16", "c32", "S0", "S5", "U0", ">U5", "V0", "V7", "M8", "M8[25us]", "m8[D]", "O", "i4,f8")) {
            assertEquals(numpy.text("np.dtype('" + text + "').name"), Dtype.of(text).name(), text);
            assertEquals(Long.parseLong(numpy.text("np.dtype('" + text + "').itemsize")), Dtype.of(text).byteSize());
        }
    }

    @Test
    void descriptionsOfRecordsAreThoseOfNumpy() {
        Oracle numpy = Oracle.numpy();
        Dtype inner = Dtype.struct(Field.of("x", Dtype.FLOAT32), Field.of("y", Dtype.bytes(3)));
        assertEquals(descr(numpy, "[('a', '<i4'), ('n', [('x', '<f4'), ('y', 'S3')])]"),
                Dtype.struct(Field.of("a", Dtype.INT32), Field.of("n", inner)).descr());
        assertEquals(descr(numpy, "[('a', '<i4', (2, 3)), ('b', '>f8', (3,)), ('c', 'f8', (1,)), ('d', '<i2', ())]"),
                Dtype.struct(Field.of("a", Dtype.INT32, 2, 3),
                        Field.of("b", Dtype.FLOAT64.withOrder(ByteOrder.BIG_ENDIAN), 3),
                        Field.of("c", Dtype.FLOAT64, 1), Field.of("d", Dtype.INT16)).descr());
        assertEquals(descr(numpy, "[(('Title', 'nm'), '<i4'), ('b', 'u1')]"),
                Dtype.struct(new Field("nm", Optional.of("Title"), Dtype.INT32, Shape.of(), 0),
                        Field.of("b", Dtype.UINT8)).descr());
        assertEquals(
                descr(numpy, "{'names': ['a', 'b'], 'formats': ['<i4', '<f8'], 'offsets': [4, 16], 'itemsize': 32}"),
                Dtype.struct(32, List.of(Field.of("a", Dtype.INT32).at(4), Field.of("b", Dtype.FLOAT64).at(16)))
                        .descr());
        for (String name : List.of("it's", "a\"b", "nl\n", "back\\", "both'\"", "é", "中", "tab\t", "\u00ad", "\u3000",
                "\u0001", "\ud83d\ude00", "\u00a0", "\u200b", "\ue000", " ", "\u007f", "\u2028")) {
            assertEquals(
                    numpy.text("np.lib.format.dtype_to_descr(np.dtype([(x[0].decode(), '<i4')]))",
                            name.getBytes(StandardCharsets.UTF_8)),
                    Dtype.struct(Field.of(name, Dtype.INT32)).descr());
        }
    }

    private static String descr(Oracle numpy, String dtype) {
        return numpy.text("np.lib.format.dtype_to_descr(np.dtype(" + dtype + "))");
    }

    @Test
    void fieldsMayOverlap() {
        Field a = Field.of("a", Dtype.INT32);
        assertTrue(Dtype.struct(12, List.of(a.at(0), Field.of("b", Dtype.INT32).at(3))).isOverlaid());
        assertFalse(Dtype.struct(12, List.of(a.at(0), Field.of("b", Dtype.INT32).at(4))).isOverlaid());
    }

    @Test
    void recordsWithWrongFieldsAreRefused() {
        Field a = Field.of("a", Dtype.INT32);
        assertThrows(IllegalArgumentException.class, () -> Dtype.struct(a, a));
        assertThrows(IllegalArgumentException.class,
                () -> Dtype.struct(a, new Field("b", Optional.of("a"), Dtype.INT32, Shape.of(), 0)));
        assertThrows(IllegalArgumentException.class, () -> Dtype.struct(3, List.of(a.at(0))));
        assertThrows(IllegalArgumentException.class, () -> Dtype.struct(a).field("b"));
    }

    @Test
    void objectsAreFoundInNestedRecords() {
        Dtype inner = Dtype.struct(Field.of("o", Dtype.OBJECT, 2));
        assertTrue(Dtype.struct(Field.of("a", Dtype.INT32), Field.of("n", inner)).holdsObjects());
        assertFalse(Dtype.of("i4,f8").holdsObjects());
        assertThrows(IllegalArgumentException.class, () -> NdArray.zeros(inner, 2));
    }
}
