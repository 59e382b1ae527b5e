package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Slice;
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
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does a view cost? `typed` and `text` against `numpy` is the answer; `segmentSlice` is the floor.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class SliceBenchmark {
    private static final int TIMES = 10_000;

    private BenchmarkFiles files;
    private Arena arena;
    private DoubleArray array;
    private NumpyProcess numpy;

    /// Writes the file and checks that all contenders see the same element.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        var path = files.doubles("slice.npy", 252, 5000);
        array = Npy.map(path, arena).asDouble();
        numpy = new NumpyProcess(path);
        double expected = numpy.eval("a[189:, ::10][3, 4]");
        if (typed().asDouble().get(3, 4) != expected || text().asDouble().get(3, 4) != expected) {
            throw new IllegalStateException("the views differ");
        }
    }

    /// Unmaps and deletes the file.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// By typed slices.
    @Benchmark
    public NdArray typed() {
        return array.slice(Slice.range(189, 252), Slice.every(10));
    }

    /// In NumPy's notation, which is parsed.
    @Benchmark
    public NdArray text() {
        return array.slice("189:, ::10");
    }

    /// NumPy, many times for one question.
    @Benchmark
    @OperationsPerInvocation(TIMES)
    public double numpy() throws IOException {
        return numpy.eval("[a[189:, ::10] for _ in range(" + TIMES + ")] and 0");
    }

    /// A plain slice of the memory.
    @Benchmark
    public MemorySegment segmentSlice() {
        return array.segment().asSlice(189 * 5000 * Double.BYTES);
    }
}
