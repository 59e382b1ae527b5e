package dev.npymap.examples;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;

/// The README's lines: map a file, read, slice, reduce, print.
public final class ReadmeExample {
    private ReadmeExample() {
    }

    /// Runs the example.
    ///
    /// @param args none
    /// @throws IOException if the temporary file cannot be written
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("npymap-example");
        Path path = directory.resolve("prices.npy");
        try {
            Npy.write(path, prices(252, 5000));
            readme(path);
        } finally {
            Files.deleteIfExists(path);
            Files.delete(directory);
        }
    }

    private static void readme(Path path) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            DoubleArray prices = Npy.map(path, arena).asDouble(); // [252, 5000], nothing read yet
            double last = prices.get(251, 42); // touches one page
            DoubleArray q4 = prices.slice("189:, ::10"); // NumPy's own notation, a view
            System.out.println(last + " " + q4.shape() + " mean " + q4.mean());
            System.out.println(q4);

            double total = switch (Npy.map(path, arena)) {
                case FloatArray f -> f.sum();
                case DoubleArray d -> d.sum();
                case NdArray other -> throw new IllegalArgumentException("expected floats: " + other);
            };
            System.out.println("total " + total);
        } // everything is unmapped here, at once
    }

    private static NdArray prices(long days, long stocks) {
        double[] values = new double[Math.toIntExact(days * stocks)];
        for (int n = 0; n < values.length; n++) {
            values[n] = 100 + n % stocks * 0.25 + n / stocks * 0.01;
        }
        return DoubleArray.of(values, days, stocks);
    }
}
