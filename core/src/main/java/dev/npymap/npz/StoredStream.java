package dev.npymap.npz;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/// The bytes of a part of the archive, copied in chunks.
final class StoredStream extends InputStream {
    /// The first chunk is small, because many readers need only the header.
    private static final int FIRST_BYTES = 512;
    private static final int BLOCK_BYTES = 1 << 16;

    private final ArchiveBytes archive;
    private final long end;
    private long at;
    private byte[] block = {};
    private int position;

    /// @param first where the part begins in the archive, in bytes
    StoredStream(ArchiveBytes archive, long first, long byteSize) {
        this.archive = archive;
        this.at = first;
        this.end = first + byteSize;
    }

    @Override
    public int read() throws IOException {
        return fill() ? block[position++] & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int count) throws IOException {
        if (position == block.length && count >= BLOCK_BYTES && at < end) {
            int whole = (int) Math.min(count, end - at);
            archive.copy(at, MemorySegment.ofArray(bytes).asSlice(from, whole));
            at += whole;
            return whole;
        }
        if (count == 0) {
            return 0;
        }
        if (!fill()) {
            return -1;
        }
        int some = Math.min(count, block.length - position);
        System.arraycopy(block, position, bytes, from, some);
        position += some;
        return some;
    }

    private boolean fill() throws IOException {
        if (position < block.length) {
            return true;
        }
        if (at == end) {
            return false;
        }
        int next = (int) Math.min(block.length == 0 ? FIRST_BYTES : BLOCK_BYTES, end - at);
        block = archive.read(at, next);
        at += next;
        position = 0;
        return true;
    }
}
