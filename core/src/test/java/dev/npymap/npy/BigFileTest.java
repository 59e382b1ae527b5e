package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.array.ByteArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BigFileTest {
    private static final long GB = 1_000_000_000;

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("big.npy");
    }

    @Test
    void mapsAFileOf100GB() throws IOException {
        long count = 100 * GB / 8;
        requireRoom(GB / 100);
        try (WritableNpy file = createSparse(Dtype.FLOAT64, Shape.of(count))) {
            file.array().asDouble().set(count - 1, 42);
            file.array().asDouble().set(0, 1);
        }
        assertEquals(128 + 100 * GB, Files.size(path));
        NpyHeader header = Npy.header(path);
        assertEquals(Shape.of(count), header.shape());
        assertEquals(100 * GB, header.dataSize());
        assertEquals("<f8", header.descr());
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            assertEquals(count, array.size());
            assertEquals(100 * GB, array.byteSize());
            assertEquals(42, array.get(count - 1));
            assertEquals(42, array.slice("-3:").sum());
            assertEquals(43, array.slice("::12499999999").sum());
            assertEquals("[ 1.  0.  0. ...  0.  0. 42.]", array.toString());
            assertEquals(42, array.reshape(100, -1).asDouble().get(99, count / 100 - 1));
        }
    }

    @Test
    void readsAndSlicesBeyondTwoGiBOfBytes() throws IOException {
        long rows = 3_200_000;
        requireRoom(GB / 100);
        try (WritableNpy file = createSparse(Dtype.UINT8, Shape.of(rows, 1000))) {
            ByteArray array = file.array().asByte();
            array.set(rows - 1, 999, (byte) 200);
            array.set(2_147_484, 0, (byte) 7);
            array.set(2_147_483, 648, (byte) 9);
        }
        try (Arena arena = Arena.ofConfined()) {
            ByteArray array = Npy.map(path, arena).asByte();
            assertEquals(3_200_000_000L, array.size());
            assertEquals(200, array.get(rows - 1, 999));
            assertEquals(9, array.reshape(-1).asByte().get(1L << 31));
            assertEquals(16, array.slice("2147483:2147485").asByte().sum());
            assertEquals(200, array.slice("-10:, -1").asByte().sum());
            assertEquals(207, array.slice("::-100000, ::-999").asByte().sum()
                    + array.transpose().slice("0, 2147484").asByte().sum());
            assertEquals(9, array.reshape(-1).slice("2147483648:2147484000").asByte().max());
        }
    }

    @Test
    void writesMapsAndSlicesMoreThanTwoGiB() throws IOException {
        long count = 270_000_000;
        requireRoom(3 * GB);
        Path source = directory.resolve("source.npy");
        try (WritableNpy file = Npy.createSparse(source, Dtype.FLOAT64, Shape.of(count), Order.C)) {
            DoubleArray array = file.array().asDouble();
            for (long n = 0; n < count; n += 9_999_999) {
                array.set(n, n);
            }
            Npy.write(path, array.slice("::-1"));
        }
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            assertEquals(128 + 8 * count, Files.size(path));
            for (long n = 0; n < count; n += 9_999_999) {
                assertEquals(n, array.get(count - 1 - n));
            }
            assertEquals(9_999_999 * (27 * 28 / 2.0), array.sum());
            assertEquals(9_999_999, array.slice("260000000:260000001").sum());
        }
    }

    @Test
    @Tag("full")
    void writesMapsAndSlicesThreeGB() throws IOException {
        long count = 375_000_000;
        requireRoom(8 * GB);
        Path source = directory.resolve("source.npy");
        try (WritableNpy file = Npy.create(source, Dtype.FLOAT64, Shape.of(count), Order.C)) {
            DoubleArray array = file.array().asDouble();
            for (long n = 0; n < count; n++) {
                array.set(n, n);
            }
            Npy.write(path, array);
        }
        assertEquals(-1, Files.mismatch(source, path));
        Files.delete(source);
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            assertEquals(128 + 3 * GB, Files.size(path));
            assertEquals(count - 1, array.get(count - 1));
            assertEquals((count - 1) / 2.0 * count, array.sum(), 1e3);
            assertEquals(300_000_000 + 300_000_005.0, array.slice("300000000:300000010:5").asDouble().sum());
            NdArray reversed = array.slice("::-3");
            Npy.write(directory.resolve("reversed.npy"), reversed);
            DoubleArray read = Npy.map(directory.resolve("reversed.npy"), arena).asDouble();
            assertEquals(reversed.size(), read.size());
            assertEquals(count - 1, read.get(0));
            assertEquals(count - 1 - 3 * (read.size() - 1), read.get(read.size() - 1));
        }
    }

    @Test
    @Tag("full")
    void readsMoreThanTwoGiBIntoMemory() throws IOException {
        long count = (1L << 31) + 1000;
        requireRoom(GB / 100);
        try (WritableNpy file = createSparse(Dtype.UINT8, Shape.of(count))) {
            file.array().asByte().set(count - 1, (byte) 5);
        }
        ByteArray array = Npy.read(path).asByte();
        assertEquals(5, array.get(count - 1));
    }

    private WritableNpy createSparse(Dtype dtype, Shape shape) throws IOException {
        try {
            return Npy.createSparse(path, dtype, shape, Order.C);
        } catch (FileSystemException refused) {
            throw refused;
        } catch (IOException refused) {
            boolean tooLarge = String.valueOf(refused.getMessage()).contains("too large");
            skipUnless(!tooLarge, "the file system holds no file of " + shape + " " + dtype);
            throw refused;
        }
    }

    private void requireRoom(long bytes) throws IOException {
        long room = Files.getFileStore(directory).getUsableSpace();
        skipUnless(room > bytes, "the disk has " + room + " bytes of room, " + bytes + " are needed");
    }

    private static void skipUnless(boolean possible, String reason) {
        if (!possible) {
            System.out.println("BigFileTest: skipped: " + reason);
        }
        assumeTrue(possible, reason);
    }

    @Test
    void sparseFileTakesFewBlocks() throws IOException, InterruptedException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/du")), "no du here");
        try (WritableNpy _ = createSparse(Dtype.FLOAT64, Shape.of(GB))) {
            Process du = new ProcessBuilder("/usr/bin/du", "-k", path.toString()).start();
            long kilobytes = Long.parseLong(new String(du.getInputStream().readAllBytes()).split("\\s")[0]);
            assertEquals(0, du.waitFor());
            assertTrue(kilobytes < 1000, kilobytes + " kB");
        }
    }
}
