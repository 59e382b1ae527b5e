package dev.npymap.store;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The locks on single bytes of `.locks/pins` by which readers keep versions and writers keep builds.
///
/// The system's locks belong to the process: it knows no conflict between two of its own, and closing any channel of
/// the file releases them all, as does an interrupt while `lock()` waits. So a JVM has one channel for each store, in a
/// table that counts who holds which byte, and locks by `tryLock` only.
///
/// Threads: any.
final class StoreLocks {
    /// The byte of build 0; those of versions are below.
    static final long FIRST_BUILD = 1L << 60;
    /// A place in the table that keeps a channel open.
    private static final long NOBODYS = -1;
    /// Mutable because the system's locks belong to the process. By the identity of the file `pins`.
    private static final Map<Object, StoreLocks> OPEN = new HashMap<>();

    private final Object key;
    private final FileChannel channel;
    private final boolean writable;
    private final Map<Long, Held> held = new HashMap<>();

    private StoreLocks(Object key, FileChannel channel, boolean writable) {
        this.key = key;
        this.channel = channel;
        this.writable = writable;
    }

    /// A byte that is locked, and how often in this JVM.
    private static final class Held {
        private final FileLock lock;
        private int count = 1;

        Held(FileLock lock) {
            this.lock = lock;
        }
    }

    /// A lock that is held until it is closed. Closing it again has no effect. Threads: any.
    static final class Hold implements Closeable {
        private final StoreLocks locks;
        private final long position;
        private boolean closed;

        private Hold(StoreLocks locks, long position) {
            this.locks = locks;
            this.position = position;
        }

        @Override
        public void close() {
            synchronized (OPEN) {
                if (!closed) {
                    closed = true;
                    locks.release(position);
                }
            }
        }
    }

    /// Locks a byte for this process and others that share it, without waiting; nothing if it is locked exclusively.
    static Optional<Hold> share(StoreFiles store, long position) throws IOException {
        return lock(store, position, true);
    }

    /// Locks a byte that nobody shares, in this process or another, without waiting; nothing if somebody does.
    static Optional<Hold> exclude(StoreFiles store, long position) throws IOException {
        return lock(store, position, false);
    }

    private static Optional<Hold> lock(StoreFiles store, long position, boolean shared) throws IOException {
        synchronized (OPEN) {
            StoreLocks locks = open(store);
            try {
                return locks.lock(position, shared) ? Optional.of(new Hold(locks, position)) : Optional.empty();
            } catch (OverlappingFileLockException unknown) {
                // To close the channel would drop the other's locks, so it stays open.
                locks.held.put(NOBODYS, new Held(null));
                throw new FileSystemException(store.name(), null,
                        "another class loader of this JVM uses the store; the locks of a process are one");
            } catch (IOException failure) {
                throw noLocks(store, failure);
            } finally {
                locks.closeUnused();
            }
        }
    }

    /// The table's entry of a store, which opens the file if this JVM holds no lock in it.
    private static StoreLocks open(StoreFiles store) throws IOException {
        while (true) {
            Object key = key(store, store.pins());
            StoreLocks known = OPEN.get(key);
            if (known != null) {
                return known;
            }
            boolean writable = Files.isWritable(store.pins());
            FileChannel channel = writable
                    ? FileChannel.open(store.pins(), StandardOpenOption.READ, StandardOpenOption.WRITE,
                            LinkOption.NOFOLLOW_LINKS)
                    : FileChannel.open(store.pins(), StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
            if (key(store, store.pins()).equals(key)) {
                StoreLocks opened = new StoreLocks(key, channel, writable);
                OPEN.put(key, opened);
                return opened;
            }
            channel.close();
        }
    }

    /// The identity of a lock file, independent of the path to it.
    static Object key(StoreFiles store, Path file) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
                    LinkOption.NOFOLLOW_LINKS);
            if (attributes.isRegularFile()) {
                return attributes.fileKey() == null ? file.toRealPath() : attributes.fileKey();
            }
        } catch (NoSuchFileException missing) {
            // Named below.
        }
        throw new NoSuchFileException(store.name(), null, "damaged: it has no file .locks/" + file.getFileName());
    }

    static IOException noLocks(StoreFiles store, IOException failure) {
        if (failure instanceof FileSystemException) {
            return failure;
        }
        return new FileSystemException(store.name(), null,
                "its file system has no locks, which a store needs: " + failure.getMessage());
    }

    private boolean lock(long position, boolean shared) throws IOException {
        Held known = held.get(position);
        if (known != null) {
            if (!shared || !known.lock.isShared()) {
                return false;
            }
            known.count++;
            return true;
        }
        if (!shared && !writable) {
            throw new AccessDeniedException(key.toString(), null, "the store cannot be written");
        }
        FileLock lock = channel.tryLock(position, 1, shared);
        if (lock == null) {
            return false;
        }
        held.put(position, new Held(lock));
        return true;
    }

    private void release(long position) {
        Held known = held.get(position);
        try {
            if (--known.count == 0) {
                held.remove(position);
                known.lock.release();
            }
            closeUnused();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void closeUnused() throws IOException {
        if (held.isEmpty()) {
            OPEN.remove(key);
            channel.close();
        }
    }
}
