package dev.npymap.internal.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.model.Order;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/// Writes the bytes of a pickle to a channel, in frames as CPython makes them: a frame ends at the first value that
/// begins after its first 64 KiB, and a value that is as large by itself is written outside of frames.
public final class PickleOutput {
    private static final int FRAME_BYTES = 1 << 16;
    private static final int LEAST_FRAME_BYTES = 4;
    private static final int ALIGNMENT = 64;
    /// The least number of bytes for alignment: an empty `bytes` and its removal.
    private static final int LEAST_PADDING = 3;

    private final WritableByteChannel out;
    private final boolean frames;
    private final boolean aligned;
    private byte[] buffer = new byte[FRAME_BYTES * 2];
    private int length;
    private long written;

    public PickleOutput(WritableByteChannel out, boolean frames, boolean aligned) {
        this.out = out;
        this.frames = frames;
        this.aligned = aligned;
    }

    public void u8(int value) {
        room(1);
        buffer[length++] = (byte) value;
    }

    public void le(long value, int count) {
        room(count);
        for (int n = 0; n < count; n++) {
            buffer[length++] = (byte) (value >>> 8 * n);
        }
    }

    public void bytes(byte[] bytes) {
        room(bytes.length);
        System.arraycopy(bytes, 0, buffer, length, bytes.length);
        length += bytes.length;
    }

    private void room(int count) {
        if (buffer.length - length < count) {
            buffer = Arrays.copyOf(buffer, Math.max(length + count, length + (length >> 1)));
        }
    }

    /// Called before each value: ends the frame if it is long enough.
    public void boundary() throws IOException {
        if (length >= FRAME_BYTES) {
            flush();
        }
    }

    /// Ends the pickle.
    public void finish() throws IOException {
        flush();
    }

    private void flush() throws IOException {
        if (frames && length >= LEAST_FRAME_BYTES) {
            ByteBuffer frame = ByteBuffer.allocate(9).order(ByteOrder.LITTLE_ENDIAN);
            write(frame.put((byte) Opcodes.FRAME).putLong(length).flip());
        }
        write(ByteBuffer.wrap(buffer, 0, length));
        length = 0;
    }

    private void write(ByteBuffer bytes) throws IOException {
        written += bytes.remaining();
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /// Writes an instruction and a long payload.
    public void large(byte[] instruction, byte[] bytes) throws IOException {
        large(instruction, bytes.length, false, channel -> channel.write(ByteBuffer.wrap(bytes)));
    }

    /// Writes an instruction and the elements of an array.
    public void elements(byte[] instruction, NdArray array, Order order) throws IOException {
        large(instruction, array.byteSize(), true, channel -> ElementWriter.write(array, order, channel));
    }

    /// Writes an instruction and the elements of an array as Latin-1 text in UTF-8.
    public void elementsAsText(byte[] instruction, long byteSize, NdArray array, Order order) throws IOException {
        large(instruction, byteSize, false,
                channel -> ElementWriter.write(array, order, Latin1Channel.encoding(channel)));
    }

    /// Writes some bytes to a channel.
    private interface Body {
        void to(WritableByteChannel channel) throws IOException;
    }

    private void large(byte[] instruction, long byteSize, boolean elements, Body body) throws IOException {
        if (byteSize < FRAME_BYTES) {
            align(instruction.length, elements);
            bytes(instruction);
            body.to(new Sink(true));
            return;
        }
        flush();
        align(instruction.length, elements);
        bytes(instruction);
        write(ByteBuffer.wrap(buffer, 0, length));
        length = 0;
        body.to(new Sink(false));
    }

    /// Writes padding that is pushed and popped again, so that the elements are aligned to 64 bytes.
    private void align(int instructionLength, boolean elements) {
        long at = written + length + instructionLength;
        if (!aligned || !elements || at % ALIGNMENT == 0) {
            return;
        }
        int padding = (int) (-(at + LEAST_PADDING) & ALIGNMENT - 1);
        u8(Opcodes.SHORT_BINBYTES);
        u8(padding);
        bytes(new byte[padding]);
        u8(Opcodes.POP);
    }

    /// The target of a body: the buffer, or the channel itself.
    private final class Sink implements WritableByteChannel {
        private final boolean buffered;

        Sink(boolean buffered) {
            this.buffered = buffered;
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            int count = bytes.remaining();
            if (buffered) {
                room(count);
                bytes.get(buffer, length, count);
                length += count;
            } else {
                PickleOutput.this.write(bytes);
            }
            return count;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {
        }
    }
}
