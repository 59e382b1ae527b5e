package dev.npymap.catalog;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.InputStream;
import java.lang.foreign.MemorySegment;

/// A stream of bytes in memory, more than 2 GiB if need be.
final class MemoryStream extends InputStream {
    private final MemorySegment memory;
    private long position;

    MemoryStream(MemorySegment memory) {
        this.memory = memory;
    }

    @Override
    public int read() {
        return position < memory.byteSize() ? memory.get(JAVA_BYTE, position++) & 0xff : -1;
    }

    @Override
    public int read(byte[] bytes, int from, int count) {
        int taken = (int) Math.min(count, memory.byteSize() - position);
        if (taken == 0) {
            return count == 0 ? 0 : -1;
        }
        MemorySegment.copy(memory, JAVA_BYTE, position, bytes, from, taken);
        position += taken;
        return taken;
    }

    @Override
    public int available() {
        return (int) Math.min(Integer.MAX_VALUE, memory.byteSize() - position);
    }
}
