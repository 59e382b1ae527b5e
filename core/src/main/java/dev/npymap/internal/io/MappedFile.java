package dev.npymap.internal.io;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.OptionalLong;

/// A mapped part of a file, which can check whether the file was truncated.
///
/// It keeps no file open; the mapping belongs to the arena it was made with.
///
/// Threads: any for the check; those that the arena allows for the segment.
public final class MappedFile {
    private final String name;
    private final Path path;
    /// Device and inode; null on systems without them, which do not let a mapped file be replaced or truncated.
    private final Object fileKey;
    private final long end;
    private final MemorySegment segment;

    MappedFile(String name, Path path, Object fileKey, long end, MemorySegment segment) {
        this.name = name;
        this.path = path;
        this.fileKey = fileKey;
        this.end = end;
        this.segment = segment;
    }

    /// {@return the file's name without directories}
    public String name() {
        return name;
    }

    /// {@return the mapped bytes}
    public MemorySegment segment() {
        return segment;
    }

    /// Checks whether the file has become shorter than the end of the mapped part.
    ///
    /// A file that was deleted, or replaced by another one of its name, keeps its bytes while it is mapped, and counts
    /// as whole; so does a file that cannot be examined. The check does not notice a file that is truncated and grows
    /// again between two checks, or one that is renamed and truncated under its new name.
    ///
    /// Cost: one system call, a microsecond or two.
    ///
    /// @return the file's size in bytes if it was truncated below the end of the mapped part, otherwise empty
    public OptionalLong cutTo() {
        BasicFileAttributes now;
        try {
            now = Files.readAttributes(path, BasicFileAttributes.class);
        } catch (IOException gone) {
            return OptionalLong.empty();
        }
        boolean cut = Objects.equals(now.fileKey(), fileKey) && now.size() < end;
        return cut ? OptionalLong.of(now.size()) : OptionalLong.empty();
    }

    /// Makes an exception about a position in a file.
    ///
    /// @param <E> the type of the exception
    @FunctionalInterface
    public interface Failure<E extends Exception> {
        /// Makes the exception.
        ///
        /// @param name    the file's name
        /// @param problem what is wrong, with the numbers that show it
        /// @param offset  the position in the file, in bytes
        /// @return the exception
        E of(String name, String problem, long offset);
    }

    /// Checks that the file was not truncated, as far as [#cutTo] can tell.
    ///
    /// @param <E>     the type of the exception
    /// @param failure makes the exception
    /// @throws E if the file has become shorter than the end of the mapped part
    public <E extends Exception> void requireWhole(Failure<E> failure) throws E {
        OptionalLong cut = cutTo();
        if (cut.isPresent()) {
            throw failure.of(name, "truncated while it is mapped: " + segment.byteSize()
                    + " bytes were mapped, the file has " + cut.getAsLong(), cut.getAsLong());
        }
    }
}
