package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The hidden files that this process is writing, and their removal if the process ends before they are complete.
///
/// The set is mutable because it belongs to the process. Threads: any.
public final class UnfinishedFiles {
    private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();
    /// Held for reading while such files are made, renamed or removed, which takes microseconds.
    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

    private UnfinishedFiles() {
    }

    /// Makes the JVM, when it ends by `SIGINT`, `SIGTERM`, `SIGHUP` or [System#exit], remove the files that are being
    /// written at that moment. Files that they were to replace stay as they were.
    ///
    /// From then on no file is begun or gets its name: a thread that tries waits for the end of the JVM. So this is for
    /// a program that stops at once; it is called once in the main method. A program that finishes its work before it
    /// stops does not need it: its files are published as usual, and the next writer removes unfinished ones.
    public static void removeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(UnfinishedFiles::removeAll, "npymap-unfinished-files"));
    }

    /// Makes, renames or removes hidden files.
    interface Change {
        void make() throws IOException;
    }

    /// Makes the change before the JVM ends, or never.
    static void change(Change change) throws IOException {
        GATE.readLock().lock();
        try {
            change.make();
        } finally {
            GATE.readLock().unlock();
        }
    }

    static void add(Path file) {
        FILES.add(file);
    }

    static void remove(Path file) {
        FILES.remove(file);
    }

    /// Removes all files. The lock is never released.
    private static void removeAll() {
        GATE.writeLock().lock();
        for (Path file : FILES) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException stays) {
                // The next writer tries again.
            }
        }
    }
}
