package dev.npymap.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;

import dev.npymap.array.DoubleArray;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How fast is the sum of a mapped float64 array in the page cache? `view` against `numpy` is the answer; both give the
/// same bits. `viewWithoutVectors` is the library on a JVM without flags, `segmentLoop` the naive loop, and `look` the
/// floor, a look at all bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 30)
@Fork(3)
public class SumBenchmark {
    /// The size of the array.
    @Param({"1GB"})
    public String size;

    private BenchmarkFiles files;
    private Arena arena;
    private DoubleArray array;
    private NumpyProcess numpy;

    /// Writes the file and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        var path = files.doubles("sum.npy", elements());
        array = Npy.map(path, arena).asDouble();
        numpy = new NumpyProcess(path);
        if (Double.doubleToRawLongBits(view()) != Double.doubleToRawLongBits(numpy())
                || Math.abs(segmentLoop() / numpy() - 1) > 1e-9) {
            throw new IllegalStateException("the sums differ: " + view() + ", " + numpy() + ", " + segmentLoop());
        }
    }

    private long elements() {
        return switch (size) {
            case "1MB" -> 1 << 17;
            case "1GB" -> 1 << 27;
            default -> throw new IllegalArgumentException(size);
        };
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
        return numpy.eval("a.sum()");
    }

    /// The view with the Vector API.
    @Benchmark
    @Fork(value = 3, jvmArgsAppend = {"--add-modules", "jdk.incubator.vector"})
    public double view() {
        return array.sum();
    }

    /// The view on a JVM without flags.
    @Benchmark
    public double viewWithoutVectors() {
        return array.sum();
    }

    /// Looks at all bytes.
    @Benchmark
    public long look() {
        return Floor.look(array.segment());
    }

    /// One accumulator, not in NumPy's order.
    @Benchmark
    public double segmentLoop() {
        MemorySegment segment = array.segment();
        double sum = 0;
        for (long i = 0; i < array.size(); i++) {
            sum += segment.get(JAVA_DOUBLE_UNALIGNED, i * 8);
        }
        return sum;
    }
}
