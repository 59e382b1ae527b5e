package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Growth;
import dev.npymap.internal.npy.HeaderFormat;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderReaderTest {
    private static byte[] header(int major, byte[] text) {
        int start = major == 1 ? 10 : 12;
        ByteBuffer out = ByteBuffer.allocate(start + text.length).order(ByteOrder.LITTLE_ENDIAN)
                .put(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', (byte) major, 0});
        return (major == 1 ? out.putShort((short) text.length) : out.putInt(text.length)).put(text).array();
    }

    private static byte[] header(int major, String text) {
        return header(major, text.getBytes(major < 3 ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8));
    }

    private static NpyHeader read(int major, String text) throws ArrayFormatException {
        return HeaderReader.parse(header(major, text), "a.npy");
    }

    private static NpyHeader readShape(String shape) throws ArrayFormatException {
        return read(1, "{'descr': '<f8', 'fortran_order': False, 'shape': " + shape + ", }");
    }

    private static void assertRefused(byte[] bytes, String message) {
        assertEquals("a.npy: " + message,
                assertThrows(ArrayFormatException.class, () -> HeaderReader.parse(bytes, "a.npy")).getMessage());
    }

    private static void assertRefused(String text, String message) {
        assertRefused(header(1, text), message);
    }

    @Test
    void readsWhatNumpyWrites() throws ArrayFormatException {
        NpyHeader header = read(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (252, 5000), }" + " ".repeat(53)
                + "\n");
        assertEquals("a.npy", header.source());
        assertEquals(1, header.majorVersion());
        assertEquals("<f8", header.descr());
        assertEquals(Dtype.FLOAT64, header.dtype());
        assertEquals(Shape.of(252, 5000), header.shape());
        assertEquals(Order.C, header.order());
        assertEquals(128, header.dataOffset());
        assertEquals(10080000, header.dataSize());
    }

    @Test
    void readsOldAndHandWrittenHeaders() throws ArrayFormatException {
        NpyHeader header = read(2, "{'shape': (2L, 0x3),\n 'fortran_order': True,\n \"descr\": [('x', '<i4', (2,))]}");
        assertEquals(Shape.of(2, 3), header.shape());
        assertEquals(Order.F, header.order());
        assertEquals("[('x', '<i4', (2,))]", header.descr());
        assertEquals(88, header.dataOffset());
        assertEquals(48, header.dataSize());
        assertEquals(Dtype.INT16, read(1, "{'descr': '<f8', 'fortran_order': False, 'shape': (), 'descr': 'i2'}")
                .dtype());
    }

    @Test
    void readsUtf8InVersion3AndLatin1Before() throws ArrayFormatException {
        String text = "{'descr': [('é', '<f8')], 'fortran_order': False, 'shape': (3,), }";
        assertEquals("é", read(1, text).dtype().fields().getFirst().name());
        assertEquals("é", read(3, text).dtype().fields().getFirst().name());
        assertEquals(read(1, text).dataOffset() + 3, read(3, text).dataOffset());
        assertRefused(header(3, text.getBytes(StandardCharsets.ISO_8859_1)), "header is not UTF-8 (at byte 25)");
        assertRefused(header(3, new byte[]{'{', (byte) 0xe4, (byte) 0xb8}), "header is not UTF-8 (at byte 13)");
        assertRefused(header(3, "{'中': (3L,)}"), "header is not a Python literal: unexpected 'L' (at byte 22)");
    }

    @Test
    void appendsASubArrayToTheShape() throws ArrayFormatException {
        NpyHeader header = read(1, "{'descr': ('<i4', (2,)), 'fortran_order': False, 'shape': (3,)}");
        assertEquals(Shape.of(3, 2), header.shape());
        assertEquals(24, header.dataSize());
        assertEquals("('<i4', (2,))", header.descr());
    }

    @Test
    void refusesWhatIsNotNpy() {
        String notNpy = "not a .npy file: the first 6 bytes are not \\x93NUMPY (at byte 0)";
        assertRefused(new byte[]{'P', 'K', 3, 4}, notNpy);
        assertRefused(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'X', 1, 0, 0, 0}, notNpy);
        String cut = "truncated: the magic string and the version need 8 bytes, the file has ";
        byte[] whole = header(1, "{}");
        assertRefused(new byte[0], cut + "0 (at byte 0)");
        assertRefused(Arrays.copyOf(whole, 1), cut + "1 (at byte 1)");
        assertRefused(Arrays.copyOf(whole, 6), cut + "6 (at byte 6)");
        assertRefused(Arrays.copyOf(whole, 7), cut + "7 (at byte 7)");
        assertRefused(Arrays.copyOf(whole, 8),
                "truncated: the length of the header needs 10 bytes, the file has 8 (at byte 8)");
        assertRefused(Arrays.copyOf(header(2, "{}"), 10),
                "truncated: the length of the header needs 12 bytes, the file has 10 (at byte 10)");
        assertRefused(Arrays.copyOf(whole, 11),
                "truncated: the header needs 12 bytes, the file has 11 (at byte 11)");
    }

    @ParameterizedTest
    @CsvSource({"1, 1", "4, 0", "0, 0", "255, 255", "2, 1"})
    void refusesOtherVersions(int major, int minor) {
        byte[] bytes = header(1, "{}");
        bytes[6] = (byte) major;
        bytes[7] = (byte) minor;
        assertRefused(bytes, "unknown format version " + major + "." + minor
                + ": 1.0, 2.0 and 3.0 are known (at byte 6)");
    }

    @Test
    void readsHeadersThatAreAsLongAsTheFile() throws IOException {
        String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (), }";
        byte[] whole = header(2, text + " ".repeat(1_000_000));
        assertEquals(whole.length, HeaderReader.parse(whole, "a.npy").dataOffset());
        byte[] file = Arrays.copyOf(whole, whole.length + 8);
        assertEquals(0, Npy.wrap(MemorySegment.ofArray(file), "a.npy").asDouble().get());
        assertEquals(0, Npy.read(new ByteArrayInputStream(file), "a.npy").orElseThrow().asDouble().get());
        byte[] largest = header(2, "");
        Arrays.fill(largest, 8, 12, (byte) 0xff);
        assertRefused(largest, "unsupported header length: 4294967295 bytes, the limit is 2147483583 (at byte 8)");
    }

    @Test
    void memoryForAHeaderGrowsWithWhatIsThere() throws Exception {
        byte[] claims = header(2, "{'descr': '<f8', ");
        ByteBuffer.wrap(claims).order(ByteOrder.LITTLE_ENDIAN).putInt(8, HeaderFormat.MAX_TEXT_LENGTH);
        Growth.requireLinear(1 << 17, size -> {
            byte[] elements = Arrays.copyOf(claims, claims.length + size);
            byte[] blanks = elements.clone();
            Arrays.fill(blanks, claims.length, blanks.length, (byte) ' ');
            return () -> {
                assertEquals("a.npy: truncated: the header needs 2147483595 bytes, the file has " + blanks.length
                        + " (at byte " + blanks.length + ")",
                        assertThrows(ArrayFormatException.class,
                                () -> Npy.read(new ByteArrayInputStream(blanks), "a.npy")).getMessage());
                assertEquals("a.npy: header is not a Python literal: it holds a NUL (at byte 29)",
                        assertThrows(ArrayFormatException.class,
                                () -> Npy.wrap(MemorySegment.ofArray(elements), "a.npy")).getMessage());
            };
        });
    }

    @Test
    void refusesHeadersThatAreInflatedFromLittle() throws IOException {
        byte[] bytes = header(2, "{'descr': '<f8', 'fortran_order': False, 'shape': (), }" + " ".repeat(300_000));
        assertEquals(bytes.length, Npy.inflatedHeader(new ByteArrayInputStream(bytes), "a.npy", 30_000).dataOffset());
        assertEquals("a.npy: unsupported header length: 300055 bytes, the limit is 262144 (at byte 8)",
                assertThrows(ArrayFormatException.class,
                        () -> Npy.inflatedHeader(new ByteArrayInputStream(bytes), "a.npy", 300)).getMessage());
        assertThrows(ArrayFormatException.class,
                () -> Npy.readInflated(new ByteArrayInputStream(bytes), "a.npy", 300));
    }

    @Test
    void tellsOfMetadataThatAreLeftOut() throws ArrayFormatException {
        String header = "{'descr': %s, 'fortran_order': False, 'shape': (2,), }";
        for (String descr : List.of("('|S20', {'h5py_encoding': 'ascii'})",
                "[('id', ('|S20', {'h5py_encoding': 'ascii'})), ('n', '<u4')]",
                "[('a', [('id', ('|S20', {'x': {'y': 1}}), (2,))])]", "[('id', '|S20', {})]",
                "('|S20', {'chunks': (2, 3), 'units': ['m', 's']})", "('|S20', {'range': ('low', 7)})")) {
            NpyHeader read = read(1, header.formatted(descr));
            assertTrue(read.hasMetadata(), descr);
            assertEquals(descr, read.descr());
            String without = descr.replaceAll("\\(('\\|S20'), \\{.*?\\}+\\)", "$1").replace(", {}", "");
            assertEquals(read(1, header.formatted(without)).dtype(), read.dtype());
            assertFalse(read(1, header.formatted(without)).hasMetadata());
        }
        for (String fields : List.of("{'a': ('<i2', 0), 'b': ('<i2', 2, 'title')}",
                "{'names': ['a'], 'formats': ['<i4'], 'offsets': [0]}")) {
            ArrayFormatException refused = assertThrows(ArrayFormatException.class,
                    () -> read(1, header.formatted("('<i4', " + fields + ")")));
            assertTrue(refused.getMessage().contains("fields in a dictionary are not read: {'"), refused.getMessage());
        }
    }

    @Test
    void refusesWhatIsNoHeader() {
        assertRefused("", "header is not a Python literal: it ends too early (at byte 10)");
        assertRefused("    ", "header is not a Python literal: it ends too early (at byte 14)");
        assertRefused("{}\0 \n", "header is not a Python literal: it holds a NUL (at byte 12)");
        assertRefused("{'descr': ", "header is not a Python literal: it ends too early (at byte 20)");
        assertRefused("[1, 2]", "header is not a dictionary: [1, 2] (at byte 10)");
        String keys = "header does not have the keys 'descr', 'fortran_order' and 'shape': ";
        assertRefused("{'descr': '<f8', 'shape': ()}", keys + "['descr', 'shape'] (at byte 10)");
        assertRefused("{'descr': '<f8', 'shape': (), 'fortran_order': False, 1: 2}",
                keys + "['descr', 'shape', 'fortran_order', 1] (at byte 10)");
        assertRefused("{b'descr': '<f8', 'shape': (), 'fortran_order': False}",
                "header is not a Python literal: a name is not a literal: b (at byte 11)");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', value = {"[3]; not a tuple", "3; not a tuple", "(3); not a tuple",
            "(3.0,); axis 0 is not an integer", "(1, True); axis 1 is not an integer",
            "(9223372036854775808,); axis 0 does not fit in 64 bits", "(-1,); negative dimension in shape [-1]",
            "(3, -1); negative dimension in shape [3, -1]",
            "(4294967296, 4294967296); too many elements for 64 bits in shape [4294967296, 4294967296]",
            "(0, 4294967296, 4294967296); too many elements for 64 bits in shape [0, 4294967296, 4294967296]"})
    void refusesShapesThatNumpyCannotLoad(String shape, String reason) {
        String read = shape.equals("(3)") ? "3" : shape;
        ArrayFormatException e = assertThrows(ArrayFormatException.class, () -> readShape(shape));
        assertEquals("a.npy: shape is not valid: " + read + ": " + reason + " (at byte 60)", e.getMessage());
    }

    @Test
    void countsBytesAsNumpyDoes() throws ArrayFormatException {
        assertEquals(0, readShape("(0, 1099511627776)").dataSize());
        assertEquals(8, readShape("()").dataSize());
        assertEquals(64, readShape("(" + "1, ".repeat(64) + ")").shape().rank());
        assertThrows(ArrayFormatException.class, () -> readShape("(" + "1, ".repeat(65) + ")"));
        assertThrows(ArrayFormatException.class, () -> readShape("(4611686018427387904,)"));
        assertThrows(ArrayFormatException.class, () -> readShape("(0, 4611686018427387904)"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "None", "'False'"})
    void refusesOrdersThatAreNotTruths(String order) {
        assertRefused("{'descr': '<f8', 'fortran_order': " + order + ", 'shape': ()}",
                "fortran_order is not True or False: " + order + " (at byte 44)");
    }

    @Test
    void refusesUnknownDtypes() {
        assertRefused("{'descr': '<i3', 'fortran_order': False, 'shape': ()}",
                "descr is not a valid dtype descriptor: '<i3': '<i3' is not a dtype of NumPy (at byte 20)");
    }

    @Test
    void recognisesObjectsAndRefusesTheirElements() throws ArrayFormatException {
        NpyHeader objects = read(1, "{'descr': '|O', 'fortran_order': False, 'shape': (3,), }");
        assertEquals(Dtype.OBJECT, objects.dtype());
        assertEquals("a.npy: unsupported dtype '|O': object arrays hold pickled Python objects; ask Pickle for them "
                + "explicitly (at byte 21)",
                assertThrows(ArrayFormatException.class, objects::requireElements).getMessage());
        NpyHeader record = read(1, "{'descr': [('a', '|O')], 'fortran_order': False, 'shape': (3,), }");
        assertEquals(20, assertThrows(ArrayFormatException.class, record::requireElements).offset());
        readShape("(3,)").requireElements();
    }

    @Test
    void damagedHeadersAreReadOrRefused() {
        long seed = 20260801;
        Random random = new Random(seed);
        byte[] whole = header(2, "{'descr': [(('t', 'a'), '<f8', (2, 3)), ('', '|V4')], 'fortran_order': False, "
                + "'shape': (3L, 4), }   \n");
        String bytes = "'\"\\,()[]{}:0129<>|xLbu \n#\0\u00e9";
        for (int n = 0; n < 20_000; n++) {
            int length = random.nextInt(10) == 0 ? random.nextInt(whole.length) : whole.length;
            byte[] damaged = Arrays.copyOf(whole, length);
            for (int i = random.nextInt(4); i >= 0 && damaged.length > 0; i--) {
                damaged[random.nextInt(damaged.length)] = (byte) bytes.charAt(random.nextInt(bytes.length()));
            }
            try {
                HeaderReader.parse(damaged, "a.npy");
            } catch (ArrayFormatException e) {
                assertTrue(e.getMessage().startsWith("a.npy: "), "seed " + seed);
                assertTrue(e.offset() >= 0 && e.offset() <= damaged.length, "seed " + seed + ": " + e.getMessage());
            }
        }
    }
}
