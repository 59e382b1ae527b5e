package dev.npymap.benchmarks;

import dev.npymap.array.NdArray;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import dev.npymap.text.TextOptions;
import java.io.IOException;
import java.nio.file.Files;
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

/// What does text cost? A million numbers, one in a row: `write` and `writeOnAllCores` against `numpyWrite`
/// (`np.savetxt`), `read` and `readOnAllCores` against `numpyRead` (`np.loadtxt`), are the answer. Ours are forced to
/// the disk and renamed, NumPy's are not. `bytesRead` and `channelWrite` are the floors: the text as bytes.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class TextBenchmark {
    /// What the numbers are: float64 as `%.18e`, or int64 up to a million as `%d`.
    @Param({"float64", "int64"})
    public String numbers;

    private BenchmarkFiles files;
    private NdArray array;
    private TextFormat format;
    private TextOptions options;
    private Path text;
    private Path written;
    private NumpyProcess numpy;

    /// Makes array and text, and checks that all contenders agree.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        Path path = files.path("array.npy");
        Path empty = files.smallIntegers("empty.npy", 1, 1);
        numpy = new NumpyProcess(empty);
        numpy.eval("np.save('" + path + "', np.random.default_rng(1)." + switch (numbers) {
            case "float64" -> "standard_normal(1000000)";
            case "int64" -> "integers(-1000000, 1000000, 1000000)";
            default -> throw new IllegalArgumentException(numbers);
        } + ") or 0");
        array = Npy.read(path);
        format = TextFormat.DEFAULT.withFmt(numbers.equals("float64") ? "%.18e" : "%d");
        options = TextOptions.DEFAULT.withDtype(array.dtype());
        text = files.path("text.txt");
        written = files.path("written.txt");
        numpy.eval("globals().update(a=np.load('" + path + "')) or 0");
        Text.write(text, array, format);
        numpyWrite();
        if (Files.mismatch(text, written) >= 0 || !read().repr().equals(array.repr()) || numpyRead() != 1_000_000) {
            throw new IllegalStateException("the contenders disagree");
        }
    }

    /// Deletes the files.
    @TearDown
    public void tearDown() throws IOException {
        numpy.close();
        files.close();
    }

    /// Formats on one core.
    @Benchmark
    public void write() throws IOException {
        Text.write(written, array, format);
    }

    /// Formats on all cores.
    @Benchmark
    public void writeOnAllCores() throws IOException {
        Text.write(written, array, format.withThreads(Threads.ALL));
    }

    /// As many zeros, durably.
    @Benchmark
    public void channelWrite() throws IOException {
        Floor.write(files.path("zeros"), Files.size(text));
    }

    /// NumPy's writer.
    @Benchmark
    public double numpyWrite() throws IOException {
        return numpy.eval("np.savetxt('" + written + "', a, fmt='" + format.fmt().getFirst() + "') or 0");
    }

    /// Parses on one core.
    @Benchmark
    public NdArray read() throws IOException {
        return Text.read(text, options);
    }

    /// Parses on all cores.
    @Benchmark
    public NdArray readOnAllCores() throws IOException {
        return Text.read(text, options.withThreads(Threads.ALL));
    }

    /// The bytes of the text.
    @Benchmark
    public byte[] bytesRead() throws IOException {
        return Files.readAllBytes(text);
    }

    /// NumPy's reader.
    @Benchmark
    public double numpyRead() throws IOException {
        return numpy.eval("np.loadtxt('" + text + "', dtype='" + numbers + "').size");
    }
}
