package dev.npymap.examples;

import dev.npymap.array.DoubleArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import dev.npymap.npy.WritableNpy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/// Computes the mean of a file that is several times the Java heap, on all cores, to the same bits as on one.
public final class ParallelMean {
    /// Elements of a row; a row has 1 MiB.
    private static final int COLUMNS = 1 << 17;

    private ParallelMean() {
    }

    /// Runs the example.
    ///
    /// @param args how many times the heap the file shall be; none for 4
    /// @throws IOException if the temporary file cannot be written
    public static void main(String[] args) throws IOException {
        long times = args.length == 0 ? 4 : Long.parseLong(args[0]);
        long heap = Runtime.getRuntime().maxMemory();
        long rows = times * heap / (COLUMNS * Double.BYTES) + 1;
        Path path = Files.createTempFile("npymap-mean", ".npy");
        try {
            write(path, rows);
            System.out.printf("heap %d MiB, file %d MiB%n", heap >> 20, Files.size(path) >> 20);
            compare(path, (rows - 1) / 2.0);
        } finally {
            Files.delete(path);
        }
    }

    private static void compare(Path path, double expected) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            DoubleArray array = Npy.map(path, arena).asDouble();
            double alone = array.mean();
            double together = array.with(Threads.ALL).mean();
            System.out.println("mean " + together + " on " + Threads.ALL.count() + " threads");
            if (alone != together || together != expected) {
                throw new IllegalStateException("expected " + expected + ", alone it is " + alone);
            }
        }
    }

    /// Row `i` is filled with `i`.
    private static void write(Path path, long rows) throws IOException {
        Files.delete(path);
        try (WritableNpy file = Npy.createSparse(path, Dtype.FLOAT64, Shape.of(rows, COLUMNS), Order.C)) {
            DoubleArray array = file.array().asDouble();
            double[] row = new double[COLUMNS];
            for (long i = 0; i < rows; i++) {
                Arrays.fill(row, i);
                array.select(0, i).copyFrom(row);
            }
            file.force();
        } finally {
            Files.deleteIfExists(path.resolveSibling("." + path.getFileName() + ".npymap-lock"));
        }
    }
}
