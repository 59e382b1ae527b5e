package dev.npymap.npz;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.LeftOut;
import dev.npymap.internal.deflate.Crc;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The extra field with a name in UTF-8, against Python's `zipfile`, which reads it from 3.12 on, and commons-compress.
class NamesTest {
    /// Bytes that code page 437 shows as `é.npy`, and that are no UTF-8.
    private static final byte[] RAW = {(byte) 0x82, '.', 'n', 'p', 'y'};
    private static final String IN_CODE_PAGE = "é";
    private static final String IN_FIELD = "数é";

    @TempDir
    Path directory;

    /// An archive of one member, whose name is [#RAW].
    private Path archive(byte[] field) throws IOException {
        Path path = directory.resolve("names.npz");
        Npz.write(path, Archives.map("x", Archives.doubles(1, 3)));
        ZipSurgery surgery = new ZipSurgery(Files.readAllBytes(path));
        String raw = new String(RAW, StandardCharsets.ISO_8859_1);
        surgery.text(surgery.local(0) + Zip.LOCAL_SIZE, raw).text(surgery.central(0) + Zip.CENTRAL_SIZE, raw);
        return Files.write(path, surgery.extra(0, field).bytes());
    }

    private static byte[] field(int version, int crc, byte... name) {
        return Zip.allocate(9 + name.length).putShort((short) Zip.EXTRA_UNICODE_PATH)
                .putShort((short) (5 + name.length)).put((byte) version).putInt(crc).put(name).array();
    }

    private static byte[] utf8(String name) {
        return name.getBytes(StandardCharsets.UTF_8);
    }

    private static int crc() {
        return Crc.of(MemorySegment.ofArray(RAW));
    }

    private static void assertName(String expected, Path path) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(List.of(expected), npz.names());
            assertEquals("[1. 2. 3.]", npz.array(expected).toString());
        }
    }

    private static List<String> commonsCompress(Path path) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(path).get()) {
            return Collections.list(zip.getEntries()).stream().map(ZipArchiveEntry::getName).toList();
        }
    }

    @Test
    void namesAreThoseOfNewPythons() throws IOException {
        String python = Archives.pythonText(directory, "__import__('sys').version_info >= (3, 12)");
        String line = "left out: zipfile reads the field from Python 3.12 on";
        if (!python.equals("True")) {
            System.out.println(line);
            LeftOut.note(line);
        }
        Assumptions.assumeTrue(python.equals("True"), line);
        for (byte[] field : List.of(field(1, crc(), utf8(IN_FIELD + ".npy")),
                field(1, crc(), utf8(IN_FIELD + "\0.npy")), field(1, crc() + 1, utf8(IN_FIELD + ".npy")),
                field(2, crc(), utf8(IN_FIELD + ".npy")))) {
            Path path = archive(field);
            assertName(Names.shown(Archives.pythonText(path, "zipfile.ZipFile(p).namelist()[0]")), path);
        }
    }

    @Test
    void nameInTheFieldIsTheMembers() throws IOException {
        Path path = archive(field(1, crc(), utf8(IN_FIELD + ".npy")));
        assertName(IN_FIELD, path);
        assertEquals(List.of(IN_FIELD + ".npy"), commonsCompress(path));
    }

    @Test
    void fieldOfAnotherNameOrVersionOrWithoutOneIsPassedOver() throws IOException {
        assertName(IN_CODE_PAGE, archive(field(1, crc() + 1, utf8(IN_FIELD + ".npy"))));
        assertName(IN_CODE_PAGE, archive(field(2, crc(), utf8(IN_FIELD + ".npy"))));
        assertName(IN_CODE_PAGE, archive(field(1, crc())));
        assertName(IN_CODE_PAGE, archive(field(1, crc() + 1, (byte) 0xff)));
    }

    @Test
    void damagedFieldIsRefused() throws IOException {
        byte[] cut = Zip.allocate(8).putShort((short) Zip.EXTRA_UNICODE_PATH).putShort((short) 4).array();
        for (byte[] field : List.of(field(1, crc(), (byte) 0xff), cut)) {
            Path path = archive(field);
            try (Arena arena = Arena.ofConfined()) {
                String message = assertThrows(ArrayFormatException.class, () -> Npz.map(path, arena)).getMessage();
                assertTrue(message.startsWith("names.npz: damaged central directory: a name that is not UTF-8"),
                        message);
            }
        }
    }

    @Test
    void updateKeepsTheFieldUntilTheMemberIsRenamed() throws IOException {
        Path path = archive(field(1, crc(), utf8(IN_FIELD + ".npy")));
        try (Npz.Update update = Npz.update(path)) {
            update.put("y", Archives.doubles(1, 1));
            update.commit();
        }
        assertEquals(List.of(IN_FIELD + ".npy", "y.npy"), commonsCompress(path));
        try (Npz.Update update = Npz.update(path)) {
            update.rename(IN_FIELD, "ü");
            update.remove("y");
            update.commit();
        }
        assertName("ü", path);
        ZipSurgery renamed = new ZipSurgery(Files.readAllBytes(path));
        assertEquals(0, renamed.u16(renamed.central(0) + 30));
    }
}
