package dev.npymap.internal.memory;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/// Memory for arrays that own their elements.
public final class Allocation {
    /// The largest array that every JVM allocates.
    private static final long MAX_HEAP_BYTES = Integer.MAX_VALUE - 8;

    private Allocation() {
    }

    /// Allocates zeros on the heap, or in native memory if a Java array is too short; both live as long as they are
    /// reachable.
    public static MemorySegment zeros(long byteSize) {
        return byteSize <= MAX_HEAP_BYTES
                ? MemorySegment.ofArray(new byte[(int) byteSize])
                : Arena.ofAuto().allocate(byteSize, 64);
    }
}
