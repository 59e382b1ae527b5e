package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Writes a file atomically and durably: a reader who opens it, even after a crash, sees the old contents or all of the
/// new ones.
///
/// The contents go to a hidden sibling, are forced to the disk, and get the target's name by a rename; then the
/// directory is forced. Mappings of the old file keep its contents.
///
/// Threads: any; several may write the same file, and the last one to finish wins.
public final class AtomicReplace {
    /// The JDK copies a Java array through a native buffer as large as the request.
    private static final int MAX_TRANSFER = 1 << 20;

    private AtomicReplace() {
    }

    /// Writes the contents of a file.
    @FunctionalInterface
    public interface Body {
        /// Writes everything; the caller forces and closes the file.
        ///
        /// @param channel empty, and open for writing only
        /// @throws IOException if the contents cannot be written
        void writeTo(FileChannel channel) throws IOException;
    }

    /// Writes a file, replacing a file that has the name already.
    ///
    /// The new file gets the POSIX permissions of the old one, and its group and owner where the process may set them;
    /// if the group cannot be kept, its permissions shrink to those of everybody. Set-user-ID bits, extended attributes
    /// and access lists are not kept. A file that replaces none gets the process's default permissions. If the path is
    /// a symbolic link, the file it leads to is replaced and the link stays. Files left by killed writers of this file
    /// are removed first.
    ///
    /// Errors: any failure, of the body too, leaves the target as it was and no temporary file. Only if forcing the
    /// directory fails, the target is replaced and may be the old one again after a crash.
    ///
    /// @param path the file to write
    /// @param body writes the contents; its exceptions pass through, those of the channel with the file's name
    /// @throws IOException if the path names something that is not a regular file, or writing fails
    public static void replace(Path path, Body body) throws IOException {
        publish(Target.of(path), body, true);
    }

    /// Writes a file that must not exist, neither at the beginning nor when it is complete.
    ///
    /// Errors: as for [#replace].
    ///
    /// @param path the file to write
    /// @param body writes the contents; its exceptions pass through, those of the channel with the file's name
    /// @throws FileAlreadyExistsException if the path exists, even as a symbolic link that leads nowhere
    /// @throws IOException                if writing fails
    public static void create(Path path, Body body) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(FileErrors.nameOf(path), null, "already exists");
        }
        publish(Target.of(path), body, false);
    }

    /// Writes whole buffers at the channel's position.
    ///
    /// @param channel the channel to write to
    /// @param buffers buffers to write in order, each from its position to its limit
    /// @throws IOException if writing fails, for example on a full disk; the buffers' positions show how much was
    ///                     written
    public static void writeFully(FileChannel channel, ByteBuffer... buffers) throws IOException {
        for (ByteBuffer buffer : buffers) {
            int limit = buffer.limit();
            try {
                while (buffer.position() < limit) {
                    buffer.limit(buffer.position() + Math.min(MAX_TRANSFER, limit - buffer.position()));
                    channel.write(buffer);
                }
            } finally {
                buffer.limit(limit);
            }
        }
    }

    private static void publish(Target target, Body body, boolean replacing) throws IOException {
        try (Temporary temporary = Temporary.create(target)) {
            temporary.write(body);
            temporary.publish(replacing);
        }
    }
}
