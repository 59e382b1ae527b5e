package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What does it cost to append 1,000 rows of 8 numbers to a file of 80 MB? `append` against `concatenate`, the way that
/// NumPy has for it, is the answer; `twoForcedWrites` is the floor of what is durable in the same order.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 30)
@Fork(1)
public class AppendBenchmark {
    private static final long ROWS = 1_250_000;
    private static final DoubleArray MORE = DoubleArray.of(new double[8000], 1000, 8);

    private BenchmarkFiles files;
    private Path path;
    private NumpyProcess numpy;

    /// Checks that both sides make the same file.
    @Setup
    public void setup() throws IOException {
        makeFile();
        append();
        concatenate();
        boolean same = numpy.eval("np.array_equal(np.load('" + path + "'), np.load('" + path + ".new.npy'))") == 1;
        deleteFile();
        if (!same) {
            throw new IllegalStateException("the files differ");
        }
    }

    /// Makes the file anew, so that it does not grow from call to call.
    @Setup(Level.Iteration)
    public void makeFile() throws IOException {
        files = new BenchmarkFiles();
        path = files.doubles("grows.npy", ROWS, 8);
        numpy = new NumpyProcess(path);
    }

    /// Deletes the file.
    @TearDown(Level.Iteration)
    public void deleteFile() throws IOException {
        numpy.close();
        files.close();
    }

    /// In place, durably.
    @Benchmark
    public void append() throws IOException {
        Npy.append(path, MORE);
    }

    /// The whole file once more, not durably.
    @Benchmark
    public double concatenate() throws IOException {
        return numpy.eval("np.save('" + path + ".new.npy', np.concatenate([a, np.zeros((1000, 8))])) or 0");
    }

    /// The bytes behind the file, and a few at its beginning.
    @Benchmark
    public void twoForcedWrites() throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate((int) MORE.byteSize()), channel.size());
            channel.force(false);
            channel.write(ByteBuffer.allocate(1), 0);
            channel.force(false);
        }
    }
}
