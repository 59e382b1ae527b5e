package dev.npymap.examples;

import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// A cache of features: a million rows of float16 in a mapped file, fetched by their numbers in batches and made
/// float32 for a model.
public final class FeatureRows {
    private static final int ROWS = 1_000_000;
    private static final int FEATURES = 64;
    private static final int BATCH = 10_000;
    private static final int BATCHES = 100;

    private FeatureRows() {
    }

    /// Runs the example.
    ///
    /// @param args none
    /// @throws IOException if the temporary file cannot be written
    public static void main(String[] args) throws IOException {
        Path path = Files.createTempFile("npymap-features", ".npy");
        try (Arena arena = Arena.ofShared()) {
            write(path);
            NdArray features = Npy.map(path, arena);
            // The memory of a batch is made once.
            HalfArray rows = NdArray.zeros(Dtype.FLOAT16, BATCH, FEATURES).asHalf();
            FloatArray batch = NdArray.zeros(Dtype.FLOAT32, BATCH, FEATURES).asFloat();
            SplittableRandom random = new SplittableRandom(1);
            long start = System.nanoTime();
            for (int n = 0; n < BATCHES; n++) {
                long[] ids = random.longs(BATCH, 0, ROWS).toArray();
                features.rows(0, ids).with(Threads.ALL).copyTo(rows);
                rows.with(Threads.ALL).convertTo(batch);
                check(ids, batch);
            }
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf("%s of %s: %d batches of %d rows, %.0f rows a second%n", features.shape(),
                    features.dtype(), BATCHES, BATCH, BATCH * (double) BATCHES / seconds);
        } finally {
            Files.delete(path);
        }
    }

    /// Feature `j` of row `i`: small whole numbers, which float16 holds exactly.
    private static float feature(long i, long j) {
        return (i * 31 + j * 7) % 2048 - 1024;
    }

    private static void write(Path path) throws IOException {
        HalfArray features = NdArray.zeros(Dtype.FLOAT16, ROWS, FEATURES).asHalf();
        for (long i = 0; i < ROWS; i++) {
            for (long j = 0; j < FEATURES; j++) {
                features.set(i, j, feature(i, j));
            }
        }
        Npy.write(path, features);
    }

    private static void check(long[] ids, FloatArray batch) {
        for (int n = 0; n < ids.length; n += 97) {
            for (int j = 0; j < FEATURES; j++) {
                if (batch.get(n, j) != feature(ids[n], j)) {
                    throw new IllegalStateException(
                            "row " + ids[n] + " has " + batch.get(n, j) + " for feature " + j);
                }
            }
        }
    }
}
