package dev.npymap.benchmarks;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The least that work on so many bytes costs, whatever is done with them.
final class Floor {
    private static final int BLOCK_BYTES = 1 << 20;

    private Floor() {
    }

    /// Looks at all bytes once, on one thread: adds them as if they were int64.
    static long look(MemorySegment memory) {
        long sum = 0;
        for (long at = 0; at <= memory.byteSize() - Long.BYTES; at += Long.BYTES) {
            sum += memory.get(JAVA_LONG_UNALIGNED, at);
        }
        return sum;
    }

    /// Writes so many bytes and forces them to the disk.
    static void write(Path path, long byteSize) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK_BYTES);
            for (long left = byteSize; left > 0;) {
                block.clear().limit((int) Math.min(left, BLOCK_BYTES));
                left -= channel.write(block);
            }
            channel.force(false);
        }
    }
}
