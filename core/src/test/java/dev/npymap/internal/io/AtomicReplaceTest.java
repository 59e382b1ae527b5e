package dev.npymap.internal.io;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.ChildJvm;
import dev.npymap.Growth;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicReplaceTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("prices.npy");
    }

    @Test
    void writesNewFile() throws IOException {
        AtomicReplace.replace(path, bytes(1, 2, 3));
        assertArrayEquals(new byte[]{1, 2, 3}, Files.readAllBytes(path));
        assertEquals(List.of("prices.npy"), names());
    }

    @Test
    void writesBuffersOfAnySizeInOrder() throws IOException {
        byte[] large = new byte[(3 << 20) + 5];
        new Random(1).nextBytes(large);
        ByteBuffer direct = ByteBuffer.allocateDirect(large.length).put(large).flip();
        ByteBuffer part = ByteBuffer.wrap(large).position(1).limit(3);
        AtomicReplace.replace(path, channel -> AtomicReplace.writeFully(channel, part, direct, ByteBuffer.wrap(large)));
        byte[] written = Files.readAllBytes(path);
        assertArrayEquals(Arrays.copyOfRange(large, 1, 3), Arrays.copyOf(written, 2));
        assertArrayEquals(large, Arrays.copyOfRange(written, 2, 2 + large.length));
        assertArrayEquals(large, Arrays.copyOfRange(written, 2 + large.length, written.length));
        assertEquals(3, part.limit());
    }

    @Test
    void failureOfTheBodyKeepsTheOldFileAndLeavesNothing() throws IOException {
        Files.write(path, new byte[]{9});
        IllegalStateException failure = new IllegalStateException("stop");
        assertSame(failure, assertThrows(IllegalStateException.class, () -> AtomicReplace.replace(path, channel -> {
            AtomicReplace.writeFully(channel, ByteBuffer.allocate(100));
            throw failure;
        })));
        NoSuchFileException other = new NoSuchFileException("other.npy", null, "no such file");
        assertSame(other, assertThrows(IOException.class, () -> AtomicReplace.replace(path, _ -> {
            throw other;
        })));
        assertArrayEquals(new byte[]{9}, Files.readAllBytes(path));
        assertEquals(List.of("prices.npy"), names());
    }

    @Test
    void aFileThatCannotBeReadMeanwhileIsToBlame() throws IOException {
        IOException read = FileErrors.named("source.txt", "cannot be read", new IOException("Input/output error"));
        IOException thrown = assertThrows(IOException.class, () -> AtomicReplace.replace(path, channel -> {
            throw read;
        }));
        assertEquals("source.txt: cannot be read: Input/output error", thrown.getMessage());
    }

    @Test
    void interruptionKeepsTheOldFileAndLeavesNothing() throws IOException {
        Files.write(path, new byte[]{9});
        try {
            InterruptedIOException failure = assertThrows(InterruptedIOException.class,
                    () -> AtomicReplace.replace(path, channel -> {
                        Thread.currentThread().interrupt();
                        AtomicReplace.writeFully(channel, ByteBuffer.allocate(100));
                    }));
            assertEquals("prices.npy: cannot be written: the thread was interrupted", failure.getMessage());
        } finally {
            Thread.interrupted();
        }
        assertArrayEquals(new byte[]{9}, Files.readAllBytes(path));
        assertEquals(List.of("prices.npy"), names());
    }

    @Test
    void fullDiskKeepsTheOldFileAndLeavesNothing() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")), "no bash here");
        Files.write(path, new byte[]{9});
        String limited = "ulimit -f 1024; exec \"$@\"";
        String output = java(List.of("/bin/bash", "-c", limited, "bash"), LargeWriter.class);
        assertTrue(output.startsWith("prices.npy: cannot be written: ") && output.endsWith("\nexit 0"), output);
        assertArrayEquals(new byte[]{9}, Files.readAllBytes(path));
        assertEquals(List.of("prices.npy"), names());
    }

    @Test
    void keepsPermissionsOfTheReplacedFile() throws IOException {
        assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
        for (String permissions : List.of("rw-------", "rw-rw-rw-", "r--r--r--", "rwxr-x--x")) {
            Files.deleteIfExists(path);
            Files.write(path, new byte[]{9});
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(permissions));
            AtomicReplace.replace(path, bytes(1));
            assertEquals(permissions, PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
        }
    }

    @Test
    void nobodyElseMayReadTheTemporaryOfAFileThatIsReplaced() throws IOException {
        assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
        Files.write(path, new byte[]{9});
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-r--r--"));
        AtomicReplace.replace(path, _ -> assertEquals("rw-------",
                PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary()))));
    }

    @Test
    void rightsOfAGroupThatCannotBeKeptAreThoseOfAll() throws Exception {
        assumeTrue("root".equals(System.getProperty("user.name")), "only root gives files away");
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv here");
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.write(path, new byte[]{9});
        Files.setAttribute(path, "unix:gid", 12345);
        Files.setAttribute(path, "unix:mode", 06775);
        assertEquals("exit 0", java(List.of("/usr/bin/setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"),
                SmallWriter.class));
        assertEquals("65534 65534 100755", Files.getAttribute(path, "unix:uid") + " "
                + Files.getAttribute(path, "unix:gid") + " "
                + Integer.toOctalString((int) Files.getAttribute(path, "unix:mode")));
    }

    @Test
    void longNamesLeaveRoomForHiddenFiles() throws IOException {
        for (String name : List.of("a".repeat(255), "é".repeat(127), "𝄞".repeat(63))) {
            Path file = directory.resolve(name);
            AtomicReplace.replace(file, bytes(1));
            AtomicReplace.replace(file, bytes(2));
            assertArrayEquals(new byte[]{2}, Files.readAllBytes(file));
            WriteLock.acquire(file).close();
        }
        assertEquals(6, names().size());
    }

    @Test
    void writingManyFilesIntoOneDirectoryTakesTimeInProportion() throws Exception {
        Growth.requireLinear(20, count -> {
            Path many = Files.createDirectory(directory.resolve("many-" + count));
            for (int n = 0; n < 100 * count; n++) {
                Files.createFile(many.resolve("other-" + n));
            }
            return () -> {
                for (int n = 0; n < count; n++) {
                    AtomicReplace.replace(many.resolve(n + ".npy"), bytes(1));
                }
            };
        });
    }

    @Test
    void newFileGetsTheDefaultPermissions() throws IOException {
        assumeTrue(path.getFileSystem().supportedFileAttributeViews().contains("posix"), "no permissions here");
        AtomicReplace.replace(path, bytes(1));
        Path ordinary = Files.createFile(directory.resolve("ordinary"));
        assertEquals(Files.getPosixFilePermissions(ordinary), Files.getPosixFilePermissions(path));
    }

    @Test
    void replacesTheFileThatALinkLeadsTo() throws IOException {
        Path real = Files.createDirectory(directory.resolve("real"));
        Files.createSymbolicLink(path, Path.of("inner.npy"));
        Files.createSymbolicLink(directory.resolve("inner.npy"), Path.of("real", "data.npy"));
        for (int value = 1; value <= 2; value++) {
            AtomicReplace.replace(path, bytes(value));
            assertTrue(Files.isSymbolicLink(path));
            assertArrayEquals(new byte[]{(byte) value}, Files.readAllBytes(real.resolve("data.npy")));
        }
        Path circle = directory.resolve("circle.npy");
        Files.createSymbolicLink(circle, circle);
        FileSystemException refused = assertThrows(FileSystemException.class,
                () -> AtomicReplace.replace(circle, bytes(1)));
        assertEquals("circle.npy: symbolic links lead in a circle", refused.getMessage());
    }

    @Test
    void refusesToReplaceWhatIsNoRegularFile() throws IOException {
        Files.createDirectory(path);
        FileSystemException refused = assertThrows(FileSystemException.class,
                () -> AtomicReplace.replace(path, bytes(1)));
        assertEquals("prices.npy: not a regular file but a directory", refused.getMessage());
        NoSuchFileException missing = assertThrows(NoSuchFileException.class,
                () -> AtomicReplace.replace(directory.resolve("no/prices.npy"), bytes(1)));
        assertEquals("prices.npy: cannot be written: its directory does not exist", missing.getMessage());
    }

    @Test
    void createRefusesAnythingOfThatName() throws IOException {
        AtomicReplace.create(path, bytes(1));
        FileAlreadyExistsException refused = assertThrows(FileAlreadyExistsException.class,
                () -> AtomicReplace.create(path, bytes(2)));
        assertEquals("prices.npy: already exists", refused.getMessage());
        Path dangling = Files.createSymbolicLink(directory.resolve("link.npy"), Path.of("nowhere"));
        assertThrows(FileAlreadyExistsException.class, () -> AtomicReplace.create(dangling, bytes(2)));
        assertArrayEquals(new byte[]{1}, Files.readAllBytes(path));
        assertEquals(List.of("link.npy", "prices.npy"), names());
    }

    @Test
    void createRefusesFileThatAppearsMeanwhile() throws IOException {
        FileAlreadyExistsException refused = assertThrows(FileAlreadyExistsException.class,
                () -> AtomicReplace.create(path, channel -> {
                    bytes(1).writeTo(channel);
                    Files.write(path, new byte[]{9});
                }));
        assertEquals("prices.npy: already exists", refused.getMessage());
        assertArrayEquals(new byte[]{9}, Files.readAllBytes(path));
        assertEquals(List.of("prices.npy"), names());
    }

    @Test
    void removesWhatAKilledWriterLeft() throws Exception {
        assertEquals("exit 3", java(List.of(), HaltedWriter.class));
        assertEquals(2, names().size());
        Path ofOther = Files.createFile(directory.resolve(".prices.npy.part.01234567-89abcdef.npymap-tmp"));
        Path link = Files.createSymbolicLink(directory.resolve(".prices.npy.3.npymap-tmp"), ofOther.getFileName());
        AtomicReplace.replace(path, bytes(1));
        assertEquals(List.of(link.getFileName().toString(), ofOther.getFileName().toString(), "prices.npy"), names());
    }

    @Test
    void leavesTheTemporaryOfALiveProcess() throws Exception {
        Path temporary = Files.createFile(directory.resolve(".prices.npy.01234567-89abcdef.npymap-tmp"));
        Files.createSymbolicLink(directory.resolve(".prices.npy.0.npymap-tmp"), temporary.getFileName());
        try (PythonLock _ = PythonLock.hold(temporary)) {
            AtomicReplace.replace(path, bytes(1));
            assertTrue(Files.exists(temporary));
        }
        AtomicReplace.replace(path, bytes(2));
        assertEquals(List.of("prices.npy"), names());
    }

    @Test
    void writersOfOneFileDoNotDisturbEachOther() throws IOException {
        AtomicReplace.replace(path, channel -> {
            AtomicReplace.replace(path, bytes(1));
            assertArrayEquals(new byte[]{1}, Files.readAllBytes(path));
            bytes(2).writeTo(channel);
        });
        assertArrayEquals(new byte[]{2}, Files.readAllBytes(path));
        assertEquals(List.of("prices.npy"), names());
    }

    @Test
    void writersOfOneFileLeaveEachOtherLocked() throws IOException {
        AtomicReplace.replace(path, _ -> {
            Path temporary = temporary();
            assertTrue(PythonLock.refused(temporary));
            AtomicReplace.replace(path, bytes(1));
            assertTrue(PythonLock.refused(temporary));
        });
    }

    private Path temporary() throws IOException {
        return directory.resolve(Files.readSymbolicLink(directory.resolve(".prices.npy.0.npymap-tmp")));
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(FileErrors::nameOf).sorted().toList();
        }
    }

    private String java(List<String> wrapper, Class<?> main) throws Exception {
        try (ChildJvm child = ChildJvm.start(wrapper, List.of(), main, path)) {
            return child.finish(60);
        }
    }

    private static AtomicReplace.Body bytes(int... values) {
        return channel -> {
            for (int value : values) {
                AtomicReplace.writeFully(channel, ByteBuffer.wrap(new byte[]{(byte) value}));
            }
        };
    }

    /// Writes more than its process may, and prints the error.
    static final class LargeWriter {
        public static void main(String[] arguments) {
            try {
                AtomicReplace.replace(Path.of(arguments[0]),
                        channel -> AtomicReplace.writeFully(channel, ByteBuffer.allocate(5 << 20)));
                System.out.println("no error");
            } catch (IOException full) {
                System.out.println(full.getMessage());
            }
        }
    }

    /// Writes, and prints what goes wrong.
    static final class SmallWriter {
        public static void main(String[] arguments) {
            try {
                AtomicReplace.replace(Path.of(arguments[0]), bytes(1));
            } catch (IOException refused) {
                System.out.println(refused);
            }
        }
    }

    /// Dies while it writes.
    static final class HaltedWriter {
        public static void main(String[] arguments) throws IOException {
            AtomicReplace.replace(Path.of(arguments[0]), channel -> {
                AtomicReplace.writeFully(channel, ByteBuffer.allocate(100));
                Runtime.getRuntime().halt(3);
            });
        }
    }
}
