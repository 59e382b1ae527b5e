package dev.npymap.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/// The bytes of a segment as a stream.
final class SegmentStream extends InputStream {
    private final MemorySegment bytes;
    private long position;

    SegmentStream(MemorySegment bytes) {
        this.bytes = bytes;
    }

    @Override
    public int read() {
        return position < bytes.byteSize() ? bytes.get(JAVA_BYTE, position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] target, int from, int length) {
        int count = (int) Math.min(length, bytes.byteSize() - position);
        if (count == 0 && length > 0) {
            return -1;
        }
        MemorySegment.copy(bytes, JAVA_BYTE, position, target, from, count);
        position += count;
        return count;
    }
}
