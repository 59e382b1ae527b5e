package dev.npymap.benchmarks;

import dev.npymap.array.NdArray;
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

/// How long does it take to write a mapped array, by its layout? `write` against `save` is the answer; `write` forces
/// the file to the disk before it replaces the old one, `save` does neither, `saveAndForce` does the first.
/// `channelWrite` is the floor, as many bytes written and forced. On a file system in memory
/// (`-Djava.io.tmpdir=/dev/shm`) the force costs nothing.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 6)
@Fork(1)
public class WriteBenchmark {
    /// The part of 1 GB of float32 that is written.
    @Param({"whole", "everySecond", "transposed"})
    public String layout;

    private BenchmarkFiles files;
    private Arena arena;
    private NdArray array;
    private Path ours;
    private Path theirs;
    private NumpyProcess numpy;

    /// Writes the file and checks that both sides write the same bytes.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        Path path = files.floats("array.npy", 1 << 14, 1 << 14);
        NdArray whole = Npy.map(path, arena);
        array = switch (layout) {
            case "everySecond" -> whole.slice(":, ::2");
            case "transposed" -> whole.transpose().slice("::2");
            default -> whole;
        };
        ours = files.path("ours.npy");
        theirs = files.path("theirs.npy");
        numpy = new NumpyProcess(path);
        write();
        save();
        if (numpy.eval("open('" + ours + "', 'rb').read() == open('" + theirs + "', 'rb').read()") != 1) {
            throw new IllegalStateException("the files differ");
        }
    }

    private String part() {
        return switch (layout) {
            case "everySecond" -> "a[:, ::2]";
            case "transposed" -> "a.T[::2]";
            default -> "a";
        };
    }

    /// Unmaps and deletes the files.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// Durably and in one step.
    @Benchmark
    public void write() throws IOException {
        Npy.write(ours, array);
    }

    /// As many zeros, durably.
    @Benchmark
    public void channelWrite() throws IOException {
        Floor.write(files.path("zeros"), array.byteSize());
    }

    /// NumPy's writer.
    @Benchmark
    public double save() throws IOException {
        return numpy.eval("np.save('" + theirs + "', " + part() + ") or 0");
    }

    /// NumPy's writer, and then what makes its file durable.
    @Benchmark
    public double saveAndForce() throws IOException {
        return numpy.eval("np.save('" + theirs + "', " + part() + ") or force('" + theirs + "')");
    }
}
