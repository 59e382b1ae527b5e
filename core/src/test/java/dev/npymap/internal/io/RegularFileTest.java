package dev.npymap.internal.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RegularFileTest {
    private static final byte[] BYTES = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void writeFile() throws IOException {
        path = Files.write(directory.resolve("prices.npy"), BYTES);
    }

    @Test
    void refusesFifoWithoutBlocking() throws Exception {
        Path fifo = directory.resolve("pipe.npy");
        assumeTrue(run("mkfifo", fifo.toString()), "no mkfifo here");
        FileSystemException refused = assertTimeoutPreemptively(Duration.ofSeconds(10),
                () -> assertThrows(FileSystemException.class, () -> RegularFile.open(fifo)));
        assertEquals("pipe.npy: not a regular file", refused.getMessage());
    }

    @Test
    void refusesDirectory() throws IOException {
        Path inner = Files.createDirectory(directory.resolve("store"));
        FileSystemException refused = assertThrows(FileSystemException.class, () -> RegularFile.open(inner));
        assertEquals("store: not a regular file but a directory", refused.getMessage());
    }

    @Test
    void refusesDevice() {
        Path device = Path.of("/dev/zero");
        assumeTrue(Files.exists(device), "no devices here");
        FileSystemException refused = assertThrows(FileSystemException.class, () -> RegularFile.open(device));
        assertEquals("zero: not a regular file", refused.getMessage());
    }

    @Test
    void namesMissingFile() {
        Path missing = directory.resolve("missing.npy");
        NoSuchFileException refused = assertThrows(NoSuchFileException.class, () -> RegularFile.open(missing));
        assertEquals("missing.npy: no such file", refused.getMessage());
    }

    @Test
    void namesFileThatMayNotBeRead() throws Exception {
        run("chmod", "0", path.toString());
        if (Files.isReadable(path)) {
            System.out.println("left out: namesFileThatMayNotBeRead: this user may read everything");
        }
        assumeTrue(!Files.isReadable(path), "this user may read everything");
        FileSystemException refused = assertThrows(FileSystemException.class, () -> RegularFile.open(path));
        assertEquals("prices.npy: cannot be opened: access denied", refused.getMessage());
    }

    @Test
    void readsUntilTheBufferIsFullOrTheFileEnds() throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            assertEquals(10, file.byteSize());
            ByteBuffer target = ByteBuffer.allocate(6).position(1);
            assertEquals(5, file.read(target, 3));
            assertArrayEquals(new byte[]{0, 3, 4, 5, 6, 7}, target.array());
            assertEquals(2, file.read(target.position(0), 8));
            assertEquals(2, target.position());
            assertEquals(6, target.limit());
            assertEquals(0, file.read(target, 10));
            assertEquals(0, file.read(target, Long.MAX_VALUE));
        }
    }

    @Test
    void readsMoreThanOneTransferAtOnce() throws IOException {
        byte[] large = new byte[(5 << 20) + 3];
        new Random(1).nextBytes(large);
        Files.write(path, large);
        try (RegularFile file = RegularFile.open(path)) {
            ByteBuffer target = ByteBuffer.allocate(large.length);
            assertEquals(large.length - 1, file.read(target, 1));
            assertArrayEquals(Arrays.copyOfRange(large, 1, large.length),
                    Arrays.copyOf(target.array(), large.length - 1));
        }
    }

    @Test
    void readsTheFileAsLongAsItWasWhenOpened() throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            Files.write(path, new byte[20]);
            assertEquals(10, file.read(ByteBuffer.allocate(20), 0));
        }
    }

    @Test
    void mapsPartsAtAnyOffset() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = map(Access.READ_ONLY, 3, 5, arena).segment();
            assertArrayEquals(new byte[]{3, 4, 5, 6, 7}, segment.toArray(ValueLayout.JAVA_BYTE));
            assertThrows(IllegalArgumentException.class, () -> segment.set(ValueLayout.JAVA_BYTE, 0, (byte) 1));
            assertEquals(0, map(Access.READ_ONLY, 10, 0, arena).segment().byteSize());
        }
    }

    @Test
    void neverMapsPastTheEndNorExtendsTheFile() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            for (Access access : Access.values()) {
                EOFException refused = assertThrows(EOFException.class, () -> map(access, 3, 8, arena));
                assertEquals("prices.npy: too short to be mapped: 8 bytes from byte 3, the file has 10",
                        refused.getMessage());
                assertThrows(EOFException.class, () -> map(access, 11, 0, arena));
                assertThrows(EOFException.class, () -> map(access, 1, Long.MAX_VALUE, arena));
                assertThrows(IllegalArgumentException.class, () -> map(access, -1, 2, arena));
                assertEquals(10, Files.size(path));
            }
        }
    }

    @Test
    void writeToCopyOnWriteMappingStaysInTheMapping() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment segment = map(Access.COPY_ON_WRITE, 0, 10, arena).segment();
            segment.set(ValueLayout.JAVA_BYTE, 2, (byte) 77);
            assertEquals(77, segment.get(ValueLayout.JAVA_BYTE, 2));
        }
        assertArrayEquals(BYTES, Files.readAllBytes(path));
    }

    @Test
    void writeToReadWriteMappingReachesTheFile() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            map(Access.READ_WRITE, 1, 9, arena).segment().set(ValueLayout.JAVA_BYTE, 2, (byte) 77);
        }
        assertEquals(77, Files.readAllBytes(path)[3]);
    }

    @Test
    void namesFileWhenTheThreadIsInterrupted() throws IOException {
        try (RegularFile file = RegularFile.open(path)) {
            Thread.currentThread().interrupt();
            InterruptedIOException refused = assertThrows(InterruptedIOException.class,
                    () -> file.read(ByteBuffer.allocate(4), 0));
            assertEquals("prices.npy: cannot be read: the thread was interrupted", refused.getMessage());
        } finally {
            Thread.interrupted();
        }
    }

    private MappedFile map(Access access, long offset, long byteSize, Arena arena) throws IOException {
        try (RegularFile file = RegularFile.open(path, access)) {
            return file.map(offset, byteSize, arena);
        }
    }

    private static boolean run(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException absent) {
            return false;
        }
    }
}
