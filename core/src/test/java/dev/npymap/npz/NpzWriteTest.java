package dev.npymap.npz;

import static dev.npymap.npz.Archives.doubles;
import static dev.npymap.npz.Archives.elements;
import static dev.npymap.npz.Archives.map;
import static dev.npymap.npz.Archives.python;
import static dev.npymap.npz.Archives.pythonText;
import static dev.npymap.npz.Archives.requireAllAgree;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.array.NdArray;
import dev.npymap.internal.deflate.Codec;
import dev.npymap.internal.deflate.SettingChoice;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Archives that npymap writes, as NumPy and zip programs read them.
class NpzWriteTest {
    private static final int BLOCK = 1 << 12;
    private static final int HEADER = 128;

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("a.npz");
    }

    @AfterEach
    void requireNoTemporaryFiles() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of(), files.filter(file -> file.toString().endsWith("-tmp")).toList());
        }
    }

    static Stream<Arguments> compressions() {
        return Stream.of(Arguments.of("stored", Compression.STORED), Arguments.of("deflated", Compression.DEFLATED),
                Arguments.of("in small blocks", Archives.SMALL_BLOCKS), Arguments.of("fast", Compression.deflated(1)),
                Arguments.of("small", Compression.deflated(9)));
    }

    private static Map<String, NdArray> samples() {
        NdArray grid = doubles(0, 6000).reshape(20, 30, 10);
        Random random = new Random(5);
        return map("c", grid, "f", grid.transpose(), "part", grid.slice("::-2, 3, ..., 1:9:3"), "bytes",
                Archives.bytes(Archives.random(random, 20_000)), "scalar", doubles(7, 1).slice("0, ..."), "none",
                NdArray.zeros(Dtype.INT16, 0, 3), "big", NdArray.zeros(Dtype.of(">i4"), 5), "text",
                NdArray.zeros(Dtype.of("<U3"), 4), "record", NdArray.zeros(Dtype.of("i4,f8"), 3), "a/b", doubles(1, 2),
                "é中", doubles(3, 2), "", doubles(5, 2), "x.npy", doubles(6, 2), "..\\up", doubles(8, 2));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compressions")
    void everyReaderFindsTheArrays(String what, Compression compression) throws Exception {
        Map<String, NdArray> samples = samples();
        Npz.write(path, samples, compression);
        requireAllAgree(path, false);
        python(path, "z = np.load(p)");
        assertEquals(String.join("|", samples.keySet()), pythonText(path, "'|'.join(z.files)"));
        List<NdArray> arrays = List.copyOf(samples.values());
        for (int n = 0; n < arrays.size(); n++) {
            String a = "z[z.files[" + n + "]]";
            assertArrayEquals(elements(arrays.get(n)), python(path, a + ".tobytes()"), what);
            assertEquals(arrays.get(n).shape().toString(), pythonText(path, "list(" + a + ".shape)"));
        }
        assertEquals("(False, True)", pythonText(path, "(z['f'].flags.c_contiguous, z['f'].flags.f_contiguous)"));
    }

    @Test
    void membersAreThoseOfNumpy() throws IOException {
        Map<String, NdArray> samples = samples();
        samples.remove("record");
        Npz.write(path, samples);
        Path numpys = directory.resolve("numpy.npz");
        python(numpys, "z = np.load(r'" + path + "')\nnp.savez(p, **{n: z[n] for n in z.files})");
        python(numpys, "f, g = zipfile.ZipFile(p), zipfile.ZipFile(r'" + path + "')");
        assertEquals("True", pythonText(numpys, "f.namelist() == g.namelist()"));
        assertEquals("[]", pythonText(numpys, "[n for n in f.namelist() if f.read(n) != g.read(n)]"));
        assertEquals("True", pythonText(numpys, "[(i.date_time, i.external_attr, i.create_system, i.flag_bits, i.CRC)"
                + " for i in f.infolist()] == [(i.date_time, i.external_attr, i.create_system, i.flag_bits, i.CRC)"
                + " for i in g.infolist()]"));
    }

    @Test
    void positionalArraysAreNumbered() throws Exception {
        Npz.write(path, doubles(0, 3), doubles(3, 3));
        assertEquals("['arr_0', 'arr_1'] [3. 4. 5.]",
                pythonText(path, "'%s %s' % (np.load(p).files, np.load(p)['arr_1'])"));
        Npz.writeCompressed(path, doubles(0, 3), doubles(3, 3));
        assertEquals("['arr_0', 'arr_1'] [3. 4. 5.]",
                pythonText(path, "'%s %s' % (np.load(p).files, np.load(p)['arr_1'])"));
        requireAllAgree(path, false);
    }

    @Test
    void emptyArchiveIsAnEndRecord() throws IOException {
        Npz.write(path, Map.of());
        assertArrayEquals(python(path, "(lambda b: (np.savez(b), b.getvalue())[1])(io.BytesIO())"),
                Files.readAllBytes(path));
        assertEquals("[]", pythonText(path, "np.load(p).files"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("compressions")
    void sameArraysGiveTheSameBytes(String what, Compression compression) throws IOException {
        Path again = directory.resolve("again.npz");
        Npz.write(path, samples(), compression);
        try (Arena arena = Arena.ofShared()) {
            Npz.write(again, Npz.map(path, arena).arrays(), compression);
        }
        assertEquals(-1, Files.mismatch(path, again), what);
    }

    @Test
    void everyBoundaryOfTheBlocksIsRead() throws Exception {
        Random random = Archives.random(NpzWriteTest.class);
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (int payload : new int[]{0, 1, BLOCK - 1, BLOCK, BLOCK + 1, BLOCK - HEADER - 1, BLOCK - HEADER,
                BLOCK - HEADER + 1, 2 * BLOCK - HEADER - 1, 2 * BLOCK - HEADER, 2 * BLOCK - HEADER + 1, 65 * BLOCK,
                1 << 20, (1 << 20) - HEADER, (1 << 20) - HEADER + 1}) {
            byte[] random1 = Archives.random(random, payload);
            byte[] rare = new byte[payload];
            for (int n = 0; n < payload; n += 1 + random.nextInt(300)) {
                rare[n] = (byte) random.nextInt(4);
            }
            arrays.put("random" + payload, Archives.bytes(random1));
            arrays.put("zeros" + payload, Archives.bytes(new byte[payload]));
            arrays.put("rare" + payload, Archives.bytes(rare));
        }
        for (Compression compression : List.of(Archives.SMALL_BLOCKS, Compression.DEFLATED,
                new Compression(Compression.Method.DEFLATED, 1, BLOCK),
                new Compression(Compression.Method.DEFLATED, 9, BLOCK + 1))) {
            Npz.write(path, arrays, compression);
            long blockSize = compression.equals(Compression.DEFLATED) && Codec.fastest() == Codec.ZLIB
                    ? SettingChoice.ZLIB_BLOCKS * compression.blockSize()
                    : compression.blockSize();
            requireAllAgree(path, false);
            python(path, "z = np.load(p)");
            try (Arena arena = Arena.ofConfined()) {
                Npz npz = Npz.map(path, arena);
                for (Map.Entry<String, NdArray> array : arrays.entrySet()) {
                    byte[] expected = elements(array.getValue());
                    assertArrayEquals(expected, elements(npz.read(array.getKey())), array.getKey());
                    assertArrayEquals(expected, elements(npz.array(array.getKey())), array.getKey());
                    assertArrayEquals(expected, python(path, "z['" + array.getKey() + "'].tobytes()"));
                    long blocks = Math.ceilDiv(expected.length + HEADER, blockSize);
                    assertEquals(blocks > 1 ? blockSize : 0, npz.member(array.getKey()).blockSize());
                }
            }
        }
    }

    @Test
    void manyMegabytesAreCompressedInParallel() throws Exception {
        byte[] random = Archives.random(Archives.random(NpzWriteTest.class), 24_000_000);
        byte[] mixed = random.clone();
        Arrays.fill(mixed, 5_000_000, 15_000_000, (byte) 'a');
        Npz.writeCompressed(path, map("random", Archives.bytes(random), "mixed", Archives.bytes(mixed)));
        assertTrue(Files.size(path) < 24_000_000 * 1.001 + 14_000_000 * 1.01, "size " + Files.size(path));
        requireAllAgree(path, false);
        try (Arena arena = Arena.ofShared()) {
            Map<String, NdArray> arrays = Npz.map(path, arena).arrays();
            assertArrayEquals(random, elements(arrays.get("random")));
            assertArrayEquals(mixed, elements(arrays.get("mixed")));
        }
    }

    @Test
    void zstdProgramInflatesWhatIsWritten() throws Exception {
        assumeTrue(Archives.has("zstd"), "this machine has no zstd");
        Map<String, NdArray> samples = samples();
        samples.put("long", Archives.bytes(new byte[3_000_000]));
        for (int level : new int[]{1, 3, 19}) {
            Npz.write(path, samples, Compression.zstd(level));
            requireAllAgree(path, true);
            try (ZipFile zip = ZipFile.builder().setPath(path).get(); Arena arena = Arena.ofConfined()) {
                Npz npz = Npz.map(path, arena);
                for (ZipArchiveEntry entry : Collections.list(zip.getEntries())) {
                    Path raw = directory.resolve("raw.zst");
                    Path plain = directory.resolve("raw");
                    try (InputStream in = zip.getRawInputStream(entry)) {
                        Files.write(raw, in.readAllBytes());
                    }
                    assertEquals("0", Archives.run("zstd", "-dqf", raw.toString(), "-o", plain.toString()));
                    assertArrayEquals(Files.readAllBytes(plain), Archives.toBytes(npz.bytes(entry.getName())));
                    assertEquals("zstd", npz.member(entry.getName()).method());
                }
                for (Map.Entry<String, NdArray> sample : samples.entrySet()) {
                    if (!sample.getKey().equals("x.npy")) {
                        assertArrayEquals(elements(sample.getValue()), elements(npz.read(sample.getKey())));
                    }
                }
            }
        }
    }

    @Test
    void zstdProgramsFramesAreRead() throws Exception {
        Path plain = directory.resolve("x.npy");
        python(plain, "np.save(p, np.arange(300000) % 1000)");
        for (String option : List.of("-1", "-19", "--no-check", "--ultra -22")) {
            Path frame = directory.resolve("x.zst");
            List<String> command = new ArrayList<>(List.of("zstd", "-qf", "-o", frame.toString()));
            command.addAll(List.of(option.split(" ")));
            command.add(plain.toString());
            assertEquals("0", Archives.run(command.toArray(String[]::new)));
            python(path, """
                    data, frame = x[0], x[1]
                    name = b'x.npy'
                    local = struct.pack('<IHHHHHIIIHH', 0x04034b50, 63, 0, 93, 0, 33, zlib.crc32(data), len(frame),
                                        len(data), len(name), 0) + name
                    central = struct.pack('<IHHHHHHIIIHHHHHII', 0x02014b50, 63, 63, 0, 93, 0, 33, zlib.crc32(data),
                                          len(frame), len(data), len(name), 0, 0, 0, 0, 0, 0) + name
                    end = struct.pack('<IHHHHIIH', 0x06054b50, 0, 0, 1, 1, len(central), len(local + frame), 0)
                    open(p, 'wb').write(local + frame + central + end)""", Files.readAllBytes(plain),
                    Files.readAllBytes(frame));
            try (Arena arena = Arena.ofConfined()) {
                Npz npz = Npz.map(path, arena);
                npz.verify("x");
                assertEquals(300 * 499_500, npz.array("x").asLong().sum(), option);
                assertEquals(999, npz.read("x", "-1").asLong().get());
            }
        }
    }

    @Test
    void memoryOfTheNativeEncoderIsGivenBack() throws IOException {
        assumeTrue(Files.exists(Path.of("/proc/self/statm")) && ZstdNativeSink.takes(1 << 26),
                "libzstd is used where native access is allowed");
        NdArray array = NdArray.zeros(Dtype.UINT8, 1 << 26);
        long before = 0;
        for (int n = 0; n < 5; n++) {
            Npz.write(path, map("x", array), Compression.zstd(1));
            before = n == 0 ? addressSpace() : before;
        }
        assertTrue(addressSpace() - before < 1 << 26, "memory grew by " + (addressSpace() - before) + " bytes");
    }

    private static long addressSpace() throws IOException {
        return Long.parseLong(Files.readString(Path.of("/proc/self/statm")).split(" ")[0]) << 12;
    }

    @Test
    void partsMakeUpAnArray() throws Exception {
        for (Compression compression : List.of(Compression.STORED, Archives.SMALL_BLOCKS, Compression.zstd(3))) {
            try (Npz.Writer writer = Npz.writer(path, compression)) {
                writer.put("first", doubles(0, 3));
                writer.put("parts", Dtype.FLOAT64, Shape.of(7, 1000), List.of(
                        doubles(0, 2000).reshape(2, 1000), NdArray.zeros(Dtype.FLOAT64, 0, 1000),
                        doubles(2000, 4000).reshape(1000, 4).transpose().reshape(4, 1000), doubles(6000, 1000)
                                .reshape(1, 1000)));
                writer.put("last", doubles(3, 3), Compression.deflated(9));
                writer.put("none", Dtype.INT16, Shape.of(0, 5), List.of());
                writer.commit();
            }
            requireAllAgree(path, compression.method() == Compression.Method.ZSTD);
            try (Arena arena = Arena.ofConfined()) {
                Npz npz = Npz.map(path, arena);
                assertEquals(List.of("first", "parts", "last", "none"), npz.names());
                NdArray parts = npz.array("parts");
                assertArrayEquals(elements(doubles(0, 2000)), elements(parts.slice(":2")));
                assertArrayEquals(elements(doubles(2000, 4000).reshape(1000, 4).transpose()),
                        elements(parts.slice("2:6")));
                assertArrayEquals(elements(doubles(6000, 1000)), elements(parts.slice("6")));
                assertEquals("[0, 5]", npz.array("none").shape().toString());
            }
        }
    }

    @Test
    void partsThatDoNotFitLeaveTheOldArchive() throws IOException {
        Npz.write(path, map("old", doubles(0, 3)));
        byte[] old = Files.readAllBytes(path);
        Shape shape = Shape.of(4, 2);
        NdArray two = doubles(0, 4).reshape(2, 2);
        for (List<NdArray> parts : List.of(List.of(two), List.of(two, two, two), List.of(two, doubles(0, 4)),
                List.of(two, NdArray.zeros(Dtype.FLOAT32, 2, 2)), List.of(two, doubles(0, 6).reshape(2, 3)),
                List.of(two, doubles(0, 4).reshape(2, 2, 1)), List.<NdArray>of())) {
            for (Compression compression : List.of(Compression.STORED, Compression.DEFLATED, Compression.zstd(1))) {
                try (Npz.Writer writer = Npz.writer(path, compression)) {
                    String message = assertThrows(IllegalArgumentException.class,
                            () -> writer.put("x", Dtype.FLOAT64, shape, parts)).getMessage();
                    assertTrue(message.startsWith("a.npz/x: "), message);
                    assertThrows(IllegalStateException.class, () -> writer.put("y", two));
                    assertThrows(IllegalStateException.class, writer::commit);
                }
            }
        }
        try (Npz.Writer writer = Npz.writer(path)) {
            Iterable<NdArray> failing = () -> Stream.of(two, two).peek(part -> {
                throw new UnsupportedOperationException("no part");
            }).iterator();
            assertThrows(UnsupportedOperationException.class, () -> writer.put("x", Dtype.FLOAT64, shape, failing));
        }
        assertArrayEquals(old, Files.readAllBytes(path));
    }

    @Test
    void onlyACommitPublishes() throws IOException {
        Npz.Writer gone = Npz.writer(path);
        gone.put("x", doubles(0, 3));
        gone.close();
        gone.close();
        assertTrue(Files.notExists(path));
        assertThrows(IllegalStateException.class, () -> gone.put("y", doubles(0, 3)));
        try (Npz.Writer writer = Npz.writer(path)) {
            writer.put("x", doubles(0, 3));
            assertTrue(Files.notExists(path));
            writer.commit();
            assertEquals("[0. 1. 2.]", pythonText(path, "np.load(p)['x']"));
            assertThrows(IllegalStateException.class, () -> writer.put("y", doubles(0, 3)));
            assertThrows(IllegalStateException.class, writer::commit);
        }
        assertTrue(Files.exists(path));
    }

    @Test
    void wrongArgumentsAreRefused() throws IOException {
        Npz.write(path, map("old", doubles(0, 3)));
        byte[] old = Files.readAllBytes(path);
        for (String name : List.of("nul\0", "lone \ud800", "a".repeat(65_532))) {
            String message = assertThrows(IllegalArgumentException.class,
                    () -> Npz.write(path, map("x", doubles(0, 3), name, doubles(0, 3)))).getMessage();
            assertTrue(message.startsWith("a.npz"), message);
        }
        try (Npz.Writer writer = Npz.writer(path)) {
            assertThrows(IllegalArgumentException.class,
                    () -> writer.put("o", Dtype.OBJECT, Shape.of(0), List.of()));
        }
        assertArrayEquals(old, Files.readAllBytes(path));
        assertThrows(IllegalArgumentException.class, () -> Compression.deflated(0));
        assertThrows(IllegalArgumentException.class, () -> Compression.deflated(10));
        assertThrows(IllegalArgumentException.class, () -> Compression.zstd(20));
        assertThrows(IllegalArgumentException.class, () -> new Compression(Compression.Method.DEFLATED, 6, 4095));
        assertThrows(IllegalArgumentException.class, () -> new Compression(Compression.Method.STORED, 0, 4096));
        Npz.write(path, map("a".repeat(65_531), doubles(0, 3)));
        assertEquals("65531", pythonText(path, "len(np.load(p).files[0])"));
    }

    @Test
    void nameThatIsTakenLeavesTheWriterAsItWas() throws IOException {
        try (Npz.Writer writer = Npz.writer(path)) {
            writer.put("x", doubles(0, 3));
            assertEquals("a.npz: there is a member 'x.npy' already", assertThrows(IllegalArgumentException.class,
                    () -> writer.put("x", doubles(3, 3))).getMessage());
            writer.put("x.npy", doubles(6, 3));
            writer.commit();
        }
        assertEquals("[0. 1. 2.][6. 7. 8.]", pythonText(path, "str(np.load(p)['x']) + str(np.load(p)['x.npy.npy'])"));
    }

    @Test
    void archiveIsWrittenOverItsOwnMapping() throws IOException {
        Npz.write(path, map("x", doubles(0, 100_000), "y", doubles(5, 5)));
        try (Arena arena = Arena.ofConfined()) {
            Npz old = Npz.map(path, arena);
            Npz.writeCompressed(path, map("y", old.array("x").slice("::-1"), "z", old.array("y")));
            assertEquals(99_999, old.array("x").asDouble().get(99_999));
            assertEquals(99_999, Npz.map(path, arena).array("y").asDouble().get(0));
        }
    }
}
