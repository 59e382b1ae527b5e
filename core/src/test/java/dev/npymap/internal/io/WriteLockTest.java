package dev.npymap.internal.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WriteLockTest {
    @TempDir
    Path directory;
    private Path path;
    private Path lockFile;

    @BeforeEach
    void namePath() {
        path = directory.resolve("prices.npy");
        lockFile = directory.resolve(".prices.npy.npymap-lock");
    }

    @Test
    void excludesSecondHolderInTheSameProcess() throws IOException {
        try (WriteLock _ = WriteLock.acquire(path)) {
            assertLocked(path);
            try (WriteLock _ = WriteLock.acquire(directory.resolve("other.npy"))) {
                assertLocked(path);
            }
        }
        WriteLock.acquire(path).close();
    }

    @Test
    void secondHolderInTheSameProcessDoesNotLoseTheLock() throws IOException {
        try (WriteLock _ = WriteLock.acquire(path)) {
            assertLocked(path);
            assertTrue(PythonLock.refused(lockFile));
        }
        assertFalse(PythonLock.refused(lockFile));
    }

    @Test
    void excludesOtherProcesses() throws IOException {
        WriteLock.acquire(path).close();
        try (PythonLock _ = PythonLock.hold(lockFile)) {
            assertLocked(path);
        }
        WriteLock.acquire(path).close();
    }

    @Test
    void isTheSameThroughLinks() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.npy"), path);
        Path elsewhere = Files.createSymbolicLink(directory.resolve("elsewhere"), directory).resolve("prices.npy");
        try (WriteLock _ = WriteLock.acquire(path)) {
            IOException refused = assertThrows(IOException.class, () -> WriteLock.acquire(link));
            assertEquals("link.npy: locked by another writer", refused.getMessage());
            assertLocked(elsewhere);
        }
    }

    @Test
    void isReleasedOnce() throws IOException {
        WriteLock released = WriteLock.acquire(path);
        released.close();
        try (WriteLock _ = WriteLock.acquire(path)) {
            released.close();
            assertLocked(path);
            assertTrue(PythonLock.refused(lockFile));
        }
    }

    @Test
    void isHeldUntilTheEndOfTheProcessWhenItIsForgotten() throws IOException {
        WriteLock.acquire(path);
        System.gc();
        assertTrue(PythonLock.refused(lockFile));
        assertLocked(path);
    }

    @Test
    void oneOfManyThreadsGetsIt() throws Exception {
        AtomicInteger holders = new AtomicInteger();
        AtomicInteger acquired = new AtomicInteger();
        Callable<Void> writer = () -> {
            for (int i = 0; i < 200; i++) {
                try (WriteLock _ = WriteLock.acquire(path)) {
                    assertEquals(1, holders.incrementAndGet());
                    acquired.incrementAndGet();
                    holders.decrementAndGet();
                } catch (IOException locked) {
                    assertEquals("prices.npy: locked by another writer", locked.getMessage());
                }
            }
            return null;
        };
        try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
            for (var done : threads.invokeAll(IntStream.range(0, 4).mapToObj(_ -> writer).toList())) {
                done.get();
            }
        }
        assertTrue(acquired.get() > 0);
    }

    @Test
    void refusesLockFileThatIsNoFile() throws IOException {
        Files.createDirectory(lockFile);
        IOException refused = assertThrows(IOException.class, () -> WriteLock.acquire(path));
        assertEquals("prices.npy: cannot be locked: the lock file is not a regular file", refused.getMessage());
    }

    private static void assertLocked(Path path) {
        IOException refused = assertThrows(IOException.class, () -> WriteLock.acquire(path));
        assertEquals("prices.npy: locked by another writer", refused.getMessage());
    }
}
