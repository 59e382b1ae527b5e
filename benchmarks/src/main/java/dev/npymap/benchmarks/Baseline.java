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
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
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
            try (FileChannel channel = open(directory)) {
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
    /// The floor of what maps and unmaps: a loop over the bare bytes of the `.npy` file, no header read.
    SEGMENT_LOOP("segment loop") {
        @Override
        public long read(Path directory, boolean whole) throws IOException {
            try (Arena arena = Arena.ofConfined(); FileChannel channel = open(directory)) {
                MemorySegment file = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
                long end = whole ? file.byteSize() : HEADER_BYTES + Long.BYTES;
                long sum = 0;
                for (long at = HEADER_BYTES; at < end; at += Long.BYTES) {
                    sum += file.get(INT64, at);
                }
                return sum;
            }
        }
    },
    /// The `.npy` file in windows of 1 GiB, which the garbage collector unmaps when it comes to it.
    MAPPED_BYTE_BUFFER("MappedByteBuffer, left mapped") {
        @Override
        long add(MappedByteBuffer window, int bytes) {
            long sum = 0;
            for (int at = 0; at < bytes; at += Long.BYTES) {
                sum += window.getLong(at);
            }
            return sum;
        }
    },
    /// The same windows through Agrona, which needs `--add-opens java.base/jdk.internal.misc=ALL-UNNAMED`.
    UNSAFE_BUFFER("Agrona UnsafeBuffer, left mapped") {
        @Override
        long add(MappedByteBuffer window, int bytes) {
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
    private static final ValueLayout.OfLong INT64 = ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
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
        try (FileChannel channel = open(directory)) {
            long last = whole ? channel.size() : HEADER_BYTES + 1;
            long sum = 0;
            for (long at = HEADER_BYTES; at < last; at += WINDOW_BYTES) {
                MappedByteBuffer window = channel.map(FileChannel.MapMode.READ_ONLY, at,
                        Math.min(WINDOW_BYTES, channel.size() - at));
                window.order(ByteOrder.LITTLE_ENDIAN);
                sum += add(window, whole ? window.capacity() : Long.BYTES);
            }
            return sum;
        }
    }

    /// Adds the first numbers of a mapped window.
    long add(MappedByteBuffer window, int bytes) {
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
            Path serialized = directory.resolve(SERIALIZED);
            if (!Files.exists(serialized)) {
                try (ObjectOutputStream out = new ObjectOutputStream(Files.newOutputStream(serialized))) {
                    out.writeObject(array.toArray());
                }
            }
            Path bigEndian = directory.resolve(BIG_ENDIAN);
            if (!Files.exists(bigEndian)) {
                try (DataOutputStream out = new DataOutputStream(
                        new BufferedOutputStream(Files.newOutputStream(bigEndian), BLOCK_BYTES))) {
                    for (long n = 0; n < array.size(); n++) {
                        out.writeLong(array.get(n));
                    }
                }
            }
        }
    }

    private static FileChannel open(Path directory) throws IOException {
        return FileChannel.open(directory.resolve(NPY), StandardOpenOption.READ);
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
