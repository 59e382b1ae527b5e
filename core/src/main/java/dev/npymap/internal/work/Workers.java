package dev.npymap.internal.work;

import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// Runs numbered pieces of work on [Threads].
public final class Workers {
    /// Tests whether memory is accessible to other threads than the caller.
    private static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {
    });

    private Workers() {
    }

    /// Returns the threads that may access some memory.
    ///
    /// @param threads the threads to use
    /// @param memory  the memory that is read or written
    /// @return the threads, or the calling thread alone if no other thread may access the memory
    public static Threads on(Threads threads, MemorySegment... memory) {
        return Stream.of(memory).allMatch(segment -> segment.isAccessibleBy(ANOTHER)) ? threads : Threads.ONE;
    }

    /// Processes numbered pieces of work one after another, on one thread, with resources of its own.
    ///
    /// @param <X> the exception that it may throw
    public interface Worker<X extends Exception> extends AutoCloseable {
        /// Processes a piece, without waiting for the caller of [Workers#run].
        ///
        /// @param piece the piece's number, from 0
        /// @throws X if it fails, which stops all work
        void run(int piece) throws X;

        /// Releases this worker's resources; does nothing by default.
        @Override
        default void close() {
        }
    }

    /// Processes the pieces 0 to `count - 1`, in any order, and returns when all are done; the first exception stops
    /// the work.
    ///
    /// The writes of all pieces are visible to the caller afterwards.
    ///
    /// @param <X>     the exception that a piece may throw
    /// @param threads the threads that share the work
    /// @param count   the number of pieces
    /// @param workers makes the worker of a thread
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
            // A task that the executor rejects does not run; the caller does the work in any case.
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

    /// The worker threads that have begun to work.
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

        /// Lets no more worker threads begin, and waits for those that have begun.
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
