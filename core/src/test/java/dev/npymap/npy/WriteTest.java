package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("prices.npy");
    }

    @Test
    void writesTheBytesOfNumPy() throws IOException {
        Npy.write(path, IntArray.of(new int[]{1, -2, 3}));
        String header = "{'descr': '<i4', 'fortran_order': False, 'shape': (3,), }";
        byte[] expected = NpyBytes.of(header + " ".repeat(117 - header.length()) + "\n", 0);
        expected = Arrays.copyOf(expected, 140);
        System.arraycopy(HexFormat.of().parseHex("01000000feffffff03000000"), 0, expected, 128, 12);
        assertArrayEquals(expected, Files.readAllBytes(path));
    }

    @Test
    void viewsOfAnyLayoutComeBackTheSame() throws IOException {
        IntArray whole = ints(1_200_000).reshape(100, 120, 100);
        List<NdArray> views = List.of(whole, whole.transpose(), whole.transpose(1, 0, 2), whole.transpose(2, 0, 1),
                whole.slice("::-1"), whole.slice("..., ::-1"), whole.slice("::3, 5:100:7, ::-2"), whole.slice("7"),
                whole.slice(":, 3, newaxis"), whole.slice("50:20"), whole.slice("1, 2, 3"), whole.slice("5:6, ::-1"),
                whole.slice("::2").transpose(), whole.reshape(-1), whole.reshape(-1).slice("::2"),
                whole.slice("..., :1"));
        for (NdArray view : views) {
            Npy.write(path, view);
            NdArray read = Npy.read(path);
            assertEquals(view.shape(), read.shape());
            assertArrayEquals(view.asInt().toArray(), read.asInt().toArray());
            boolean fortran = view.isContiguous(Order.F) && !view.isContiguous(Order.C);
            assertEquals(fortran ? Order.F : Order.C, Npy.header(path).order());
            try (Arena arena = Arena.ofConfined()) {
                NdArray mapped = Npy.map(path, arena);
                Npy.write(path, mapped);
                assertArrayEquals(NpyBytes.of(view), Files.readAllBytes(path));
            }
        }
    }

    @Test
    void elementsLargerThanABlockAreWritten() throws IOException {
        byte[] bytes = new byte[3 * 1_500_000];
        Arrays.fill(bytes, (byte) 7);
        NdArray large = NdArray.of(MemorySegment.ofArray(bytes), Dtype.raw(1_500_000), Shape.of(3), Order.C,
                Source.MEMORY);
        Npy.write(path, large.slice("::-2"));
        assertEquals(3_000_000, Npy.header(path).dataSize());
        assertEquals(128 + 3_000_000, Files.size(path));
        assertEquals(7, Files.readAllBytes(path)[3_000_127]);
    }

    @Test
    void writesJavaArraysOfAnyKindInPlace() throws IOException {
        List<MemorySegment> segments = List.of(MemorySegment.ofArray(new int[]{1, 2, 3}),
                MemorySegment.ofArray(new short[]{1, 0, 2, 0, 3, 0}),
                MemorySegment.ofArray(new long[]{0x2_0000_0001L, 3}).asSlice(0, 12),
                MemorySegment.ofArray(new byte[]{9, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0}).asSlice(1),
                MemorySegment.ofArray(new int[]{1, 2, 3}).asReadOnly());
        for (MemorySegment segment : segments) {
            NdArray array = NdArray.of(segment, Dtype.INT32, Shape.of(3), Order.C, Source.MEMORY);
            Npy.write(path, array);
            assertArrayEquals(NpyBytes.of(IntArray.of(new int[]{1, 2, 3})), Files.readAllBytes(path));
            assertArrayEquals(Files.readAllBytes(path), NpyBytes.of(array));
        }
    }

    @Test
    void writesEveryVersion() throws IOException {
        DoubleArray array = DoubleArray.of(new double[]{1, 2, 3});
        for (int version = 1; version <= 3; version++) {
            Npy.write(path, array, version);
            NpyHeader header = Npy.header(path);
            assertEquals(version, header.majorVersion());
            assertEquals(128, header.dataOffset());
            assertEquals(version, Files.readAllBytes(path)[6]);
            assertArrayEquals(array.toArray(), Npy.read(path).asDouble().toArray());
        }
        byte[] before = Files.readAllBytes(path);
        for (int version : new int[]{0, 4, -1}) {
            assertThrows(IllegalArgumentException.class, () -> Npy.write(path, array, version));
        }
        NdArray chinese = NdArray.zeros(Dtype.struct(field("\u4e2d", Dtype.INT8)), 2);
        assertThrows(IllegalArgumentException.class, () -> Npy.write(path, chinese, 1));
        assertThrows(IllegalArgumentException.class, () -> Npy.write(path, chinese, 2));
        assertArrayEquals(before, Files.readAllBytes(path));
        Npy.write(path, chinese);
        assertEquals(3, Npy.header(path).majorVersion());
        assertEquals(chinese.dtype(), Npy.read(path).dtype());
    }

    @Test
    void zeroesThePaddingOfLongdoubles() throws IOException {
        Dtype nested = Dtype.struct(field("a", Dtype.INT8), new Field("b", Optional.empty(),
                Dtype.struct(field("c", Dtype.LONGDOUBLE), field("d", Dtype.of(">c32"))), Shape.of(2), 0),
                field("e", Dtype.INT8));
        for (Dtype dtype : List.of(Dtype.LONGDOUBLE, Dtype.of(">f16"), Dtype.COMPLEX256, Dtype.of(">c32"), nested)) {
            byte[] ones = new byte[3 * Math.toIntExact(dtype.byteSize())];
            Arrays.fill(ones, (byte) 1);
            NdArray array = NdArray.of(MemorySegment.ofArray(ones), dtype, Shape.of(3), Order.C, Source.MEMORY);
            for (NdArray view : List.of(array, array.slice("::-1"))) {
                Npy.write(path, view);
                byte[] file = Files.readAllBytes(path);
                byte[] data = Arrays.copyOfRange(file, Math.toIntExact(Npy.header(path).dataOffset()), file.length);
                String little = "01".repeat(10) + "00".repeat(6);
                String big = "00".repeat(6) + "01".repeat(10);
                String element = dtype.equals(nested)
                        ? "01" + (little + big + big).repeat(2) + "01"
                        : (dtype.descr().startsWith(">") ? big : little).repeat((int) dtype.byteSize() / 16);
                assertEquals(element.repeat(3), HexFormat.of().formatHex(data));
            }
            assertEquals(1, ones[ones.length - 1]);
            assertEquals(1, ones[0]);
        }
    }

    @Test
    void longSubArraysOfLongdoublesAreQuick() throws IOException {
        Dtype dtype = Dtype.struct(new Field("a", Optional.empty(), Dtype.LONGDOUBLE, Shape.of(400_000), 0));
        assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Npy.write(path, NdArray.zeros(dtype, 1)));
        assertEquals(6_400_000, Npy.header(path).dataSize());
    }

    @Test
    void writesArraysWithoutElementsOrAxes() throws IOException {
        for (NdArray array : List.of(ints(0), ints(1).reshape(), NdArray.zeros(Dtype.FLOAT64, 0, 1L << 40),
                NdArray.zeros(Dtype.bytes(0), 3), NdArray.zeros(Dtype.struct(), 2))) {
            Npy.write(path, array);
            NdArray read = Npy.read(path);
            assertEquals(array.shape(), read.shape());
            assertEquals(array.dtype(), read.dtype());
            try (Arena arena = Arena.ofConfined()) {
                assertEquals(array.shape(), Npy.map(path, arena).shape());
            }
        }
    }

    @Test
    void failureKeepsTheOldFile() throws IOException {
        Npy.write(path, ints(3));
        byte[] before = Files.readAllBytes(path);
        NdArray closed;
        try (Arena arena = Arena.ofConfined()) {
            closed = NdArray.of(arena.allocate(100), Dtype.INT32, Shape.of(25), Order.C, Source.MEMORY);
        }
        assertThrows(IllegalStateException.class, () -> Npy.write(path, closed));
        assertArrayEquals(before, Files.readAllBytes(path));
        try (var files = Files.list(directory)) {
            assertEquals(1, files.count());
        }
    }

    @Test
    void textOfShortAxesWithoutBytesEnds() {
        long[] dims = new long[62];
        Arrays.fill(dims, 2);
        String text = assertTimeoutPreemptively(Duration.ofSeconds(20),
                () -> NdArray.zeros(Dtype.raw(0), dims).toString());
        assertTrue(text.endsWith("...]"), "does not say that more would follow");
        assertTrue(text.length() < 10_000_000);
    }

    private static Field field(String name, Dtype dtype) {
        return new Field(name, Optional.empty(), dtype, Shape.of(), 0);
    }

    private static IntArray ints(int count) {
        return IntArray.of(IntStream.range(0, count).toArray());
    }
}
