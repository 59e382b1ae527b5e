package dev.npymap.benchmarks;

import dev.npymap.array.ByteArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How fast are reductions of a mapped array in the page cache, by dtype and along an axis? `oneThread` and
/// `twoThreads` against `numpy` is the answer; all give the same bits. `look` is the floor of one thread, a
/// look at all bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 20)
@Fork(2)
public class ReduceBenchmark {
    /// What is reduced: NumPy's dtype, the rows (`-` for a single axis), the function and the axis.
    @Param({"|i1 - sum None", "<i4 - sum None", "<f2 - sum None", "<f4 - sum None", "<f8 - sum None", ">f8 - sum None",
            "<f8 - std None", "<f8 long sum 0", "<f8 long sum 1", "<f8 wide sum 0", "<f8 wide sum 1", "|i1 - max None",
            "<f4 - max None", "<f8 - max None", "<f8 long max 0", "<f8 long max 1", "<f8 wide max 0"})
    public String work;

    /// The bytes of the array.
    @Param({"1073741824"})
    public long bytes;

    private BenchmarkFiles files;
    private Arena arena;
    private NdArray array;
    private Reduction what;
    private int[] axes;
    private String question;
    private NumpyProcess numpy;

    /// Writes the file and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        String[] words = work.split(" ");
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        Dtype dtype = Dtype.of(words[0]);
        long elements = bytes / dtype.byteSize();
        Path path = files.numbers("reduce.npy", dtype, switch (words[1]) {
            case "long" -> new long[]{elements / 64, 64};
            case "wide" -> new long[]{64, elements / 64};
            default -> new long[]{elements};
        });
        array = Npy.map(path, arena);
        what = switch (words[2]) {
            case "sum" -> Reduction.SUM;
            case "max" -> Reduction.MAX;
            default -> Reduction.STD;
        };
        axes = words[3].equals("None") ? new int[0] : new int[]{Integer.parseInt(words[3])};
        question = "np.sum(a.%s(axis=%s))".formatted(words[2], words[3]);
        numpy = new NumpyProcess(path);
        double expected = numpy.eval(question);
        if (total(oneThread()) != expected || total(twoThreads()) != expected) {
            throw new IllegalStateException(work + ": " + total(oneThread()) + " is not " + expected);
        }
    }

    private static double total(NdArray results) {
        return switch (results) {
            case DoubleArray a -> a.sum();
            case FloatArray a -> a.sum();
            case HalfArray a -> a.sum();
            case LongArray a -> a.sum();
            case ByteArray a -> a.sum();
            default -> throw new IllegalArgumentException(results.toString());
        };
    }

    /// Unmaps and deletes the file.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// Looks at all bytes, on one thread.
    @Benchmark
    public long look() {
        return Floor.look(array.segment());
    }

    /// NumPy on the same mapped file.
    @Benchmark
    public double numpy() throws IOException {
        return numpy.eval(question);
    }

    /// The calling thread alone.
    @Benchmark
    public NdArray oneThread() {
        return array.reduce(what, axes);
    }

    /// The caller and another thread.
    @Benchmark
    public NdArray twoThreads() {
        return array.with(Threads.of(2)).reduce(what, axes);
    }
}
