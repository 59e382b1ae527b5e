package dev.npymap.npz;

import dev.npymap.internal.io.AtomicReplace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/// Writes a member without compression.
final class StoredSink implements MemberSink {
    private final FileChannel channel;
    private final CRC32 crc = new CRC32();
    private long size;

    StoredSink(FileChannel channel) {
        this.channel = channel;
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        crc.update(bytes.duplicate());
        AtomicReplace.writeFully(channel, bytes);
        size += count;
        return count;
    }

    @Override
    public void finish() {
    }

    @Override
    public int crc() {
        return (int) crc.getValue();
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long compressedSize() {
        return size;
    }
}
