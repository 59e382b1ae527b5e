package dev.npymap.model;

import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;

/// The threads that share the work of an operation on many elements: the calling thread alone, or worker threads of an
/// executor too.
///
/// The number of threads never changes a result, not even by a bit. The calling thread always works too. It waits only
/// for worker threads that have begun a part of the work, so an executor that is busy, blocked or shut down delays no
/// operation. Memory that only one thread may access, such as that of a confined arena, is processed by that thread
/// alone.
///
/// An instance holds no threads, is immutable, and may be used by any number of operations at once.
public final class Threads {
    /// The calling thread alone: the default of every operation.
    public static final Threads ONE = new Threads(1, Runnable::run);

    /// As many threads as the JVM has processors: the calling thread and threads of the common pool.
    public static final Threads ALL = of(Runtime.getRuntime().availableProcessors());

    private final int count;
    private final Executor executor;

    private Threads(int count, Executor executor) {
        this.count = count;
        this.executor = executor;
    }

    /// Returns the calling thread together with threads of the common pool.
    ///
    /// @param count the most threads that work on an operation, including the calling thread; at least 1
    /// @return the calling thread and up to `count - 1` threads of the common pool
    /// @throws IllegalArgumentException if the count is not positive
    public static Threads of(int count) {
        return of(count, ForkJoinPool.commonPool());
    }

    /// Returns the calling thread together with worker threads of an executor.
    ///
    /// @param count   the most threads that work on an operation, including the calling thread; at least 1
    /// @param helpers is given at most `count - 1` tasks for each operation; a task that starts late returns at once
    /// @return the calling thread and up to `count - 1` tasks of the executor
    /// @throws IllegalArgumentException if the count is not positive
    public static Threads of(int count, Executor helpers) {
        if (count < 1) {
            throw new IllegalArgumentException("threads: " + count + " cannot work");
        }
        return new Threads(count, helpers);
    }

    /// {@return the most threads that work on an operation, including the calling thread}
    public int count() {
        return count;
    }

    /// {@return the executor of the worker threads, which gets at most `count() - 1` tasks for each operation}
    public Executor executor() {
        return executor;
    }
}
