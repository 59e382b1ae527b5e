package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.ChildJvm;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Float8;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AppendTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("prices.npy");
    }

    @Test
    void growsTheFirstAxisInPlace() throws IOException {
        Npy.write(path, ints(0, 6).reshape(2, 3));
        Object inode = inode();
        Npy.append(path, ints(6, 3).reshape(1, 3));
        Npy.append(path, ints(9, 300).reshape(100, 3));
        assertEquals(inode, inode());
        assertArrayEquals(NpyBytes.of(ints(0, 309).reshape(103, 3)), Files.readAllBytes(path));
    }

    @Test
    void growsTheLastAxisOfFortranOrderInPlace() throws IOException {
        NdArray whole = ints(0, 15).reshape(5, 3).transpose();
        Npy.write(path, whole.slice(":, :2").copy().transpose().copy().transpose());
        assertEquals(Order.F, Npy.header(path).order());
        Object inode = inode();
        Npy.append(path, whole.slice(":, 2:3"));
        Npy.append(path, whole.slice(":, 3:").copy());
        assertEquals(inode, inode());
        assertArrayEquals(NpyBytes.of(whole), Files.readAllBytes(path));
    }

    @Test
    void staysInPlaceWhileTheNumberOfRowsGetsLonger() throws IOException {
        for (Dtype dtype : List.of(Dtype.UINT8, Dtype.raw(0), Dtype.LONGDOUBLE,
                Dtype.struct(field("a", Dtype.INT16), field("\u4e2d", Dtype.text(2))))) {
            Files.deleteIfExists(path);
            Npy.write(path, NdArray.zeros(dtype, 0));
            Object inode = inode();
            for (int rows = 1; rows <= 20_000; rows *= 10) {
                Npy.append(path, NdArray.zeros(dtype, rows));
            }
            assertEquals(inode, inode());
            assertArrayEquals(NpyBytes.of(NdArray.zeros(dtype, 11_111)), Files.readAllBytes(path));
        }
    }

    @Test
    void rewritesAFileWhoseHeaderHasNoRoom() throws IOException {
        CrashTest.noRoom(path);
        Object inode = inode();
        Npy.append(path, doubles(0, 12));
        assertNotEquals(inode, inode());
        assertArrayEquals(NpyBytes.of(doubles(0, 12)), Files.readAllBytes(path));
        inode = inode();
        Npy.append(path, doubles(12, 500));
        assertEquals(inode, inode());
        assertArrayEquals(NpyBytes.of(doubles(0, 512)), Files.readAllBytes(path));
    }

    @Test
    void rewritesLargeFilesOfPython2() throws IOException {
        int rows = 300_000;
        byte[] old = NpyBytes.of("{'descr': '>f8', 'fortran_order': False, 'shape': (" + rows + "L,)}", rows * 8);
        Files.write(path, old);
        NdArray before = Npy.read(path);
        NdArray more = NdArray.of(MemorySegment.ofArray(new byte[8_000_000]), before.dtype(), Shape.of(1_000_000),
                Order.C, Source.MEMORY);
        Npy.append(path, more);
        NdArray after = Npy.read(path);
        assertEquals(Shape.of(rows + 1_000_000), after.shape());
        assertEquals(before.toString(), after.slice(":300000").toString());
        assertArrayEquals(before.asDouble().toArray(), after.slice(":300000").asDouble().toArray());
        assertEquals(0, after.slice("300000:").asDouble().max());
        assertEquals(128, Npy.header(path).dataOffset());
    }

    @Test
    void rewritesAFileWhoseHeaderWouldChangeInMoreThanOneSector() throws IOException {
        String padding = " ".repeat(600);
        String text = "{'shape': (2,), " + padding + "'fortran_order': False, 'descr': '<i4', }" + " ".repeat(50)
                + "\n";
        Files.write(path, NpyBytes.of(1, text, 8));
        Object inode = inode();
        Npy.append(path, ints(5, 1));
        assertNotEquals(inode, inode());
        assertEquals(3, Npy.read(path).size());
        assertEquals(5, Npy.read(path).asInt().get(2));
    }

    @Test
    void aMissingFileIsNotLocked() throws IOException {
        assertThrows(NoSuchFileException.class, () -> Npy.append(path, ints(0, 1)));
        assertThrows(NoSuchFileException.class, () -> Npy.mapWritable(path));
        try (var left = Files.list(directory)) {
            assertEquals(List.of(), left.toList());
        }
    }

    @Test
    void keepsTheVersionOfTheFile() throws IOException {
        for (int version = 1; version <= 3; version++) {
            Npy.write(path, doubles(0, 3), version);
            Npy.append(path, doubles(3, 2));
            assertEquals(version, Npy.header(path).majorVersion());
            assertArrayEquals(doubles(0, 5).toArray(), Npy.read(path).asDouble().toArray());
        }
    }

    @Test
    void whoeverHasTheFileMappedKeepsTheOldLength() throws IOException {
        Npy.write(path, doubles(0, 3));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray old = Npy.map(path, arena).asDouble();
            Npy.append(path, doubles(3, 10_000));
            assertArrayEquals(doubles(0, 3).toArray(), old.toArray());
        }
    }

    @Test
    void writesOverWhatAKilledAppendLeft() throws IOException {
        Npy.write(path, doubles(0, 3));
        Files.write(path, new byte[1001], StandardOpenOption.APPEND);
        Npy.append(path, doubles(3, 2));
        assertArrayEquals(NpyBytes.of(doubles(0, 5)), Files.readAllBytes(path));
    }

    @Test
    void refusesAFileOfSeveralArrays() throws IOException {
        Npy.write(path, doubles(0, 3));
        Files.write(path, NpyBytes.of(doubles(0, 1)), StandardOpenOption.APPEND);
        refused(ArrayFormatException.class, "prices.npy: unsupported append: another array follows this one"
                + " (at byte 152)", doubles(0, 1));
        Npy.write(path, doubles(0, 3));
        Files.write(path, new byte[]{(byte) 0x80, 4, 'N', '.'}, StandardOpenOption.APPEND);
        refused(ArrayFormatException.class, "prices.npy: unsupported append: a pickle follows this one (at byte 152)",
                doubles(0, 1));
        assertEquals(156, Files.size(path));
    }

    @Test
    void refusesWhatDoesNotFit() throws IOException {
        Npy.write(path, ints(0, 6).reshape(2, 3));
        String form = "prices.npy: shape [2, 3] of int32 ('<i4') cannot grow along axis 0 by shape ";
        refused(IllegalArgumentException.class, form + "[1, 4] of int32 ('<i4')", ints(0, 4).reshape(1, 4));
        refused(IllegalArgumentException.class, form + "[3] of int32 ('<i4')", ints(0, 3));
        refused(IllegalArgumentException.class, form + "[1, 3, 1] of int32 ('<i4')", ints(0, 3).reshape(1, 3, 1));
        refused(IllegalArgumentException.class, form + "[1, 3] of float64 ('<f8')", doubles(0, 3).reshape(1, 3));
        refused(IllegalArgumentException.class, form + "[1, 3] of uint32 ('<u4')", NdArray.zeros(Dtype.UINT32, 1, 3));
        refused(IllegalArgumentException.class, form + "[1, 3] of int32 ('>i4')",
                NdArray.zeros(Dtype.of(">i4"), 1, 3));
        refused(IllegalArgumentException.class, form + "[0, 2] of int32 ('<i4')", NdArray.zeros(Dtype.INT32, 0, 2));
        Npy.write(path, ints(0, 1).reshape());
        refused(IllegalArgumentException.class, "prices.npy: an array without axes cannot grow", ints(0, 1).reshape());
        Npy.write(path, NdArray.zeros(Dtype.raw(0), Long.MAX_VALUE));
        refused(IllegalArgumentException.class, "prices.npy: shape [9223372036854775807] cannot grow by shape [1]: too"
                + " many elements for 64 bits", NdArray.zeros(Dtype.raw(0), 1));
        Files.write(path, NpyBytes.of("'|O'", "(1,)", 9));
        refused(ArrayFormatException.class, "prices.npy: unsupported dtype '|O': object arrays hold pickled Python"
                + " objects; ask Pickle for them explicitly (at byte 21)", ints(0, 1));
        Files.delete(path);
        assertEquals("prices.npy: no such file",
                assertThrows(NoSuchFileException.class, () -> Npy.append(path, ints(0, 1))).getMessage());
    }

    @Test
    void appendsNothing() throws IOException {
        Npy.write(path, ints(0, 6).reshape(2, 3));
        byte[] before = Files.readAllBytes(path);
        Npy.append(path, NdArray.zeros(Dtype.INT32, 0, 3));
        assertArrayEquals(before, Files.readAllBytes(path));
    }

    @Test
    void appendsFloatsThatNumPyHasNoNameFor() throws IOException {
        for (Dtype dtype : List.of(Dtype.BFLOAT16, Dtype.float8(Float8.values()[0]))) {
            Npy.write(path, NdArray.zeros(dtype, 3));
            Npy.append(path, NdArray.zeros(dtype, 2));
            assertEquals(Shape.of(5), Npy.read(path).as(dtype).shape());
        }
    }

    @Test
    void growsAFileThroughALink() throws IOException {
        Npy.write(path, doubles(0, 3));
        Path link = Files.createSymbolicLink(directory.resolve("link.npy"), path);
        Npy.append(link, doubles(3, 2));
        assertTrue(Files.isSymbolicLink(link));
        assertArrayEquals(NpyBytes.of(doubles(0, 5)), Files.readAllBytes(path));
    }

    @Test
    void interruptedAppendKeepsTheOldArray() throws IOException {
        Npy.write(path, doubles(0, 3));
        try {
            Thread.currentThread().interrupt();
            IOException failure = assertThrows(IOException.class, () -> Npy.append(path, doubles(3, 2)));
            assertTrue(failure.getMessage().startsWith("prices.npy: "), failure.getMessage());
        } finally {
            Thread.interrupted();
        }
        assertArrayEquals(doubles(0, 3).toArray(), Npy.read(path).asDouble().toArray());
        Npy.append(path, doubles(3, 2));
        assertArrayEquals(NpyBytes.of(doubles(0, 5)), Files.readAllBytes(path));
    }

    @Test
    void fullDiskKeepsTheOldArray() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        Npy.write(path, doubles(0, 3));
        byte[] before = Files.readAllBytes(path);
        try (ChildJvm child = ChildJvm.start(List.of("/bin/bash", "-c", "ulimit -f 1024; exec \"$@\"", "bash"),
                List.of(),
                LargeAppend.class, path)) {
            String output = child.finish(60);
            assertTrue(output.startsWith("prices.npy: cannot be written: "), output);
        }
        assertArrayEquals(before, Files.readAllBytes(path));
    }

    /// Appends more than its process may write, and prints the error.
    static final class LargeAppend {
        private LargeAppend() {
        }

        public static void main(String[] arguments) {
            try {
                Npy.append(Path.of(arguments[0]), NdArray.zeros(Dtype.FLOAT64, 1_000_000));
                System.out.println("no error");
            } catch (IOException full) {
                System.out.println(full.getMessage());
            }
        }
    }

    private void refused(Class<? extends Exception> type, String message, NdArray more) throws IOException {
        byte[] before = Files.readAllBytes(path);
        assertEquals(message, assertThrows(type, () -> Npy.append(path, more)).getMessage());
        assertTrue(Arrays.equals(before, Files.readAllBytes(path)));
    }

    private Object inode() throws IOException {
        return Optional.ofNullable(Files.getAttribute(path, "fileKey")).orElse(path);
    }

    private static Field field(String name, Dtype dtype) {
        return new Field(name, Optional.empty(), dtype, Shape.of(), 0);
    }

    private static IntArray ints(int first, int count) {
        return IntArray.of(IntStream.range(first, first + count).toArray());
    }

    private static DoubleArray doubles(int first, int count) {
        return DoubleArray.of(IntStream.range(first, first + count).asDoubleStream().toArray());
    }
}
