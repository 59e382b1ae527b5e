package dev.npymap.benchmarks;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.SplittableRandom;
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

/// How fast are 100,000 random rows of 500 bytes fetched from a mapped file in the page cache? `allThreads` against
/// `numpy` is the answer, `oneThread` what a caller gets who does not ask for help. `segmentLoop` is the floor: plain
/// copies, with no index checked.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 20)
@Measurement(iterations = 30)
@Fork(2)
public class GatherBenchmark {
    private static final long ROWS = 1_000_000;
    private static final int COLUMNS = 125;
    private static final int ROW_BYTES = COLUMNS * Float.BYTES;

    private BenchmarkFiles files;
    private Arena arena;
    private NdArray array;
    private NdArray target;
    private long[] positions;
    private NumpyProcess numpy;

    /// Writes the file and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        SplittableRandom random = new SplittableRandom(20261125);
        positions = random.longs(100_000, 0, ROWS).toArray();
        Path path = files.floats("rows.npy", ROWS, COLUMNS);
        Path indices = files.path("indices.npy");
        Npy.write(indices, LongArray.of(positions));
        array = Npy.map(path, arena);
        target = NdArray.zeros(Dtype.FLOAT32, positions.length, COLUMNS);
        numpy = new NumpyProcess(path);
        numpy.eval("globals().update(i=np.load('" + indices + "')) or 0");
        double expected = numpy.eval("a[i].sum()");
        for (Runnable contender : new Runnable[]{this::oneThread, this::allThreads, this::segmentLoop}) {
            target.segment().fill((byte) 0);
            contender.run();
            if (target.asFloat().sum() != (float) expected) {
                throw new IllegalStateException("the rows differ: " + target.asFloat().sum() + ", " + expected);
            }
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
        return numpy.eval("a[i][-1, -1]");
    }

    /// NumPy's other call for the same.
    @Benchmark
    public double numpyTake() throws IOException {
        return numpy.eval("np.take(a, i, 0)[-1, -1]");
    }

    /// Into an array that is there, by the caller alone.
    @Benchmark
    public void oneThread() {
        array.rows(0, positions).copyTo(target);
    }

    /// Into an array that is there, on all cores.
    @Benchmark
    public void allThreads() {
        array.rows(0, positions).with(Threads.ALL).copyTo(target);
    }

    /// Into an array of their own, on all cores.
    @Benchmark
    public NdArray allThreadsNewArray() {
        return array.rows(0, positions).with(Threads.ALL).copy();
    }

    /// One copy for each row.
    @Benchmark
    public void segmentLoop() {
        for (int n = 0; n < positions.length; n++) {
            MemorySegment.copy(array.segment(), positions[n] * ROW_BYTES, target.segment(), (long) n * ROW_BYTES,
                    ROW_BYTES);
        }
    }
}
