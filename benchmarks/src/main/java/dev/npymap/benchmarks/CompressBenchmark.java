package dev.npymap.benchmarks;

import dev.npymap.array.LongArray;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// What do compressed archives cost? Integers from 1 to 99, as int64: `write` against `numpyWrite`, `readAll` against
/// `numpyRead` for archives of either writer, and `slice`, a hundredth of the rows, against `numpyRead`, because NumPy
/// inflates all of a member. `readAllWithoutFlags` is the library on a JVM where it may not use libdeflate, `sum` the
/// floor of reading: the same array where nothing is to be inflated.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3)
@Measurement(iterations = 5)
@Fork(1)
public class CompressBenchmark {
    /// The size of the array when it is not compressed.
    @Param({"128MB", "1GB"})
    public String size;

    /// Who wrote the archive that is read.
    @Param({"npymap", "numpy"})
    public String writer;

    private BenchmarkFiles files;
    private Arena arena;
    private LongArray array;
    private Path archive;
    private Path written;
    private NumpyProcess numpy;

    /// Makes the array and the archives, and checks that all contenders agree, and that ours is no larger where
    /// libdeflate wrote it.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        long rows = switch (size) {
            case "128MB" -> 1 << 20;
            case "1GB" -> 1 << 23;
            default -> throw new IllegalArgumentException(size);
        };
        Path path = files.smallIntegers("array.npy", rows, 16);
        array = Npy.map(path, arena).asLong();
        numpy = new NumpyProcess(path);
        written = files.path("written.npz");
        Path ours = files.path("ours.npz");
        Path theirs = files.path("theirs.npz");
        Npz.writeCompressed(ours, Map.of("x", array));
        numpy.eval("np.savez_compressed('" + theirs + "', x=a) or 0");
        archive = writer.equals("npymap") ? ours : theirs;
        boolean larger = Npz.class.getModule().isNativeAccessEnabled() && Files.size(ours) > Files.size(theirs);
        if (larger || readAll() != array.sum() || readAll() != (long) numpyRead()
                || slice() != array.slice(":" + rows / 100).asLong().sum()) {
            throw new IllegalStateException("the contenders disagree, or our archive is larger");
        }
    }

    /// Unmaps and deletes the files.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        arena.close();
        files.close();
    }

    /// Deflates on all cores.
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
    public void write() throws IOException {
        Npz.writeCompressed(written, Map.of("x", array));
    }

    /// NumPy's writer.
    @Benchmark
    @Warmup(iterations = 0)
    @Measurement(iterations = 2)
    public double numpyWrite() throws IOException {
        return numpy.eval("np.savez_compressed('" + written + "', x=a) or 0");
    }

    /// Opens the archive, inflates the array and sums it.
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
    public long readAll() throws IOException {
        try (Arena own = Arena.ofShared()) {
            return Npz.map(archive, own).array("x").asLong().sum();
        }
    }

    /// The same where libdeflate may not be used.
    @Benchmark
    public long readAllWithoutFlags() throws IOException {
        return readAll();
    }

    /// Sums the array in its `.npy` file.
    @Benchmark
    public long sum() {
        return array.sum();
    }

    /// Opens the archive with NumPy, inflates the array and sums it.
    @Benchmark
    public double numpyRead() throws IOException {
        return numpy.eval("np.load('" + archive + "')['x'].sum()");
    }

    /// Opens the archive and reads the first hundredth of the rows.
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
    public long slice() throws IOException {
        try (Arena own = Arena.ofShared()) {
            return Npz.map(archive, own).read("x", ":" + array.shape().dim(0) / 100).asLong().sum();
        }
    }
}
