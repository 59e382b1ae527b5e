package dev.npymap.benchmarks;

import dev.npymap.array.ByteArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.Npy;
import dev.npymap.npy.WritableNpy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SplittableRandom;

/// A temporary directory with the files of one benchmark.
final class BenchmarkFiles implements AutoCloseable {
    private final Path directory;

    BenchmarkFiles() throws IOException {
        this.directory = Files.createTempDirectory("npymap-benchmark");
    }

    Path path(String name) {
        return directory.resolve(name);
    }

    /// Sets one element.
    private interface Element {
        void set(NdArray flat, long i, SplittableRandom random);
    }

    /// Writes a float64 array of random numbers below 1.
    Path doubles(String name, long... dims) throws IOException {
        return numbers(name, Dtype.FLOAT64, dims);
    }

    /// Writes a float32 array of random whole numbers, small enough for sums to be exact.
    Path floats(String name, long... dims) throws IOException {
        return write(name, Dtype.FLOAT32, dims, (flat, i, random) -> flat.asFloat().set(i, random.nextInt(2) - 1));
    }

    /// Writes an int64 array of random numbers from 1 to 99.
    Path smallIntegers(String name, long... dims) throws IOException {
        return write(name, Dtype.INT64, dims, (flat, i, random) -> flat.asLong().set(i, random.nextLong(1, 100)));
    }

    /// Writes an array of random numbers from the normal distribution, rounded to 3 decimals.
    Path roundedDecimals(String name, long... dims) throws IOException {
        return write(name, Dtype.FLOAT64, dims,
                (flat, i, random) -> flat.asDouble().set(i, Math.rint(random.nextGaussian() * 1000) / 1000));
    }

    /// Writes an array of random integers of one digit.
    Path digits(String name, long... dims) throws IOException {
        return write(name, Dtype.INT64, dims, (flat, i, random) -> flat.asLong().set(i, random.nextLong(10)));
    }

    /// Writes an array of integers that rise by random steps.
    Path sortedIntegers(String name, long... dims) throws IOException {
        long[] last = {0};
        return write(name, Dtype.INT64, dims,
                (flat, i, random) -> flat.asLong().set(i, last[0] += random.nextLong(1 << 20)));
    }

    /// Writes an array of float32 as the weights of a model are: small, about zero.
    Path weights(String name, long... dims) throws IOException {
        return write(name, Dtype.FLOAT32, dims,
                (flat, i, random) -> flat.asFloat().set(i, (float) (random.nextGaussian() * 0.02)));
    }

    /// Writes an array of the bytes of English words.
    Path text(String name, long... dims) throws IOException {
        String[] words = "the array of shape and dtype is mapped, read or written ".split("(?<= )");
        StringBuilder text = new StringBuilder();
        return write(name, Dtype.UINT8, dims, (flat, i, random) -> {
            if (text.isEmpty()) {
                text.append(words[random.nextInt(words.length)]).reverse();
            }
            flat.asByte().set(i, text.charAt(text.length() - 1));
            text.setLength(text.length() - 1);
        });
    }

    /// Writes an array of random numbers, integers from 0 to 99 or floats below 1.
    Path numbers(String name, Dtype dtype, long... dims) throws IOException {
        return write(name, dtype, dims, (flat, i, random) -> {
            switch (flat) {
                case ByteArray a -> a.set(i, random.nextInt(100));
                case IntArray a -> a.set(i, random.nextInt(100));
                case HalfArray a -> a.set(i, (float) random.nextDouble());
                case FloatArray a -> a.set(i, (float) random.nextDouble());
                case DoubleArray a -> a.set(i, random.nextDouble());
                default -> throw new IllegalArgumentException(dtype.toString());
            }
        });
    }

    private Path write(String name, Dtype dtype, long[] dims, Element element) throws IOException {
        Path path = path(name);
        SplittableRandom random = new SplittableRandom(20261122);
        try (WritableNpy file = Npy.create(path, dtype, Shape.of(dims), Order.C)) {
            NdArray flat = file.array().reshape(-1);
            for (long i = 0; i < flat.size(); i++) {
                element.set(flat, i, random);
            }
        }
        return path;
    }

    /// Makes a float64 array of zeros that takes no room on the disk.
    Path sparse(String name, long... dims) throws IOException {
        Path path = path(name);
        try (WritableNpy file = Npy.createSparse(path, Dtype.FLOAT64, Shape.of(dims), Order.C)) {
            file.force();
        }
        return path;
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(directory);
    }
}
