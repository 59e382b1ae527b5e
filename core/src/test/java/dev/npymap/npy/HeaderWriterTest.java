package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.npymap.internal.npy.HeaderWriter;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Float8;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HeaderWriterTest {
    private static String text(byte[] header) {
        return new String(header, StandardCharsets.ISO_8859_1);
    }

    private static NpyHeader read(byte[] header) throws ArrayFormatException {
        return HeaderReader.parse(header, "a.npy");
    }

    private static Dtype oneField(String name) {
        return Dtype.struct(Field.of(name, Dtype.FLOAT64));
    }

    private static Dtype fields(int count) {
        return Dtype.struct(IntStream.range(0, count).mapToObj(n -> Field.of("f%05d".formatted(n), Dtype.FLOAT64))
                .toArray(Field[]::new));
    }

    @Test
    void writesTheBytesOfNumpy() {
        assertEquals("\u0093NUMPY\1\0v\0{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"
                + " ".repeat(60) + "\n", text(HeaderWriter.header(Dtype.FLOAT64, Shape.of(3), Order.C)));
        assertEquals("\u0093NUMPY\1\0v\0{'descr': '|u1', 'fortran_order': True, 'shape': (2, 30), }"
                + " ".repeat(58) + "\n", text(HeaderWriter.header(Dtype.UINT8, Shape.of(2, 30), Order.F)));
        assertEquals("\u0093NUMPY\1\0v\0{'descr': '<i8', 'fortran_order': False, 'shape': (), }"
                + " ".repeat(62) + "\n", text(HeaderWriter.header(Dtype.INT64, Shape.of(), Order.C)));
        assertEquals("\u0093NUMPY\2\0t\0\0\0{'descr': '<f8', 'fortran_order': False, 'shape': (3,), }"
                + " ".repeat(58) + "\n", text(HeaderWriter.header(Dtype.FLOAT64, Shape.of(3), Order.C, 2)));
    }

    @Test
    void padsAnAlignedHeaderByAnother64Bytes() {
        assertEquals(128, HeaderWriter.header(oneField("Z".repeat(31)), Shape.of(3), Order.C).length);
        assertEquals(192, HeaderWriter.header(oneField("Z".repeat(32)), Shape.of(3), Order.C).length);
    }

    @Test
    void writesTheFirstVersionThatHoldsTheHeader() throws ArrayFormatException {
        assertEquals(1, HeaderWriter.header(fields(3444), Shape.of(3), Order.C)[6]);
        byte[] second = HeaderWriter.header(fields(3445), Shape.of(3), Order.C);
        assertEquals(2, second[6]);
        assertEquals(65600, second.length);
        assertEquals(fields(3445), read(second).dtype());
        byte[] latin = HeaderWriter.header(oneField("é"), Shape.of(3), Order.C);
        assertEquals(1, latin[6]);
        assertEquals((byte) 0xe9, latin[23]);
        byte[] third = HeaderWriter.header(oneField("中"), Shape.of(3), Order.C);
        assertEquals(3, third[6]);
        assertEquals(oneField("中"), read(third).dtype());
    }

    @Test
    void refusesAVersionThatDoesNotFit() {
        Dtype chinese = oneField("中");
        assertThrows(IllegalArgumentException.class, () -> HeaderWriter.header(chinese, Shape.of(), Order.C, 2));
        assertThrows(IllegalArgumentException.class, () -> HeaderWriter.header(fields(3445), Shape.of(3), Order.C, 1));
        assertThrows(IllegalArgumentException.class, () -> HeaderWriter.header(Dtype.BOOL, Shape.of(), Order.C, 4));
    }

    @Test
    void writesTheNarrowFloatsAsMlDtypesDoes() {
        assertEquals("'<V2'", HeaderWriter.descrLiteral(Dtype.BFLOAT16));
        assertEquals("'<V1'", HeaderWriter.descrLiteral(Dtype.float8(Float8.E4M3FN)));
        assertEquals("'<f1'", HeaderWriter.descrLiteral(Dtype.float8(Float8.E5M2)));
    }

    @Test
    void hasRoomForEveryLengthOfTheGrowingAxis() throws ArrayFormatException {
        NpyHeader rows = read(HeaderWriter.header(Dtype.INT8, Shape.of(0, 3), Order.C));
        NpyHeader columns = read(HeaderWriter.header(Dtype.INT8, Shape.of(3, 0), Order.F));
        for (long length = 1; length < 1_000_000_000_000_000_000L; length *= 10) {
            assertArrayEquals(HeaderWriter.header(Dtype.INT8, Shape.of(length, 3), Order.C),
                    rows.grown(Shape.of(length, 3)).orElseThrow());
            assertArrayEquals(HeaderWriter.header(Dtype.INT8, Shape.of(3, length), Order.F),
                    columns.grown(Shape.of(3, length)).orElseThrow());
        }
    }

    @Test
    void fitsAHeaderInItsOwnVersionAndSpelling() throws ArrayFormatException {
        byte[] old = HeaderWriter.header(Dtype.FLOAT64, Shape.of(3), Order.C, 3);
        assertArrayEquals(HeaderWriter.header(Dtype.FLOAT64, Shape.of(4), Order.C, 3),
                read(old).grown(Shape.of(4)).orElseThrow());
        byte[] narrow = text(old).replace("'<f8'", "'<f1'").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals("<f1", read(read(narrow).grown(Shape.of(40)).orElseThrow()).descr());
        byte[] sub = text(old).replace("'<f8'", "('f8', 2)").replaceFirst(" {4}\n", "\n")
                .getBytes(StandardCharsets.ISO_8859_1);
        NpyHeader wider = read(read(sub).grown(Shape.of(5, 2)).orElseThrow());
        assertEquals(Shape.of(5, 2), wider.shape());
        assertEquals("<f8", wider.descr());
    }

    @Test
    void fitsNothingWhereThereIsNoRoom() throws ArrayFormatException {
        String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (9,), }\n";
        byte[] tight = ("\u0093NUMPY\1\0" + (char) text.length() + "\0" + text).getBytes(StandardCharsets.ISO_8859_1);
        assertArrayEquals(tight, read(tight).grown(Shape.of(9)).orElseThrow());
        assertEquals(Optional.empty(), read(tight).grown(Shape.of(10)));
    }
}
