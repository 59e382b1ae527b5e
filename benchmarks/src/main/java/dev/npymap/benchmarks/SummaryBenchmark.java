package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.Summary;
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

/// What does it cost to summarise 1 GB of float64 in the page cache? `summary` against `numpy`, which answers the same
/// questions one after another, is the answer; `look` is the floor of one thread, a look at all bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 15)
@Measurement(iterations = 20)
@Fork(2)
public class SummaryBenchmark {
    private BenchmarkFiles files;
    private Arena arena;
    private DoubleArray array;
    private NumpyProcess numpy;

    /// Writes the file and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        var path = files.doubles("summary.npy", 1 << 27);
        array = Npy.map(path, arena).asDouble();
        numpy = new NumpyProcess(path);
        Summary summary = summary();
        double all = summary.min() + summary.max() + summary.mean() + summary.std();
        if (Math.abs(all / numpy() - 1) > 1e-12 || !summary.equals(summaryOnOneThread())) {
            throw new IllegalStateException("the summaries differ: " + summary + ", " + numpy());
        }
    }

    /// Unmaps and deletes the file.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// NumPy on the same mapped file.
    @Benchmark
    public double numpy() throws IOException {
        return numpy.eval("a.min() + a.max() + a.mean() + a.std()");
    }

    /// On all threads, with the Vector API.
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
    public Summary summary() {
        return Summary.of(array.with(Threads.ALL));
    }

    /// On all threads of a JVM without flags.
    @Benchmark
    public Summary summaryWithoutVectors() {
        return Summary.of(array.with(Threads.ALL));
    }

    /// On one thread, with the Vector API.
    @Benchmark
    @Fork(value = 2, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
    public Summary summaryOnOneThread() {
        return Summary.of(array);
    }

    /// Looks at all bytes, on one thread.
    @Benchmark
    public long look() {
        return Floor.look(array.segment());
    }
}
