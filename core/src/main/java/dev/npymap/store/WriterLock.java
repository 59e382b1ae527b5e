package dev.npymap.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.LinkOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/// The lock of who publishes, tags or prunes: one at a time, in all processes; others wait.
///
/// Threads: any may close it.
final class WriterLock implements Closeable {
    private static final int LONGEST_SLEEP_MILLIS = 20;
    /// Mutable because the system's locks belong to the process. By the identity of the file `writer`; an entry stays
    /// as long as somebody has or awaits the lock.
    private static final Map<Object, Gate> GATES = new HashMap<>();
    /// Channels of files that another class loader has locked: to close one, as the garbage collector would, drops that
    /// lock. Mutable because the system's locks belong to the process. By the identity of the file `writer`.
    private static final Map<Object, FileChannel> LEFT_OPEN = new ConcurrentHashMap<>();

    private final StoreFiles store;
    private final Object key;
    private final FileChannel channel;
    private boolean closed;

    /// One at a time in this JVM.
    private static final class Gate {
        private final Semaphore permit = new Semaphore(1, true);
        private int users;
    }

    private WriterLock(StoreFiles store, Object key, FileChannel channel) {
        this.store = store;
        this.key = key;
        this.channel = channel;
    }

    /// Waits for the lock.
    ///
    /// @throws InterruptedIOException if the thread is interrupted meanwhile; it stays interrupted
    /// @throws IOException            if the store cannot be written, or its file system has no locks
    static WriterLock acquire(StoreFiles store) throws IOException {
        Object key = StoreLocks.key(store, store.writer());
        Gate gate = enter(key);
        try {
            gate.permit.acquire();
        } catch (InterruptedException interrupted) {
            leave(key);
            throw interrupted(store);
        }
        try {
            FileChannel leftOpen = LEFT_OPEN.remove(key);
            FileChannel channel = leftOpen != null
                    ? leftOpen
                    : FileChannel.open(store.writer(), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
            try {
                await(store, channel);
                return new WriterLock(store, key, channel);
            } catch (OverlappingFileLockException unknown) {
                LEFT_OPEN.put(key, channel);
                throw new FileSystemException(store.name(), null,
                        "another class loader of this JVM uses the store; the locks of a process are one");
            } catch (Throwable failure) {
                try (channel) {
                    throw failure;
                }
            }
        } catch (AccessDeniedException denied) {
            giveUp(key, gate);
            throw new AccessDeniedException(store.name(), null, "the store cannot be written: access denied");
        } catch (Throwable failure) {
            giveUp(key, gate);
            throw failure;
        }
    }

    private static Gate enter(Object key) {
        synchronized (GATES) {
            Gate gate = GATES.computeIfAbsent(key, _ -> new Gate());
            gate.users++;
            return gate;
        }
    }

    private static Gate leave(Object key) {
        synchronized (GATES) {
            Gate gate = GATES.get(key);
            if (--gate.users == 0) {
                GATES.remove(key);
            }
            return gate;
        }
    }

    private static void giveUp(Object key, Gate gate) {
        leave(key);
        gate.permit.release();
    }

    private static void await(StoreFiles store, FileChannel channel) throws IOException {
        try {
            for (int sleep = 1; channel.tryLock(0, 1, false) == null;) {
                Thread.sleep(sleep);
                sleep = Math.min(2 * sleep, LONGEST_SLEEP_MILLIS);
            }
        } catch (InterruptedException interrupted) {
            throw interrupted(store);
        } catch (IOException failure) {
            throw StoreLocks.noLocks(store, failure);
        }
    }

    private static InterruptedIOException interrupted(StoreFiles store) {
        Thread.currentThread().interrupt();
        return new InterruptedIOException(store.name() + ": interrupted while it waited for another writer");
    }

    /// Fails if the lock file was replaced, so that others may hold a lock too.
    void requireSame() throws IOException {
        if (!StoreLocks.key(store, store.writer()).equals(key)) {
            throw new FileSystemException(store.name(), null,
                    "the lock file .locks/writer was replaced while it was locked; nothing was published");
        }
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            channel.close();
        } catch (IOException released) {
            // The system lets go of a descriptor, and of its locks, also when it reports a failure; what was published
            // was forced before.
        } finally {
            leave(key).permit.release();
        }
    }
}
