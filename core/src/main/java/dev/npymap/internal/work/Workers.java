package dev.npymap.internal.work;

import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// [Threads] at work on numbered pieces.
public final class Workers {
    /// Asks whether memory is accessible by others than the caller.
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {
    });

    private Workers() {
    }

    /// Returns who may work on some memory.
    ///
    /// @param threads who would
    /// @param memory  what is read or written
    /// @return the threads, or the caller alone if no other thread may access the memory
    public static Threads on(Threads threads, MemorySegment... memory) {
        return Stream.of(memory).allMatch(segment -> segment.isAccessibleBy(ANOTHER)) ? threads : Threads.ONE;
    }

    /// Does numbered pieces of work one after another, on one thread, with tools of its own.
    ///
    /// @param <X> what it may throw
    public interface Worker<X extends Exception> extends AutoCloseable {
        /// Does a piece of work, without waiting for the caller of [Workers#run].
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
    /// @param threads who works
    /// @param count   how many pieces there are
    /// @param workers makes the worker of one thread
    /// @throws X if a piece threw it
    public static <X extends Exception> void run(Threads threads, int count, Supplier<? extends Worker<X>> workers)
            throws X {
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
            for (int n = 1; n < Math.min(threads.count(), count); n++) {
                threads.executor().execute(() -> active.help(work));
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
            default -> throw Workers.<X>checked(failure.get());
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
