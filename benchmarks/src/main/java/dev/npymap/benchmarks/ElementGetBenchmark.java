package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.UnsafeBuffer;
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

/// What does reading element by element through a view cost beside a Java array? `view` against `heapArray` and
/// `view2d` against `heapArray2d` are the answer, in a JVM that has seen only such arrays and in one where other
/// dtypes, byte orders, layouts and heap arrays went through the same code (`seen`). `unsafeBuffer` is Agrona's.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED")
public class ElementGetBenchmark {
    private static final int ROWS = 100;
    private static final int COLUMNS = 100;
    private static final int SIZE = ROWS * COLUMNS;

    /// What the JVM has compiled `get` for.
    @Param({"oneKind", "mixedKinds"})
    public String seen;

    private BenchmarkFiles files;
    private Arena arena;
    private DoubleArray view;
    private DoubleArray view2d;
    private double[] heap;
    private double[][] heap2d;
    private UnsafeBuffer buffer;

    /// Writes the file, and shows the getters other arrays if asked to.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        Path path = files.doubles("get.npy", ROWS, COLUMNS);
        view2d = Npy.map(path, arena).asDouble();
        view = view2d.reshape(-1);
        heap = view.toArray();
        heap2d = new double[ROWS][];
        for (int i = 0; i < ROWS; i++) {
            heap2d[i] = view2d.select(0, i).toArray();
        }
        buffer = new UnsafeBuffer(view.segment().asByteBuffer());
        if (seen.equals("mixedKinds")) {
            pollute();
        }
        if (view() != heapArray() || view2d() != heapArray2d() || unsafeBuffer() != heapArray()) {
            throw new IllegalStateException("the contenders disagree");
        }
    }

    private void pollute() {
        double sum = 0;
        for (int round = 0; round < 2_000; round++) {
            for (ByteOrder order : new ByteOrder[]{ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN}) {
                NdArray doubles = NdArray.zeros(Dtype.FLOAT64.withOrder(order), 16, 16);
                doubles.copyFrom(view2d.slice(":16, :16"));
                sum += total(doubles.asDouble()) + total(doubles.asDouble().slice("::-1, ::2").reshape(-1, 8));
                NdArray floats = NdArray.zeros(Dtype.FLOAT32.withOrder(order), 16, 16);
                NdArray longs = NdArray.zeros(Dtype.INT64.withOrder(order), 16, 16);
                for (long i = 0; i < 16; i++) {
                    sum += floats.asFloat().get(i, i) + longs.asLong().get(i, i);
                }
            }
        }
        if (Double.isNaN(sum)) {
            throw new IllegalStateException("not a number");
        }
    }

    private static double total(DoubleArray a) {
        double sum = 0;
        for (long i = 0; i < a.shape().dim(0); i++) {
            for (long j = 0; j < a.shape().dim(1); j++) {
                sum += a.get(i, j);
            }
        }
        DoubleArray row = a.select(0, 0);
        for (long j = 0; j < row.size(); j++) {
            sum += row.get(j);
        }
        return sum;
    }

    /// Unmaps and deletes the file.
    @TearDown
    public void tearDown() throws IOException {
        arena.close();
        files.close();
    }

    /// The floor for one axis.
    @Benchmark
    public double heapArray() {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += heap[i];
        }
        return sum;
    }

    /// One axis through the view.
    @Benchmark
    public double view() {
        double sum = 0;
        for (long i = 0; i < SIZE; i++) {
            sum += view.get(i);
        }
        return sum;
    }

    /// One axis through Agrona's buffer.
    @Benchmark
    public double unsafeBuffer() {
        double sum = 0;
        for (int i = 0; i < SIZE; i++) {
            sum += buffer.getDouble(i * Double.BYTES);
        }
        return sum;
    }

    /// The floor for two axes.
    @Benchmark
    public double heapArray2d() {
        double sum = 0;
        for (int i = 0; i < ROWS; i++) {
            for (int j = 0; j < COLUMNS; j++) {
                sum += heap2d[i][j];
            }
        }
        return sum;
    }

    /// Two axes through the view.
    @Benchmark
    public double view2d() {
        double sum = 0;
        for (long i = 0; i < ROWS; i++) {
            for (long j = 0; j < COLUMNS; j++) {
                sum += view2d.get(i, j);
            }
        }
        return sum;
    }
}
