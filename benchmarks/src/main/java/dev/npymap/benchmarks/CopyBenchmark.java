package dev.npymap.benchmarks;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How fast is a mapped 8,192 x 8,192 float32 copied, by what has to happen to its elements on the way? `oneThread`
/// against `numpy` is the answer, case by case; NumPy makes a new array each time, as it does for most callers.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(1)
public class CopyBenchmark {
    private static final long EDGE = 8192;

    /// What happens to the elements.
    @Param({"asTheyLie", "transposed", "everySecond", "swapped", "float16ToFloat32", "float32ToFloat64",
            "float32ToInt32"})
    public String work;

    private BenchmarkFiles files;
    private Arena arena;
    private NdArray from;
    private NdArray target;
    private NumpyProcess numpy;

    /// Writes the file and checks that both sides agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        var path = files.floats("square.npy", EDGE, EDGE);
        NdArray array = Npy.map(path, arena);
        if (work.equals("float16ToFloat32")) {
            path = files.path("halves.npy");
            Npy.write(path, array.to(Dtype.FLOAT16));
            array = Npy.map(path, arena);
        }
        from = switch (work) {
            case "transposed" -> array.transpose();
            case "everySecond" -> array.slice(":, ::2");
            default -> array;
        };
        Dtype dtype = switch (work) {
            case "swapped" -> Dtype.of(">f4");
            case "float32ToFloat64" -> Dtype.FLOAT64;
            case "float32ToInt32" -> Dtype.INT32;
            default -> Dtype.FLOAT32;
        };
        long byteSize = from.size() * dtype.byteSize();
        target = NdArray.of(arena.allocate(byteSize, 64), dtype, Shape.of(from.shape().toArray()), Order.C,
                Source.MEMORY);
        numpy = new NumpyProcess(path);
        oneThread();
        var ours = files.path("ours.npy");
        Npy.write(ours, target);
        if (numpy.eval("np.array_equal(np.load('" + ours + "'), " + expression() + ")") != 1) {
            throw new IllegalStateException("the copies differ");
        }
    }

    private String expression() {
        return switch (work) {
            case "transposed" -> "a.T.copy()";
            case "everySecond" -> "a[:, ::2].copy()";
            case "swapped" -> "a.astype('>f4')";
            case "float16ToFloat32" -> "a.astype('f4')";
            case "float32ToFloat64" -> "a.astype('f8')";
            case "float32ToInt32" -> "a.astype('i4')";
            default -> "a.copy()";
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
        return numpy.eval(expression() + "[-1, -1]");
    }

    /// By the caller alone.
    @Benchmark
    public void oneThread() {
        from.convertTo(target);
    }

    /// On all cores.
    @Benchmark
    public void allThreads() {
        from.with(Threads.ALL).convertTo(target);
    }

    /// The floor: as many bytes moved as the target has.
    @Benchmark
    public void segmentFill() {
        target.segment().fill((byte) 1);
    }
}
