package dev.npymap.cli;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/// Reads files that are compressed by gzip as a whole: they cannot be mapped, and go through memory.
final class GzipFile {
    private static final int BLOCK_BYTES = 1 << 20;

    private GzipFile() {
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
}
