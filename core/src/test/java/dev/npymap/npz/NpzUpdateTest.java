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

import dev.npymap.array.NdArray;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpzUpdateTest {
    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("a.npz");
    }

    private byte[] raw(String fileName) throws IOException {
        try (ZipFile zip = ZipFile.builder().setPath(path).get();
                InputStream in = zip.getRawInputStream(zip.getEntry(fileName))) {
            return in.readAllBytes();
        }
    }

    private String numpys(String expression) {
        return pythonText(path, "(lambda z: " + expression + ")(np.load(p))");
    }

    private List<String> methods() throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            return Npz.map(path, arena).members().stream().map(NpzMember::method).toList();
        }
    }

    @Test
    void addsReplacesRenamesAndRemoves() throws Exception {
        Npz.write(path, map("a", doubles(0, 3), "b", doubles(3, 3), "c", doubles(6, 3), "d", doubles(9, 3)));
        try (Npz.Update update = Npz.update(path)) {
            update.put("e", doubles(12, 5));
            update.put("b", doubles(20, 2));
            update.rename("c", "é");
            update.remove("a");
            assertEquals(List.of("b", "é", "d", "e"), update.names());
            assertEquals("['a', 'b', 'c', 'd']", numpys("z.files"));
            update.commit();
        }
        assertEquals("['b', 'é', 'd', 'e']", numpys("z.files"));
        assertEquals("[20. 21.][6. 7. 8.][ 9. 10. 11.][12. 13. 14. 15. 16.]",
                numpys("''.join(str(z[n]) for n in z.files)"));
        requireAllAgree(path, false);
    }

    @Test
    void untouchedMembersAreCarriedOverAsTheyAre() throws Exception {
        python(path, "np.savez_compressed(p, old=np.arange(100000) % 77, x=np.arange(3))");
        byte[] old = raw("old.npy");
        try (Npz.Update update = Npz.update(path)) {
            update.put("seekable", doubles(0, 50_000), Archives.SMALL_BLOCKS);
            update.put("stored", doubles(0, 1000));
            update.rename("old", "renamed");
            update.commit();
        }
        assertArrayEquals(old, raw("renamed.npy"));
        assertEquals(List.of("deflated", "deflated", "deflated", "stored"), methods());
        byte[] seekable = raw("seekable.npy");
        try (Npz.Update update = Npz.update(path)) {
            update.remove("x");
            update.rename("seekable", "s");
            update.commit();
        }
        assertArrayEquals(seekable, raw("s.npy"));
        requireAllAgree(path, false);
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(1 << 12, npz.member("s").blockSize());
            assertArrayEquals(elements(doubles(0, 50_000).slice("40000:2:-13")),
                    elements(npz.read("s", "40000:2:-13")));
        }
    }

    @Test
    void damagedMemberIsCarriedOverDamaged() throws IOException {
        python(path, "np.savez_compressed(p, x=np.random.RandomState(1).bytes(100000), y=np.arange(3))");
        byte[] bytes = Files.readAllBytes(path);
        bytes[50_000] ^= 1;
        Files.write(path, bytes);
        byte[] raw = raw("x.npy");
        try (Npz.Update update = Npz.update(path)) {
            update.remove("y");
            update.commit();
        }
        assertArrayEquals(raw, raw("x.npy"));
        try (Arena arena = Arena.ofConfined()) {
            assertThrows(ArrayFormatException.class, () -> Npz.map(path, arena).array("x"));
        }
    }

    @Test
    void storedMembersOfNumpyAreAligned() throws Exception {
        python(path, "np.savez(p, x=np.arange(1000.), y=np.arange(7, dtype='u1'), o=np.array([None]), z=np.arange(3))");
        try (Npz.Update update = Npz.update(path)) {
            update.rename("y", "a longer name");
            update.commit();
        }
        requireAllAgree(path, false);
        assertEquals("499500.0 21 3", numpys("'%s %s %s' % (z['x'].sum(), z['a longer name'].sum(), z['z'].sum())"));
        assertEquals("[None]", pythonText(path, "np.load(p, allow_pickle=True)['o']"));
    }

    @Test
    void membersThatAreNotReadAreCarriedOver() throws IOException {
        python(path, """
                with zipfile.ZipFile(p, 'w') as f:
                    f.writestr('text', b'hello')
                    f.writestr('d/', b'')
                    f.writestr('bz2', b'abc' * 1000, zipfile.ZIP_BZIP2)
                    f.writestr('lzma', b'abc' * 1000, zipfile.ZIP_LZMA)
                    f.writestr('empty', b'', zipfile.ZIP_DEFLATED)""");
        try (Npz.Update update = Npz.update(path)) {
            update.put("x", doubles(0, 3));
            update.commit();
        }
        assertEquals("True",
                numpys("z['text'] == b'hello' and z['d/'] == b'' and z['bz2'] == b'abc' * 1000 and z['lzma']"
                        + " == b'abc' * 1000 and z['empty'] == b'' and z['x'].sum() == 3"));
        assertEquals("None", pythonText(path, "zipfile.ZipFile(p).testzip()"));
    }

    @Test
    void membersOfUnseekableStreamsAreCarriedOver() throws Exception {
        python(path, """
                class Pipe(io.RawIOBase):
                    def __init__(self, f): self.f = f
                    def writable(self): return True
                    def write(self, b): return self.f.write(b)
                with open(p, 'wb') as f: np.savez(Pipe(f), x=np.arange(10.), y=np.arange(3))""");
        try (Npz.Update update = Npz.update(path)) {
            update.put("z", doubles(0, 3));
            update.commit();
        }
        assertEquals("45.0 3 3.0", numpys("'%s %s %s' % (z['x'].sum(), z['y'].sum(), z['z'].sum())"));
        requireAllAgree(path, false);
    }

    @Test
    void ofMembersWithOneNameTheLastStays() throws IOException {
        python(path, """
                with zipfile.ZipFile(p, 'w') as f:
                    for n, name in enumerate(['x.npy', 'y.npy', 'x.npy', 'x', 'y.npy']):
                        with f.open(name, 'w') as g: np.lib.format.write_array(g, np.array([n]))""");
        try (Npz.Update update = Npz.update(path)) {
            assertEquals(List.of("x", "x", "y"), update.names());
            update.commit();
        }
        assertEquals("['x', 'x', 'y'] [3] [2] [4]", numpys("'%s %s %s %s' % (z.files, z['x'], z['x.npy'], z['y'])"));
    }

    @Test
    void replacementKeepsItsPlaceAndMethod() throws Exception {
        try (Npz.Writer writer = Npz.writer(path)) {
            writer.put("stored", doubles(0, 10));
            writer.put("deflated", doubles(0, 10), Compression.DEFLATED);
            writer.put("zstd", doubles(0, 10), Compression.zstd(3));
            writer.commit();
        }
        try (Npz.Update update = Npz.update(path)) {
            update.put("zstd", doubles(1, 10));
            update.put("deflated.npy", doubles(2, 10));
            update.put("stored", doubles(3, 10));
            update.put("new", doubles(4, 10));
            update.commit();
        }
        assertEquals(List.of("stored", "deflated", "zstd", "stored"), methods());
        try (Arena arena = Arena.ofConfined()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(List.of("stored", "deflated", "zstd", "new"), npz.names());
            assertEquals(1, npz.array("zstd").asDouble().get(0));
            assertEquals(2, npz.array("deflated").asDouble().get(0));
            assertEquals(3, npz.array("stored").asDouble().get(0));
        }
        try (Npz.Update update = Npz.update(path)) {
            update.put("stored", doubles(0, 10), Compression.deflated(1));
            update.remove("zstd");
            update.commit();
        }
        assertEquals(List.of("deflated", "deflated", "stored"), methods());
        requireAllAgree(path, false);
    }

    @Test
    void viewsOfTheArchiveItselfAreWritten() throws IOException {
        Npz.write(path, map("x", doubles(0, 100_000)));
        try (Arena arena = Arena.ofConfined(); Npz.Update update = Npz.update(path)) {
            NdArray x = Npz.map(path, arena).array("x");
            update.put("x", x.slice("::-1"));
            update.put("even", x.slice("::2"));
            update.commit();
            assertEquals(99_999, x.asDouble().get(99_999));
        }
        assertEquals("99999.0 0.0 2.0", numpys("'%s %s %s' % (z['x'][0], z['x'][-1], z['even'][1])"));
    }

    @Test
    void emptiedAndRefilledArchiveIsOne() throws IOException {
        Npz.write(path, map("x", doubles(0, 3)));
        try (Npz.Update update = Npz.update(path)) {
            update.remove("x.npy");
            update.commit();
        }
        assertEquals(22, Files.size(path));
        try (Npz.Update update = Npz.update(path)) {
            update.put("x", doubles(0, 3));
            update.rename("x", "y");
            update.put("x", doubles(5, 3));
            update.commit();
        }
        assertEquals("[0. 1. 2.][5. 6. 7.]", numpys("'%s%s' % (z['y'], z['x'])"));
    }

    @Test
    void changesThatCannotBeMadeAreRefused() throws IOException {
        Npz.write(path, map("x", doubles(0, 3), "y", doubles(0, 3)));
        byte[] old = Files.readAllBytes(path);
        try (Npz.Update update = Npz.update(path)) {
            assertEquals("a.npz: has no member 'z'",
                    assertThrows(NoSuchElementException.class, () -> update.remove("z")).getMessage());
            assertThrows(NoSuchElementException.class, () -> update.rename("z", "a"));
            assertEquals("a.npz: there is a member 'y' already",
                    assertThrows(IllegalArgumentException.class, () -> update.rename("x", "y")).getMessage());
            for (String name : List.of("nul\0", "lone \ud800", "a".repeat(65_532))) {
                assertThrows(IllegalArgumentException.class, () -> update.rename("x", name));
                assertThrows(IllegalArgumentException.class, () -> update.put(name, doubles(0, 3)));
            }
            assertEquals(List.of("x", "y"), update.names());
        }
        assertArrayEquals(old, Files.readAllBytes(path));
    }

    @Test
    void whatIsNotCommittedLeavesTheOldArchive() throws IOException {
        Npz.write(path, map("x", doubles(0, 3)));
        byte[] old = Files.readAllBytes(path);
        Npz.Update update = Npz.update(path);
        update.put("y", doubles(0, 3));
        update.close();
        update.close();
        assertArrayEquals(old, Files.readAllBytes(path));
        Files.writeString(path, "no archive");
        assertThrows(ArrayFormatException.class, () -> Npz.update(path));
        assertThrows(NoSuchFileException.class, () -> Npz.update(directory.resolve("none.npz")));
        Npz.write(path, map("x", doubles(0, 3)));
        Npz.update(path).close();
        try (Stream<Path> files = Files.list(directory)) {
            assertTrue(files.noneMatch(file -> file.toString().endsWith("-tmp") || file.toString().contains("none")));
        }
    }

    @Test
    void arrayThatFailsLeavesTheOldArchive() throws IOException {
        Npz.write(path, map("x", doubles(0, 3)));
        byte[] old = Files.readAllBytes(path);
        NdArray closed;
        Path other = directory.resolve("other.npz");
        Npz.write(other, map("x", doubles(0, 1000)));
        try (Arena arena = Arena.ofConfined()) {
            closed = Npz.map(other, arena).array("x");
        }
        try (Npz.Update update = Npz.update(path)) {
            update.put("y", closed);
            assertThrows(IllegalStateException.class, update::commit);
        }
        assertArrayEquals(old, Files.readAllBytes(path));
    }

    @Test
    void secondUpdateIsKeptOut() throws IOException {
        Npz.write(path, map("x", doubles(0, 3)));
        try (Npz.Update _ = Npz.update(path)) {
            assertEquals("a.npz: locked by another writer",
                    assertThrows(IOException.class, () -> Npz.update(path)).getMessage());
        }
        Npz.update(path).close();
    }
}
