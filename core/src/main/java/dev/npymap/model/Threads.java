package dev.npymap.model;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/// Who does the work of an operation on many elements: the caller alone, or others too.
///
/// Results never depend on it, bit for bit. The caller always works too, and waits for those that have begun to help
/// and for no others, so an executor that is busy, blocked or ended holds up nobody. Memory that only one thread may
/// access, such as that of a confined arena, is worked on by the caller alone.
///
/// An instance holds no threads, never changes, and may be used by any number of operations at once.
public final class Threads {
    /// The caller alone, which is what operations do that are not told otherwise.
    public static final Threads ONE = new Threads(1, Runnable::run);

    /// As many as the JVM sees processors, helped by the common pool.
    public static final Threads ALL = of(Runtime.getRuntime().availableProcessors());

    private final int count;
    private final Executor executor;

    private Threads(int count, Executor executor) {
        this.count = count;
        this.executor = executor;
    }

    /// Lets the common pool help.
    ///
    /// @param count how many threads work at most, the caller among them; 1 or more
    /// @return the caller and up to `count - 1` threads of the common pool
    /// @throws IllegalArgumentException if the count is not positive
    public static Threads of(int count) {
        return of(count, ForkJoinPool.commonPool());
    }

    /// Lets an executor help.
    ///
    /// @param count   how many threads work at most, the caller among them; 1 or more
    /// @param helpers is given at most `count - 1` tasks for each operation; a task that runs late returns at once
    /// @return the caller and up to `count - 1` tasks of the executor
    /// @throws IllegalArgumentException if the count is not positive
    public static Threads of(int count, Executor helpers) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: " + count + " cannot work");
        }
        return new Threads(count, helpers);
    }

    /// {@return how many threads work at most, the caller among them}
    public int count() {
        return count;
    }

    /// {@return who helps the caller, with at most `count() - 1` tasks for each operation}
    public Executor executor() {
        return executor;
    }
}
