package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Growth;
import dev.npymap.Oracle;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Files with several arrays one behind the other.
class MapAllTest {
    @TempDir
    private Path directory;

    private Path file(byte[]... parts) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.write(part);
        }
        return Files.write(directory.resolve("many.npy"), out.toByteArray());
    }

    @Test
    void mapsWhatNumpySavedToOneHandle() throws IOException {
        Oracle numpy = Oracle.numpy();
        numpy.eval("""
                import io
                file = io.BytesIO()
                saved = [np.arange(5.), np.zeros((0, 3), '>i2'), np.asfortranarray(np.arange(6).reshape(2, 3)),
                         np.array('text'), np.zeros(3, [('a', 'i1'), ('b', '<f8', (2,))]), np.array(7, 'u1')]
                for a in saved:
                    np.save(file, a)
                """);
        Path file = file(numpy.eval("file.getvalue()"));
        try (Arena arena = Arena.ofConfined()) {
            List<NdArray> arrays = Npy.mapAll(file, arena);
            assertEquals(numpy.text("[str(a) for a in saved]"), numpy.text("[t.decode() for t in x]",
                    arrays.stream().map(a -> a.toString().getBytes()).toArray(byte[][]::new)));
            assertEquals(Npy.map(file, arena).toString(), arrays.getFirst().toString());
            assertEquals("many.npy", arrays.getFirst().source().name());
            assertEquals("many.npy#2", arrays.get(2).source().name());
            int offset = (int) arrays.get(2).source().offset();
            assertArrayEquals(new byte[]{0, 0, 0, 0, 0, 0, 0, 0, 3},
                    Arrays.copyOfRange(Files.readAllBytes(file), offset,
                            offset + 9));
        }
    }

    @Test
    void zerosBehindTheLastArePadding() throws IOException {
        byte[] array = NpyBytes.of(DoubleArray.of(new double[]{1, 2}, 2));
        for (int count : new int[]{0, 1, 5000}) {
            try (Arena arena = Arena.ofConfined()) {
                assertEquals(2, Npy.mapAll(file(array, array, new byte[count]), arena).size());
            }
        }
    }

    @Test
    void whatIsNoArrayIsToldWithItsByte() throws IOException {
        byte[] array = NpyBytes.of(DoubleArray.of(new double[]{1, 2}, 2));
        byte[] objects = NpyBytes.of("'|O'", "(1,)", 8);
        int end = array.length;
        refused("many.npy#1: not a .npy file: the first 6 bytes are not \\x93NUMPY (at byte " + end + ")",
                file(array, "garbage".getBytes()));
        refused("many.npy#1: truncated: the magic string and the version need 8 bytes, the file has 3 (at byte "
                + (end + 3) + ")", file(array, Arrays.copyOf(array, 3)));
        refused("many.npy#2: truncated: shape [2] of <f8 needs 16 bytes of data, the file has 15 (at byte "
                + (3 * end - 1) + ")", file(array, array, Arrays.copyOf(array, end - 1)));
        refused("many.npy#1: unsupported dtype '|O': object arrays hold pickled Python objects; ask Pickle for them "
                + "explicitly (at byte " + (end + 21) + ")", file(array, objects, array));
        refused("many.npy: truncated: the magic string and the version need 8 bytes, the file has 0 (at byte 0)",
                file());
        refused("many.npy: not a .npy file: the first 6 bytes are not \\x93NUMPY (at byte 0)", file(new byte[100]));
    }

    private static void refused(String message, Path file) {
        try (Arena arena = Arena.ofConfined()) {
            assertEquals(message, assertThrows(ArrayFormatException.class, () -> Npy.mapAll(file, arena)).getMessage());
        }
    }

    @Test
    void aCutFileIsNoticedUnderEveryArray() throws IOException {
        byte[] array = NpyBytes.of(NdArray.zeros(Dtype.FLOAT64, 10_000));
        Path file = file(array, array);
        try (Arena arena = Arena.ofConfined()) {
            NdArray second = Npy.mapAll(file, arena).get(1);
            try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                channel.truncate(array.length + 5000);
            }
            String message = assertThrows(UncheckedIOException.class, second.asDouble()::sum).getMessage();
            assertTrue(message.contains("many.npy: truncated while it is mapped"), message);
        }
    }

    @Test
    void manyTakeTimeInProportion() throws Exception {
        byte[] array = NpyBytes.of(NdArray.zeros(Dtype.UINT8, 1));
        Growth.requireLinear(500, count -> {
            byte[] bytes = new byte[count * array.length];
            for (int n = 0; n < count; n++) {
                System.arraycopy(array, 0, bytes, n * array.length, array.length);
            }
            Path file = Files.write(directory.resolve(count + ".npy"), bytes);
            return () -> {
                try (Arena arena = Arena.ofConfined()) {
                    assertEquals(count, Npy.mapAll(file, arena).size());
                }
            };
        });
    }
}
