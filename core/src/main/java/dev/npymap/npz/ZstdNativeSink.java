package dev.npymap.npz;

import dev.npymap.internal.deflate.Crc;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.LargeMemory;
import io.airlift.compress.v3.zstd.ZstdNativeCompressor;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/// Compresses a member with libzstd, which gets all of it at once, in native memory.
final class ZstdNativeSink implements MemberSink {
    private static final long MAX_MEMBER = 1 << 30;

    private final FileChannel channel;
    private final int level;
    private final Arena arena = Arena.ofConfined();
    private final MemorySegment gathered;
    private long size;
    private long compressedSize;

    /// @param byteSize the number of bytes that will be written
    ZstdNativeSink(FileChannel channel, int level, long byteSize) {
        this.channel = channel;
        this.level = level;
        this.gathered = LargeMemory.allocate(byteSize, arena);
    }

    /// Whether libzstd can be used for a member of this size in bytes.
    static boolean takes(long byteSize) {
        return byteSize <= MAX_MEMBER && ZstdNativeCompressor.class.getModule().isNativeAccessEnabled()
                && ZstdNativeCompressor.isEnabled();
    }

    @Override
    public int write(ByteBuffer bytes) {
        int count = bytes.remaining();
        MemorySegment.copy(MemorySegment.ofBuffer(bytes), 0, gathered, size, count);
        bytes.position(bytes.limit());
        size += count;
        return count;
    }

    @Override
    public void finish() throws IOException {
        ZstdNativeCompressor compressor = new ZstdNativeCompressor(level);
        MemorySegment compressed = LargeMemory.allocate(compressor.maxCompressedLength((int) size), arena);
        compressedSize = compressor.compress(gathered, compressed);
        AtomicReplace.writeFully(channel, compressed.asSlice(0, compressedSize).asByteBuffer());
    }

    @Override
    public int crc() {
        return Crc.of(gathered);
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public long compressedSize() {
        return compressedSize;
    }

    @Override
    public void close() {
        arena.close();
    }
}
