package dev.npymap.internal.npy;

import dev.npymap.internal.io.AtomicReplace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// The payload of a new file.
public final class Zeros {
    private static final int BLOCK_BYTES = 1 << 20;

    private Zeros() {
    }

    /// Writes zeros at the channel's position, or only extends the file if it is to be sparse.
    public static void write(FileChannel channel, long count, boolean sparse) throws IOException {
        if (sparse && count > 0) {
            channel.write(ByteBuffer.allocate(1), channel.position() + count - 1);
            return;
        }
        ByteBuffer zeros = ByteBuffer.allocateDirect((int) Math.min(count, BLOCK_BYTES));
        for (long left = count; left > 0; left -= BLOCK_BYTES) {
            AtomicReplace.writeFully(channel, zeros.clear().limit((int) Math.min(left, BLOCK_BYTES)));
        }
    }
}
