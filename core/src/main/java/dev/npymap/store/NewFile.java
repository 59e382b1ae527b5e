package dev.npymap.store;

import dev.npymap.internal.io.Access;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.RegularFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// Files in the directory of a build, which nobody else sees before they are published.
final class NewFile {
    private NewFile() {
    }

    /// Writes a new file, and the directories above it; a failure leaves none.
    static void write(Path file, AtomicReplace.Body body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.createFile(file);
        try (RegularFile opened = RegularFile.open(file, Access.READ_WRITE)) {
            opened.change(body);
        } catch (Throwable failure) {
            Files.deleteIfExists(file);
            throw failure;
        }
    }

    /// Makes a file read-only for all, where the file system knows permissions.
    static void protect(Path file) throws IOException {
        if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--r--r--"));
        }
    }
}
