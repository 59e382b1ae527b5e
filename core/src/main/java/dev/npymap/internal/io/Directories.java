package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/// Directories: their names made durable, and their removal.
public final class Directories {
    private Directories() {
    }

    /// Makes the names in a directory durable. Windows cannot open directories, so nothing is done there.
    ///
    /// @param directory the directory
    /// @throws IOException if the disk fails
    public static void force(Path directory) throws IOException {
        try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        } catch (IOException failure) {
            if (directory.getFileSystem().supportedFileAttributeViews().contains("posix")) {
                throw failure;
            }
        }
    }

    /// Makes the names in a directory and in those below it durable, the deepest ones first.
    ///
    /// @param top the directory
    /// @throws IOException if the disk fails
    public static void forceAll(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                force(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }

    /// Deletes a file, a link, or a directory with everything in it. No link is followed; what is gone already, as
    /// when another process deletes the same directory, is no error.
    ///
    /// @param top what to delete
    /// @throws IOException if something cannot be deleted
    public static void delete(Path top) throws IOException {
        Files.walkFileTree(top, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
                if (failure instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE;
                }
                throw failure;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path directory, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.deleteIfExists(directory);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
