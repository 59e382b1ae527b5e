package dev.npymap.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Files that are compressed by gzip as a whole: they cannot be mapped, and go through memory.
final class GzipFile {
    private static final int BLOCK_BYTES = 1 << 20;

    private GzipFile() {
    }

    /// Writes the contents of a file.
    interface Body {
        void writeTo(OutputStream out) throws IOException;
    }

    /// Opens a file to read what was compressed.
    static InputStream open(Path file) throws IOException {
        InputStream raw = Files.newInputStream(file);
        try {
            return new GZIPInputStream(new BufferedInputStream(raw, BLOCK_BYTES), BLOCK_BYTES);
        } catch (IOException | RuntimeException failure) {
            raw.close();
            throw failure;
        }
    }

    /// Reads all that was compressed.
    static MemorySegment read(Path file, Arena arena) throws IOException {
        try (InputStream in = open(file)) {
            byte[] block = new byte[BLOCK_BYTES];
            MemorySegment memory = arena.allocate(BLOCK_BYTES);
            long size = 0;
            for (int read = in.readNBytes(block, 0, block.length); read > 0; read = in.readNBytes(block, 0,
                    block.length)) {
                if (size + read > memory.byteSize()) {
                    memory = arena.allocate(2 * memory.byteSize()).copyFrom(memory.asSlice(0, size));
                }
                MemorySegment.copy(block, 0, memory, JAVA_BYTE, size, read);
                size += read;
            }
            return memory.asSlice(0, size).asReadOnly();
        }
    }

    /// Writes a file in one step, in place of the one of that name if there is one, whose permissions it gets. No time is
    /// noted in it: the same contents make the same bytes.
    static void write(Path file, Body body) throws IOException {
        Path target = Files.exists(file) ? file.toRealPath() : file.toAbsolutePath();
        if (!Files.isDirectory(target.getParent())) {
            throw new NoSuchFileException(file.toString(), null, "cannot be written: its directory does not exist");
        }
        Path unfinished = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID() + ".npymap-tmp");
        try {
            writeNew(unfinished, body);
            if (Files.exists(target) && Files.getFileStore(target).supportsFileAttributeView("posix")) {
                Files.setPosixFilePermissions(unfinished, Files.getPosixFilePermissions(target));
            }
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException failure) {
            if (!unfinished.toString().equals(failure.getFile())) {
                throw failure;
            }
            throw new FileSystemException(file.toString(), null, "cannot be written: " + Failures.reason(failure));
        } finally {
            Files.deleteIfExists(unfinished);
        }
    }

    private static void writeNew(Path file, Body body) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                GZIPOutputStream out = new GZIPOutputStream(
                        new BufferedOutputStream(Channels.newOutputStream(channel), BLOCK_BYTES), BLOCK_BYTES)) {
            body.writeTo(out);
            out.finish();
            out.flush();
            channel.force(true);
        }
    }
}
