package dev.npymap.benchmarks;

import dev.npymap.array.LongArray;
import dev.npymap.npy.Npy;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.NewVersion;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long does it take to publish a version durably in which one small array of many changes? `commit` is the answer;
/// the floor is `file`: the same array written durably without a store.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(2)
public class CommitBenchmark {
    private static final int KEEP = 3;

    /// How many arrays a version has.
    @Param({"100", "1000"})
    private int arrays;

    private BenchmarkFiles files;
    private ArrayStore store;
    private long count;

    /// Makes the first version.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        store = ArrayStore.create(files.path("commit.store"));
        try (NewVersion next = store.write("all")) {
            for (int n = 0; n < arrays; n++) {
                next.put("a/" + n, LongArray.of(new long[]{n}));
            }
            next.commit();
        }
    }

    /// Deletes the store.
    @TearDown
    public void tearDown() throws IOException {
        files.close();
    }

    /// Removes old versions outside of the measured time.
    @Setup(Level.Iteration)
    public void prune() throws IOException {
        store.prune(KEEP);
    }

    /// One array changes.
    @Benchmark
    public long commit() throws IOException {
        try (NewVersion next = store.write("one")) {
            next.put("a/7", LongArray.of(new long[]{count++}));
            return next.commit();
        }
    }

    /// One array is written without a store.
    @Benchmark
    public void file() throws IOException {
        Npy.write(files.path("one.npy"), LongArray.of(new long[]{count++}));
    }
}
