package dev.npymap.internal.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.model.Order;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/// Takes bytes as Latin-1 characters and passes them on in UTF-8, or only counts the resulting bytes.
public abstract sealed class Latin1Channel implements WritableByteChannel {
    /// The size in bytes of an array's elements as Latin-1 text in UTF-8.
    public static long encodedSize(NdArray array, Order order) throws IOException {
        Counting counting = new Counting();
        ElementWriter.write(array, order, counting);
        return counting.size;
    }

    public static WritableByteChannel encoding(WritableByteChannel out) {
        return new Encoding(out);
    }

    @Override
    public boolean isOpen() {
        return true;
    }

    @Override
    public void close() {
    }

    private static final class Counting extends Latin1Channel {
        private long size;

        @Override
        public int write(ByteBuffer bytes) {
            int count = bytes.remaining();
            size += count;
            while (bytes.hasRemaining()) {
                size += bytes.get() < 0 ? 1 : 0;
            }
            return count;
        }
    }

    private static final class Encoding extends Latin1Channel {
        private static final int BLOCK_BYTES = 1 << 13;

        private final WritableByteChannel out;
        private final byte[] block = new byte[2 * BLOCK_BYTES];

        private Encoding(WritableByteChannel out) {
            this.out = out;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            while (bytes.hasRemaining()) {
                int length = 0;
                for (int n = Math.min(BLOCK_BYTES, bytes.remaining()); n > 0; n--) {
                    byte b = bytes.get();
                    if (b < 0) {
                        block[length++] = (byte) (0xc0 | (b & 0xff) >> 6);
                        b = (byte) (0x80 | b & 0x3f);
                    }
                    block[length++] = b;
                }
                out.write(ByteBuffer.wrap(block, 0, length));
            }
            return count;
        }
    }
}
