package dev.npymap.benchmarks;

import dev.npymap.array.LongArray;
import dev.npymap.npy.Npy;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.NewVersion;
import dev.npymap.store.Version;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long does it take from the path of a store with 1,000 versions of 1,000 arrays to the first element? `latest` is
/// the answer; the floor is `file`: the same file without a store.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class StoreOpenBenchmark {
    private static final int ARRAYS = 1000;
    private static final int VERSIONS = 1000;

    private BenchmarkFiles files;
    private Path path;

    /// Makes the store.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        path = files.path("open.store");
        ArrayStore store = ArrayStore.create(path);
        for (int n = 0; n < VERSIONS; n++) {
            try (NewVersion next = store.write("version " + n)) {
                for (int k = 0; n == 0 && k < ARRAYS; k++) {
                    next.put("a/" + k, LongArray.of(new long[]{k, n}));
                }
                next.put("a/0", LongArray.of(new long[]{0, n}));
                next.commit();
            }
        }
        if (latest() != VERSIONS - 1 || file() != VERSIONS - 1) {
            throw new IllegalStateException("the newest version has " + latest());
        }
    }

    /// Deletes the store.
    @TearDown
    public void tearDown() throws IOException {
        files.close();
    }

    /// The newest version, and an element of an array in it.
    @Benchmark
    public long latest() throws IOException {
        try (Version version = ArrayStore.open(path).latest()) {
            return version.array("a/0").asLong().get(1);
        }
    }

    /// An element of the same file, mapped without a store.
    @Benchmark
    public long file() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            return Npy.map(path.resolve("latest/a/0.npy"), arena).asLong().get(1);
        }
    }

    /// What the newest version says about itself.
    @Benchmark
    public int names() throws IOException {
        try (Version version = ArrayStore.open(path).latest()) {
            return version.arrays().size();
        }
    }
}
