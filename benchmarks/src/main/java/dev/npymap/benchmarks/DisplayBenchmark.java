package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Arrays;
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

/// What does the text of 1,000 random float64 cost, as `str` of NumPy prints them? `view` against `numpy` is the
/// answer; both make the same text. `doubleToString` is the floor: the JDK's digits of each number in a line between
/// commas, not rounded, not aligned and not wrapped. `viewOfGigabyte` is an array of which six numbers are shown.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class DisplayBenchmark {
    private static final int ELEMENTS = 1000;

    private BenchmarkFiles files;
    private Arena arena;
    private DoubleArray array;
    private DoubleArray large;
    private double[] values;
    private NumpyProcess numpy;

    /// Writes the file and checks that both contenders make the same text.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        var path = files.doubles("display.npy", ELEMENTS);
        array = Npy.map(path, arena).asDouble();
        values = array.toArray();
        large = Npy.map(files.sparse("large.npy", 1L << 27), arena).asDouble();
        numpy = new NumpyProcess(path);
        String hash = "float(sum(ord(c) * (1 + i % 1000) for i, c in enumerate(str(a))))";
        if (numpy.eval(hash) != hash(view()) || numpy() != view().length()) {
            throw new IllegalStateException("the texts differ: " + view());
        }
    }

    private static double hash(String text) {
        long sum = 0;
        for (int n = 0; n < text.length(); n++) {
            sum += text.charAt(n) * (1L + n % 1000);
        }
        return sum;
    }

    /// Unmaps and deletes the files.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// NumPy on the same mapped file.
    @Benchmark
    public double numpy() throws IOException {
        return numpy.eval("len(str(a))");
    }

    /// The view.
    @Benchmark
    public String view() {
        return array.toString();
    }

    /// The view of 1 GB.
    @Benchmark
    public String viewOfGigabyte() {
        return large.toString();
    }

    /// The digits alone.
    @Benchmark
    public String doubleToString() {
        return Arrays.toString(values);
    }
}
