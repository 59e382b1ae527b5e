package dev.npymap.examples;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import dev.npymap.pickle.Pickle;
import dev.npymap.pickle.Value;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;

/// A NumPy notebook about saving and loading, replayed in Java: a million random integers go through every kind of file
/// that NumPy has, and come back.
///
/// Above each step stands what the notebook says in Python. At the end there is a table of the files' sizes beside
/// those that such a notebook printed, with the reason where they differ.
public final class NumpyNotebook {
    private static final long SEED = 20261125;

    /// A file that was written and read again.
    private record Row(String name, Path file, long notebook, String reason, long written, long read) {
        private static final String LINE = "%-14s %,11d %,11d %+8d %9.1f %9.1f   %s%n";

        void print() throws IOException {
            long size = Files.size(file);
            System.out.printf(Locale.ROOT, LINE, name, size, notebook, size - notebook, written / 1e6, read / 1e6,
                    reason);
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private final Path directory;
    private final LongArray x;
    private final List<Row> rows = new ArrayList<>();

    private NumpyNotebook(Path directory, LongArray x) {
        this.directory = directory;
        this.x = x;
    }

    /// Runs the example.
    ///
    /// @param args none
    /// @throws IOException if a temporary file cannot be written
    public static void main(String[] args) throws IOException {
        Path directory = Files.createTempDirectory("npymap-notebook");
        try {
            // x = np.random.randint(1, 100, size=(100, 100, 100))
            long[] numbers = new SplittableRandom(SEED).longs(1_000_000, 1, 100).toArray();
            NumpyNotebook notebook = new NumpyNotebook(directory, LongArray.of(numbers, 100, 100, 100));
            notebook.slices(numbers);
            notebook.npy();
            notebook.npz();
            notebook.pickle();
            notebook.pickledDict();
            notebook.text(numbers);
            notebook.compressedNpz();
            notebook.printTable();
        } finally {
            try (var files = Files.newDirectoryStream(directory)) {
                for (Path file : files) {
                    Files.delete(file);
                }
            }
            Files.delete(directory);
        }
    }

    private void slices(long[] numbers) {
        // print(x); x[2:6, 4, 3:4] @ x[8:9, 3, 4:8]
        System.out.println(x);
        LongArray product = x.slice("2:6, 4, 3:4").matmul(x.slice("8:9, 3, 4:8"));
        System.out.println(product.repr());
        require(product.shape().toString().equals("[4, 4]"), "shape of the product");
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 4; j++) {
                long expected = numbers[(2 + i) * 10_000 + 4 * 100 + 3] * numbers[8 * 10_000 + 3 * 100 + 4 + j];
                require(product.get(i, j) == expected, "product at " + i + ", " + j);
            }
        }
    }

    private void npy() throws IOException {
        // np.save('x.npy', x); np.load('x.npy')
        Path file = directory.resolve("x.npy");
        long written = time(() -> Npy.write(file, x));
        long read = time(() -> {
            try (Arena arena = Arena.ofConfined()) {
                requireSame(Npy.map(file, arena));
            }
        });
        require(Files.size(file) == 8_000_128, "size of " + file);
        rows.add(new Row("npy", file, 8_000_128, "byte for byte what np.save writes", written, read));
    }

    private void npz() throws IOException {
        // np.savez('two.npz', x, y); np.load('two.npz').files
        Path file = directory.resolve("two.npz");
        LongArray y = LongArray.of(new long[]{0, 1, 2, 3, 4});
        long written = time(() -> Npz.write(file, x, y));
        long read = time(() -> requireSameMembers(file, y));
        rows.add(new Row("npz, two", file, 8_000_546,
                "both arrays begin on multiples of 64 bytes: mapped where they lie",
                written, read));
    }

    private void requireSameMembers(Path file, LongArray y) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npz archive = Npz.map(file, arena);
            require(archive.names().equals(List.of("arr_0", "arr_1")), "names " + archive.names());
            requireSame(archive.array("arr_0"));
            require(Arrays.equals(archive.array("arr_1").asLong().toArray(), y.toArray()), "arr_1");
        }
    }

    private void pickle() throws IOException {
        // pickle.dump(x, open('x.pkl', 'wb')); pickle.load(open('x.pkl', 'rb'))
        Path file = directory.resolve("x.pkl");
        long written = time(() -> Pickle.write(file, x));
        long read = time(() -> {
            try (Arena arena = Arena.ofConfined()) {
                NdArray array = Pickle.map(file, arena).asArray();
                require(array.segment().isMapped(), "the pickled array is mapped");
                requireSame(array);
            }
        });
        require(Files.size(file) == 8_000_164, "size of " + file);
        rows.add(new Row("pickle", file, 8_000_165, "protocol 4 of NumPy 2; names and framing depend on the versions",
                written, read));
    }

    private void pickledDict() throws IOException {
        // d = {'x': x, 'description': 'random integers', 'list': [1, 2.5, 'three'], 'y': y}
        Map<String, Object> dict = new LinkedHashMap<>();
        LongArray y = x.slice("0, 0").asLong();
        dict.put("x", x);
        dict.put("description", "random integers");
        dict.put("list", List.of(1, 2.5, "three"));
        dict.put("y", y);
        Path file = directory.resolve("dict.pkl");
        Pickle.write(file, dict);
        try (Arena arena = Arena.ofConfined()) {
            Value loaded = Pickle.map(file, arena);
            requireSame(loaded.get("x").asArray());
            require(loaded.get("description").asText().equals("random integers"), "description");
            require(loaded.at("list/1").asDouble() == 2.5, "list");
            require(loaded.get("list").repr().equals("[1, 2.5, 'three']"), "list as Python prints it");
            require(Arrays.equals(loaded.get("y").asArray().asLong().toArray(), y.toArray()), "y");
            System.out.println(loaded.get("description").str() + ", " + loaded.get("list").repr());
        }
    }

    private void text(long[] numbers) throws IOException {
        // np.savetxt('x.txt', x.reshape(100000, 10), '%d', '\t', header=f'Original shape: {x.shape}')
        String header = "Original shape: (100, 100, 100)";
        TextFormat format = TextFormat.DEFAULT.withFmt("%d").withDelimiter("\t").withHeader(header);
        Path file = directory.resolve("x.txt");
        long written = time(() -> Text.write(file, x.reshape(100_000, 10), format));
        long read = time(() -> {
            LongArray loaded = Text.read(file, TextOptions.DEFAULT.withDtype(x.dtype()).withDelimiter("\t")).asLong();
            require(loaded.shape().toString().equals("[100000, 10]"), "shape of the text");
            requireSame(loaded.reshape(100, 100, 100));
        });
        long digits = Arrays.stream(numbers).map(n -> n < 10 ? 1 : 2).sum();
        require(Files.size(file) == "# \n".length() + header.length() + digits + numbers.length, "size of " + file);
        rows.add(new Row("text", file, 2_909_133, "other random numbers: here " + digits + " digits", written, read));
    }

    private void compressedNpz() throws IOException {
        // np.savez_compressed('small.npz', x, y)
        Path file = directory.resolve("small.npz");
        LongArray y = LongArray.of(new long[]{0, 1, 2, 3, 4});
        long written = time(() -> Npz.writeCompressed(file, x, y));
        long read = time(() -> requireSameMembers(file, y));
        require(Files.size(file) > 828_600 && Files.size(file) < 1_600_000, "size between the entropy and twice that");
        rows.add(new Row("npz, deflated", file, 1_244_755,
                "level 6 as NumPy's, which on Linux gives as much: zlib's; the notebook's deflater was another",
                written, read));
    }

    private void printTable() throws IOException {
        System.out.printf("%n%-14s %11s %11s %8s %9s %9s   %s%n", "file", "bytes", "notebook", "more", "write ms",
                "read ms", "why");
        for (Row row : rows) {
            row.print();
        }
    }

    private void requireSame(NdArray loaded) {
        require(loaded.shape().equals(x.shape()), "shape " + loaded.shape());
        require(Arrays.equals(loaded.asLong().toArray(), x.toArray()), "the elements of " + loaded.source());
    }

    private static long time(Step step) throws IOException {
        long start = System.nanoTime();
        step.run();
        return System.nanoTime() - start;
    }

    private static void require(boolean truth, String what) {
        if (!truth) {
            throw new IllegalStateException("not as expected: " + what);
        }
    }
}
