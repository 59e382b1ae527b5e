package dev.npymap.npz;

import static dev.npymap.npz.Archives.elements;
import static dev.npymap.npz.Archives.python;
import static dev.npymap.npz.Archives.pythonText;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Slice;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.StringJoiner;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Slices of members that are deflated by blocks, against NumPy's of the same arrays.
class NpzSliceTest {
    private static final List<String> ARRAYS = List.of("np.arange(50000.)",
            "np.arange(40 * 50 * 30, dtype='>i4').reshape(40, 50, 30)",
            "np.asfortranarray(np.arange(40 * 50 * 30, dtype='<i2').reshape(40, 50, 30))",
            "np.asfortranarray(np.random.RandomState(1).rand(7, 11, 13, 17))",
            "np.frombuffer(np.random.RandomState(2).bytes(60000), 'S3').reshape(100, 200)",
            "np.random.RandomState(3).randint(0, 2, (3, 1, 20000)).astype('?')",
            "np.zeros((300, 0, 50))", "np.array(5, '>u2')",
            "np.frombuffer(np.random.RandomState(4).bytes(12 * 5000), '>i4,f8').reshape(50, 100)");

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void writeArrays() throws IOException {
        path = directory.resolve("a.npz");
        Path numpys = directory.resolve("numpy.npz");
        python(numpys, "np.savez(p, " + String.join(", ", ARRAYS) + ")\nz = dict(np.load(p))");
        try (Arena arena = Arena.ofConfined()) {
            Npz.write(path, Npz.map(numpys, arena).arrays(), Archives.SMALL_BLOCKS);
        }
    }

    @Test
    void randomSlicesAreNumpys() throws IOException {
        compare(250);
    }

    @Test
    @Tag("full")
    void manyRandomSlicesAreNumpys() throws IOException {
        compare(20_000);
    }

    private void compare(int count) throws IOException {
        Random random = Archives.random(NpzSliceTest.class);
        try (Arena arena = Arena.ofShared(); Arena confined = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            Npz single = Npz.map(path, confined);
            for (int n = 0; n < count; n++) {
                String name = "arr_" + random.nextInt(ARRAYS.size());
                String items = items(random, npz.header(name).shape().toArray());
                String slice = "np.asarray(z['" + name + "'][" + items + "])";
                String expected;
                try {
                    expected = pythonText(path, "list(" + slice + ".shape)");
                } catch (Oracle.PythonException refused) {
                    assertEquals("IndexError", refused.type(), items);
                    assertThrows(IndexOutOfBoundsException.class, () -> npz.read(name, items), name + ": " + items);
                    continue;
                }
                NdArray read = (n % 2 == 0 ? npz : single).read(name, items);
                assertEquals(expected, read.shape().toString(), name + ": " + items);
                assertArrayEquals(python(path, slice + ".tobytes()"), elements(read), name + ": " + items);
            }
        }
    }

    /// Items that mostly lie inside the shape.
    private static String items(Random random, long[] shape) {
        StringJoiner items = new StringJoiner(", ");
        int axis = 0;
        boolean ellipsis = false;
        int indexed = random.nextInt(20) == 0 ? shape.length + 1 : random.nextInt(shape.length + 1);
        for (int n = 0; n < indexed; n++) {
            if (random.nextInt(6) == 0) {
                items.add("None");
            }
            if (!ellipsis && random.nextInt(5) == 0) {
                items.add("...");
                ellipsis = true;
                axis = Math.max(axis, shape.length - (indexed - n));
            }
            int size = axis < shape.length ? (int) shape[axis] : 3;
            axis++;
            if (random.nextInt(4) == 0) {
                items.add(Integer.toString(random.nextInt(30) == 0 || size == 0
                        ? size
                        : random.nextInt(2 * size) - size));
            } else {
                items.add(end(random, size) + ":" + end(random, size) + switch (random.nextInt(5)) {
                    case 0 -> "";
                    case 1 -> ":" + (1 + random.nextInt(3));
                    case 2 -> ":" + (1 + random.nextInt(size + 2));
                    case 3 -> ":-1";
                    default -> ":-" + (1 + random.nextInt(size + 2));
                });
            }
        }
        return items.length() == 0 ? "..." : items.toString();
    }

    private static String end(Random random, int size) {
        return random.nextInt(3) == 0 ? "" : Integer.toString(random.nextInt(3 * size + 3) - size - size / 2 - 1);
    }

    @Test
    void sliceNeedsNoBlocksButItsOwn() throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        arrays.put("x", Archives.bytes(Archives.random(new Random(1), 100_000)));
        Npz.write(path, arrays, Archives.SMALL_BLOCKS);
        byte[] bytes = Files.readAllBytes(path);
        byte[] expected = elements(arrays.get("x"));
        bytes[50_000] ^= 1;
        Files.write(path, bytes);
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(1 << 12, npz.member("x").blockSize());
            int refused = 0;
            for (int n = 0; n < expected.length; n += 101) {
                byte element = expected[n];
                int at = n;
                if (n / (1 << 12) >= 11 && n / (1 << 12) <= 12) {
                    try {
                        assertEquals(element, elements(npz.read("x", Slice.at(n)))[0]);
                    } catch (ArrayFormatException damaged) {
                        assertTrue(damaged.getMessage().startsWith("a.npz/x: "), damaged.getMessage());
                        refused++;
                    }
                } else {
                    assertEquals(element, elements(npz.read("x", Slice.at(at)))[0], "element " + n);
                }
            }
            assertTrue(refused > 10 && refused < 60, "refused: " + refused);
            assertThrows(ArrayFormatException.class, () -> npz.array("x"));
            assertThrows(ArrayFormatException.class, () -> npz.verify("x"));
        }
    }

    @Test
    void bytesAreInflatedByBlocksToo() throws IOException {
        byte[] contents = Archives.random(new Random(1), 100_000);
        Npz.write(path, Map.of("x", Archives.bytes(contents)), Archives.SMALL_BLOCKS);
        try (Arena arena = Arena.ofConfined()) {
            byte[] bytes = Archives.toBytes(Npz.map(path, arena).bytes("x"));
            assertArrayEquals(contents, Arrays.copyOfRange(bytes, 128, bytes.length));
        }
        byte[] archive = Files.readAllBytes(path);
        archive[50_000] ^= 1;
        Files.write(path, archive);
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            String damaged = assertThrows(ArrayFormatException.class, () -> npz.bytes("x")).getMessage();
            assertTrue(damaged.startsWith("a.npz/x: damaged: block 12 "), damaged);
        }
    }
}
