package dev.npymap.array;

import dev.npymap.internal.work.AccessAdvice;
import java.lang.foreign.MemorySegment;

/// What the system may prepare for in the memory of an array, in the words of Linux's `madvise`.
///
/// @see <a href="https://man7.org/linux/man-pages/man2/madvise.2.html">madvise</a>
public enum Advice {
    /// Nothing in particular: takes back `RANDOM` and `SEQUENTIAL`.
    NORMAL(0),
    /// Pages in no order: none is read ahead of its use.
    RANDOM(1),
    /// Pages in rising order: many are read ahead.
    SEQUENTIAL(2),
    /// All pages soon: reading begins, and the call does not wait for it.
    WILLNEED(3),
    /// Huge pages, of 2 MiB on most machines, where the memory can have them.
    HUGEPAGE(14);

    private final int number;

    Advice(int number) {
        this.number = number;
    }

    /// Gives this advice on some memory.
    void give(MemorySegment memory) {
        AccessAdvice.give(memory, number);
    }
}
