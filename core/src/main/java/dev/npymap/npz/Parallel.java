package dev.npymap.npz;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// Numbered pieces of work, done by the caller and whichever threads of the common pool are free.
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

    /// Makes the worker of one thread.
    @FunctionalInterface
    interface Hire {
        Worker worker();
    }

    /// Does the pieces 0 to `count - 1`, in no order, and returns when all are done; the first exception ends it.
    ///
    /// @param shared whether other threads may help
    static void run(int count, boolean shared, Hire hire) throws IOException {
        AtomicInteger next = new AtomicInteger();
        AtomicReference<Throwable> failure = new AtomicReference<>();
        Runnable work = () -> {
            try (Worker worker = hire.worker()) {
                for (int piece = next.getAndIncrement(); piece < count; piece = next.getAndIncrement()) {
                    worker.run(piece);
                }
            } catch (Throwable thrown) {
                next.set(count);
                failure.compareAndSet(null, thrown);
            }
        };
        List<ForkJoinTask<?>> helpers = new ArrayList<>();
        for (int n = 1; shared && n < Math.min(WORKERS, count); n++) {
            helpers.add(ForkJoinPool.commonPool().submit(work));
        }
        work.run();
        for (ForkJoinTask<?> helper : helpers) {
            if (!helper.tryUnfork()) {
                helper.quietlyJoin();
            }
        }
        switch (failure.get()) {
            case null -> {
            }
            case IOException thrown -> throw thrown;
            case RuntimeException thrown -> throw thrown;
            case Error thrown -> throw thrown;
            default -> throw new IllegalStateException(failure.get());
        }
    }
}
