package dev.npymap.benchmarks;

import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
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

/// What does it cost to open a file, and does its size matter? `map` at the two sizes is the answer; `channelMap` is
/// the floor: a bare `FileChannel.map`, which checks nothing and reads no header.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(2)
public class OpenBenchmark {
    /// The size of the file; the larger one is sparse.
    @Param({"1MB", "100GB"})
    public String size;

    private BenchmarkFiles files;
    private Path path;

    /// Makes the file.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        path = size.equals("1MB") ? files.doubles("open.npy", 1 << 17) : files.sparse("open.npy", 12_500_000_000L);
        if (map() != channelMap() - 128) {
            throw new IllegalStateException("the contenders map different sizes");
        }
    }

    /// Deletes the file.
    @TearDown
    public void tearDown() throws IOException {
        files.close();
    }

    /// Opens, checks, maps and unmaps an array.
    @Benchmark
    public long map() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return Npy.map(path, arena).byteSize();
        }
    }

    /// Maps and unmaps a file whatever it holds.
    @Benchmark
    public long channelMap() throws IOException {
        try (Arena arena = Arena.ofConfined(); FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena).byteSize();
        }
    }
}
