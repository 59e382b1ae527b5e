package dev.npymap.internal.work;

import java.util.concurrent.TimeUnit;

/// Finds out whether C2 has compiled vector code yet, for one thread that processes blocks of memory.
///
/// Until then vector code takes a hundred times as long. So only the first block, and then one after twice as many
/// blocks as before, tries it, until a block was so fast that all of its code must be compiled.
public final class VectorWarmup {
    /// The longest time of a block that is completely compiled and resident; usually it takes an eighth of that.
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final long telling;
    private boolean done;
    private int blocks;

    /// @param telling the size in bytes above which a block's time is meaningful; four times the size takes 20 us at
    ///                most
    public VectorWarmup(long telling) {
        this.telling = telling;
    }

    /// Whether the last block showed that vector code is compiled.
    public boolean isDone() {
        return done;
    }

    /// Whether the next block may try vector code.
    public boolean allowsNext() {
        return done || Integer.bitCount(++blocks) == 1;
    }

    /// Records the time of a block that vector code has processed.
    ///
    /// @param start the value of [System#nanoTime] before
    public void took(long start, long byteSize) {
        if (byteSize > telling) {
            boolean slow = System.nanoTime() - start >= QUICK_NANOS;
            // After an interruption the next block tries again.
            blocks = done && slow ? 0 : blocks;
            done = !slow;
        }
    }
}
