package dev.npymap.benchmarks;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import java.io.IOException;
import java.lang.foreign.Arena;
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

/// What does an array cost that is a stored member of an archive of 1 GB? `first` against `numpyFirst` is the answer
/// for opening, `sumOfMember` against `sumOfFile`, its floor, for use: the member is mapped where it lies.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 10)
@Measurement(iterations = 20)
@Fork(2)
public class NpzMemberBenchmark {
    private static final long ELEMENTS = 1 << 27;

    private BenchmarkFiles files;
    private Arena arena;
    private Path archive;
    private DoubleArray member;
    private DoubleArray file;
    private NumpyProcess numpy;

    /// Writes the archive and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        Path path = files.doubles("member.npy", ELEMENTS);
        file = Npy.map(path, arena).asDouble();
        archive = files.path("member.npz");
        Npz.write(archive, Map.of("x", file));
        member = Npz.map(archive, arena).array("x").asDouble();
        numpy = new NumpyProcess(path);
        if (first() != numpyFirst() || sumOfMember() != sumOfFile()) {
            throw new IllegalStateException("the contenders disagree");
        }
    }

    /// Unmaps and deletes the files.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// Opens the archive and gets one element.
    @Benchmark
    public double first() throws IOException {
        try (Arena own = Arena.ofConfined()) {
            return Npz.map(archive, own).array("x").asDouble().get(0);
        }
    }

    /// Opens the archive with NumPy, which reads the member whole, and gets one element.
    @Benchmark
    @Warmup(iterations = 1)
    @Measurement(iterations = 5)
    public double numpyFirst() throws IOException {
        return numpy.eval("np.load('" + archive + "')['x'][0]");
    }

    /// Sums the member.
    @Benchmark
    public double sumOfMember() {
        return member.sum();
    }

    /// Sums the same array in a file of its own.
    @Benchmark
    public double sumOfFile() {
        return file.sum();
    }
}
