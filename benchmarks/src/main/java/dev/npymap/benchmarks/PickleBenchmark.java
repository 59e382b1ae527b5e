package dev.npymap.benchmarks;

import java.io.IOException;
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

/// What does it cost to get at the array of a pickle, beside every other way in which Java keeps so many numbers?
/// `MAPPED_PICKLE` against `RAZORVINE`, which unpickles in full, is the answer; `SEGMENT_LOOP` is the floor, which
/// maps, reads and unmaps. `MAPPED_BYTE_BUFFER` and `UNSAFE_BUFFER` leave unmapping to the garbage collector, outside
/// of what is timed. The same int64 from 1 to 99 in each; `read` opens the file anew. razorvine's library fails beyond
/// 2 GiB.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5)
@Measurement(iterations = 10)
@Fork(value = 1, jvmArgsAppend = {"--add-opens=java.base/jdk.internal.misc=ALL-UNNAMED",
        "--sun-misc-unsafe-memory-access=allow", "-XX:MaxRAMPercentage=70"})
public class PickleBenchmark {
    private static final long MB = 1 << 20;

    /// Size of the array; the first is that of a million int64.
    @Param({"8MB", "128MB", "1GB", "4GB"})
    public String size;

    /// How far it is read.
    @Param({"first", "sum"})
    public String reading;

    /// Who reads.
    @Param
    public Baseline baseline;

    private BenchmarkFiles files;

    /// Makes the files and checks that all contenders agree with the floor.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        long bytes = switch (size) {
            case "8MB" -> 8_000_000;
            case "128MB" -> 128 * MB;
            case "1GB" -> 1024 * MB;
            case "4GB" -> 4096 * MB;
            default -> throw new IllegalArgumentException(size);
        };
        files.smallIntegers("i64.npy", bytes / Long.BYTES);
        Baseline.makeFiles(files.path(""));
        if (read() != Baseline.SEGMENT_LOOP.read(files.path(""), reading.equals("sum"))) {
            throw new IllegalStateException("the contenders disagree");
        }
    }

    /// Deletes the files.
    @TearDown
    public void tearDown() throws IOException {
        files.close();
    }

    /// Opens the file and reads.
    @Benchmark
    public long read() throws IOException {
        return baseline.read(files.path(""), reading.equals("sum"));
    }
}
