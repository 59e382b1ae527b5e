package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.internal.reduce.KernelChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConcurrencyTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("prices.npy");
    }

    @Test
    void eightThreadsReadOneMapping() throws Exception {
        int rows = 64;
        int columns = 1000;
        Npy.write(path, doubles(0, rows * columns).reshape(rows, columns));
        try (Arena arena = Arena.ofShared()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            double[] expected = array.toArray();
            double sum = array.sum();
            List<Callable<Void>> readers = IntStream.range(0, 8).<Callable<Void>>mapToObj(thread -> () -> {
                for (int round = 0; round < 50; round++) {
                    assertEquals(sum, array.sum());
                    assertArrayEquals(expected, array.toArray());
                    for (int row = thread; row < rows; row += 8) {
                        assertEquals(expected[row * columns + round], array.get(row, round));
                        assertEquals(expected[row * columns + 1], array.slice(row + ", 1::2").asDouble().get(0));
                    }
                }
                return null;
            }).toList();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<Void> reader : threads.invokeAll(readers)) {
                    reader.get();
                }
            }
        }
    }

    @Test
    void eightThreadsWriteTheirPartsOfOneMapping() throws Exception {
        try (WritableNpy file = Npy.create(path, Dtype.FLOAT64, Shape.of(8, 10_000), Order.C)) {
            DoubleArray array = file.array().asDouble();
            List<Callable<Void>> writers = IntStream.range(0, 8).<Callable<Void>>mapToObj(row -> () -> {
                for (int n = 0; n < 10_000; n++) {
                    array.set(row, n, row * 10_000 + n);
                }
                return null;
            }).toList();
            try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
                for (Future<Void> writer : threads.invokeAll(writers)) {
                    writer.get();
                }
            }
        }
        assertArrayEquals(doubles(0, 80_000).toArray(), Npy.read(path).asDouble().toArray());
    }

    @Test
    void replacingAMappedFileKeepsTheMapping() throws IOException {
        Npy.write(path, doubles(0, 5000));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray old = Npy.map(path, arena).asDouble();
            Npy.write(path, doubles(7, 3));
            assertArrayEquals(doubles(0, 5000).toArray(), old.toArray());
            assertArrayEquals(doubles(7, 3).toArray(), Npy.read(path).asDouble().toArray());
        }
    }

    @Test
    void writesAnArrayOverTheFileThatItIsMappedFrom() throws IOException {
        Npy.write(path, doubles(0, 600_000).reshape(600, 1000));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray old = Npy.map(path, arena).asDouble();
            Npy.write(path, old.slice("::-1, ::2"));
            assertEquals(doubles(0, 600_000).sum(), old.sum());
            assertArrayEquals(old.slice("::-1, ::2").toArray(), Npy.read(path).asDouble().toArray());
        }
        try (Arena arena = Arena.ofConfined()) {
            NdArray old = Npy.map(path, arena);
            byte[] before = Files.readAllBytes(path);
            Npy.write(path, old);
            assertArrayEquals(before, Files.readAllBytes(path));
        }
    }

    @Test
    void appendsAnArrayToTheFileThatItIsMappedFrom() throws IOException {
        Npy.write(path, doubles(0, 1000));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray old = Npy.map(path, arena).asDouble();
            Npy.append(path, old);
            assertEquals(1000, old.size());
            assertArrayEquals(doubles(0, 1000).toArray(), old.toArray());
            DoubleArray both = Npy.read(path).asDouble();
            assertEquals(2000, both.size());
            assertArrayEquals(old.toArray(), both.slice("1000:").toArray());
        }
    }

    @Test
    void deletingAMappedFileKeepsTheMapping() throws IOException {
        Npy.write(path, doubles(0, 5000));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            Files.delete(path);
            assertArrayEquals(doubles(0, 5000).toArray(), array.toArray());
            Npy.write(path, array);
        }
        assertArrayEquals(doubles(0, 5000).toArray(), Npy.read(path).asDouble().toArray());
    }

    @Test
    void closedArenaEndsEveryAccess() throws IOException {
        Npy.write(path, doubles(0, 5000));
        DoubleArray array;
        try (Arena arena = Arena.ofConfined()) {
            array = Npy.map(path, arena).asDouble();
        }
        assertThrows(IllegalStateException.class, () -> array.get(0));
        assertThrows(IllegalStateException.class, array::sum);
        assertThrows(IllegalStateException.class, array::toArray);
        assertThrows(IllegalStateException.class, array::toString);
        assertThrows(IllegalStateException.class, () -> Npy.write(path, array));
        assertEquals(5000, Npy.read(path).size());
    }

    @Test
    void threadThatDoesNotOwnTheArenaIsRefused() throws Exception {
        Npy.write(path, doubles(0, 10));
        try (Arena arena = Arena.ofConfined(); ExecutorService other = Executors.newSingleThreadExecutor()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            other.submit(() -> assertThrows(WrongThreadException.class, array::sum)).get();
        }
    }

    @Test
    void secondWriterAndAppendAreKeptOut() throws IOException {
        Npy.write(path, doubles(0, 10));
        try (WritableNpy _ = Npy.mapWritable(path)) {
            String locked = "prices.npy: locked by another writer";
            assertEquals(locked, assertThrows(IOException.class, () -> Npy.mapWritable(path)).getMessage());
            assertEquals(locked,
                    assertThrows(IOException.class, () -> Npy.append(path, doubles(0, 1))).getMessage());
            Files.delete(path);
            assertEquals(locked, assertThrows(IOException.class,
                    () -> Npy.create(path, Dtype.INT8, Shape.of(1), Order.C)).getMessage());
            Npy.write(path, doubles(0, 10));
            assertEquals(10, Npy.read(path).size());
        }
        Npy.append(path, doubles(0, 1));
        assertEquals(11, Npy.header(path).shape().dim(0));
    }

    @Test
    void refusedMappingReleasesTheLock() throws IOException {
        Files.write(path, new byte[200]);
        assertThrows(IOException.class, () -> Npy.mapWritable(path));
        assertThrows(IOException.class, () -> Npy.append(path, doubles(0, 1)));
        Npy.write(path, doubles(0, 10));
        Npy.mapWritable(path).close();
    }

    @Test
    void theFileThatWasCutIsBlamedAndNoOther() throws IOException {
        Path whole = directory.resolve("whole.npy");
        Npy.write(path, NdArray.zeros(Dtype.FLOAT64, 100, 100));
        Npy.write(whole, NdArray.zeros(Dtype.FLOAT64, 100, 100));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray cut = Npy.mapPrivate(path, arena).asDouble();
            DoubleArray other = Npy.mapPrivate(whole, arena).asDouble();
            cut(path, 4096);
            for (Runnable work : List.<Runnable>of(() -> cut.matmul(other), () -> other.matmul(cut),
                    () -> cut.copyFrom(other), () -> other.copyFrom(cut))) {
                String message = assertThrows(UncheckedIOException.class, work::run).getCause().getMessage();
                assertTrue(message.startsWith("prices.npy: truncated while it is mapped"), message);
            }
        }
    }

    @Test
    void closesMoreThanOnce() throws IOException {
        Npy.write(path, doubles(0, 10));
        WritableNpy file = Npy.mapWritable(path);
        file.close();
        try (WritableNpy second = Npy.mapWritable(path)) {
            file.close();
            assertThrows(IOException.class, () -> Npy.mapWritable(path));
            second.array().asDouble().set(0, 5);
        }
        assertEquals(5, Npy.read(path).asDouble().get(0));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 64, 4096, 100_000, 399_999 + 128})
    void fileCutUnderItsMappingIsNamed(long length) throws IOException {
        Npy.write(path, doubles(0, 50_000));
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            cut(path, length);
            for (Runnable access : CutRun.accesses(array, directory.resolve("copy.npy"))) {
                String message = assertThrows(UncheckedIOException.class, access::run).getCause().getMessage();
                assertEquals("prices.npy: truncated while it is mapped: 400128 bytes were mapped, the file has "
                        + length + " (at byte " + length + ")", message);
            }
            assertTrue(Files.notExists(directory.resolve("copy.npy")));
        }
    }

    @Test
    void writesToACutFileAreNotLostSilently() throws IOException {
        try (WritableNpy file = Npy.create(path, Dtype.FLOAT64, Shape.of(50_000), Order.C)) {
            cut(path, 400_100);
            MemorySegment elements = MemorySegment.ofArray(new byte[400_000]);
            for (Runnable access : List.<Runnable>of(() -> file.array().copyFrom(elements),
                    () -> file.array().copyFrom(doubles(0, 50_000)),
                    () -> file.array().asDouble().copyFrom(new double[50_000]))) {
                String message = assertThrows(UncheckedIOException.class, access::run).getMessage();
                assertTrue(message.contains("prices.npy: truncated while it is mapped"), message);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = ' ', value = {"vector <f8", "scalar <i4"})
    void compiledCodeNamesTheFileThatIsCutUnderIt(String kernel, String dtypes) throws Exception {
        cutUnderCompiledCode(kernel, dtypes);
    }

    @Test
    @Tag("full")
    void compiledCodeOfEveryDtypeNamesTheFileThatIsCutUnderIt() throws Exception {
        cutUnderCompiledCode("vector", "<f8,<f4");
        cutUnderCompiledCode("scalar",
                "?,i1,u1,<i2,>i2,<u2,<i4,>i4,<u4,>u4,<i8,>i8,<u8,<f2,>f2,<f4,>f4,<f8,>f8,<f16,>f16,<c8,"
                        + "<c16,<c32,<M8[s],>m8[s],S10,<U10,>U10");
    }

    private void cutUnderCompiledCode(String kernel, String dtypes) throws Exception {
        List<String> options = kernel.equals("vector") ? List.of("--add-modules", "jdk.incubator.vector") : List.of();
        try (ChildJvm child = ChildJvm.start(options, CutRun.class, directory, dtypes)) {
            String output = child.finish(600);
            String lines = output.lines().filter(line -> !line.startsWith("WARNING")).reduce("",
                    (a, b) -> a + b + "\n");
            String sums = kernel.equals("vector") && KernelChoice.hasWideVectors() ? "Vector" : "Scalar";
            assertEquals(sums + "SumKernel\ndone\nexit 0\n", lines);
        }
    }

    static void cut(Path path, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }

    private static DoubleArray doubles(int first, int count) {
        return DoubleArray.of(IntStream.range(first, first + count).asDoubleStream().toArray());
    }
}
