package dev.npymap.internal.work;

import java.lang.foreign.MemorySegment;

/// Advice to the system on how memory is going to be used, by the numbers of Linux's `madvise`.
public final class AccessAdvice {
    /// All pages soon.
    public static final int WILLNEED = 3;

    private AccessAdvice() {
    }

    /// {@return whether advice reaches the system}
    public static boolean isHeard() {
        return SystemMemory.CALLS.isPresent();
    }

    /// Gives advice on some memory; on that of the Java heap it has no effect.
    ///
    /// @param memory what it is about, to the limits of pages
    /// @param advice the number of Linux
    public static void give(MemorySegment memory, int advice) {
        if (!memory.scope().isAlive()) {
            throw new IllegalStateException("Already closed");
        }
        if (memory.isNative() && memory.byteSize() > 0) {
            SystemMemory.CALLS.ifPresent(calls -> calls.advise(memory.address(), memory.byteSize(), advice));
        }
    }
}
