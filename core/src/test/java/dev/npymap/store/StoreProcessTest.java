package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.array.LongArray;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A store that several processes use, some of which are killed or stopped.
class StoreProcessTest {
    private static final List<String> QUICK_START = List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC",
            "-Xshare:auto");

    @TempDir
    private Path directory;
    private Path path;
    private ArrayStore store;

    @BeforeEach
    void create() throws IOException {
        path = directory.resolve("s.store");
        store = ArrayStore.create(path);
        StoreRun.begin(store);
    }

    private ChildJvm start(Object... arguments) throws IOException {
        Object[] all = new Object[arguments.length + 1];
        all[0] = arguments[0];
        all[1] = path;
        System.arraycopy(arguments, 1, all, 2, arguments.length - 1);
        return ChildJvm.start(QUICK_START, StoreRun.class, all);
    }

    /// What one may not see is there all the same: who took it for missing would publish without it.
    @Test
    void aVersionThatOneMayNotReadIsNotPassedOver() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/setpriv")), "no setpriv");
        try (NewVersion next = store.write("secret")) {
            next.put("a", LongArray.of(new long[]{5}));
            next.commit();
        }
        Path secret = path.resolve("versions/0000000002");
        List<String> unprivileged = List.of("setpriv", "--bounding-set=-dac_override,-dac_read_search");
        Set<PosixFilePermission> mode = Files.getPosixFilePermissions(secret);
        Files.setPosixFilePermissions(secret, Set.of());
        try {
            for (Object[] arguments : new Object[][]{{"pin", path, "latest"}, {"pin", path, "2"},
                    {"count", path, "x", 1}}) {
                try (ChildJvm child = ChildJvm.start(unprivileged, QUICK_START, StoreRun.class, arguments)) {
                    String first = child.output().readLine();
                    assertTrue(first.endsWith("AccessDeniedException: s.store@2: access denied"), first);
                }
            }
            assertEquals(List.of(1L, 2L), List.copyOf(store.numbers()));
        } finally {
            Files.setPosixFilePermissions(secret, mode);
        }
        try (Version latest = store.latest()) {
            assertEquals(5, latest.array("a").asLong().get(0));
        }
    }

    @Test
    void theLockOfAnotherClassLoaderIsRefusedAndStays() throws Exception {
        Path writer = path.resolve(".locks/writer");
        try (FileChannel other = FileChannel.open(writer, StandardOpenOption.WRITE);
                FileLock _ = other.lock(0, 1,
                        false)) {
            assertTrue(isLocked(writer));
            assertTrue(assertThrows(FileSystemException.class, () -> store.tag("prod", 1)).getMessage()
                    .contains("another class loader of this JVM uses the store"));
            long open = descriptors();
            for (int n = 0; n < 5; n++) {
                assertThrows(FileSystemException.class, () -> store.tag("prod", 1));
                System.gc();
                Thread.sleep(20);
            }
            assertTrue(descriptors() <= open + 2, open + " descriptors were open, now " + descriptors());
            assertTrue(isLocked(writer));
        }
        assertFalse(isLocked(writer));
        store.tag("prod", 1);
    }

    private static long descriptors() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
            return files.count();
        }
    }

    private static boolean isLocked(Path file) throws IOException {
        String inode = ":" + Files.getAttribute(file, "unix:ino") + " ";
        return Files.readAllLines(Path.of("/proc/locks")).stream().anyMatch(line -> line.contains(inode));
    }

    @Test
    void aVersionIsWholeOrAbsentWhenWritersAreKilled() throws Exception {
        killWriters(8);
    }

    @Test
    @Tag("full")
    void aVersionIsWholeOrAbsentWhenManyWritersAreKilled() throws Exception {
        killWriters(1000);
    }

    private void killWriters(int rounds) throws Exception {
        long seed = System.nanoTime();
        System.out.println("StoreProcessTest: seed " + seed);
        Random random = new Random(seed);
        for (int n = 0; n < rounds; n++) {
            long published = 0;
            try (ChildJvm child = start("write", random.nextLong())) {
                assertEquals("ready", child.line());
                Thread.sleep(random.nextInt(5, 250));
                assertTrue(child.process().isAlive());
                signal(child, "KILL");
                for (String line = child.line(); !line.isEmpty(); line = child.line()) {
                    published = Math.max(published, Long.parseLong(line));
                }
            }
            try (Version newest = store.latest()) {
                assertTrue(newest.number() >= published, newest + " after " + published);
            }
            for (long number : store.numbers()) {
                requireWhole(number);
            }
        }
        store.prune(1);
        assertEquals(List.of(".locks", "latest", "store.json", "tags", "versions"), names());
        assertEquals("versions/%010d".formatted(store.newest()),
                Files.readSymbolicLink(path.resolve("latest")).toString());
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(path)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private void requireWhole(long number) throws IOException {
        try (Version v = store.version(number)) {
            assertEquals(List.of(), v.verify(_ -> {
            }));
            assertArrayEquals(v.array("a").asLong().toArray(), v.array("b").asLong().toArray());
            assertArrayEquals(v.array("t/x").asLong().toArray(), v.array("t/y").asLong().toArray());
            long[] ids = v.array("t/id").asLong().toArray();
            assertArrayEquals(LongStream.range(0, ids.length).toArray(), v.index("t/id").rows(ids));
        }
    }

    @Test
    void aPinnedVersionStaysUntilItsReaderDies() throws Exception {
        new Changes(store).put("a", 1);
        try (ChildJvm reader = start("pin", "1"); ChildJvm other = start("pin", "1")) {
            assertEquals("pinned 1", reader.line());
            assertEquals("pinned 1", other.line());
            assertEquals(List.of(), store.prune(1));
            other.process().destroyForcibly().waitFor();
            assertEquals(List.of(), store.prune(1));
            reader.process().destroyForcibly().waitFor();
        }
        assertEquals(List.of(1L), store.prune(1));
    }

    @Test
    void interruptsAndOtherReadersDoNotUnpin() throws Exception {
        try (Version pinned = store.version(1)) {
            new Changes(store).put("a", 1);
            for (int n = 0; n < 20; n++) {
                Thread.currentThread().interrupt();
                try (Version again = store.version(1)) {
                    assertEquals(1, again.number());
                }
                assertTrue(Thread.interrupted());
            }
            ArrayStore.open(path).latest().close();
            try (ChildJvm other = start("prune")) {
                assertEquals("ready", other.line());
                Thread.sleep(200);
                assertTrue(Files.exists(path.resolve("versions/0000000001/version.json")));
                assertEquals(0, pinned.array("b").asLong().get(5));
            }
        }
        assertEquals(List.of(1L), store.prune(1));
    }

    @Test
    void pinsAreTakenAmidPrunes() throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        try (ChildJvm pruner = ChildJvm.start(slowRenames(), QUICK_START, StoreRun.class, "prune", path);
                ChildJvm writer = start("count", "c", 1_000_000)) {
            assertTrue(writer.process().isAlive());
            assertEquals("ready", pruner.line());
            List<CompletableFuture<Long>> readers = new ArrayList<>();
            for (int n = 0; n < 3; n++) {
                readers.add(CompletableFuture.supplyAsync(() -> read(ended), task -> new Thread(task).start()));
            }
            Thread.sleep(1500);
            ended.set(true);
            for (CompletableFuture<Long> reader : readers) {
                long count = reader.get(60, TimeUnit.SECONDS);
                assertTrue(count > 10, "versions that were read: " + count);
            }
        }
    }

    /// Lets each rename of a process take a while, so that others come in between; nothing where strace is missing.
    private static List<String> slowRenames() throws Exception {
        List<String> strace = List.of("strace", "-f", "-qq", "-o", "/dev/null", "--seccomp-bpf", "-e", "trace=rename",
                "-e", "inject=rename:delay_enter=3000");
        List<String> probe = new ArrayList<>(strace);
        probe.add("true");
        try {
            if (new ProcessBuilder(probe).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start().waitFor() == 0) {
                return strace;
            }
        } catch (IOException missing) {
            // As if it were forbidden.
        }
        System.out.println("renames are not slowed down: strace is missing, or ptrace forbidden");
        return List.of();
    }

    /// Opens versions, the newest and others; what cannot be opened any more is named.
    private long read(AtomicBoolean ended) {
        long count = 0;
        try {
            while (!ended.get()) {
                try (Version v = store.latest()) {
                    assertEquals(v.array("a").asLong().get(7), v.array("b").asLong().get(19_999));
                    assertEquals(7, v.index("t/id").row(49));
                }
                // The oldest is what a prune is about to remove.
                long oldest = store.numbers().first();
                try (Version v = store.version(oldest)) {
                    Thread.yield();
                    assertEquals(v.array("t/x").asLong().sum(), v.array("t/y").asLong().sum());
                } catch (NoSuchFileException pruned) {
                    assertTrue(pruned.getReason().startsWith("no version " + oldest), pruned.toString());
                }
                count++;
            }
            return count;
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }

    @Test
    void writersWaitForEachOtherAndNothingIsLost() throws Exception {
        countTogether(8);
    }

    @Test
    @Tag("full")
    void manyWritersLoseNothing() throws Exception {
        countTogether(200);
    }

    private void countTogether(int times) throws Exception {
        List<ChildJvm> children = new ArrayList<>();
        for (int n = 0; n < 3; n++) {
            children.add(start("count", "c" + n, times));
        }
        Changes own = new Changes(store);
        for (int n = 0; n < times; n++) {
            own.put("own", n);
        }
        for (ChildJvm child : children) {
            assertEquals("done\nexit 0", child.finish(600));
        }
        assertEquals(1 + 4L * times, store.newest());
        assertEquals(1 + 4 * times, store.numbers().size());
        try (Version v = store.latest()) {
            for (int n = 0; n < 3; n++) {
                assertArrayEquals(LongStream.range(0, times).toArray(), v.array("c" + n).asLong().toArray());
            }
        }
    }

    @Test
    void aStoppedBuildPublishesOnTheNewestVersion() throws Exception {
        Path go = directory.resolve("go");
        try (ChildJvm child = start("build", go)) {
            assertEquals("begun", child.line());
            signal(child, "STOP");
            new Changes(store).put("a", 1);
            new Changes(store).put("b", 1);
            assertEquals(List.of(2L), store.prune(1), "1 is the base of the build");
            Files.createFile(go);
            signal(child, "CONT");
            assertEquals("4", child.line());
        }
        try (Version v = store.latest()) {
            assertEquals(3, v.parent());
            assertEquals(1, v.array("slow").asLong().get(0));
            assertEquals(1, v.array("b").asLong().get(0));
        }
    }

    private static void signal(ChildJvm child, String name) throws Exception {
        assertEquals(0, new ProcessBuilder("kill", "-" + name, Long.toString(child.process().pid())).start().waitFor());
    }

    @Test
    void writersWaitForAStoppedOne() throws Exception {
        try (ChildJvm child = start("lock")) {
            assertEquals("locked", child.line());
            signal(child, "STOP");
            CompletableFuture<Long> commit = CompletableFuture.supplyAsync(() -> {
                try {
                    return new Changes(store).put("a", 1);
                } catch (IOException failure) {
                    throw new java.io.UncheckedIOException(failure);
                }
            });
            assertThrows(java.util.concurrent.TimeoutException.class, () -> commit.get(300, TimeUnit.MILLISECONDS));
            child.process().destroyForcibly().waitFor();
            assertEquals(2, commit.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void aReplacedLockFileStopsWhoeverLockedTheOldOne() throws Exception {
        SortedSet<Long> before = store.numbers();
        try (NewVersion next = store.write("x"); ChildJvm child = start("lock")) {
            assertEquals("locked", child.line());
            next.put("x", LongArray.of(new long[]{1}));
            CompletableFuture<Void> replaced = CompletableFuture.runAsync(() -> {
                try {
                    Thread.sleep(200);
                    Files.delete(path.resolve(".locks/writer"));
                    Files.createFile(path.resolve(".locks/writer"));
                    child.process().destroyForcibly();
                } catch (IOException | InterruptedException failure) {
                    throw new IllegalStateException(failure);
                }
            });
            FileSystemException refused = assertThrows(FileSystemException.class, next::commit);
            assertEquals("the lock file .locks/writer was replaced while it was locked; nothing was published",
                    refused.getReason());
            replaced.get();
        }
        assertEquals(before, store.numbers());
    }

    @Test
    void anInterruptWaitsUntilTheVersionIsPublished() throws Exception {
        for (int n = 0; n < 10; n++) {
            try (NewVersion next = store.write("interrupted")) {
                next.put("a", LongArray.of(new long[100_000]));
                Thread committer = Thread.currentThread();
                CompletableFuture<Void> interrupts = CompletableFuture.runAsync(committer::interrupt);
                next.commit();
                interrupts.get();
            } catch (java.io.InterruptedIOException waiting) {
                // Before it began to publish.
            } catch (InterruptedException late) {
                // The interrupt came after the commit.
            }
            Thread.interrupted();
        }
        for (long number : store.numbers()) {
            try (Version v = store.version(number)) {
                assertEquals(List.of(), v.verify(_ -> {
                }));
            }
        }
        assertFalse(names().stream().anyMatch(name -> name.startsWith(".build")), names().toString());
    }
}
