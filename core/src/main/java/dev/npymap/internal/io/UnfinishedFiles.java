package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/// The hidden files of what this process is writing, and their removal when it ends before that is done.
///
/// The set changes because it is that of the process. Threads: any.
public final class UnfinishedFiles {
    private static final Set<Path> FILES = ConcurrentHashMap.newKeySet();
    /// Held for reading by whoever makes, renames or removes such files, which takes microseconds.
    private static final ReentrantReadWriteLock GATE = new ReentrantReadWriteLock();

    private UnfinishedFiles() {
    }

    /// Makes the JVM, when it ends by `SIGINT`, `SIGTERM`, `SIGHUP` or [System#exit], remove what is being written at
    /// that moment. What it was to replace stays as it was.
    ///
    /// From then on no file is begun or gets its name: a thread that tries waits for the end of the JVM. So this is for
    /// a program that is to stop at once, called once in its main method. One that finishes its work when it is asked to
    /// stop does without: its files are published as usual, and what it cannot finish the next writer tidies up.
    public static void removeAtExit() {
        Runtime.getRuntime().addShutdownHook(new Thread(UnfinishedFiles::removeAll, "npymap-unfinished-files"));
    }

    /// Makes, renames or removes hidden files.
    interface Change {
        void make() throws IOException;
    }

    /// Does it before the JVM ends, or never.
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

    /// The lock is kept.
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
