package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamTest {
    @TempDir
    Path directory;

    private static final List<NdArray> ARRAYS = List.of(ints(5), NdArray.zeros(Dtype.FLOAT64),
            ints(600_000).reshape(600, 1000),
            NdArray.zeros(Dtype.text(3), 0, 2), ints(6).reshape(2, 3).transpose(), NdArray.zeros(Dtype.LONGDOUBLE, 2));

    @Test
    void severalArraysFollowEachOther() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (NdArray array : ARRAYS) {
            Npy.write(out, array);
        }
        out.write("end".getBytes());
        InputStream in = new ByteArrayInputStream(out.toByteArray());
        for (NdArray array : ARRAYS) {
            same(array, Npy.read(in, "stdin").orElseThrow());
        }
        assertEquals("end", new String(in.readAllBytes()));
    }

    /// A header with several faults is blamed for the same one, however many of its bytes were there at first.
    @Test
    void fileStreamAndMemoryAreRefusedAlike() throws IOException {
        for (int fault : new int[]{20, 70, 5000, 66_000}) {
            for (int length : new int[]{200, 6000, 70_000, 140_000}) {
                for (int kept : new int[]{150, 4100, 65_600, 66_100, 100_000, 1 << 20}) {
                    byte[] bytes = new byte[12 + length];
                    Arrays.fill(bytes, (byte) ' ');
                    System.arraycopy(new byte[]{(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 3, 0}, 0, bytes, 0, 8);
                    ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putInt(8, length);
                    bytes[15] = (byte) 0xff;
                    bytes[Math.min(fault, bytes.length - 1)] = 0;
                    byte[] there = Arrays.copyOf(bytes, Math.min(kept, bytes.length));
                    Path file = Files.write(directory.resolve("a.npy"), there);
                    String message = assertThrows(ArrayFormatException.class, () -> Npy.read(file)).getMessage();
                    assertEquals(message, assertThrows(ArrayFormatException.class,
                            () -> Npy.read(new ByteArrayInputStream(there), "a.npy")).getMessage());
                    assertEquals(message, assertThrows(ArrayFormatException.class,
                            () -> Npy.wrap(MemorySegment.ofArray(there), "a.npy")).getMessage());
                }
            }
        }
    }

    @Test
    void nothingIsLeftAtTheEnd() throws IOException {
        InputStream in = new ByteArrayInputStream(NpyBytes.of(ints(3)));
        assertTrue(Npy.read(in, "stdin").isPresent());
        assertFalse(Npy.read(in, "stdin").isPresent());
        assertFalse(Npy.read(in, "stdin").isPresent());
    }

    @Test
    void whatFollowsIsNamedWhenItIsNoArray() throws IOException {
        InputStream in = new ByteArrayInputStream((new String(NpyBytes.of(ints(3)), "ISO-8859-1") + "\n")
                .getBytes("ISO-8859-1"));
        Npy.read(in, "stdin");
        assertEquals("stdin: not a .npy file: the first 6 bytes are not \\x93NUMPY (at byte 0)",
                assertThrows(ArrayFormatException.class, () -> Npy.read(in, "stdin")).getMessage());
    }

    @Test
    void readsStreamsThatGiveFewBytesAtATime() throws IOException {
        Random random = NpyBytes.random(StreamTest.class, 5);
        for (NdArray array : ARRAYS) {
            InputStream dripping = new FilterInputStream(new ByteArrayInputStream(NpyBytes.of(array))) {
                @Override
                public int read(byte[] to, int from, int count) throws IOException {
                    return super.read(to, from, Math.min(count, 1 + random.nextInt(5000)));
                }
            };
            same(array, Npy.read(dripping, "stdin").orElseThrow());
        }
    }

    @Test
    void readsAndWritesThroughCompression() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            for (NdArray array : ARRAYS) {
                Npy.write(out, array);
            }
        }
        try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            for (NdArray array : ARRAYS) {
                same(array, Npy.read(in, "stdin").orElseThrow());
            }
            assertFalse(Npy.read(in, "stdin").isPresent());
        }
    }

    @Test
    void writesToAStreamOfAFileBehindWhatIsThere() throws IOException {
        Path path = directory.resolve("prices.npy");
        try (OutputStream out = new FileOutputStream(path.toFile())) {
            out.write('#');
            Npy.write(out, ints(3));
            out.write('#');
        }
        byte[] file = Files.readAllBytes(path);
        assertEquals(128 + 12 + 2, file.length);
        assertEquals('#', file[0]);
        assertEquals('#', file[file.length - 1]);
    }

    @Test
    void streamIsNeitherFlushedNorClosed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        OutputStream out = new FilterOutputStream(bytes) {
            @Override
            public void flush() {
                throw new AssertionError("flushed");
            }

            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        for (NdArray array : ARRAYS) {
            Npy.write(out, array);
        }
        InputStream in = new FilterInputStream(new ByteArrayInputStream(bytes.toByteArray())) {
            @Override
            public void close() {
                throw new AssertionError("closed");
            }
        };
        same(ARRAYS.getFirst(), Npy.read(in, "stdin").orElseThrow());
    }

    @Test
    void errorsOfTheStreamPassThrough() {
        IOException broken = new IOException("broken");
        assertSame(broken, assertThrows(IOException.class, () -> Npy.write(new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw broken;
            }
        }, ints(3))));
        assertSame(broken, assertThrows(IOException.class, () -> Npy.read(new InputStream() {
            @Override
            public int read() throws IOException {
                throw broken;
            }
        }, "stdin")));
    }

    @Test
    void endWithinTheElementsIsNamed() throws IOException {
        byte[] whole = NpyBytes.of(ints(600_000));
        for (int missing : new int[]{1, 4, 1 << 20, 2_400_000}) {
            InputStream in = new ByteArrayInputStream(whole, 0, whole.length - missing);
            assertEquals("stdin: truncated: shape [600000] of <i4 needs 2400000 bytes of data, the file has "
                    + (2_400_000 - missing) + " (at byte " + (whole.length - missing) + ")",
                    assertThrows(ArrayFormatException.class, () -> Npy.read(in, "stdin")).getMessage());
        }
    }

    private static void same(NdArray expected, NdArray found) throws IOException {
        assertEquals(expected.dtype(), found.dtype());
        assertEquals(expected.shape(), found.shape());
        assertArrayEquals(NpyBytes.of(expected), NpyBytes.of(found));
    }

    private static IntArray ints(int count) {
        return IntArray.of(IntStream.range(0, count).toArray());
    }
}
