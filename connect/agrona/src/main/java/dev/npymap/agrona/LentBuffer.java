package dev.npymap.agrona;

import java.lang.foreign.MemorySegment;
import org.agrona.concurrent.UnsafeBuffer;

/// A buffer that keeps the memory it sees reachable.
final class LentBuffer extends UnsafeBuffer {
    private final MemorySegment memory;

    LentBuffer(MemorySegment memory) {
        this.memory = memory;
        if (memory.isNative()) {
            wrap(memory.address(), (int) memory.byteSize());
        } else {
            wrap((byte[]) memory.heapBase().orElseThrow(), (int) memory.address(), (int) memory.byteSize());
        }
    }

    /// {@return what the buffer sees, for debuggers}
    @Override
    public String toString() {
        return "LentBuffer{" + memory + "}";
    }
}
