package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

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

    /// Asks whether memory is accessible by others than the caller.
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {
    });

    private final int count;
    private final Executor helpers;

    private Threads(int count, Executor helpers) {
        this.count = count;
        this.helpers = helpers;
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

    /// Returns who may work on some memory.
    ///
    /// @param memory what is read or written
    /// @return these, or the caller alone if no other thread may access the memory
    public Threads on(MemorySegment memory) {
        return memory.isAccessibleBy(ANOTHER) ? this : ONE;
    }

    /// Does numbered pieces of work one after another, on one thread, with tools of its own.
    ///
    /// @param <X> what it may throw
    public interface Worker<X extends Exception> extends AutoCloseable {
        /// Does a piece of work, without waiting for the caller of [Threads#run].
        ///
        /// @param piece which, from 0
        /// @throws X if it fails, which ends the whole
        void run(int piece) throws X;

        /// Ends this worker; does nothing unless overridden.
        @Override
        default void close() {
        }
    }

    /// Does the pieces 0 to `count - 1`, in no order, and returns when all are done; the first exception ends it.
    ///
    /// What the pieces have written is visible to the caller afterwards.
    ///
    /// @param <X>     what a piece may throw
    /// @param count   how many pieces there are
    /// @param workers makes the worker of one thread
    /// @throws X if a piece threw it
    public <X extends Exception> void run(int count, Supplier<? extends Worker<X>> workers) throws X {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            try (Worker<X> worker = workers.get()) {
                for (int piece = next.getAndIncrement(); piece < count; piece = next.getAndIncrement()) {
                    worker.run(piece);
                }
            } catch (Throwable thrown) {
                next.set(count);
                failure.compareAndSet(null, thrown);
            }
        };
        Helpers active = new Helpers();
        try {
            for (int n = 1; n < Math.min(this.count, count); n++) {
                helpers.execute(() -> active.help(work));
            }
        } catch (RejectedExecutionException full) {
            // Whoever was not taken does not help; the caller does the work in any case.
        } catch (RuntimeException | Error failed) {
            next.set(count);
            active.end();
            throw failed;
        }
        NotInlined.run(work);
        active.end();
        switch (failure.get()) {
            case null -> {
            }
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            default -> throw Threads.<X>checked(failure.get());
        }
    }

    /// A worker throws no other checked exception than `X`.
    @SuppressWarnings("unchecked")
    private static <X extends Exception> X checked(Throwable thrown) {
        return (X) thrown;
    }

    /// Those who have begun to help.
    private static final class Helpers {
        private int active;
        private boolean ended;

        void help(Runnable work) {
            synchronized (this) {
                if (ended) {
                    return;
                }
                active++;
            }
            try {
                work.run();
            } finally {
                synchronized (this) {
                    active--;
                    notifyAll();
                }
            }
        }

        /// Lets nobody begin any more and waits for those who have.
        synchronized void end() {
            ended = true;
            boolean interrupted = false;
            while (active > 0) {
                try {
                    wait();
                } catch (InterruptedException later) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
