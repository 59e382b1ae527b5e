package dev.npymap.internal.pickle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.function.LongConsumer;

/// Passes bytes on, and reports their number.
///
/// @param out      the channel to write to
/// @param progress receives the number of bytes of each write
public record ReportingChannel(WritableByteChannel out, LongConsumer progress) implements WritableByteChannel {
    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = out.write(bytes);
        progress.accept(count);
        return count;
    }

    @Override
    public boolean isOpen() {
        return out.isOpen();
    }

    @Override
    public void close() throws IOException {
        out.close();
    }
}
