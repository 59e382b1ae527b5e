package dev.npymap.npz;

import static dev.npymap.npz.Archives.doubles;
import static dev.npymap.npz.Archives.python;
import static dev.npymap.npz.Archives.pythonText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.npymap.array.ByteArray;
import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Archives, members and directories that are too large for the numbers of the original zip format.
class NpzBigTest {
    private static final int PART = 1 << 24;
    private static final int PARTS = 260;
    /// 4.06 GiB.
    private static final long BIG = (long) PART * PARTS;

    @TempDir
    Path directory;
    private Path path;

    @BeforeEach
    void namePath() {
        path = directory.resolve("a.npz");
    }

    private void requireRoom(long bytes) throws IOException {
        assumeTrue(Files.getFileStore(directory).getUsableSpace() > 2 * bytes, "no room for " + bytes + " bytes");
    }

    private void writeBig(Compression compression) throws IOException {
        NdArray part = NdArray.zeros(Dtype.UINT8, PART);
        part.asByte().set(PART - 1, (byte) 7);
        try (Npz.Writer writer = Npz.writer(path, compression)) {
            writer.put("first", doubles(0, 3));
            writer.put("big", Dtype.UINT8, Shape.of(BIG), () -> Collections.nCopies(PARTS, part).iterator());
            writer.put("last", doubles(3, 3));
            writer.commit();
        }
    }

    private void requireBig(Npz npz) throws IOException {
        assertEquals(List.of("first", "big", "last"), npz.names());
        assertEquals(BIG + 128, npz.member("big").size());
        assertEquals(Shape.of(BIG), npz.header("big").shape());
        assertEquals(12, npz.array("last").asDouble().sum());
        assertEquals(7, npz.read("big", "-1").asByte().get());
        assertEquals(7 * 4, npz.read("big", "16777215:67108864:16777216").asByte().sum());
    }

    @Test
    void deflatedMemberAboveFourGiB() throws IOException {
        writeBig(Compression.deflated(1));
        try (Arena arena = Arena.ofShared();
                ZipFile zip = ZipFile.builder().setPath(path).get();
                java.util.zip.ZipFile jdk = new java.util.zip.ZipFile(path.toFile())) {
            Npz npz = Npz.map(path, arena);
            requireBig(npz);
            assertEquals(BIG + 128, zip.getEntry("big.npy").getSize());
            assertEquals(BIG + 128, jdk.getEntry("big.npy").getSize());
            assertEquals(npz.member("big").crc() & 0xffffffffL, jdk.getEntry("big.npy").getCrc());
        }
        assertEquals(BIG + 128 + " 12.0", pythonText(path, "'%d %s' % (zipfile.ZipFile(p).getinfo('big.npy').file_size,"
                + " np.load(p)['last'].sum())"));
        assertEquals("1 7", pythonText(path, "(lambda f: '%d %d' % (f.read(128)[6], f.read(16777216)[-1]))"
                + "(zipfile.ZipFile(p).open('big.npy'))"));
    }

    @Test
    @Tag("full")
    void storedArchiveAboveFourGiB() throws Exception {
        requireRoom(2 * BIG);
        writeBig(Compression.STORED);
        try (Arena arena = Arena.ofShared();
                ZipFile zip = ZipFile.builder().setPath(path).get();
                java.util.zip.ZipFile jdk = new java.util.zip.ZipFile(path.toFile())) {
            Npz npz = Npz.map(path, arena);
            requireBig(npz);
            ByteArray big = npz.array("big").asByte();
            assertEquals(7L * PARTS, big.sum());
            assertEquals(0, big.segment().address() % 64);
            npz.verify("big");
            assertEquals(BIG + 128, zip.getEntry("big.npy").getSize());
            assertEquals(BIG + 128, jdk.getEntry("big.npy").getSize());
            assertEquals(152, jdk.getInputStream(jdk.getEntry("last.npy")).readAllBytes().length);
        }
        assertEquals("None 12.0 7", pythonText(path, "'%s %s %s' % (zipfile.ZipFile(p).testzip(),"
                + " np.load(p)['last'].sum(), np.load(p)['big'][-1])"));
        if (Archives.has("unzip")) {
            assertEquals("1", Archives.run("unzip", "-tqq", path.toString()).replaceFirst("^[01]$", "1"));
        }
        try (Npz.Update update = Npz.update(path)) {
            update.put("more", doubles(9, 3));
            update.remove("first");
            update.commit();
        }
        try (Arena arena = Arena.ofShared()) {
            Npz npz = Npz.map(path, arena);
            npz.verify("big");
            assertEquals(0, npz.array("big").segment().address() % 64);
        }
        assertEquals("12.0 30.0", pythonText(path, "'%s %s' % (np.load(p)['last'].sum(), np.load(p)['more'].sum())"));
    }

    private static final String SPARSE = """
            class Sparse(io.FileIO):
                def write(self, data):
                    if len(data) > 100000 and not np.frombuffer(data, np.uint8).any():
                        self.seek(len(data), 1)
                        return len(data)
                    return super().write(data)
            """;

    /// The file has holes where `zipfile` writes zeros, which saves the time to write them.
    @Test
    void archiveAboveFourGiBOfZipfile() throws IOException {
        requireRoom(BIG / 100);
        python(path, SPARSE + """
                b = io.BytesIO()
                np.lib.format.write_array_header_1_0(b, {'descr': '|u1', 'fortran_order': False, 'shape': (%d * %d,)})
                small, zeros, part = io.BytesIO(), bytes(%d), bytes(%d - 1) + b'\7'
                np.save(small, np.array([5., 7.]))
                with Sparse(p, 'wb+') as f, zipfile.ZipFile(f, 'w') as z:
                    z.writestr('first.npy', small.getvalue())
                    with z.open('big.npy', 'w', force_zip64=True) as m:
                        m.write(b.getvalue())
                        for n in range(%d): m.write(part if n < 4 or n == %d - 1 else zeros)
                    z.writestr('last.npy', small.getvalue())""".formatted(PART, PARTS, PART, PART, PARTS, PARTS));
        assertTrue(Files.size(path) > 1L << 32);
        try (Arena arena = Arena.ofShared()) {
            Npz npz = Npz.map(path, arena);
            requireBig(npz);
            npz.verify("last");
        }
    }

    @Test
    @Tag("full")
    void archiveAboveFourGiBOfNumpy() throws IOException {
        requireRoom(BIG / 100);
        python(path, SPARSE + """
                big = np.zeros(%d, np.uint8)
                big[-1] = 7
                big[16777215:67108864:16777216] = 7
                with Sparse(p, 'wb+') as f: np.savez(f, first=np.arange(3.), big=big, last=np.arange(3., 6))
                del big""".formatted(BIG));
        try (Arena arena = Arena.ofShared()) {
            Npz npz = Npz.map(path, arena);
            requireBig(npz);
            assertEquals(7 * 5, npz.array("big").asByte().sum());
            npz.verify("big");
            npz.verify("last");
        }
    }

    /// A stream that no native decoder takes at once.
    @Test
    @Tag("full")
    void memberAboveTwoGiBThatNumpyDeflated() throws IOException {
        requireRoom(BIG / 100);
        python(path, """
                big = np.zeros(2**31 + 1000, np.uint8)
                big[[0, 2**31 - 8, -1]] = 7
                np.savez_compressed(p, big=big)
                del big""");
        try (Arena arena = Arena.ofShared()) {
            Npz npz = Npz.map(path, arena);
            ByteArray big = npz.array("big").asByte();
            assertEquals((1L << 31) + 1000, big.size());
            assertEquals(7 * 3, big.sum());
            assertEquals(7, big.get(big.size() - 1));
            npz.verify("big");
        }
    }

    @Test
    void seventyThousandMembersOfOurs() throws IOException {
        Map<String, NdArray> arrays = new LinkedHashMap<>();
        for (int n = 0; n < 70_000; n++) {
            arrays.put("x" + n, doubles(n, 1));
        }
        Npz.write(path, arrays);
        assertEquals("70000 69999.0 0.0", pythonText(path,
                "(lambda z: '%d %s %s' % (len(z.files), z['x69999'][0], z['x0'][0]))(np.load(p))"));
        try (Arena arena = Arena.ofShared();
                java.util.zip.ZipFile jdk = new java.util.zip.ZipFile(path.toFile());
                ZipFile zip = ZipFile.builder().setPath(path).get()) {
            assertEquals(70_000, jdk.size());
            assertEquals(70_000, Collections.list(zip.getEntries()).size());
            Npz npz = Npz.map(path, arena);
            assertEquals(List.copyOf(arrays.keySet()), npz.names());
            for (int n = 0; n < 70_000; n += 11) {
                assertEquals(n, npz.array("x" + n).asDouble().get(0));
            }
        }
        try (Npz.Update update = Npz.update(path)) {
            update.remove("x5");
            update.put("x6", doubles(-6, 1));
            update.commit();
        }
        assertEquals("69999 -6.0 7.0", pythonText(path,
                "(lambda z: '%d %s %s' % (len(z.files), z['x6'][0], z['x7'][0]))(np.load(p))"));
    }

    @Test
    void seventyThousandMembersOfZipfile() throws IOException {
        readSeventyThousand("""
                b = io.BytesIO()
                np.save(b, np.float64(0))
                with zipfile.ZipFile(p, 'w') as f:
                    for n in range(70000): f.writestr('x%d.npy' % n, b.getvalue()[:128] + struct.pack('<d', n))""");
    }

    @Test
    @Tag("full")
    void seventyThousandMembersOfNumpy() throws IOException {
        readSeventyThousand("np.savez(p, **{'x%d' % n: np.float64(n) for n in range(70000)})");
    }

    private void readSeventyThousand(String program) throws IOException {
        python(path, program);
        try (Arena arena = Arena.ofShared()) {
            Npz npz = Npz.map(path, arena);
            assertEquals(70_000, npz.names().size());
            Map<String, NdArray> arrays = npz.arrays();
            for (int n = 0; n < 70_000; n++) {
                assertEquals(n, arrays.get("x" + n).asDouble().get());
            }
        }
    }
}
