package dev.npymap.npz;

import static dev.npymap.npz.Archives.doubles;
import static dev.npymap.npz.Archives.map;
import static dev.npymap.npz.Archives.pythonText;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.Oracle;
import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npy.Npy;
import dev.npymap.pickle.Pickle;
import dev.npymap.text.Text;
import dev.npymap.text.TextFormat;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Damage of stored members, which nothing finds while they are only read, is found before it gets a new checksum.
class NpzDamageTest {
    @TempDir
    private Path dir;
    private Path path;
    private Path target;
    private byte[] good;

    @BeforeEach
    void writeAnArchive() throws IOException {
        path = dir.resolve("a.npz");
        target = Files.createDirectory(dir.resolve("target")).resolve("out");
        Npz.write(path, map("x", doubles(0, 3000).reshape(60, 50), "none", doubles(0, 0), "y", doubles(0, 10)));
        good = Files.readAllBytes(path);
    }

    /// Writes an array somewhere.
    private interface Door {
        void write(Path target, NdArray array) throws IOException;
    }

    private static Arguments door(String what, Door door) {
        return Arguments.of(what, door);
    }

    static Stream<Arguments> doors() {
        return Stream.of(door("npy", Npy::write), door("npy of a version", (to, a) -> Npy.write(to, a, 3)),
                door("npy stream", (to, a) -> Npy.write(new ByteArrayOutputStream(), a)),
                door("npy channel", (to, a) -> Npy.write(Channels.newChannel(new ByteArrayOutputStream()), a)),
                door("npz", (to, a) -> Npz.write(to, map("good", doubles(0, 4), "a", a))),
                door("npz, numbered", (to, a) -> Npz.write(to, a)),
                door("npz, deflated", (to, a) -> Npz.writeCompressed(to, a)),
                door("npz, in parts", NpzDamageTest::parts),
                door("pickle", Pickle::write), door("pickle 2", (to, a) -> Pickle.write(to, List.of(a), 2)),
                door("pickle 5", (to, a) -> Pickle.writeAligned(to, Map.of("a", a), 5)),
                door("pickle stream", (to, a) -> Pickle.write(new ByteArrayOutputStream(), a, 4)),
                door("text", (to, a) -> Text.write(to, a, TextFormat.DEFAULT)),
                door("compressed text", (to, a) -> Text.write(to.resolveSibling("a.gz"), a, TextFormat.DEFAULT)),
                door("text stream", (to, a) -> Text.write(new ByteArrayOutputStream(), a, TextFormat.DEFAULT)));
    }

    private static void parts(Path to, NdArray array) throws IOException {
        try (Npz.Writer writer = Npz.writer(to)) {
            writer.put("a", array.dtype(), array.shape(), List.of(array));
            writer.commit();
        }
    }

    /// Damages a member: its payload; or its header, where one bit makes the elements big-endian.
    private void damage(int member, boolean header) throws IOException {
        ZipSurgery zip = new ZipSurgery(good);
        int descr = new String(zip.bytes(), zip.data(member), 64, StandardCharsets.ISO_8859_1)
                .indexOf('<');
        zip.flip(header ? zip.data(member) + descr : zip.data(member) + 128 + 17, header ? 1 : 4);
        Files.write(path, zip.bytes());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doors")
    void wholeMemberIsVerifiedBeforeItIsWritten(String what, Door door) throws IOException {
        for (boolean header : List.of(false, true)) {
            damage(0, header);
            try (Arena arena = Arena.ofShared()) {
                NdArray whole = Npz.map(path, arena).array("x");
                for (NdArray same : List.of(whole, whole.transpose(), whole.slice("::-1, ::-1"), whole.slice("0:"),
                        whole.reshape(50, 60))) {
                    String message = assertThrows(ArrayFormatException.class, () -> door.write(target, same))
                            .getMessage();
                    assertTrue(message.startsWith("a.npz/x: damaged: its CRC-32 is "), message);
                }
                try (Stream<Path> left = Files.list(target.getParent())) {
                    assertEquals(List.of(), left.toList());
                }
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("doors")
    void whatHasNothingToVerifyIsWritten(String what, Door door) throws IOException {
        damage(0, false);
        try (Arena arena = Arena.ofConfined()) {
            NdArray whole = Npz.map(path, arena).array("x");
            door.write(target, whole.slice("1:"));
            door.write(target, whole.unverified());
            door.write(target, whole.copy());
        }
        Files.write(path, good);
        try (Arena arena = Arena.ofConfined()) {
            door.write(target, Npz.map(path, arena).array("x"));
        }
    }

    @Test
    void headerOfAMemberWithoutElementsIsVerified() throws IOException {
        damage(1, true);
        try (Arena arena = Arena.ofConfined()) {
            NdArray none = Npz.map(path, arena).array("none");
            assertThrows(ArrayFormatException.class, () -> Npy.write(target, none));
        }
        try (Arena arena = Arena.ofConfined()) {
            Npy.write(target, Npz.map(path, arena).array("x").slice("0:0"));
        }
    }

    @Test
    void damagedArrayIsNotAppended() throws IOException {
        Npy.write(target, doubles(0, 50).reshape(1, 50));
        byte[] before = Files.readAllBytes(target);
        damage(0, false);
        try (Arena arena = Arena.ofConfined()) {
            NdArray whole = Npz.map(path, arena).array("x");
            assertThrows(ArrayFormatException.class, () -> Npy.append(target, whole));
            assertArrayEquals(before, Files.readAllBytes(target));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void damagedMemberIsNotCarriedOver(boolean header) throws IOException {
        damage(0, header);
        byte[] before = Files.readAllBytes(path);
        try (Npz.Update update = Npz.update(path)) {
            update.remove("y");
            update.rename("x", "renamed");
            String message = assertThrows(ArrayFormatException.class, update::commit).getMessage();
            assertTrue(message.startsWith("a.npz/x: damaged: its CRC-32 is "), message);
        }
        assertArrayEquals(before, Files.readAllBytes(path));
        try (Npz.Update update = Npz.update(path)) {
            update.put("x", doubles(0, 3));
            update.commit();
        }
        assertEquals("None", pythonText(path, "zipfile.ZipFile(p).testzip()"));
        assertEquals("['x', 'none', 'y']", Oracle.numpy().text("np.load(p).files"));
    }

    @ParameterizedTest
    @EnumSource(names = {"STORED", "DEFLATED"})
    void memberOfAnotherArchiveIsCarriedAsItIs(Compression.Method method) throws IOException {
        Npz.write(path, map("x", doubles(0, 3000), "y", doubles(0, 10)), compression(method));
        try (Arena arena = Arena.ofConfined(); Npz.Writer writer = Npz.writer(target)) {
            Npz from = Npz.map(path, arena);
            writer.put("first", doubles(0, 3));
            writer.carry(from, "x", true);
            assertThrows(IllegalArgumentException.class, () -> writer.carry(from, "x.npy", true));
            assertThrows(NoSuchElementException.class, () -> writer.carry(from, "z", true));
            writer.commit();
        }
        try (Arena arena = Arena.ofConfined()) {
            Npz from = Npz.map(path, arena);
            Npz to = Npz.map(target, arena);
            assertEquals(from.member("x"), to.member("x"));
            assertEquals(-1, from.bytes("x").mismatch(to.bytes("x")));
        }
        assertEquals("None", pythonText(target, "zipfile.ZipFile(p).testzip()"));
    }

    private static Compression compression(Compression.Method method) {
        return method == Compression.Method.STORED ? Compression.STORED : Compression.DEFLATED;
    }

    @Test
    void damageOfACarriedMemberIsFoundOrStaysToBeFound() throws IOException {
        damage(0, false);
        try (Arena arena = Arena.ofConfined()) {
            Npz from = Npz.map(path, arena);
            try (Npz.Writer writer = Npz.writer(target)) {
                assertThrows(ArrayFormatException.class, () -> writer.carry(from, "x", true));
                assertThrows(IllegalStateException.class, writer::commit);
            }
            assertFalse(Files.exists(target));
            try (Npz.Writer writer = Npz.writer(target)) {
                writer.carry(from, "x", false);
                writer.commit();
            }
            assertThrows(ArrayFormatException.class, () -> Npz.map(target, arena).verify("x"));
        }
    }

    @Test
    void writerGoesOnAfterADamagedArray() throws IOException {
        damage(0, false);
        try (Arena arena = Arena.ofConfined(); Npz.Writer writer = Npz.writer(target)) {
            NdArray whole = Npz.map(path, arena).array("x");
            assertThrows(ArrayFormatException.class, () -> writer.put("x", whole));
            writer.put("y", doubles(0, 3));
            writer.commit();
            assertEquals(List.of("y"), Npz.map(target, arena).names());
        }
    }

    @Test
    void viewsCopiesAndSlicesAreRead() throws IOException {
        damage(0, false);
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(3000, npz.array("x").copy().size());
            assertEquals(3000, npz.read("x").size());
            assertEquals(50, npz.read("x", "1").size());
            assertThrows(ArrayFormatException.class, npz.array("x")::verify);
            npz.array("y").verify();
        }
    }
}
