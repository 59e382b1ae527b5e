package dev.npymap.npy;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.HalfArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.RecordArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// Files that NumPy wrote, and some that it only reads, against what NumPy says is in them.
class GoldenTest {
    private static final Path GOLDEN = Path.of("src/test/resources/golden");

    @TempDir
    private Path directory;

    /// A line of the manifest.
    private record Golden(String name, String kind, String descr, String shape, boolean fortran, String version,
            String elements, String first) {
        static Golden of(String line) {
            String[] parts = line.split("\t", -1);
            return new Golden(parts[0], parts[1], parts[2], parts[3], parts[4].equals("true"), parts[5], parts[6],
                    parts[7]);
        }

        Path path() {
            return GOLDEN.resolve(name);
        }
    }

    private static Stream<Golden> goldens(String... kinds) throws IOException {
        return Files.readAllLines(GOLDEN.resolve("manifest.tsv")).stream().map(Golden::of)
                .filter(golden -> List.of(kinds).contains(golden.kind));
    }

    @TestFactory
    Stream<DynamicTest> mapsAndReadsWhatNumpyReads() throws IOException {
        return goldens("save", "read").map(golden -> DynamicTest.dynamicTest(golden.name, () -> {
            try (Arena arena = Arena.ofConfined()) {
                compare(golden, Npy.map(golden.path(), arena));
            }
            compare(golden, Npy.read(golden.path()));
        }));
    }

    private static void compare(Golden golden, NdArray array) {
        assertEquals(golden.descr, orDigest(golden.descr, array.dtype().descr().getBytes(StandardCharsets.UTF_8),
                array.dtype().descr()));
        assertEquals(golden.shape, array.shape().toString());
        byte[] elements = new byte[Math.toIntExact(array.byteSize())];
        array.copyTo(MemorySegment.ofArray(elements));
        assertEquals(golden.elements, orDigest(golden.elements, elements, HexFormat.of().formatHex(elements)));
        assertEquals(golden.name, array.source().name());
    }

    private static String orDigest(String expected, byte[] bytes, String text) {
        if (!expected.startsWith("sha256:")) {
            return text;
        }
        try {
            return "sha256:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError(missing);
        }
    }

    @TestFactory
    Stream<DynamicTest> writesTheBytesOfNumpy() throws IOException {
        return goldens("save").map(golden -> DynamicTest.dynamicTest(golden.name, () -> {
            Path written = directory.resolve(golden.name);
            try (Arena arena = Arena.ofConfined()) {
                Npy.write(written, Npy.map(golden.path(), arena));
            }
            assertArrayEquals(Files.readAllBytes(golden.path()), Files.readAllBytes(written));
        }));
    }

    @TestFactory
    Stream<DynamicTest> refusesObjects() throws IOException {
        return goldens("refused").map(golden -> DynamicTest.dynamicTest(golden.name, () -> {
            ArrayFormatException refused = assertThrows(ArrayFormatException.class, () -> Npy.read(golden.path()));
            assertTrue(refused.getMessage().startsWith(golden.name + ": unsupported"), refused.getMessage());
        }));
    }

    @Test
    void seesBfloat16WhereTheCallerAsks() throws IOException {
        float[] values = {1, 2, -2, Float.NaN};
        NdArray raw = Npy.read(GOLDEN.resolve("bfloat16_v2.npy"));
        assertInstanceOf(RecordArray.class, raw);
        assertArrayEquals(values, raw.as(Dtype.BFLOAT16).asHalf().toArray());
        assertArrayEquals(values, assertInstanceOf(HalfArray.class,
                Npy.read(GOLDEN.resolve("bfloat16_named.npy")).as(Dtype.BFLOAT16)).toArray());
    }

    @Test
    void seesFloat8WhereTheCallerAsks() throws IOException {
        assertArrayEquals(new float[]{1, -2, Float.NaN, 0}, Npy.read(GOLDEN.resolve("float8_v1.npy"))
                .as(Dtype.float8(Float8.E4M3FN)).asFloat8().toArray());
        assertArrayEquals(new float[]{1, -2, Float.POSITIVE_INFINITY, 0}, Npy.read(GOLDEN.resolve("float8_e5m2.npy"))
                .as(Dtype.float8(Float8.E5M2)).asFloat8().toArray());
    }

    @Test
    void everyFileStandsInTheManifest() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN)) {
            assertEquals(goldens("save", "read", "refused", "ml_dtypes").map(Golden::name).sorted().toList(),
                    files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".npy")).sorted()
                            .toList());
        }
    }
}
