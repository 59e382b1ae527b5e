package dev.npymap.npz;

import static dev.npymap.npz.Archives.doubles;
import static dev.npymap.npz.Archives.elements;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class NpzConcurrencyTest {
    private static final int MEMBERS = 12;

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("a.npz");
    }

    /// Members of every compression.
    private static Map<String, NdArray> write(Path path, int size) throws IOException {
        List<Compression> compressions = List.of(Compression.STORED, Compression.DEFLATED, Archives.SMALL_BLOCKS,
                Compression.zstd(1));
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        try (Npz.Writer writer = Npz.writer(path)) {
            for (int n = 0; n < MEMBERS; n++) {
                arrays.put("x" + n, doubles(n, size));
                writer.put("x" + n, arrays.get("x" + n), compressions.get(n % compressions.size()));
            }
            writer.commit();
        }
        return arrays;
    }

    private static void inParallel(int threads, Callable<Void> work) throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
            for (Future<Void> done : pool.invokeAll(IntStream.range(0, threads).mapToObj(_ -> work).toList())) {
                done.get();
            }
        }
    }

    @Test
    @Timeout(60)
    void threadsReadTheSameMembersOfOneArchive() throws Exception {
        Map<String, NdArray> arrays = write(path, 20_000);
        for (int round = 0; round < 10; round++) {
            try (Arena arena = Arena.ofShared()) {
                Npz npz = Npz.map(path, arena);
                inParallel(8, () -> {
                    List<String> names = new ArrayList<>(npz.names());
                    Collections.shuffle(names);
                    for (String name : names) {
                        assertArrayEquals(elements(arrays.get(name).slice("5000::-3")),
                                elements(npz.read(name, "5000::-3")));
                        assertArrayEquals(elements(arrays.get(name)), elements(npz.array(name)));
                        assertEquals(20_000 * 8 + 128, npz.bytes(name).byteSize());
                        npz.verify(name);
                    }
                    return null;
                });
            }
        }
    }

    @Test
    @Timeout(60)
    void threadsInflateAllMembersAtOnce() throws Exception {
        Map<String, NdArray> arrays = write(path, 20_000);
        for (int round = 0; round < 20; round++) {
            try (Arena arena = Arena.ofShared()) {
                Npz npz = Npz.map(path, arena);
                inParallel(6, () -> {
                    Map<String, NdArray> found = npz.arrays();
                    assertEquals(arrays.keySet(), found.keySet());
                    for (Map.Entry<String, NdArray> array : found.entrySet()) {
                        assertEquals(arrays.get(array.getKey()).asDouble().sum(), array.getValue().asDouble().sum());
                        assertEquals(array.getValue().segment().address(),
                                npz.array(array.getKey()).segment().address());
                    }
                    return null;
                });
            }
        }
    }

    /// A member of 20 blocks.
    @Test
    void theThreadsOfTheArchiveInflate() throws IOException {
        double[] values = new double[20 << 17];
        Arrays.setAll(values, n -> n % 1000);
        Npz.writeCompressed(path, Map.of("a", DoubleArray.of(values)));
        AtomicInteger asked = new AtomicInteger();
        Executor counting = work -> {
            asked.incrementAndGet();
            ForkJoinPool.commonPool().execute(work);
        };
        try (Arena arena = Arena.ofShared()) {
            Npz npz = Npz.map(path, arena);
            double sum = npz.with(Threads.ONE).array("a").asDouble().sum();
            assertEquals(0, asked.get());
            assertEquals(sum, npz.with(Threads.of(3, counting)).array("a").asDouble().sum());
            assertTrue(asked.get() > 0, "others were asked");
            int before = asked.get();
            assertEquals(sum, npz.array("a").asDouble().sum());
            assertEquals(before, asked.get());
        }
    }

    @Test
    @Timeout(60)
    void poolThreadsThatWaitForAMemberHoldUpNobody() throws IOException {
        Map<String, NdArray> arrays = write(path, 20_000);
        List<String> wanted = new ArrayList<>();
        for (int n = 0; n < 8; n++) {
            wanted.addAll(arrays.keySet());
        }
        Collections.shuffle(wanted);
        for (int round = 0; round < 20; round++) {
            try (Arena arena = Arena.ofShared()) {
                Npz npz = Npz.map(path, arena);
                long found = wanted.parallelStream().filter(name -> {
                    try {
                        return npz.array(name).size() == 20_000;
                    } catch (IOException unexpected) {
                        throw new UncheckedIOException(unexpected);
                    }
                }).count();
                assertEquals(wanted.size(), found);
            }
        }
    }

    @Test
    @Timeout(60)
    void confinedArenaIsReadByItsThreadAlone() throws Exception {
        Map<String, NdArray> arrays = write(path, 200_000);
        try (Arena arena = Arena.ofConfined(); ExecutorService other = Executors.newSingleThreadExecutor()) {
            Npz npz = Npz.map(path, arena);
            for (String name : npz.names()) {
                assertArrayEquals(elements(arrays.get(name).slice("::-7")), elements(npz.read(name, "::-7")));
                npz.verify(name);
            }
            Map<String, NdArray> found = npz.arrays();
            for (String name : npz.names()) {
                assertArrayEquals(elements(arrays.get(name)), elements(found.get(name)));
                other.submit(() -> assertThrows(WrongThreadException.class, () -> npz.verify(name))).get();
                other.submit(() -> assertThrows(WrongThreadException.class, () -> npz.array(name).asDouble().sum()))
                        .get();
            }
        }
    }

    @Test
    void replacedArchiveStaysMapped() throws IOException {
        write(path, 1000);
        try (Arena arena = Arena.ofConfined()) {
            Npz old = Npz.map(path, arena);
            NdArray stored = old.array("x0");
            Npz.write(path, Map.of("new", doubles(0, 3)));
            assertEquals(List.of("new"), Npz.map(path, arena).names());
            Files.delete(path);
            assertEquals(499_500, stored.asDouble().sum());
            assertEquals(500_500, old.array("x1").asDouble().sum());
            old.verify("x2");
        }
    }

    @Test
    void workersFailureIsThrownOnce() throws IOException {
        write(path, 100_000);
        byte[] bytes = Files.readAllBytes(path);
        ZipSurgery z = new ZipSurgery(bytes);
        Files.write(path, z.flip(z.data(2) + 1000, 1).flip(z.data(2) + 20_000, 1).bytes());
        try (Arena arena = Arena.ofShared()) {
            Npz npz = Npz.map(path, arena);
            for (ArrayFormatException refused : List.of(
                    assertThrows(ArrayFormatException.class, npz::arrays),
                    assertThrows(ArrayFormatException.class, () -> npz.array("x2")),
                    assertThrows(ArrayFormatException.class, () -> npz.verify("x2")),
                    assertThrows(ArrayFormatException.class, () -> npz.read("x2")))) {
                assertTrue(refused.getMessage().startsWith("a.npz/x2: "), refused.getMessage());
                assertSame(ArrayFormatException.class, refused.getClass());
            }
            assertEquals(3, npz.array("x3").asDouble().get(0));
        }
    }

    @Test
    void archiveThatIsCutUnderItsMappingIsNamed() throws IOException {
        for (long length : new long[]{0, 100, 4096, 300_000}) {
            write(path, 50_000);
            long whole = Files.size(path);
            try (Arena arena = Arena.ofShared()) {
                Npz npz = Npz.map(path, arena);
                List<Runnable> accesses = NpzCutRun.accesses(npz, directory.resolve("copy.npz"));
                cut(path, length);
                for (Runnable access : accesses) {
                    assertEquals("a.npz: truncated while it is mapped: " + whole + " bytes were mapped, the file has "
                            + length + " (at byte " + length + ")", NpzCutRun.outcome(access));
                }
                assertTrue(Files.notExists(directory.resolve("copy.npz")));
            }
        }
    }

    @Test
    void compiledCodeNamesTheArchiveThatIsCutUnderIt() throws Exception {
        try (ChildJvm child = ChildJvm.start(Archives.flags(), NpzCutRun.class, directory)) {
            String lines = child.finish(120).lines().filter(line -> !line.startsWith("WARNING"))
                    .reduce("", (a, b) -> a + b + "\n");
            assertEquals("done\nexit 0\n", lines);
        }
    }

    static void cut(Path path, long length) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.WRITE)) {
            channel.truncate(length);
        }
    }
}
