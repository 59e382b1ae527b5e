package dev.npymap.cli.source;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/// Standard input for a command that reads it more than once: after its end it starts again.
public final class Replay extends InputStream {
    private final InputStream in;
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private byte[] whole = {};
    private int position;
    private boolean ended;

    /// Wraps a stream, without reading from it.
    ///
    /// @param in the stream
    public Replay(InputStream in) {
        this.in = in;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (!ended) {
            int taken = in.read(bytes, from, count);
            if (taken >= 0) {
                read.write(bytes, from, taken);
                return taken;
            }
            whole = read.toByteArray();
            read.reset();
            ended = true;
            return -1;
        }
        int taken = Math.min(count, whole.length - position);
        if (taken == 0) {
            position = 0;
            return -1;
        }
        System.arraycopy(whole, position, bytes, from, taken);
        position += taken;
        return taken;
    }
}
