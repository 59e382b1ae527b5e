package dev.npymap.npz;

import java.io.IOException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/// Numbered pieces of work, done by the caller and whichever threads of the common pool are free.
///
/// The caller waits for those that have begun to help and for no others, so a pool that is busy, or blocked, holds up
/// nobody. Pieces must not wait for the caller.
final class Parallel {
    /// How many workers there are at most.
    static final int WORKERS = Runtime.getRuntime().availableProcessors();

    /// A thread that is not the caller's, to ask whether memory is accessible by such.
    static final Thread ANOTHER = Thread.ofPlatform().unstarted(() -> {
    });

    private Parallel() {
    }

    /// Does pieces one after another, on one thread, with tools of its own.
    interface Worker extends AutoCloseable {
        void run(int piece) throws IOException;

        @Override
        default void close() {
        }
    }

    /// Does the pieces 0 to `count - 1`, in no order, and returns when all are done; the first exception ends it.
    ///
    /// @param shared  whether other threads may help
    /// @param workers makes the worker of one thread
    static void run(int count, boolean shared, Supplier<Worker> workers) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            try (Worker worker = workers.get()) {
                for (int piece = next.getAndIncrement(); piece < count; piece = next.getAndIncrement()) {
                    worker.run(piece);
                }
            } catch (Throwable thrown) {
                next.set(count);
                failure.compareAndSet(null, thrown);
            }
        };
        Helpers helpers = new Helpers();
        for (int n = 1; shared && n < Math.min(WORKERS, count); n++) {
            ForkJoinPool.commonPool().execute(() -> helpers.help(work));
        }
        work.run();
        helpers.end();
        switch (failure.get()) {
            case null -> {
            }
            case IOException thrown -> throw thrown;
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            default -> throw new IllegalStateException(failure.get());
        }
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
