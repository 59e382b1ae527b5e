package dev.npymap.benchmarks;

import dev.npymap.array.ByteArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import dev.npymap.npz.NpzMember;
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

/// What do compressed archives cost, for several kinds of numbers? `write` against `numpyWrite`, `readAll` against
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

    /// What the array holds; random but for zeros.
    @Param({"1to99", "digits", "decimals", "sorted", "weights", "text", "zeros"})
    public String kind;

    /// Who wrote the archive that is read.
    @Param({"npymap", "numpy"})
    public String writer;

    private static final long MORE_PER_MEMBER = 1024;
    private static final long MORE_PER_BLOCK = 16;

    private BenchmarkFiles files;
    private Arena arena;
    private NdArray array;
    private Path archive;
    private Path written;
    private NumpyProcess numpy;

    /// Makes the array and the archives, and checks that all contenders agree, and that ours is no larger but for
    /// alignment and the index.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        arena = Arena.ofShared();
        long rows = switch (size) {
            case "128MB" -> 1 << 20;
            case "1GB" -> 1 << 23;
            default -> throw new IllegalArgumentException(size);
        };
        Path path = switch (kind) {
            case "1to99" -> files.smallIntegers("array.npy", rows, 16);
            case "digits" -> files.digits("array.npy", rows, 16);
            case "decimals" -> files.roundedDecimals("array.npy", rows, 16);
            case "sorted" -> files.sortedIntegers("array.npy", rows, 16);
            case "weights" -> files.weights("array.npy", rows, 32);
            case "text" -> files.text("array.npy", rows, 128);
            case "zeros" -> files.sparse("array.npy", rows, 16);
            default -> throw new IllegalArgumentException(kind);
        };
        array = Npy.map(path, arena);
        numpy = new NumpyProcess(path);
        written = files.path("written.npz");
        Path ours = files.path("ours.npz");
        Path theirs = files.path("theirs.npz");
        Npz.writeCompressed(ours, Map.of("x", array));
        numpy.eval("np.savez_compressed('" + theirs + "', x=a) or 0");
        archive = writer.equals("npymap") ? ours : theirs;
        NpzMember member = Npz.map(ours, arena).member("x");
        long more = MORE_PER_MEMBER + MORE_PER_BLOCK * Math.ceilDiv(member.size(), Math.max(1, member.blockSize()));
        if (Files.size(ours) - more > Files.size(theirs) || readAll() != sum() || readAll() != numpyRead()
                || slice() != sum(array.slice(":" + rows / 100))) {
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
    public double readAll() throws IOException {
        try (Arena own = Arena.ofShared()) {
            return sum(Npz.map(archive, own).array("x"));
        }
    }

    /// The same where libdeflate may not be used.
    @Benchmark
    public double readAllWithoutFlags() throws IOException {
        return readAll();
    }

    /// Sums the array in its `.npy` file.
    @Benchmark
    public double sum() {
        return sum(array);
    }

    private static double sum(NdArray array) {
        return switch (array) {
            case LongArray a -> a.sum();
            case DoubleArray a -> a.sum();
            case FloatArray a -> a.sum();
            case ByteArray a -> a.sum();
            default -> throw new IllegalArgumentException(array.dtype().toString());
        };
    }

    /// Opens the archive with NumPy, inflates the array and sums it.
    @Benchmark
    public double numpyRead() throws IOException {
        return numpy.eval("np.load('" + archive + "')['x'].sum()");
    }

    /// Opens the archive and reads the first hundredth of the rows.
    @Benchmark
    @Fork(value = 1, jvmArgsAppend = {"--enable-native-access=ALL-UNNAMED"})
    public double slice() throws IOException {
        try (Arena own = Arena.ofShared()) {
            return sum(Npz.map(archive, own).read("x", ":" + array.shape().dim(0) / 100));
        }
    }
}
