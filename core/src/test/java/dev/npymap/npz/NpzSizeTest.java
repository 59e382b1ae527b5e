package dev.npymap.npz;

import static dev.npymap.npz.Archives.map;
import static dev.npymap.npz.Archives.python;
import static dev.npymap.npz.Archives.pythonText;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.internal.deflate.Codec;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is compressed as usual is no larger than `np.savez_compressed` makes it, but for alignment and the index.
class NpzSizeTest {
    private static final int PER_MEMBER = 1024;
    private static final int PER_BLOCK = 16;
    /// What no level of the JDK's zlib makes smaller, and what a block of it loses by not knowing the one before.
    private static final Set<String> NO_GAIN = Set.of("uint8 of one digit", "sorted integers", "a random walk");
    private static final int ZLIB_LOSS = 1300;

    @TempDir
    private Path dir;

    /// Python that makes `n` float64 or as many bytes of something else, by what they are.
    private static Map<String, String> kinds() {
        Map<String, String> kinds = new LinkedHashMap<>();
        kinds.put("integers from 1 to 99", "r.integers(1, 100, n)");
        kinds.put("rounded to 3 decimals", "np.round(r.standard_normal(n), 3)");
        kinds.put("rounded to 1 decimal", "np.round(r.standard_normal(n) * 10, 1)");
        kinds.put("integers of one digit", "r.integers(0, 10, n)");
        kinds.put("int32 of three digits", "r.integers(0, 1000, 2 * n).astype('i4')");
        kinds.put("uint8 of one digit", "r.integers(0, 10, 8 * n).astype('u1')");
        kinds.put("sorted integers", "np.sort(r.integers(0, 1 << 40, n))");
        kinds.put("sorted integers of six digits", "np.sort(r.integers(0, 10 ** 6, n))");
        kinds.put("float32 weights", "(r.standard_normal(2 * n) * 0.02).astype('f4')");
        kinds.put("texts", "np.array(['the array of dtype %d' % i for i in r.integers(0, 1000, n // 12)])");
        kinds.put("bytes of text", "np.frombuffer(' '.join('the array of shape and dtype is mapped'.split()[i] "
                + "for i in r.integers(0, 8, 8 * n // 4))[:8 * n].encode(), 'u1')");
        kinds.put("zeros", "np.zeros(n)");
        kinds.put("few of many bits", "r.random(8 * n) < 0.01");
        kinds.put("a random walk", "np.cumsum(r.standard_normal(n))");
        kinds.put("a random walk of cents", "np.round(np.cumsum(r.standard_normal(n)) + 1000, 2)");
        kinds.put("few numbers among zeros", "np.where(r.random(n) < 0.01, r.standard_normal(n), 0)");
        return kinds;
    }

    private void requireNoLargerThanNumpys(int megabytes) throws IOException {
        List<String> larger = new ArrayList<>();
        for (Map.Entry<String, String> kind : kinds().entrySet()) {
            Path npy = dir.resolve("a.npy");
            long numpys = Long.parseLong(pythonText(npy, "(lambda r, n: [a := " + kind.getValue()
                    + ", np.save(p, a), np.savez_compressed(p + 'z', a=a), os.path.getsize(p + 'z.npz')][3])"
                    + "(np.random.default_rng(1), " + megabytes + " << 17)"));
            Path npz = dir.resolve("a.npz");
            try (Arena arena = Arena.ofShared()) {
                Npz.writeCompressed(npz, map("a", Npy.map(npy, arena)));
                NpzMember member = Npz.map(npz, arena).member("a");
                long blocks = member.blockSize() == 0 ? 1 : Math.ceilDiv(member.size(), member.blockSize());
                boolean loses = Codec.fastest() == Codec.ZLIB && NO_GAIN.contains(kind.getKey());
                long more = Files.size(npz) - numpys - PER_MEMBER - blocks * (PER_BLOCK + (loses ? ZLIB_LOSS : 0));
                System.out.printf("NpzSizeTest: %s: %.4f of NumPy's%n", kind.getKey(),
                        (double) Files.size(npz) / numpys);
                if (more > 0) {
                    larger.add(kind.getKey() + ": " + more + " bytes more than allowed");
                }
            }
            assertEquals("True", new String(python(npz, "str((np.load(p)['a'] == np.load(p[:-1] + 'y')).all())")));
        }
        assertTrue(larger.isEmpty(), larger::toString);
    }

    @Test
    void usualCompressionIsNoLargerThanNumpys() throws IOException {
        requireNoLargerThanNumpys(2);
    }

    @Test
    @Tag("full")
    void manyMegabytesAreNoLargerThanNumpysEither() throws IOException {
        requireNoLargerThanNumpys(64);
    }
}
