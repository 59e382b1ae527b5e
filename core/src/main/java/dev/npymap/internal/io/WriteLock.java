package dev.npymap.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.Map;

/// The exclusive right to write a file.
///
/// It is a lock on the hidden sibling `.NAME.npymap-lock`, and binds only programs that request it: readers and
/// programs that do not know it are not kept out. The empty sibling stays when the lock is released, because deleting
/// it would let a writer that has just opened it lock a file that the next writer cannot find.
///
/// Lifetime: until it is closed or the process ends in any way. Threads: any may close it.
public final class WriteLock implements Closeable {
    /// The locks that this process holds, which are mutable because the system's locks belong to the process. Closing a
    /// file releases all of the process's locks on it, so a lock file that is locked here must not be opened again; and
    /// an unreachable channel would be closed.
    private static final Map<Object, FileChannel> HELD = new HashMap<>();

    private final Object key;
    private final FileChannel channel;

    private WriteLock(Object key, FileChannel channel) {
        this.key = key;
        this.channel = channel;
    }

    /// Locks a file, which need not exist, without waiting.
    ///
    /// @param path the file to write; if it is a symbolic link, the file it leads to is locked
    /// @return the lock
    /// @throws IOException if another writer holds the lock, in this process or another, or if the lock file cannot be
    ///                     created or locked
    public static WriteLock acquire(Path path) throws IOException {
        Target target = Target.of(path);
        Path file = target.sibling("npymap-lock");
        try {
            synchronized (HELD) {
                while (true) {
                    Object key = key(file);
                    if (HELD.containsKey(key)) {
                        throw locked(target);
                    }
                    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                    try {
                        if (channel.tryLock() == null) {
                            throw locked(target);
                        }
                        if (key(file).equals(key)) {
                            HELD.put(key, channel);
                            return new WriteLock(key, channel);
                        }
                    } catch (Throwable failure) {
                        try (channel) {
                            throw failure;
                        }
                    }
                    // The lock file was deleted meanwhile: this lock is on a file that has no name any more.
                    channel.close();
                }
            }
        } catch (OverlappingFileLockException held) {
            throw locked(target);
        } catch (IOException failure) {
            throw FileErrors.named(target.name(), "cannot be locked", failure);
        }
    }

    /// Locks an existing file, as [#acquire] does; a lock file next to a missing one would stay without use.
    ///
    /// @param path a regular file, or a symbolic link to one
    /// @return the lock
    /// @throws IOException if the file does not exist, or cannot be locked
    public static WriteLock acquireExisting(Path path) throws IOException {
        RegularFile.open(path).close();
        return acquire(path);
    }

    /// Releases the lock; closing it again does nothing.
    @Override
    public void close() throws IOException {
        synchronized (HELD) {
            HELD.remove(key, channel);
            channel.close();
        }
    }

    /// The identity of the lock file, independent of the path to it. Creates the file if it does not exist.
    private static Object key(Path file) throws IOException {
        try {
            Files.createFile(file);
        } catch (FileAlreadyExistsException usual) {
            // The file stays when a lock is released.
        }
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class,
                LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new IOException("the lock file is not a regular file");
        }
        return attributes.fileKey() == null ? file.toRealPath() : attributes.fileKey();
    }

    private static IOException locked(Target target) {
        return new IOException(target.name() + ": locked by another writer");
    }
}
