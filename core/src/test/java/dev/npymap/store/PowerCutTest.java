package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.abort;

import dev.npymap.ChildJvm;
import dev.npymap.Python;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a store has after the power was cut: an ext4 file system of its own is shut down without flushing its journal,
/// while a process publishes, and mounted again.
class PowerCutTest {
    private static final String SHUT_DOWN = """
            import fcntl, os, struct, sys
            fd = os.open(sys.argv[1], os.O_RDONLY)
            fcntl.ioctl(fd, 0x8004587d, struct.pack('I', 2))
            """;

    @TempDir
    private Path directory;
    private Path disk;
    private Path mount;

    @BeforeEach
    void makeDisk() throws Exception {
        disk = directory.resolve("disk");
        mount = Files.createDirectory(directory.resolve("mount"));
        boolean made = run("truncate", "-s", "256M", disk.toString())
                && run("mkfs.ext4", "-q", "-F", disk.toString()) && mount();
        if (!made) {
            System.out.println("power cuts are left out: no ext4 file system can be mounted");
            abort("no ext4 file system can be mounted");
        }
    }

    @AfterEach
    void unmount() throws Exception {
        run("umount", "-l", mount.toString());
    }

    private boolean mount() throws Exception {
        return run("mount", "-o", "loop", disk.toString(), mount.toString());
    }

    private static boolean run(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor() == 0;
        } catch (IOException missing) {
            return false;
        }
    }

    @Test
    void publishedVersionsSurviveACut() throws Exception {
        cut(2);
    }

    @Test
    @Tag("full")
    void publishedVersionsSurviveManyCuts() throws Exception {
        cut(30);
    }

    private void cut(int rounds) throws Exception {
        Random random = new Random();
        Path path = mount.resolve("s.store");
        StoreRun.begin(ArrayStore.create(path));
        for (int n = 0; n < rounds; n++) {
            long published = 0;
            try (ChildJvm child = ChildJvm.start(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), StoreRun.class,
                    "write", path, random.nextLong())) {
                assertEquals("ready", child.line());
                Thread.sleep(random.nextInt(20, 400));
                assertTrue(run(Python.command(), "-c", SHUT_DOWN, mount.toString()), "the ioctl of a shutdown");
                assertTrue(run("kill", "-KILL", Long.toString(child.process().pid())) || !child.process().isAlive());
                for (String line = child.line(); !line.isEmpty(); line = child.line()) {
                    published = line.matches("[0-9]+") ? Math.max(published, Long.parseLong(line)) : published;
                }
            }
            assertTrue(run("umount", mount.toString()) && mount(), "mounting again");
            ArrayStore store = ArrayStore.open(path);
            try (Version newest = store.latest()) {
                assertTrue(newest.number() >= published, newest + " after " + published + " was published");
            }
            for (long number : store.numbers()) {
                try (Version v = store.version(number)) {
                    assertEquals(List.of(), v.verify(_ -> {
                    }));
                    assertArrayEquals(v.array("a").asLong().toArray(), v.array("b").asLong().toArray());
                    assertArrayEquals(v.array("t/x").asLong().toArray(), v.array("t/y").asLong().toArray());
                }
            }
        }
    }
}
