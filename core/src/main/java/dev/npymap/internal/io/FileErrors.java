package dev.npymap.internal.io;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// Messages that begin with the name of the caller's file, whichever file the system's message is about.
final class FileErrors {
    private FileErrors() {
    }

    /// The last name of a path, as the caller gave it.
    static String nameOf(Path path) {
        return path.getNameCount() == 0 ? path.toString() : path.getName(path.getNameCount() - 1).toString();
    }

    /// An exception of the type of `failure` with the message `<name>: <what>: <reason>` and `failure` as its cause; or
    /// `failure` itself if its message begins with the name.
    static IOException named(String name, String what, IOException failure) {
        if (String.valueOf(failure.getMessage()).startsWith(name + ": ")) {
            return failure;
        }
        IOException named = switch (failure) {
            case NoSuchFileException _ -> new NoSuchFileException(name, null, "no such file");
            case FileAlreadyExistsException _ -> new FileAlreadyExistsException(name, null, "already exists");
            case AccessDeniedException _ -> new AccessDeniedException(name, null, what + ": access denied");
            case FileSystemException other -> new FileSystemException(name, null, what + ": " + reason(other));
            case ClosedByInterruptException _ ->
                new InterruptedIOException(name + ": " + what + ": the thread was interrupted");
            case ClosedChannelException _ -> new IOException(name + ": " + what + ": the channel was closed");
            default -> new IOException(name + ": " + what + ": " + failure.getMessage());
        };
        named.initCause(failure);
        return named;
    }

    /// As [#named], for exceptions of code that uses a channel: only exceptions of the channel itself are about the
    /// file; others have names of their own, and those that were renamed already have a cause.
    static IOException ofChannel(String name, IOException failure) {
        boolean ofChannel = failure.getClass() == IOException.class && failure.getCause() == null
                || failure instanceof ClosedChannelException;
        return ofChannel ? named(name, "cannot be written", failure) : failure;
    }

    /// The exception for a directory, FIFO or device where a file is needed.
    static FileSystemException irregular(String name, BasicFileAttributes attributes) {
        String reason = attributes.isDirectory() ? "not a regular file but a directory" : "not a regular file";
        return new FileSystemException(name, null, reason);
    }

    private static String reason(FileSystemException failure) {
        return failure.getReason() == null ? failure.getClass().getSimpleName() : failure.getReason();
    }
}
