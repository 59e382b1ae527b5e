package dev.npymap.internal.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.npymap.Python;
import java.io.IOException;
import java.nio.file.Path;

/// A Python process that holds a POSIX lock on a file.
final class PythonLock implements AutoCloseable {
    private static final String HOLD = """
            import fcntl, sys
            file = open(sys.argv[1], 'r+')
            try:
                fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                print('R', flush=True)
                sys.exit()
            print('H', flush=True)
            sys.stdin.read()
            """;

    private final Process process;

    private PythonLock(Process process) {
        this.process = process;
    }

    /// Locks a file in another process; skips the test where there is no Python.
    static PythonLock hold(Path file) throws IOException {
        PythonLock lock = new PythonLock(start(file));
        assertEquals('H', lock.process.getInputStream().read());
        return lock;
    }

    /// Whether another process is refused the lock on a file.
    static boolean refused(Path file) throws IOException {
        try (PythonLock lock = new PythonLock(start(file))) {
            return lock.process.getInputStream().read() == 'R';
        }
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit().join();
    }

    private static Process start(Path file) {
        try {
            return new ProcessBuilder(Python.command(), "-c", HOLD, file.toString()).start();
        } catch (IOException absent) {
            return abort("no Python here: " + absent.getMessage());
        }
    }
}
