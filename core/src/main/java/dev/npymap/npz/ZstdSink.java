package dev.npymap.npz;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.io.AtomicReplace;
import dev.npymap.io.LargeMemory;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import io.airlift.compress.v3.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.util.zip.CRC32;

/// Compresses a member by Zstandard, into one frame: Python reads no more of a member.
final class ZstdSink implements MemberSink {
    /// The most that is compressed at once, in memory.
    private static final long MAX_ONE_PIECE = 1 << 30;

    private final FileChannel channel;
    private final int level;
    private final long first;
    private final CRC32 crc = new CRC32();
    /// All of the member, outside the heap, or a buffer in front of the stream.
    private final MemorySegment gathered;
    private final OutputStream stream;
    private long size;
    private long compressedSize;

    /// @param byteSize the bytes that will come
    ZstdSink(FileChannel channel, Compression compression, long byteSize) throws IOException {
        this.channel = channel;
        this.level = compression.level();
        this.first = channel.position();
        boolean atOnce = byteSize <= MAX_ONE_PIECE && ZstdNativeCompressor.class.getModule().isNativeAccessEnabled()
                && ZstdNativeCompressor.isEnabled();
        this.gathered = atOnce ? LargeMemory.allocate(byteSize, Arena.ofAuto()) : MemorySegment.ofArray(new byte[1 << 16]);
        this.stream = atOnce ? OutputStream.nullOutputStream() : new ZstdOutputStream(unclosed());
    }

    /// The end of a frame is written by closing the encoder, which closes what it writes to.
    private OutputStream unclosed() {
        OutputStream out = Channels.newOutputStream(channel);
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                out.write(one);
            }

            @Override
            public void write(byte[] bytes, int from, int count) throws IOException {
                out.write(bytes, from, count);
            }
        };
    }

    private boolean atOnce() {
        return !(stream instanceof ZstdOutputStream);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
        int count = bytes.remaining();
        crc.update(bytes.duplicate());
        while (bytes.hasRemaining()) {
            long at = atOnce() ? size : 0;
            int some = (int) Math.min(bytes.remaining(), gathered.byteSize() - at);
            MemorySegment.copy(MemorySegment.ofBuffer(bytes), 0, gathered, at, some);
            bytes.position(bytes.position() + some);
            if (!atOnce()) {
                stream.write(gathered.asSlice(0, some).toArray(JAVA_BYTE));
            }
            size += some;
        }
        return count;
    }

    @Override
    public void finish() throws IOException {
        if (atOnce()) {
            ZstdNativeCompressor compressor = new ZstdNativeCompressor(level);
            MemorySegment compressed = LargeMemory.allocate(
                    compressor.maxCompressedLength(Math.toIntExact(gathered.byteSize())), Arena.ofAuto());
            int length = compressor.compress(gathered, compressed);
            AtomicReplace.writeFully(channel, compressed.asSlice(0, length).asByteBuffer());
        }
        stream.close();
        compressedSize = channel.position() - first;
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
        return compressedSize;
    }
}
