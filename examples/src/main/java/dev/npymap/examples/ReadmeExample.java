package dev.npymap.examples;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// The README's lines, word for word: map a file, read, slice, reduce, print.
///
/// They name files in the working directory, which this example writes first and deletes in the end.
public final class ReadmeExample {
    private ReadmeExample() {
    }

    /// Runs the example.
    ///
    /// @param args none
    /// @throws IOException if the working directory has files of these names already, or they cannot be written
    public static void main(String[] args) throws IOException {
        List<Path> paths = List.of(Path.of("prices.npy"), Path.of("model.npz"));
        for (Path path : paths) {
            if (Files.exists(path)) {
                throw new FileAlreadyExistsException(path.toAbsolutePath().toString(), null,
                        "this example would replace it");
            }
        }
        try {
            Npy.write(paths.get(0), prices(252, 5000));
            Npz.write(paths.get(1), Map.of("weights", prices(64, 10)));
            readme();
        } finally {
            for (Path path : paths) {
                Files.deleteIfExists(path);
            }
        }
    }

    private static void readme() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            DoubleArray prices = Npy.map(Path.of("prices.npy"), arena).asDouble(); // [252, 5000], nothing read yet
            double last = prices.get(251, 42); // touches one page
            DoubleArray q4 = prices.slice("189:, ::10"); // NumPy's own notation, a view
            System.out.println(q4.shape() + " mean " + q4.mean());

            double total = switch (Npz.map(Path.of("model.npz"), arena).array("weights")) {
                case FloatArray f -> f.sum();
                case DoubleArray d -> d.sum();
                case NdArray other -> throw new IllegalArgumentException("expected floats: " + other);
            };
            System.out.println("last " + last + ", total " + total);
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
