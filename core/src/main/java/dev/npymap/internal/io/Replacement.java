package dev.npymap.internal.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;

/// A file that is written in several steps, and gets its name atomically and durably: [AtomicReplace] for contents that
/// come in several calls.
///
/// Threads: one at a time.
public final class Replacement implements Closeable {
    private final Temporary temporary;

    private Replacement(Temporary temporary) {
        this.temporary = temporary;
    }

    /// Begins to write a file, as [AtomicReplace#replace] does.
    ///
    /// @param path the file to write
    /// @return the file, still empty and without its name
    /// @throws IOException if the path names something that is not a regular file, or no file can be written there
    public static Replacement of(Path path) throws IOException {
        return new Replacement(Temporary.create(Target.of(path)));
    }

    /// Writes a part of the contents.
    ///
    /// @param body writes the part; its exceptions pass through, those of the channel with the file's name
    /// @throws IOException if the contents cannot be written
    public void write(AtomicReplace.Body body) throws IOException {
        temporary.write(body);
    }

    /// Forces the contents to the disk and gives them the file's name. Nothing can be written afterwards.
    ///
    /// @throws IOException if that fails; the old file is then as it was
    public void publish() throws IOException {
        temporary.publish(true);
    }

    /// Removes the file if it was not published.
    @Override
    public void close() throws IOException {
        temporary.close();
    }
}
