package dev.npymap.npz;

import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/// Compresses a member with Zstandard in plain Java, which has one level, into a single frame: Python reads no more
/// than one frame of a member.
final class ZstdSink implements MemberSink {
    private static final int BLOCK_BYTES = 1 << 16;

    private final FileChannel channel;
    private final long first;
    private final CRC32 crc = new CRC32();
    private final byte[] block = new byte[BLOCK_BYTES];
    private final OutputStream stream;
    private long size;

    ZstdSink(FileChannel channel) throws IOException {
        this.channel = channel;
        this.first = channel.position();
        // Closing the encoder writes the end of the frame, and closes the encoder's target.
        this.stream = new ZstdOutputStream(new FilterOutputStream(Channels.newOutputStream(channel)) {
            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }

            @Override
            public void close() {
            }
        });
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        crc.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            int some = Math.min(bytes.remaining(), block.length);
            bytes.get(block, 0, some);
            stream.write(block, 0, some);
        }
        size += count;
        return count;
    }

    @Override
    public void finish() throws IOException {
        stream.close();
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
    public long compressedSize() throws IOException {
        return channel.position() - first;
    }
}
