package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.Quantiles;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
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

/// What does the median of a mapped array cost? `median` against `numpyMedian`, which partitions a copy, is the answer;
/// `look` is the floor of one thread, a look at all bytes, of which the median takes several.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 10)
@Fork(1)
public class QuantileBenchmark {
    private BenchmarkFiles files;
    private Arena arena;
    private DoubleArray array;
    private NumpyProcess numpy;

    /// Writes the file and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        var path = files.doubles("quantile.npy", 1 << 25);
        array = Npy.map(path, arena).asDouble();
        numpy = new NumpyProcess(path);
        if (median() != numpyMedian() || medianOnOneThread() != numpyMedian()) {
            throw new IllegalStateException("the medians differ: " + median() + ", " + numpyMedian());
        }
    }

    /// Unmaps and deletes the file.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// On all threads, without a copy.
    @Benchmark
    public double median() {
        return Quantiles.of(array.with(Threads.ALL), Quantiles.Method.LINEAR, 0.5)[0];
    }

    /// On one thread, without a copy.
    @Benchmark
    public double medianOnOneThread() {
        return Quantiles.of(array, 0.5)[0];
    }

    /// NumPy on the same mapped file.
    @Benchmark
    public double numpyMedian() throws IOException {
        return numpy.eval("np.quantile(a, 0.5)");
    }

    /// Looks at all bytes, on one thread.
    @Benchmark
    public long look() {
        return Floor.look(array.segment());
    }
}
