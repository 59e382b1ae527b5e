package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.internal.io.AtomicReplace;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kills processes with `kill -9` while they write.
class CrashTest {
    private static final int SHORT = 5;
    private static final int LONG = 100;
    /// Elements of the arrays that are written; they take more than one block.
    private static final int SIZE = 200_000;
    /// Elements that are appended at a time.
    private static final int PART = 777;

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("prices.npy");
    }

    @Test
    void killedWriteLeavesOldOrNewContents() throws Exception {
        killWrites(SHORT);
    }

    @Test
    void killedAppendLeavesWholeAppends() throws Exception {
        killAppends(SHORT, "append");
    }

    @Test
    void killedAppendThatRewritesLeavesWholeAppends() throws Exception {
        killAppends(SHORT, "rewrite");
    }

    @Test
    @Tag("full")
    void manyKilledWritersLeaveGoodFiles() throws Exception {
        killWrites(LONG);
        Files.delete(path);
        killAppends(LONG, "append");
        Files.delete(path);
        killAppends(LONG, "rewrite");
    }

    private void killWrites(int times) throws Exception {
        Random random = NpyBytes.random(CrashTest.class, System.nanoTime());
        for (int n = 0; n < times; n++) {
            kill("write", random);
            DoubleArray array = Npy.read(path).asDouble();
            double first = array.get(0);
            assertTrue(first == 1 || first == 2, "element " + first);
            assertEquals(contents((int) first).toString(), array.toString());
            assertEquals(contents((int) first).sum(), array.sum());
        }
        requireTidy();
    }

    private void killAppends(int times, String how) throws Exception {
        Random random = NpyBytes.random(CrashTest.class, System.nanoTime());
        start(how);
        long rows = 0;
        for (int n = 0; n < times; n++) {
            kill(how, random);
            DoubleArray array = Npy.read(path).asDouble();
            assertEquals(0, array.size() % PART, "elements: " + array.size());
            assertTrue(array.size() >= rows, array.size() + " elements, " + rows + " before");
            rows = array.size();
            double[] values = array.toArray();
            for (int i = 0; i < values.length; i++) {
                assertEquals(i, values[i]);
            }
            if (rows > 40 * SIZE) {
                start(how);
                rows = 0;
            }
        }
        assertTrue(rows > 0 || times > SHORT);
        Npy.append(path, part(rows));
        assertEquals(rows + PART, Npy.header(path).shape().dim(0));
        requireTidy();
    }

    /// Makes a file without elements whose header has room for more, or has none.
    private void start(String how) throws IOException {
        if (how.equals("append")) {
            Npy.write(path, DoubleArray.of(new double[0]));
        } else {
            noRoom(path);
        }
    }

    static void noRoom(Path path) throws IOException {
        String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (0,)}";
        Files.write(path, NpyBytes.of(text, 0));
        assertEquals(65, Files.readString(path, StandardCharsets.ISO_8859_1).length());
    }

    private void kill(String how, Random random) throws Exception {
        try (ChildJvm child = ChildJvm.start(List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"), Writer.class, how,
                path)) {
            assertEquals("ready", child.line());
            Thread.sleep(random.nextInt(50, 400));
            assertTrue(child.process().isAlive(), () -> {
                try {
                    return child.finish(5);
                } catch (IOException | InterruptedException e) {
                    return e.toString();
                }
            });
        }
    }

    /// The next write removes what the killed ones have left.
    private void requireTidy() throws IOException {
        Npy.write(path, Npy.read(path));
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(),
                    files.map(f -> f.getFileName().toString()).filter(f -> f.endsWith("-tmp")).toList());
        }
    }

    static DoubleArray contents(int which) {
        return DoubleArray.of(IntStream.range(0, SIZE / which).asDoubleStream().map(n -> n + which).toArray());
    }

    static NdArray part(long first) {
        return DoubleArray.of(IntStream.range(0, PART).asDoubleStream().map(n -> n + first).toArray());
    }

    /// Writes until it is killed.
    static final class Writer {
        private Writer() {
        }

        public static void main(String[] arguments) throws IOException {
            Path path = Path.of(arguments[1]);
            if (arguments[0].equals("write")) {
                DoubleArray one = contents(1);
                DoubleArray two = contents(2);
                Npy.write(path, one);
                System.out.println("ready");
                while (true) {
                    Npy.write(path, two);
                    Npy.write(path, one);
                }
            }
            long first = Npy.header(path).shape().dim(0);
            for (long rows = first;; rows += PART) {
                Npy.append(path, part(rows));
                if (rows == first) {
                    System.out.println("ready");
                }
                if (arguments[0].equals("rewrite")) {
                    crampHeader(path);
                }
            }
        }

        /// Takes the room from the header, so that the next append has to write the file anew.
        private static void crampHeader(Path path) throws IOException {
            NpyHeader header = Npy.header(path);
            byte[] file = Files.readAllBytes(path);
            String text = "{'descr': '<f8', 'fortran_order': False, 'shape': (" + header.shape().dim(0) + ",)}";
            byte[] cramped = NpyBytes.of(text, Math.toIntExact(header.dataSize()));
            System.arraycopy(file, Math.toIntExact(header.dataOffset()), cramped, cramped.length
                    - Math.toIntExact(header.dataSize()), Math.toIntExact(header.dataSize()));
            AtomicReplace.replace(path,
                    channel -> AtomicReplace.writeFully(channel, ByteBuffer.wrap(cramped)));
        }
    }
}
