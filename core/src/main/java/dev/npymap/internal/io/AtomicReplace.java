package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/// Writes a file in one durable step: whoever opens it, also after a crash, sees the old contents or all of the new.
///
/// The contents go to a hidden sibling, are forced to the disk, and take the target's name by a rename; then the
/// directory is forced. Those who have the old file mapped keep its contents.
///
/// Threads: any, also several that write the same file; the last one to finish wins.
public final class AtomicReplace {
    /// The JDK copies what is written from a Java array through a buffer outside the heap as large as the request.
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

    /// Writes a file, in place of the one of that name if there is one.
    ///
    /// A file that is replaced passes on its POSIX permissions, and its group and owner where the process may give them;
    /// where the group cannot be kept, its rights shrink to those of everybody. Set-user-ID bits, extended attributes and
    /// access lists are not kept. A new file gets the process's default permissions. Where the path is a symbolic link, the
    /// file it leads to is replaced and the link stays. What writers of this file left when they were killed is removed
    /// first.
    ///
    /// Errors: whatever goes wrong, also in the body, leaves the target as it was and no temporary file; only when it
    /// is the force of the directory that fails, the target is replaced and may be the old one again after a crash.
    ///
    /// @param path where the file will be
    /// @param body writes the contents; its exceptions pass through, those of the channel with the file's name
    /// @throws IOException if the path names something that is not a regular file, or writing fails
    public static void replace(Path path, Body body) throws IOException {
        publish(Target.of(path), body, true);
    }

    /// Writes a file that must not exist, neither before nor when it is complete.
    ///
    /// Errors: as for [#replace].
    ///
    /// @param path where the file will be
    /// @param body writes the contents; its exceptions pass through, those of the channel with the file's name
    /// @throws FileAlreadyExistsException if the path names anything, also a symbolic link that leads nowhere
    /// @throws IOException                if writing fails
    public static void create(Path path, Body body) throws IOException {
        if (Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(FileErrors.nameOf(path), null, "already exists");
        }
        publish(Target.of(path), body, false);
    }

    /// Writes buffers to the end of each, at the channel's position.
    ///
    /// @param channel where to write
    /// @param buffers written in this order, each from its position to its limit
    /// @throws IOException if writing fails, for example on a full disk; the buffers' positions tell what was written
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
