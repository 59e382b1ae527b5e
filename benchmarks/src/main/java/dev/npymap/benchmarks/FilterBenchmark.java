package dev.npymap.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import dev.npymap.array.DoubleArray;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
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

/// What does it cost to find elements of a mapped array by a condition? `count` against `numpyCount` and `indices`
/// against `numpyIndices` are the answer; `loop` is the floor of one thread.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(1)
public class FilterBenchmark {
    private BenchmarkFiles files;
    private Arena arena;
    private DoubleArray array;
    private NumpyProcess numpy;

    /// Writes the file and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        var path = files.doubles("filter.npy", 1 << 25);
        array = Npy.map(path, arena).asDouble();
        numpy = new NumpyProcess(path);
        if (count() != numpyCount() || count() != loop() || indices().length != numpyIndices()) {
            throw new IllegalStateException("the contenders find other elements");
        }
    }

    /// Unmaps and deletes the file.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// Counts a half of all elements, on all threads.
    @Benchmark
    public long count() {
        return array.with(Threads.ALL).count(v -> v > 0.5);
    }

    /// Counts a half of all elements.
    @Benchmark
    public double numpyCount() throws IOException {
        return numpy.eval("np.count_nonzero(a > 0.5)");
    }

    /// Counts in a loop over the segment, on one thread.
    @Benchmark
    public long loop() {
        MemorySegment segment = array.segment();
        long count = 0;
        for (long i = 0; i < array.size(); i++) {
            count += segment.get(JAVA_DOUBLE_UNALIGNED, i * 8) > 0.5 ? 1 : 0;
        }
        return count;
    }

    /// Finds a tenth of all elements, on all threads.
    @Benchmark
    public long[] indices() {
        return array.with(Threads.ALL).indices(v -> v > 0.9);
    }

    /// Finds a tenth of all elements.
    @Benchmark
    public double numpyIndices() throws IOException {
        return numpy.eval("np.flatnonzero(a > 0.9).size");
    }
}
