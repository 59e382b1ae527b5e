package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.npymap.ChildJvm;
import dev.npymap.array.LongArray;
import dev.npymap.internal.io.Directories;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store takes of the disk, and what it does when the disk is unkind.
class StoreDiskTest {
    /// One more than ext4 has.
    private static final int TOO_MANY_LINKS = 65_001;

    @TempDir
    private Path directory;
    private Path path;
    private ArrayStore store;

    @BeforeEach
    void create() throws IOException {
        path = directory.resolve("s.store");
        store = ArrayStore.create(path);
    }

    @Test
    void unchangedArraysTakeNoSpace() throws IOException {
        fill(20, 20, 12_500);
    }

    @Test
    @Tag("full")
    void aHundredVersionsOfAGigabyteTakeTwo() throws IOException {
        fill(100, 100, 1_250_000);
    }

    /// Makes as many versions as there are arrays, in each of which another array changes.
    private void fill(int versions, int arrays, int elements) throws IOException {
        try (NewVersion next = store.write("all")) {
            for (int n = 0; n < arrays; n++) {
                next.put("a/" + n, LongArray.of(new long[elements]));
            }
            next.commit();
        }
        for (int n = 1; n < versions; n++) {
            long[] changed = new long[elements];
            changed[0] = n;
            try (NewVersion next = store.write("one")) {
                next.put("a/" + n, LongArray.of(changed));
                assertTrue(next.byteSize() < 9L * elements);
                next.commit();
                assertTrue(next.copied().isEmpty());
            }
        }
        long all = 8L * elements * arrays;
        long taken = blocks();
        assertTrue(taken < 2.2 * all, taken + " bytes on the disk for versions of " + all);
    }

    /// The bytes of all blocks, those of a file with several names once.
    private long blocks() throws IOException {
        Set<Object> seen = new HashSet<>();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(path.resolve("versions"))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += seen.add(Files.getAttribute(file, "unix:ino")) ? Files.size(file) : 0;
            }
        }
        return bytes;
    }

    @Test
    void aFileWithTooManyLinksIsCopied() throws IOException {
        new Changes(store).put("a", 1);
        Path file = path.resolve("versions/0000000001/a.npy");
        Path links = Files.createDirectory(directory.resolve("links"));
        try {
            for (int n = 0; n < TOO_MANY_LINKS; n++) {
                Files.createLink(links.resolve("" + n), file);
            }
            abort("this file system has more than " + TOO_MANY_LINKS + " links");
        } catch (FileSystemException full) {
            assertEquals("Too many links", full.getReason());
        }
        try (NewVersion next = store.write("copied")) {
            next.put("b", LongArray.of(new long[]{1}));
            assertEquals(2, next.commit());
            assertEquals("versions/0000000001/a.npy was copied, because it could not be linked: Too many links",
                    next.copied().orElseThrow());
        }
        try (Version v = store.latest()) {
            assertEquals(List.of(), v.verify(_ -> {
            }));
            assertEquals(1, v.array("a").asLong().get(0));
        } finally {
            Directories.delete(links);
        }
    }

    @Test
    void linksInAVersionAreNotFollowed() throws IOException {
        new Changes(store).put("g/a", 1);
        Path version = path.resolve("versions/0000000001");
        Path secret = directory.resolve("secret");
        Files.move(version.resolve("g"), secret);
        Files.createSymbolicLink(version.resolve("g"), secret);
        try (Version v = store.latest()) {
            assertEquals("a version has no links: g is one",
                    assertThrows(FileSystemException.class, () -> v.array("g/a")).getReason());
            assertEquals(2, v.verify(_ -> {
            }).size());
            assertThrows(FileSystemException.class, () -> v.export(directory.resolve("export"), _ -> {
            }));
        }
        assertThrows(FileSystemException.class, () -> new Changes(store).put("b", 1));
        Files.delete(version.resolve("g"));
        Files.createDirectory(version.resolve("g"));
        Files.createSymbolicLink(version.resolve("g/a.npy"), secret.resolve("a.npy"));
        try (Version v = store.latest()) {
            assertThrows(FileSystemException.class, () -> v.array("g/a"));
        }
        assertThrows(FileSystemException.class, () -> new Changes(store).put("b", 1));
        assertEquals(new TreeSet<>(Set.of(1L)), store.numbers());
    }

    @Test
    void editsInPlaceAndStrangersAreFoundByVerify() throws IOException {
        new Changes(store).put("a", 1);
        Path version = path.resolve("versions/0000000001");
        byte[] bytes = Files.readAllBytes(version.resolve("a.npy"));
        bytes[bytes.length - 1] ^= 1;
        Directories.delete(version.resolve("a.npy"));
        Files.write(version.resolve("a.npy"), bytes);
        Files.write(version.resolve("b.npy"), bytes);
        try (Version v = store.latest()) {
            List<String> damages = v.verify(_ -> {
            }).stream().map(Throwable::getMessage).toList();
            assertEquals(2, damages.size(), damages.toString());
            assertTrue(damages.get(0).startsWith("s.store@1/a.npy: damaged: its elements have the SHA-256 "),
                    damages.get(0));
            assertTrue(damages.get(1).endsWith("damaged: it does not name b.npy"), damages.get(1));
        }
        Files.delete(version.resolve("a.npy"));
        try (Version v = store.latest()) {
            NoSuchFileException missing = assertThrows(NoSuchFileException.class, () -> v.array("a"));
            assertEquals("damaged: its file is missing", missing.getReason());
        }
        assertThrows(NoSuchFileException.class, () -> new Changes(store).put("b", 1));
    }

    @Test
    void aFullDiskLosesNothing() throws Exception {
        assertEquals("2 refused\nexit 0", mounted("size=1m,mode=777", "full", ""));
    }

    @Test
    void aReadOnlyStoreIsReadAndNotWritten() throws Exception {
        assertEquals("2 refused\nexit 0", mounted("size=8m,mode=777", "read", "mount -o remount,ro \"$1\"; "));
    }

    /// Runs on a small file system of its own, which ends with the process.
    private String mounted(String options, String mode, String then) throws Exception {
        List<String> unshare = List.of("unshare", "root".equals(System.getProperty("user.name")) ? "-m" : "-rm");
        Changes changes = new Changes(store);
        changes.put("a", 1);
        changes.put("b", 2);
        Path mount = Files.createDirectory(directory.resolve("mount"));
        String script = "set -e; mount -t tmpfs -o " + options + " none \"$1\"; cp -a \"$2\" \"$1\"; " + then
                + "shift 2; exec \"$@\"";
        List<String> wrapper = new ArrayList<>(unshare);
        wrapper.addAll(List.of("sh", "-c", script, "sh", mount.toString(), path.toString()));
        List<String> probe = new ArrayList<>(wrapper);
        probe.add("true");
        if (new ProcessBuilder(probe).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                .waitFor() != 0) {
            System.out.println("full and read-only stores are left out: no file system can be mounted");
            abort("no file system can be mounted");
        }
        try (ChildJvm child = ChildJvm.start(wrapper, List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), Run.class,
                mount.resolve("s.store"), mode)) {
            return child.finish(100);
        }
    }

    /// Fills the disk, or fails to write, and sees that nothing was lost.
    static final class Run {
        public static void main(String[] arguments) throws IOException {
            ArrayStore store = ArrayStore.open(Path.of(arguments[0]));
            if (arguments[1].equals("full")) {
                requireNamed("s.store/big: cannot be written: No space left on device", () -> {
                    try (NewVersion next = store.write("big")) {
                        next.put("big", LongArray.of(new long[1 << 18]));
                        next.commit();
                    }
                });
                requireNamed("s.store/big: cannot be written: No space left on device", () -> {
                    try (NewVersion next = store.write("big")) {
                        next.create("big", dev.npymap.model.Dtype.INT64, dev.npymap.model.Shape.of(1 << 18));
                    }
                });
                new Changes(store).put("c", 3);
            } else {
                requireNamed("s.store: ", () -> new Changes(store).put("c", 3));
                requireNamed("s.store: ", () -> store.tag("t", 1));
                requireNamed("s.store: ", () -> store.prune(1));
            }
            try (Version v = store.version(2)) {
                if (v.array("a").asLong().get(0) != 1 || !v.verify(_ -> {
                }).isEmpty()) {
                    throw new IllegalStateException("lost");
                }
            }
            try (Stream<Path> files = Files.list(store.path())) {
                if (files.anyMatch(file -> file.getFileName().toString().startsWith(".build"))) {
                    throw new IllegalStateException("left");
                }
            }
            System.out.println("2 refused");
        }

        private interface Action {
            void run() throws IOException;
        }

        private static void requireNamed(String beginning, Action action) {
            try {
                action.run();
            } catch (FileSystemException refused) {
                String message = refused.getFile() + ": " + refused.getReason();
                if (!message.startsWith(beginning)) {
                    throw new UncheckedIOException(message, refused);
                }
                return;
            } catch (IOException refused) {
                if (!refused.getMessage().startsWith(beginning)) {
                    throw new UncheckedIOException(refused.getMessage(), refused);
                }
                return;
            }
            throw new IllegalStateException("was not refused: " + beginning);
        }
    }
}
