package dev.npymap.internal.pickle;

import java.io.IOException;
import java.io.InputStream;

/// The bytes of an input, from its position onwards, as a stream.
public final class PickleStream extends InputStream {
    private final PickleInput input;

    public PickleStream(PickleInput input) {
        this.input = input;
    }

    @Override
    public int read() throws IOException {
        return input.remaining() > 0 ? input.u8() : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) throws IOException {
        int count = (int) Math.min(length, input.remaining());
        if (count == 0 && length > 0) {
            return -1;
        }
        System.arraycopy(input.bytes(count), 0, target, from, count);
        return count;
    }
}
