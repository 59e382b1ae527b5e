package dev.npymap.npz;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.array.DoubleArray;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills processes with `kill -9` while they write archives.
class NpzCrashTest {
    private static final int SHORT = 4;
    private static final int LONG = 100;
    private static final int SIZE = 60_000;

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("a.npz");
    }

    @Test
    void killedWriteLeavesTheOldArchiveOrTheNew() throws Exception {
        killWriters("write", SHORT);
    }

    @Test
    void killedUpdateLeavesTheOldArchiveOrTheNew() throws Exception {
        killWriters("update", SHORT);
    }

    @Test
    @Tag("full")
    void manyKilledWritersLeaveGoodArchives() throws Exception {
        killWriters("write", LONG);
        Files.delete(path);
        killWriters("update", LONG);
    }

    private void killWriters(String how, int times) throws Exception {
        long seed = Long.getLong("npymap.seed", System.nanoTime());
        System.out.println("NpzCrashTest: seed " + seed);
        Random random = new Random(seed);
        Npz.write(path, new LinkedHashMap<>(arrays(0)));
        double round = 0;
        for (int n = 0; n < times; n++) {
            List<String> options = new ArrayList<>(Archives.flags());
            options.add("-XX:TieredStopAtLevel=1");
            try (ChildJvm child = ChildJvm.start(options, Writer.class, how, path)) {
                for (String line = child.line(); !line.equals("ready"); line = child.line()) {
                    assertTrue(line.startsWith("WARNING"), line);
                }
                Thread.sleep(random.nextInt(1, 300));
                assertTrue(child.process().isAlive());
            }
            double now = requireWhole();
            assertTrue(now >= round, "round " + now + " after " + round);
            round = now;
        }
        assertTrue(round > 0, "nothing was written");
        Npz.update(path).close();
        Npz.write(path, new LinkedHashMap<>(arrays(1)));
        try (Stream<Path> files = Files.list(directory)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith("-tmp")), "temporary files are removed");
        }
    }

    /// Every member is whole, and they are of one round, which is returned.
    private double requireWhole() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(List.of("stored", "deflated", "blocks"), npz.names());
            double round = npz.array("stored").asDouble().get(0);
            for (Map.Entry<String, DoubleArray> array : arrays((int) round).entrySet()) {
                npz.verify(array.getKey());
                assertArrayEquals(array.getValue().toArray(), npz.array(array.getKey()).asDouble().toArray());
            }
            return round;
        }
    }

    private static Map<String, DoubleArray> arrays(int round) {
        Map<String, DoubleArray> arrays = new LinkedHashMap<>();
        for (String name : List.of("stored", "deflated", "blocks")) {
            arrays.put(name, Archives.doubles(round, SIZE + round % 7));
        }
        return arrays;
    }

    /// Writes until it is killed.
    static final class Writer {
        private Writer() {
        }

        public static void main(String[] arguments) throws IOException {
            Path path = Path.of(arguments[1]);
            int round;
            try (Arena arena = Arena.ofConfined()) {
                round = (int) Npz.map(path, arena).array("stored").asDouble().get(0);
            }
            for (int n = 0;; n++) {
                if (n == 1) {
                    System.out.println("ready");
                }
                round++;
                Map<String, DoubleArray> arrays = arrays(round);
                if (arguments[0].equals("write")) {
                    try (Npz.Writer writer = Npz.writer(path)) {
                        writer.put("stored", arrays.get("stored"));
                        writer.put("deflated", arrays.get("deflated"), Compression.deflated(1));
                        writer.put("blocks", arrays.get("blocks"), Archives.SMALL_BLOCKS);
                        writer.commit();
                    }
                } else {
                    try (Npz.Update update = Npz.update(path)) {
                        for (Map.Entry<String, DoubleArray> array : arrays.entrySet()) {
                            update.put(array.getKey(), array.getValue());
                        }
                        update.commit();
                    }
                }
            }
        }
    }
}
