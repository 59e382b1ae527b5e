package dev.npymap.array;

import dev.npymap.internal.work.AccessAdvice;
import java.lang.foreign.MemorySegment;

/// Advice for the system on how an array's memory will be used, in the terms of Linux's `madvise`.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise</a>
public enum Advice {
    /// No particular use: takes back `RANDOM` and `SEQUENTIAL`.
    NORMAL(0),
    /// Pages in random order: none is read ahead.
    RANDOM(1),
    /// Pages in ascending order: many are read ahead.
    SEQUENTIAL(2),
    /// All pages soon: the system begins to read them, and the call does not wait for it.
    WILLNEED(3),
    /// Huge pages, of 2 MiB on most machines, where the system can use them for this memory.
    HUGEPAGE(14);

    private final int number;

    Advice(int number) {
        this.number = number;
    }

    /// Gives this advice on a segment.
    void give(MemorySegment memory) {
        AccessAdvice.give(memory, number);
    }
}
