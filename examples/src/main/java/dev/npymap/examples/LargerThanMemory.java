package dev.npymap.examples;

import dev.npymap.array.DoubleArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.Npy;
import dev.npymap.npy.WritableNpy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Creates, fills and scans a file that is several times the Java heap.
public final class LargerThanMemory {
    /// Elements of a row; a row has 8 MiB.
    private static final long COLUMNS = 1 << 20;

    private LargerThanMemory() {
    }

    /// Runs the example.
    ///
    /// @param args how many times the heap the file shall be; none for 4
    /// @throws IOException if the temporary file cannot be written
    public static void main(String[] args) throws IOException {
        long times = args.length == 0 ? 4 : Long.parseLong(args[0]);
        long heap = Runtime.getRuntime().maxMemory();
        long rows = times * heap / (COLUMNS * Double.BYTES) + 1;
        Path directory = Files.createTempDirectory("npymap-example");
        Path path = directory.resolve("large.npy");
        try {
            fill(path, rows);
            System.out.printf("heap %d MiB, file %d MiB%n", heap >> 20, Files.size(path) >> 20);
            scan(path, rows);
        } finally {
            Files.deleteIfExists(path);
            try (var left = Files.newDirectoryStream(directory)) {
                for (Path lock : left) {
                    Files.delete(lock);
                }
            }
            Files.delete(directory);
        }
    }

    private static void fill(Path path, long rows) throws IOException {
        try (WritableNpy file = Npy.createSparse(path, Dtype.FLOAT64, Shape.of(rows, COLUMNS), Order.C)) {
            DoubleArray array = file.array().asDouble();
            double[] row = new double[(int) COLUMNS];
            for (long i = 0; i < rows; i++) {
                Arrays.fill(row, i);
                array.select(0, i).copyFrom(row);
            }
            file.force();
        }
    }

    private static void scan(Path path, long rows) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            double expected = rows * (rows - 1) / 2.0 * COLUMNS;
            double sum = array.sum();
            System.out.println("shape " + array.shape() + ", sum " + sum + ", last element "
                    + array.get(rows - 1, COLUMNS - 1));
            if (sum != expected) {
                throw new IllegalStateException("expected " + expected);
            }
        }
    }
}
