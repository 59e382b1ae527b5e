package dev.npymap.npz;

import static dev.npymap.npz.Archives.doubles;
import static dev.npymap.npz.Archives.map;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.ChildJvm;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Damaged and malicious archives: right values, or an exception that says where the damage is.
class NpzHostileTest {
    private static final long SEED = 20260101;

    @TempDir
    Path directory;

    /// Damage that the directory itself shows.
    static Stream<Arguments> damageOfTheDirectory() {
        return Stream.of(
                damage("no entry", z -> z.put32(z.central(1), 0), "no entry where entry 1 should begin"),
                damage("fewer entries", z -> z.put16(z.end() + 10, 1), "2 entries, the end record says 1"),
                damage("more entries", z -> z.put16(z.end() + 10, 3), "2 entries, the end record says 3"),
                damage("a short directory", z -> z.put32(z.end() + 12, z.u32(z.end() + 12) - 1), ""),
                damage("a long directory", z -> z.put32(z.end() + 12, z.u32(z.end() + 12) + 1), ""),
                damage("a huge directory", z -> z.put32(z.end() + 12, 0xfffffffeL), "wrong place of the central"),
                damage("a directory behind its end", z -> z.put32(z.end() + 16, z.end() + 1), "wrong place"),
                damage("a directory at -1", z -> z.put32(z.end() + 16, -1), "wrong place of the central directory"),
                damage("a long name", z -> z.put16(z.central(1) + 28, 0xffff), "reaches beyond its end"),
                damage("a long extra field", z -> z.put16(z.central(1) + 30, 0xffff), "reaches beyond its end"),
                damage("a long comment", z -> z.put16(z.central(1) + 32, 0xffff), "reaches beyond its end"),
                damage("an extra field that is too short", z -> z.extra(0, (byte) 7, (byte) 7, (byte) 9, (byte) 0),
                        "an extra field of 9 bytes in 4 bytes"),
                damage("a volume", z -> z.put16(z.end() + 4, 3), "unsupported: an archive in several volumes"),
                damage("no UTF-8", z -> z.put16(z.central(0) + 8, 1 << 11).text(z.central(0) + 46, "\u00e9"),
                        "a name that is not UTF-8"),
                damage("a member behind the directory", z -> z.put32(z.central(1) + 42, z.directory() + 10),
                        "'y.npy' of 208 bytes from byte"),
                damage("a member at the end of the file", z -> z.put32(z.central(1) + 42, z.bytes().length - 1),
                        "reaches into what begins at byte"),
                damage("a member at 4 GiB", z -> z.put32(z.central(1) + 42, 0xfffffffeL), "from byte 4294967294 on"),
                damage("two members in one place", z -> z.put32(z.central(1) + 42, z.local(0)), "reaches into what"),
                damage("a member in another", z -> z.put32(z.central(1) + 42, z.data(0)), "reaches into what begins"),
                damage("a long member", z -> z.put32(z.central(0) + 20, 1000), "'x.npy' of 1000 bytes from byte 0 on"
                        + " reaches into what begins at byte"),
                damage("a member without zip64 field", z -> z.put32(z.central(0) + 24, -1), "a zip64 extra field is"
                        + " missing"),
                damage("a short zip64 field", z -> z.put32(z.central(0) + 24, -1)
                        .extra(0, (byte) 1, (byte) 0, (byte) 4, (byte) 0, (byte) 1, (byte) 1, (byte) 1, (byte) 1),
                        "a zip64 extra field is missing or too short"),
                damage("a negative place", z -> z.put32(z.central(0) + 42, -1).extra(0, (byte) 1, (byte) 0, (byte) 8,
                        (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0x80),
                        "'x.npy' of 152 bytes from byte 9223372036854775809 on"),
                damage("a negative size", z -> z.put32(z.central(0) + 20, -1).extra(0, (byte) 1, (byte) 0, (byte) 8,
                        (byte) 0, (byte) 1, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0, (byte) 0x80),
                        "of 9223372036854775809 bytes from byte"),
                damage("many entries", z -> z.end64(1L << 40, z.u32(z.end() + 12), z.directory()), "2 entries, the end"
                        + " record says 1099511627776"),
                damage("-1 entries", z -> z.end64(-1, z.u32(z.end() + 12), z.directory()), "the end record says"),
                damage("a directory of 2**63 bytes", z -> z.end64(2, Long.MIN_VALUE, z.directory()), "wrong place"),
                damage("a directory of 2**63 - 1 bytes", z -> z.end64(2, Long.MAX_VALUE, z.directory()), "wrong place"),
                damage("a directory at 2**63", z -> z.end64(2, z.u32(z.end() + 12), Long.MIN_VALUE), "wrong place"),
                damage("a directory at 2**63 - 1", z -> z.end64(2, z.u32(z.end() + 12), Long.MAX_VALUE), "wrong place"),
                damage("no zip64 record", z -> z.end64(2, z.u32(z.end() + 12), z.directory())
                        .put32(z.end() - 76, 0), "the zip64 end record is not in front of its locator"),
                damage("two disks", z -> z.end64(2, z.u32(z.end() + 12), z.directory()).put32(z.end() - 4, 2),
                        "unsupported: an archive in several volumes"));
    }

    private static Arguments damage(String what, Consumer<ZipSurgery> surgery, String problem) {
        return Arguments.of(what, surgery, problem);
    }

    private ZipSurgery sample(Compression compression) throws IOException {
        Path path = directory.resolve("sample.npz");
        Npz.write(path, map("x", doubles(0, 3), "y", doubles(0, 10)), compression);
        return new ZipSurgery(Files.readAllBytes(path));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damageOfTheDirectory")
    void directoryThatIsDamagedIsRefused(String what, Consumer<ZipSurgery> surgery, String problem)
            throws IOException {
        ZipSurgery archive = sample(Compression.STORED);
        surgery.accept(archive);
        Path path = Files.write(directory.resolve("a.npz"), archive.bytes());
        try (Arena arena = Arena.ofConfined()) {
            String message = assertThrows(ArrayFormatException.class, () -> Npz.map(path, arena), what).getMessage();
            assertTrue(message.startsWith("a.npz: ") && message.contains(problem) && message.contains("(at byte "),
                    what + ": " + message);
        }
        assertThrows(ArrayFormatException.class, () -> Npz.update(path));
    }

    /// Damage of one member, which leaves the others as they are.
    static Stream<Arguments> damageOfAMember() {
        return Stream.of(
                damage("no local header", z -> z.put32(z.local(1), 0), "'y.npy' has no local header"),
                damage("another name", z -> z.text(z.local(1) + 30, "x"), "'y.npy' has another name"),
                damage("another length of the name", z -> z.put16(z.local(1) + 26, 6), "has another name"),
                damage("another method", z -> z.put16(z.local(1) + 8, 12), "has another compression method"),
                damage("another CRC", z -> z.flip(z.local(1) + 14, 3), "has another size or CRC-32"),
                damage("another CRC in the directory", z -> z.flip(z.central(1) + 16, 3), "another size or CRC-32"),
                damage("another size", z -> z.flip(z.local(1) + 22, 3), "has another size or CRC-32"),
                damage("another compressed size", z -> z.flip(z.local(1) + 18, 3), "has another size or CRC-32"),
                damage("a long extra field", z -> z.put16(z.local(1) + 28, 0xffff), "which reach into what begins"),
                damage("one more byte of extra fields", z -> z.put16(z.local(1) + 28, z.u16(z.local(1) + 28) + 1),
                        "which reach into what begins"),
                damage("a bomb", z -> z.put32(z.central(1) + 24, 2_000_000_000).put32(z.local(1) + 22, 2_000_000_000),
                        ""),
                damage("two sizes", z -> z.put32(z.central(1) + 24, 151).put32(z.local(1) + 22, 151), ""));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("damageOfAMember")
    void memberThatIsDamagedIsRefused(String what, Consumer<ZipSurgery> surgery, String problem) throws IOException {
        for (Compression compression : List.of(Compression.STORED, Compression.DEFLATED, Compression.zstd(3))) {
            ZipSurgery archive = sample(compression);
            surgery.accept(archive);
            Path path = Files.write(directory.resolve("a.npz"), archive.bytes());
            try (Arena arena = Arena.ofConfined()) {
                Npz npz = Npz.map(path, arena);
                for (String message : List.of(
                        assertThrows(ArrayFormatException.class, () -> npz.verify("y"), what).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.array("y"), what).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.read("y", "0"), what).getMessage(),
                        assertThrows(ArrayFormatException.class, () -> npz.bytes("y"), what).getMessage())) {
                    assertTrue(message.startsWith("a.npz") && message.contains(problem) && message.contains("(at byte"),
                            what + ": " + message);
                }
                assertEquals(3, npz.array("x").asDouble().sum());
            }
            if (!problem.isEmpty()) {
                try (Npz.Update update = Npz.update(path)) {
                    assertThrows(ArrayFormatException.class, update::commit);
                }
            }
        }
    }

    static Stream<Arguments> unsupported() {
        return Stream.of(damage("encrypted", z -> z.put16(z.central(0) + 8, 1).put16(z.local(0) + 6, 1),
                "a.npz: unsupported: 'x.npy' is encrypted"),
                damage("a new version", z -> z.put16(z.central(0) + 6, 64), "a.npz: unsupported: 'x.npy' needs version"
                        + " 6.4"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("unsupported")
    void memberThatIsNotSupportedIsRefusedByName(String what, Consumer<ZipSurgery> surgery, String problem)
            throws IOException {
        ZipSurgery archive = sample(Compression.STORED);
        surgery.accept(archive);
        Path path = Files.write(directory.resolve("a.npz"), archive.bytes());
        try (Arena arena = Arena.ofConfined()) {
            String message = assertThrows(ArrayFormatException.class, () -> Npz.map(path, arena).array("x"), what)
                    .getMessage();
            assertTrue(message.startsWith(problem), message);
        }
    }

    @Test
    void flippedBitOfTheDataIsFound() throws IOException {
        for (Compression compression : List.of(Compression.STORED, Compression.DEFLATED, Archives.SMALL_BLOCKS,
                Compression.zstd(3))) {
            Path path = directory.resolve("a.npz");
            NdArray array = doubles(0, 5000).slice("::-1");
            int harmless = 0;
            Npz.write(path, map("x", array), compression);
            byte[] whole = Files.readAllBytes(path);
            int data = new ZipSurgery(whole).data(0);
            int end = new ZipSurgery(whole).directory();
            for (int at = data + 300; at < end; at += (end - data) / 50) {
                Files.write(path, new ZipSurgery(whole).flip(at, at % 8).bytes());
                try (Arena arena = Arena.ofConfined()) {
                    Npz npz = Npz.map(path, arena);
                    List<String> refusals = new ArrayList<>();
                    try {
                        npz.verify("x");
                        // Deflate has bits that mean nothing: those that fill up a byte before a stored block.
                        assertArrayEquals(Archives.elements(array), Archives.elements(npz.array("x")), "at " + at);
                        assertTrue(++harmless < 3, "harmless flips");
                        continue;
                    } catch (ArrayFormatException refused) {
                        refusals.add(refused.getMessage());
                    }
                    if (compression.method() != Compression.Method.STORED) {
                        refusals.add(assertThrows(ArrayFormatException.class, () -> npz.array("x")).getMessage());
                        refusals.add(assertThrows(ArrayFormatException.class, () -> npz.bytes("x")).getMessage());
                        refusals.add(assertThrows(ArrayFormatException.class, () -> npz.read("x")).getMessage());
                    }
                    for (String message : refusals) {
                        assertTrue(
                                message.matches(
                                        "a.npz/x: (.* data is damaged|damaged|the data ends after|more data than).*"),
                                message);
                    }
                }
            }
        }
    }

    @Test
    void damagedHeaderGivesNoSliceOfAnotherKind() throws IOException {
        Path path = directory.resolve("a.npz");
        NdArray array = doubles(0, 5000);
        Npz.write(path, map("x", array), Archives.SMALL_BLOCKS);
        byte[] whole = Files.readAllBytes(path);
        int data = new ZipSurgery(whole).data(0);
        for (int at = data; at < data + 200; at++) {
            for (int bit = 0; bit < 8; bit++) {
                Files.write(path, new ZipSurgery(whole).flip(at, bit).bytes());
                try (Arena arena = Arena.ofConfined()) {
                    Npz npz = Npz.map(path, arena);
                    assertEquals(4000, npz.read("x", "4000").asDouble().get(), "bit " + bit + " of byte " + at);
                    assertEquals(array.shape(), npz.header("x").shape());
                } catch (ArrayFormatException refused) {
                    assertTrue(refused.getMessage().startsWith("a.npz/x: "), refused.getMessage());
                }
            }
        }
    }

    @Test
    void streamThatOthersCannotReadToItsEndIsNotVerified() throws IOException {
        Path path = directory.resolve("a.npz");
        Npz.write(path, map("x", doubles(0, 5000)), Archives.SMALL_BLOCKS);
        byte[] whole = Files.readAllBytes(path);
        ZipSurgery ended = new ZipSurgery(whole);
        Files.write(path, ended.put16(ended.directory() - 2, 0xffff).bytes());
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertThrows(ArrayFormatException.class, () -> npz.verify("x"));
        }
    }

    @Test
    void indexThatDoesNotDescribeTheDataIsPassedOver() throws IOException {
        Path path = directory.resolve("a.npz");
        Npz.write(path, map("x", doubles(0, 5000)), Archives.SMALL_BLOCKS);
        byte[] whole = Files.readAllBytes(path);
        ZipSurgery z = new ZipSurgery(whole);
        int index = z.central(0) + Zip.CENTRAL_SIZE + z.u16(z.central(0) + 28);
        for (int at = index; at < z.end(); at++) {
            for (int bit = 0; bit < 8; bit++) {
                Files.write(path, new ZipSurgery(whole).flip(at, bit).bytes());
                try (Arena arena = Arena.ofConfined()) {
                    Npz npz = Npz.map(path, arena);
                    assertEquals(4999, npz.read("x", "-1").asDouble().get(), "byte " + (at - index));
                    if (bit == 0) {
                        assertEquals(12_497_500, npz.array("x").asDouble().sum());
                        npz.verify("x");
                    }
                } catch (ArrayFormatException refused) {
                    assertTrue(at < index + 4 || refused.getMessage().startsWith("a.npz/x: "), refused.getMessage());
                }
            }
        }
    }

    @Test
    void namesOfOtherPlacesAreOnlyNames() throws IOException {
        Path path = directory.resolve("a.npz");
        Npz.write(path, map("../../etc/x", doubles(0, 3), "/tmp/x", doubles(3, 3)), Compression.DEFLATED);
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(List.of("../../etc/x", "/tmp/x"), npz.names());
            assertEquals("a.npz/../../etc/x", npz.array("../../etc/x").source().name());
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertEquals(List.of("a.npz"), files.map(file -> file.getFileName().toString()).toList());
        }
    }

    @Test
    void bombsTakeNoMoreMemoryThanTheirHeadersPromise() throws Exception {
        runInSmallJvm("bombs", 0, 120);
    }

    @Test
    void mutatedArchivesGiveRightValuesOrFormatExceptions() throws Exception {
        runInSmallJvm("mutate", 15, 120);
    }

    @Test
    void truncatedArchivesGiveRightValuesOrFormatExceptions() throws Exception {
        runInSmallJvm("truncate", 997, 120);
    }

    @Test
    @Tag("full")
    void manyMutatedArchivesGiveRightValuesOrFormatExceptions() throws Exception {
        runInSmallJvm("mutate", 20_000, 1800);
    }

    @Test
    @Tag("full")
    void archivesThatAreCutInMorePlacesGiveRightValuesOrFormatExceptions() throws Exception {
        runInSmallJvm("truncate", 101, 1800);
    }

    private void runInSmallJvm(String what, int amount, long seconds) throws Exception {
        System.out.println("NpzHostileTest: seed " + SEED);
        List<String> options = new ArrayList<>(Archives.flags());
        options.addAll(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=64m"));
        try (ChildJvm child = ChildJvm.start(options, NpzHostileRun.class, what, SEED, amount, directory,
                NpzLayoutTest.GOLDEN)) {
            String lines = child.finish(seconds).lines().filter(line -> !line.startsWith("WARNING"))
                    .reduce("", (a, b) -> a + b + "\n");
            assertEquals("exit 0\n", lines);
        }
    }
}
