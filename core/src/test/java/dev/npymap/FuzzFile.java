package dev.npymap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A file in memory, where the system has such, that is written for each input anew.
public final class FuzzFile {
    private static final Path MEMORY = Path.of("/dev/shm");

    private FuzzFile() {
    }

    /// Makes a file that goes when the JVM ends.
    ///
    /// @param suffix the end of its name
    /// @return its path
    public static Path of(String suffix) {
        try {
            Path file = Files.isWritable(MEMORY)
                    ? Files.createTempFile(MEMORY, "fuzz", suffix)
                    : Files.createTempFile("fuzz", suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
