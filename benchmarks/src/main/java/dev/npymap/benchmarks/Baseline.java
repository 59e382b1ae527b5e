package dev.npymap.benchmarks;

import dev.npymap.array.LongArray;
import dev.npymap.npy.Npy;
import dev.npymap.pickle.Pickle;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.agrona.concurrent.UnsafeBuffer;

/// The ways in which a Java program gets at an array of int64 in a file.
///
/// Each opens its file anew and returns the first number, or the sum of all. The files of one array lie in one
/// directory: `i64.npy`, `i64.pkl` in protocol 4, `i64.ser` as Java serializes a `long[]`, and `i64.be`, numbers of a
/// `DataOutputStream`.
public enum Baseline {
    /// npymap on the `.npy` file.
    MAPPED_NPY("mapped .npy") {
        @Override
        public long read(Path directory, boolean whole) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                LongArray array = Npy.map(directory.resolve(NPY), arena).asLong();
                return whole ? array.sum() : array.get(0);
            }
        }
    },
    /// npymap on the pickle.
    MAPPED_PICKLE("mapped pickle") {
        @Override
        public long read(Path directory, boolean whole) throws IOException {
            try (Arena arena = Arena.ofConfined()) {
                LongArray array = Pickle.map(directory.resolve(PICKLE), arena).asArray().asLong();
                return whole ? array.sum() : array.get(0);
            }
        }
    },
    /// The pickle as razorvine's library reads it, with constructors for NumPy's arrays; up to 2 GiB.
    RAZORVINE("razorvine pickle") {
        @Override
        public long read(Path directory, boolean whole) throws IOException {
            return sum(RazorvineArray.load(directory.resolve(PICKLE)), whole);
        }
    },
    /// Java's own serialization.
    SERIALIZATION("Java serialization") {
        @Override
        public long read(Path directory, boolean whole) throws IOException {
            try (ObjectInputStream in = new ObjectInputStream(buffered(directory.resolve(SERIALIZED)))) {
                return sum((long[]) in.readObject(), whole);
            } catch (ClassNotFoundException impossible) {
                throw new IOException(impossible);
            }
        }
    },
    /// Number by number.
    DATA_INPUT_STREAM("DataInputStream") {
        @Override
        public long read(Path directory, boolean whole) throws IOException {
            Path file = directory.resolve(BIG_ENDIAN);
            try (DataInputStream in = new DataInputStream(buffered(file))) {
                long sum = 0;
                for (long n = whole ? Files.size(file) / Long.BYTES : 1; n > 0; n--) {
                    sum += in.readLong();
                }
                return sum;
            }
        }
    },
    /// All of the `.npy` file's elements into an array on the heap, by a direct buffer.
    FILE_CHANNEL("FileChannel.read into long[]") {
        @Override
        public long read(Path directory, boolean whole) throws IOException {
            try (FileChannel channel = FileChannel.open(directory.resolve(NPY), StandardOpenOption.READ)) {
                long[] numbers = new long[Math.toIntExact((channel.size() - HEADER_BYTES) / Long.BYTES)];
                ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES).order(ByteOrder.LITTLE_ENDIAN);
                channel.position(HEADER_BYTES);
                for (int at = 0; at < numbers.length;) {
                    while (block.hasRemaining() && channel.read(block) >= 0) {
                        // A read may return less than was asked for.
                    }
                    int count = block.flip().remaining() / Long.BYTES;
                    block.asLongBuffer().get(numbers, at, count);
                    block.clear();
                    at += count;
                }
                return sum(numbers, whole);
            }
        }
    },
    /// The `.npy` file in windows of 1 GiB.
    MAPPED_BYTE_BUFFER("MappedByteBuffer") {
        @Override
        long readWindow(MappedByteBuffer window, int bytes) {
            long sum = 0;
            for (int at = 0; at < bytes; at += Long.BYTES) {
                sum += window.getLong(at);
            }
            return sum;
        }
    },
    /// The same windows through Agrona, which needs `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED`.
    UNSAFE_BUFFER("Agrona UnsafeBuffer") {
        @Override
        long readWindow(MappedByteBuffer window, int bytes) {
            UnsafeBuffer buffer = new UnsafeBuffer(window);
            long sum = 0;
            for (int at = 0; at < bytes; at += Long.BYTES) {
                sum += buffer.getLong(at, ByteOrder.LITTLE_ENDIAN);
            }
            return sum;
        }
    };

    private static final String NPY = "i64.npy";
    private static final String PICKLE = "i64.pkl";
    private static final String SERIALIZED = "i64.ser";
    private static final String BIG_ENDIAN = "i64.be";
    private static final int HEADER_BYTES = 128;
    private static final int BLOCK_BYTES = 1 << 20;
    private static final long WINDOW_BYTES = 1 << 30;

    private final String label;

    Baseline(String label) {
        this.label = label;
    }

    /// {@return its name in tables}
    public String label() {
        return label;
    }

    /// Opens its file and reads.
    ///
    /// @param directory holds the files
    /// @param whole     whether to add all numbers, or to get the first one
    /// @return the sum, or the first number
    /// @throws IOException if the file cannot be read
    public long read(Path directory, boolean whole) throws IOException {
        try (FileChannel channel = FileChannel.open(directory.resolve(NPY), StandardOpenOption.READ)) {
            long end = whole ? channel.size() : HEADER_BYTES + Long.BYTES;
            long sum = 0;
            for (long at = HEADER_BYTES; at < end; at += WINDOW_BYTES) {
                long bytes = Math.min(WINDOW_BYTES, end - at);
                MappedByteBuffer window = channel.map(FileChannel.MapMode.READ_ONLY, at, bytes);
                window.order(ByteOrder.LITTLE_ENDIAN);
                sum += readWindow(window, (int) bytes);
            }
            return sum;
        }
    }

    /// Adds the numbers of a mapped window.
    long readWindow(MappedByteBuffer window, int bytes) {
        throw new UnsupportedOperationException(label);
    }

    /// Makes the files that are not there yet.
    ///
    /// @param directory holds `i64.npy`
    /// @throws IOException if they cannot be written
    public static void makeFiles(Path directory) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            LongArray array = Npy.map(directory.resolve(NPY), arena).asLong();
            if (!Files.exists(directory.resolve(PICKLE))) {
                Pickle.write(directory.resolve(PICKLE), array);
            }
            if (!Files.exists(directory.resolve(SERIALIZED))) {
                try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(directory.resolve(SERIALIZED)))) {
                    out.writeObject(array.toArray());
                }
            }
            if (!Files.exists(directory.resolve(BIG_ENDIAN))) {
                try (DataOutputStream out = new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(directory.resolve(BIG_ENDIAN)), BLOCK_BYTES))) {
                    for (long n = 0; n < array.size(); n++) {
                        out.writeLong(array.get(n));
                    }
                }
            }
        }
    }

    private static InputStream buffered(Path file) throws IOException {
        return new BufferedInputStream(Files.newInputStream(file), BLOCK_BYTES);
    }

    private static long sum(long[] numbers, boolean whole) {
        if (!whole) {
            return numbers[0];
        }
        long sum = 0;
        for (long number : numbers) {
            sum += number;
        }
        return sum;
    }
}
