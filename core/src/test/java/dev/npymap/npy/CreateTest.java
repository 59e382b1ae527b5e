package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CreateTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("prices.npy");
    }

    @Test
    void makesAFileOfZeros() throws IOException {
        for (Dtype dtype : List.of(Dtype.INT32, Dtype.of(">f8"), Dtype.COMPLEX256, Dtype.text(3), Dtype.raw(0))) {
            for (Shape shape : List.of(Shape.of(), Shape.of(7), Shape.of(0, 3), Shape.of(200, 1000, 1))) {
                Npy.create(path, dtype, shape, Order.C).close();
                byte[] dense = Files.readAllBytes(path);
                assertArrayEquals(NpyBytes.of(NdArray.zeros(dtype, shape.toArray())), dense);
                Files.delete(path);
                Npy.createSparse(path, dtype, shape, Order.C).close();
                assertArrayEquals(dense, Files.readAllBytes(path));
                Files.delete(path);
            }
        }
    }

    @Test
    void whatIsSetIsInTheFile() throws IOException {
        try (WritableNpy file = Npy.create(path, Dtype.INT32, Shape.of(2, 3), Order.C)) {
            IntArray array = file.array().asInt();
            array.set(1, 2, 42);
            file.force();
            assertEquals(42, Npy.read(path).asInt().get(1, 2));
            array.copyFrom(1, 2, 3, 4, 5, 6);
            assertEquals("prices.npy: int32 ('<i4') [2, 3], writable, order C", file.toString());
        }
        assertArrayEquals(NpyBytes.of(IntArray.of(new int[]{1, 2, 3, 4, 5, 6}, 2, 3)), Files.readAllBytes(path));
    }

    @Test
    void laysElementsInFortranOrder() throws IOException {
        try (WritableNpy file = Npy.create(path, Dtype.INT32, Shape.of(2, 3), Order.F)) {
            file.array().asInt().copyFrom(1, 2, 3, 4, 5, 6);
            assertTrue(file.array().isContiguous(Order.F));
        }
        assertEquals(Order.F, Npy.header(path).order());
        assertArrayEquals(new int[]{1, 4, 2, 5, 3, 6}, Npy.read(path).transpose().asInt().toArray());
        assertArrayEquals(NpyBytes.of(Npy.read(path)), Files.readAllBytes(path));
    }

    @Test
    void refusesAFileThatExists() throws IOException {
        Files.write(path, new byte[]{9});
        for (boolean sparse : new boolean[]{false, true}) {
            assertEquals("prices.npy: already exists", assertThrows(FileAlreadyExistsException.class, () -> {
                if (sparse) {
                    Npy.createSparse(path, Dtype.INT8, Shape.of(3), Order.C).close();
                } else {
                    Npy.create(path, Dtype.INT8, Shape.of(3), Order.C).close();
                }
            }).getMessage());
        }
        assertArrayEquals(new byte[]{9}, Files.readAllBytes(path));
        Npy.write(path, NdArray.zeros(Dtype.INT8, 3));
        Npy.mapWritable(path).close();
    }

    @Test
    void refusesWhatNoFileCanHoldAndLeavesNone() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> Npy.create(path, Dtype.OBJECT, Shape.of(3), Order.C));
        assertThrows(IllegalArgumentException.class,
                () -> Npy.createSparse(path, Dtype.FLOAT64, Shape.of(1L << 62), Order.C));
        IOException tooLarge = assertThrows(IOException.class,
                () -> Npy.createSparse(path, Dtype.UINT8, Shape.of(Long.MAX_VALUE - 1000), Order.C));
        assertTrue(tooLarge.getMessage().startsWith("prices.npy: "), tooLarge.getMessage());
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(),
                    files.map(f -> f.getFileName().toString()).filter(f -> !f.endsWith("-lock")).toList());
        }
        Npy.create(path, Dtype.INT8, Shape.of(3), Order.C).close();
    }

    @Test
    void accessAfterCloseThrows() throws IOException {
        WritableNpy file = Npy.create(path, Dtype.INT32, Shape.of(2), Order.C);
        IntArray array = file.array().asInt();
        file.close();
        assertThrows(IllegalStateException.class, () -> array.set(0, 1));
        assertThrows(IllegalStateException.class, array::sum);
    }

    @Test
    void mapWritableChangesTheFileAndMapPrivateDoesNot() throws IOException {
        Npy.write(path, IntArray.of(new int[]{1, 2, 3}));
        byte[] before = Files.readAllBytes(path);
        try (Arena arena = Arena.ofConfined()) {
            IntArray mine = Npy.mapPrivate(path, arena).asInt();
            mine.set(0, 9);
            mine.copyFrom(7, 8, 9);
            assertEquals("[7 8 9]", mine.toString());
            assertThrows(RuntimeException.class, () -> Npy.map(path, arena).asInt().set(0, 9));
            assertThrows(RuntimeException.class, () -> Npy.map(path, arena).asInt().copyFrom(1, 2, 3));
        }
        assertArrayEquals(before, Files.readAllBytes(path));
        try (WritableNpy file = Npy.mapWritable(path)) {
            file.array().asInt().set(0, 9);
        }
        assertEquals("[9 2 3]", Npy.read(path).toString());
        assertEquals(before.length, Files.size(path));
    }

    @Test
    void shortFileIsRefusedAndNeverExtended() throws IOException {
        byte[] bytes = NpyBytes.of("'<f8'", "(3,)", 20);
        Files.write(path, bytes);
        assertThrows(IOException.class, () -> Npy.mapWritable(path));
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(IOException.class, () -> Npy.map(path, arena));
            assertThrows(IOException.class, () -> Npy.mapPrivate(path, arena));
        }
        assertArrayEquals(bytes, Files.readAllBytes(path));
    }
}
