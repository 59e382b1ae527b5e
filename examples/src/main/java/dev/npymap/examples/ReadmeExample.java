package dev.npymap.examples;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.npy.Npy;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.KeyIndex;
import dev.npymap.store.Live;
import dev.npymap.store.NewVersion;
import dev.npymap.store.Version;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The README's lines, word for word: publish a version of a store and follow it; map a file, read, slice, print.
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
        List<Path> paths = List.of(Path.of("prices.npy"), Path.of("features.store"));
        for (Path path : paths) {
            if (Files.exists(path)) {
                throw new FileAlreadyExistsException(path.toAbsolutePath().toString(), null,
                        "this example would replace it");
            }
        }
        try {
            ArrayStore.create(paths.get(1));
            readmeStore(prices(3, 64).to(Dtype.FLOAT32), LongArray.of(new long[]{17, 4711, 5}));
            Npy.write(paths.get(0), prices(252, 5000));
            readme();
        } finally {
            Files.deleteIfExists(paths.get(0));
            FeatureStore.delete(paths.get(1));
        }
    }

    /// What the service makes of a version.
    private static final class Features {
        private final KeyIndex ids;
        private final FloatArray embeddings;

        Features(Version version) throws IOException {
            ids = version.index("users/id");
            embeddings = version.array("users/embedding").asFloat();
        }

        float score(long user) {
            return embeddings.select(0, ids.row(user)).sum();
        }
    }

    private static void readmeStore(NdArray embeddings, NdArray ids) throws IOException {
        ArrayStore store = ArrayStore.open(Path.of("features.store")); // made by ArrayStore.create
        try (NewVersion next = store.write("nightly features")) { // all else is carried over
            next.put("users/embedding", embeddings);
            next.put("users/id", ids);
            next.index("users/id"); // rows of users are found by it
            next.commit(); // durably, or nothing happened
        }
        try (Version v = store.latest()) { // pinned: no clean-up removes it
            FloatArray embedding = v.array("users/embedding").asFloat(); // mapped
            long row = v.index("users/id").row(4711L); // -1 if there is none
            System.out.println("user 4711: " + embedding.select(0, row));
        }
        try (Live<Features> live = store.follow(Features::new)) { // newer versions as they come
            float score = live.use(f -> f.score(4711L)); // one version whole, and no read fails
            System.out.println("score " + score);
        }
    }

    private static void readme() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            DoubleArray prices = Npy.map(Path.of("prices.npy"), arena).asDouble(); // [252, 5000], nothing read yet
            double last = prices.get(251, 42); // touches one page
            DoubleArray q4 = prices.slice("189:, ::10"); // NumPy's own notation, a view
            System.out.println(q4.shape() + " mean " + q4.mean());
            System.out.println("last " + last);
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
