package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
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

/// How long does it take to write a stored archive of 1 GB? `write` against `savez` is the answer; `write` forces the
/// file to the disk before it replaces the old one, `savez` does neither. `savezAndForce` does force it; `channelWrite`
/// is the floor, as many bytes written and forced. On a file system in memory (`-Djava.io.tmpdir=/dev/shm`) the force
/// costs nothing.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 2)
@Measurement(iterations = 8)
@Fork(1)
public class NpzWriteBenchmark {
    private static final long ELEMENTS = 1 << 27;

    private BenchmarkFiles files;
    private Arena arena;
    private Path ours;
    private Path theirs;
    private DoubleArray array;
    private NumpyProcess numpy;

    /// Makes the array and checks that both sides write it.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        Path path = files.doubles("array.npy", ELEMENTS);
        array = Npy.map(path, arena).asDouble();
        ours = files.path("ours.npz");
        theirs = files.path("theirs.npz");
        numpy = new NumpyProcess(path);
        write();
        savez();
        try (Arena own = Arena.ofConfined()) {
            if (Npz.map(ours, own).array("x").asDouble().sum() != Npz.map(theirs, own).array("x").asDouble().sum()
                    || numpy.eval("np.load('" + ours + "')['x'].sum()") != array.sum()) {
                throw new IllegalStateException("the archives differ");
            }
        }
    }

    /// Unmaps and deletes the files.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// Writes an archive, durably and in one step.
    @Benchmark
    public long write() throws IOException {
        Npz.write(ours, Map.of("x", array));
        return Files.size(ours);
    }

    /// As many zeros, durably.
    @Benchmark
    public void channelWrite() throws IOException {
        Floor.write(files.path("zeros"), array.byteSize());
    }

    /// NumPy's writer.
    @Benchmark
    public double savez() throws IOException {
        return numpy.eval("np.savez('" + theirs + "', x=a) or 0");
    }

    /// NumPy's writer, and then what makes its file durable.
    @Benchmark
    public double savezAndForce() throws IOException {
        return numpy.eval("np.savez('" + theirs + "', x=a) or force('" + theirs + "')");
    }
}
