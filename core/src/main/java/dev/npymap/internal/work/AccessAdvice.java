package dev.npymap.internal.work;

import java.lang.foreign.MemorySegment;

/// Advice to the system on how memory will be used, by the numbers of Linux's `madvise`.
public final class AccessAdvice {
    /// All pages will be needed soon.
    public static final int WILLNEED = 3;

    private AccessAdvice() {
    }

    /// {@return whether the system can be given advice}
    public static boolean isHeard() {
        return SystemMemory.CALLS.isPresent();
    }

    /// Gives advice on memory; on the Java heap it has no effect.
    ///
    /// @param memory the memory, extended to page boundaries
    /// @param advice Linux's number of the advice
    public static void give(MemorySegment memory, int advice) {
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        if (memory.isNative() && memory.byteSize() > 0) {
            SystemMemory.CALLS.ifPresent(calls -> calls.advise(memory.address(), memory.byteSize(), advice));
        }
    }
}
