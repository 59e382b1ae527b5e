package dev.npymap.internal.work;

import java.util.concurrent.TimeUnit;

/// Finds out whether C2 has compiled vectors yet, for one thread that works on blocks of memory.
///
/// Until then they take a hundred times as long. So only the first block and those after twice as many as before try
/// them, until one was so quick that all of it must be compiled.
public final class VectorWarmup {
    /// What a block takes at most if it is compiled as a whole and its pages are there; usually an eighth of it.
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final long telling;
    private boolean done;
    private int blocks;

    /// @param telling the bytes of a block above which its time tells something; four times as many take 20 us at most
    public VectorWarmup(long telling) {
        this.telling = telling;
    }

    /// Whether the last block showed that vectors are compiled.
    public boolean isDone() {
        return done;
    }

    /// Whether the next block may try vectors.
    public boolean allowsNext() {
        return done || Integer.bitCount(++blocks) == 1;
    }

    /// Takes note of a block that was worked on by vectors.
    ///
    /// @param start what [System#nanoTime] said before
    public void took(long start, long byteSize) {
        if (byteSize > telling) {
            boolean slow = System.nanoTime() - start >= QUICK_NANOS;
            // After an interruption the next block tries again.
            blocks = done && slow ? 0 : blocks;
            done = !slow;
        }
    }
}
