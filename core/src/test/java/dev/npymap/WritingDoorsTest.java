package dev.npymap;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.array.NdArray;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// There is one way to write a file: every door treats what is in its place alike.
class WritingDoorsTest {
    private static final NdArray ARRAY = WritingDoor.numbers(10_000);

    @TempDir
    private Path directory;

    @BeforeEach
    void requirePosix() {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("unix"), "no POSIX files here");
    }

    @ParameterizedTest
    @EnumSource
    void refusesWhatIsNoRegularFile(WritingDoor door) throws Exception {
        Path fifo = directory.resolve("fifo");
        assumeTrue(new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor() == 0, "no FIFOs here");
        Path folder = Files.createDirectory(directory.resolve("folder"));
        for (Path place : List.of(fifo, folder, Path.of("/dev/null"), Path.of("/dev/full"))) {
            Object before = Files.readAttributes(place, "unix:ino,mode", LinkOption.NOFOLLOW_LINKS);
            FileSystemException refused = assertThrows(FileSystemException.class, () -> door.write(place, ARRAY));
            assertTrue(refused.getMessage().startsWith(place.getFileName() + ": not a regular file"),
                    refused.getMessage());
            assertEquals(before, Files.readAttributes(place, "unix:ino,mode", LinkOption.NOFOLLOW_LINKS));
        }
        assertEquals(List.of("fifo", "folder"), names());
    }

    @ParameterizedTest
    @EnumSource
    void writesThroughALinkThatLeadsNowhereYet(WritingDoor door) throws IOException {
        Path real = Files.createDirectory(directory.resolve("real")).resolve(door.fileName());
        Path link = Files.createSymbolicLink(directory.resolve("link-" + door.fileName()),
                Path.of("real", door.fileName()));
        if (door.reads() || door.creates()) {
            IOException refused = assertThrows(IOException.class, () -> door.write(link, ARRAY));
            assertEquals(link.getFileName() + (door.creates() ? ": already exists" : ": no such file"),
                    refused.getMessage());
            assertEquals(door.creates(), refused instanceof FileAlreadyExistsException);
            assertFalse(Files.exists(real));
        } else {
            door.write(link, ARRAY);
            assertTrue(Files.isSymbolicLink(link));
            assertTrue(door.isWritten(real, ARRAY));
        }
    }

    @ParameterizedTest
    @EnumSource
    void keepsOwnerGroupAndPermissions(WritingDoor door) throws IOException {
        assumeFalse(door.creates(), "nothing is replaced");
        Path file = seeded(door);
        boolean root = Files.getAttribute(file, "unix:uid").equals(0);
        if (root) {
            Files.setAttribute(file, "unix:uid", 65534);
            Files.setAttribute(file, "unix:gid", 12345);
        }
        for (String permissions : List.of("rw-------", "rw-r-----", "rwxrw-r--")) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(permissions));
            PosixFileAttributes before = Files.readAttributes(file, PosixFileAttributes.class);
            door.write(file, ARRAY);
            PosixFileAttributes after = Files.readAttributes(file, PosixFileAttributes.class);
            assertEquals(before.permissions(), after.permissions());
            assertEquals(before.owner(), after.owner());
            assertEquals(before.group(), after.group());
        }
    }

    @ParameterizedTest
    @EnumSource
    void removesWhatAKilledWriterLeft(WritingDoor door) throws IOException {
        assumeFalse(door == WritingDoor.APPEND, "it is written in place");
        Path file = seeded(door);
        String left = "." + door.fileName() + ".01234567-89abcdef.npymap-tmp";
        Files.writeString(directory.resolve(left), "half of it");
        Files.createSymbolicLink(directory.resolve("." + door.fileName() + ".0.npymap-tmp"), Path.of(left));
        door.write(file, ARRAY);
        requireTidy(door);
    }

    @ParameterizedTest
    @EnumSource
    void interruptionIsNamedAndLeavesTheOldFile(WritingDoor door) throws Exception {
        Path file = seeded(door);
        Path seed = Files.createDirectory(directory.resolve("seed")).resolve(door.fileName());
        door.seed(seed);
        try {
            Thread.currentThread().interrupt();
            InterruptedIOException failure = assertThrows(InterruptedIOException.class, () -> door.write(file, ARRAY));
            String name = door == WritingDoor.CONVERT ? "npymap-rows" : door.fileName() + ": ";
            assertTrue(failure.getMessage().startsWith(name), failure.getMessage());
            assertTrue(failure.getMessage().endsWith(": the thread was interrupted"), failure.getMessage());
        } finally {
            assertTrue(Thread.interrupted());
        }
        assertTrue(door.isUntouched(file, seed));
        requireTidy(door);
    }

    private Path seeded(WritingDoor door) throws IOException {
        Path file = directory.resolve(door.fileName());
        door.seed(file);
        return file;
    }

    private void requireTidy(WritingDoor door) throws IOException {
        assertEquals(List.of(), names().stream()
                .filter(name -> name.startsWith(".") && !name.equals("." + door.fileName() + ".npymap-lock")).toList());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
