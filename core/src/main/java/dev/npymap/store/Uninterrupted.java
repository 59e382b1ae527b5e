package dev.npymap.store;

import java.io.IOException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ExecutionException;

/// Work that an interrupt of the caller must not stop half-way: it would close the files that are in use.
final class Uninterrupted {
    private Uninterrupted() {
    }

    interface Work<T> {
        T run() throws IOException;
    }

    interface Action {
        void run() throws IOException;
    }

    static void run(Action action) throws IOException {
        run(() -> {
            action.run();
            return true;
        });
    }

    /// Runs on a thread that nobody else knows, and waits for it; a thread that is interrupted meanwhile is interrupted
    /// afterwards.
    static <T> T run(Work<T> work) throws IOException {
        FutureTask<T> task = new FutureTask<>(work::run);
        Thread.ofPlatform().name("npymap-commit").start(task);
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException later) {
                    interrupted = true;
                } catch (ExecutionException failed) {
                    throw thrown(failed.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static IOException thrown(Throwable failure) {
        return switch (failure) {
            case RuntimeException unchecked -> throw unchecked;
            case Error error -> throw error;
            case IOException checked -> checked;
            default -> new IOException(failure);
        };
    }
}
