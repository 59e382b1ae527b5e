package dev.npymap.internal.io;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;

/// An open regular file, which is read at any position, mapped, and closed right after.
///
/// A mapping outlives the file object: a reader opens the file, reads the header, maps and closes.
///
/// Threads: any number may read and map at once. Interrupting one of them closes the file for all.
public final class RegularFile implements Closeable {
    /// The JDK copies into a Java array through a native buffer as large as the request.
    private static final int MAX_TRANSFER = 1 << 20;
    /// The capacity of a [ByteBuffer] is less than 2 GiB.
    private static final long MAX_BUFFER = 1 << 30;

    private final String name;
    private final Path path;
    private final BasicFileAttributes attributes;
    private final Access access;
    private final FileChannel channel;
    private final long byteSize;

    private RegularFile(Path path, BasicFileAttributes attributes, Access access, FileChannel channel)
            throws IOException {
        this.name = FileErrors.nameOf(path);
        this.path = path.toAbsolutePath();
        this.attributes = attributes;
        this.access = access;
        this.channel = channel;
        this.byteSize = channel.size();
    }

    /// Opens a file for reading only.
    ///
    /// @param path a regular file, or a symbolic link to one
    /// @return the open file
    /// @throws java.nio.file.NoSuchFileException if the file does not exist
    /// @throws IOException if it is a directory, FIFO or device, which is never opened, or cannot be opened
    public static RegularFile open(Path path) throws IOException {
        return open(path, Access.READ_ONLY);
    }

    /// Opens a file for reading and for the given access.
    ///
    /// @param path   a regular file, or a symbolic link to one
    /// @param access how it will be mapped
    /// @return the open file
    /// @throws java.nio.file.NoSuchFileException if the file does not exist
    /// @throws IOException if it is a directory, FIFO or device, which is never opened, or cannot be opened
    public static RegularFile open(Path path, Access access) throws IOException {
        String name = FileErrors.nameOf(path);
        try {
            // A file that replaces this one between the two checks is neither the one checked nor the one remembered.
            while (true) {
                BasicFileAttributes before = Files.readAttributes(path, BasicFileAttributes.class);
                if (!before.isRegularFile()) {
                    throw FileErrors.irregular(name, before);
                }
                FileChannel channel = FileChannel.open(path, access.options);
                try {
                    BasicFileAttributes after = Files.readAttributes(path, BasicFileAttributes.class);
                    if (Objects.equals(before.fileKey(), after.fileKey())) {
                        return new RegularFile(path, after, access, channel);
                    }
                } catch (Throwable failure) {
                    try (channel) {
                        throw failure;
                    }
                }
                channel.close();
            }
        } catch (IOException failure) {
            throw FileErrors.named(name, "cannot be opened", failure);
        }
    }

    /// {@return the file's name without directories}
    public String name() {
        return name;
    }

    /// {@return the size of the file when it was opened, in bytes}
    public long byteSize() {
        return byteSize;
    }

    /// Reads into a buffer until it is full or the file ends at its size when it was opened.
    ///
    /// @param target   is filled from its position to its limit; its position advances
    /// @param position where to begin, in bytes from the beginning of the file
    /// @return the number of bytes read; less than the buffer's remaining bytes only at the end of the file
    /// @throws IOException if reading fails
    public int read(ByteBuffer target, long position) throws IOException {
        if (position < 0) {
            throw new IllegalArgumentException(name + ": negative position: " + position);
        }
        int start = target.position();
        int limit = (int) Math.min(target.limit(), start + Math.max(0, byteSize - position));
        int whole = target.limit();
        try {
            while (target.position() < limit) {
                target.limit(Math.min(limit, target.position() + Math.min(MAX_TRANSFER, limit - target.position())));
                if (channel.read(target, position + target.position() - start) < 0) {
                    break;
                }
            }
            return target.position() - start;
        } catch (IOException failure) {
            throw FileErrors.named(name, "cannot be read", failure);
        } finally {
            target.limit(whole);
        }
    }

    /// Reads into memory until it is full or the file ends at its size when it was opened.
    ///
    /// @param target   of any size, not mapped from a file; native or a `byte[]`
    /// @param position where to begin, in bytes from the beginning of the file
    /// @return the number of bytes read; less than the memory's size only at the end of the file
    /// @throws IOException if reading fails
    public long read(MemorySegment target, long position) throws IOException {
        long done = 0;
        while (done < target.byteSize()) {
            long count = Math.min(MAX_BUFFER, target.byteSize() - done);
            int read = read(target.asSlice(done, count).asByteBuffer(), position + done);
            done += read;
            if (read < count) {
                break;
            }
        }
        return done;
    }

    /// Changes the file in place. This is the file that was read, even if its path names another one by now.
    ///
    /// @param body writes at positions of its choice, and forces what it has written; its exceptions pass through,
    ///             those of the channel with the file's name
    /// @throws IOException if writing fails, or the file was opened for reading only
    public void change(AtomicReplace.Body body) throws IOException {
        try {
            body.writeTo(channel);
        } catch (IOException failure) {
            throw FileErrors.ofChannel(name, failure);
        }
    }

    /// Maps a part of the file with the access it was opened with.
    ///
    /// Lifetime: the mapping lives until `arena` is closed, and does not need this file to stay open. The size is
    /// checked immediately before; if the file is truncated between the check and the mapping, and was opened for
    /// writing, the JDK extends it with zeros.
    /// @param offset   where the part begins, in bytes from the beginning of the file
    /// @param byteSize the length of the part, in bytes
    /// @param arena    owns the mapping
    /// @return the mapping
    /// @throws EOFException if the file ends before the part does; it is never extended
    /// @throws IOException  if the file cannot be mapped, or this process has too many mappings
    public MappedFile map(long offset, long byteSize, Arena arena) throws IOException {
        return map(offset, byteSize, arena, MappingLimit.OF_KERNEL);
    }

    MappedFile map(long offset, long byteSize, Arena arena, MappingLimit limit) throws IOException {
        if (offset < 0 || byteSize < 0) {
            throw new IllegalArgumentException(
                    name + ": negative part of a file: " + byteSize + " bytes from byte " + offset);
        }
        if (byteSize > 0) {
            limit.admit(name);
        }
        MemorySegment segment = mapChecked(offset, byteSize, arena);
        if (byteSize > 0) {
            limit.add(segment.scope());
        }
        long end = byteSize == 0 ? 0 : offset + byteSize;
        return new MappedFile(name, path, attributes.fileKey(), end, segment);
    }

    private MemorySegment mapChecked(long offset, long byteSize, Arena arena) throws IOException {
        try {
            long size = channel.size();
            if (offset > size || byteSize > size - offset) {
                throw new EOFException(name + ": too short to be mapped: " + byteSize + " bytes from byte " + offset
                        + ", the file has " + size);
            }
            return channel.map(access.mode, offset, byteSize, arena);
        } catch (IOException failure) {
            throw FileErrors.named(name, "cannot be mapped", failure);
        } catch (UnsupportedOperationException unsupported) {
            throw new IOException(name + ": cannot be mapped: its file system does not map files", unsupported);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
