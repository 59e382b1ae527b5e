package dev.npymap.internal.io;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MappedFileTest {
    @TempDir
    Path directory;
    private final Arena arena = Arena.ofConfined();
    private Path path;

    @BeforeEach
    void writeFile() throws IOException {
        path = Files.write(directory.resolve("prices.npy"), new byte[]{1, 2, 3, 4, 5, 6, 7, 8, 9, 10});
    }

    @AfterEach
    void unmap() {
        arena.close();
    }

    @Test
    void reportsCutBelowItsEnd() throws IOException {
        MappedFile mapped = map(2, 6);
        assertEquals(OptionalLong.empty(), mapped.cutTo());
        cut(8);
        assertEquals(OptionalLong.empty(), mapped.cutTo());
        cut(7);
        assertEquals(OptionalLong.of(7), mapped.cutTo());
    }

    @Test
    void reportsCutThroughSymbolicLink() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.npy"), path);
        try (RegularFile file = RegularFile.open(link)) {
            MappedFile mapped = file.map(0, 10, arena);
            cut(0);
            assertEquals(OptionalLong.of(0), mapped.cutTo());
        }
    }

    @Test
    void replacingTheFileKeepsTheMapping() throws IOException {
        MappedFile mapped = map(0, 10);
        Path shorter = Files.write(directory.resolve("new.npy"), new byte[]{99});
        Files.move(shorter, path, StandardCopyOption.ATOMIC_MOVE);
        assertEquals(OptionalLong.empty(), mapped.cutTo());
        assertEquals(10, mapped.segment().get(ValueLayout.JAVA_BYTE, 9));
    }

    @Test
    void deletingTheFileKeepsTheMapping() throws IOException {
        MappedFile mapped = map(0, 10);
        Files.delete(path);
        assertEquals(OptionalLong.empty(), mapped.cutTo());
        assertEquals(10, mapped.segment().get(ValueLayout.JAVA_BYTE, 9));
    }

    @Test
    void emptyMappingHasNothingToLose() throws IOException {
        MappedFile mapped = map(10, 0);
        cut(3);
        assertEquals(OptionalLong.empty(), mapped.cutTo());
    }

    private MappedFile map(long offset, long byteSize) throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            return file.map(offset, byteSize, arena);
        }
    }

    private void cut(long size) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(size);
        }
    }
}
