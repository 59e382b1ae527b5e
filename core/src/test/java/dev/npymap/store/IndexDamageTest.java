package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.LongArray;
import dev.npymap.array.TextArray;
import dev.npymap.internal.io.Directories;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Flipped bits in an index or in `version.json` give the right answer, or an exception with the file's name.
class IndexDamageTest {
    private static final long[] IDS = {7, 0, -1, 1L << 40, 12345, Long.MIN_VALUE};
    private static final String[] NAMES = {"abc", "", "größer", "z", "abcdefghijkl", "-"};

    @TempDir
    private Path directory;
    private ArrayStore store;
    private Path version;

    @BeforeEach
    void create() throws IOException {
        store = ArrayStore.create(directory.resolve("s.store"));
        try (NewVersion next = store.write("x")) {
            next.put("t/id", LongArray.of(IDS));
            next.put("t/name", TextArray.of(NAMES));
            next.index("t/id");
            next.index("t/name");
            next.attributes("t/id").put("k", "v");
            next.commit();
        }
        version = directory.resolve("s.store/versions/0000000001");
    }

    @Test
    void someFlippedBits() throws IOException {
        flip(17);
    }

    @Test
    @Tag("full")
    void everyFlippedBit() throws IOException {
        flip(1);
    }

    private void flip(int step) throws IOException {
        Random random = new Random(step);
        int refused = 0;
        for (String file : new String[]{"t/id.index.npy", "t/name.index.npy", "version.json"}) {
            Path path = version.resolve(file);
            byte[] good = Files.readAllBytes(path);
            int tried = 0;
            for (long bit = random.nextInt(step); bit < 8L * good.length; bit += step) {
                byte[] bad = good.clone();
                bad[(int) (bit / 8)] ^= (byte) (1 << bit % 8);
                Directories.delete(path);
                Files.write(path, bad);
                refused += look(file, bit) ? 0 : 1;
                tried++;
            }
            Directories.delete(path);
            Files.write(path, good);
            assertTrue(tried > 100 / step);
        }
        assertTrue(refused > 0);
        assertTrue(look("nothing", 0));
    }

    /// Whether every look-up gives the right row.
    private boolean look(String file, long bit) throws IOException {
        boolean all = true;
        try (Version v = store.version(1)) {
            KeyIndex ids = v.index("t/id");
            for (int n = 0; n < IDS.length; n++) {
                all &= look(file, bit, ids, IDS[n], n);
                all &= look(file, bit, ids, IDS[n] + 1, IDS[n] == -1 ? 1 : -1);
            }
            KeyIndex names = v.index("t/name");
            for (int n = 0; n < NAMES.length; n++) {
                all &= look(file, bit, names, NAMES[n], n);
                all &= look(file, bit, names, NAMES[n] + "x", -1);
            }
            return all;
        } catch (ArrayFormatException named) {
            assertTrue(named.getMessage().startsWith("s.store@1/"), named.getMessage());
            return false;
        }
    }

    private static boolean look(String file, long bit, KeyIndex index, Object key, long row) {
        try {
            long found = key instanceof Long number ? index.row(number) : index.row((String) key);
            assertEquals(row, found, file + " bit " + bit + " key " + key);
            long[] together = key instanceof Long number
                    ? index.rows(number, number)
                    : index.rows((String) key, (String) key);
            assertArrayEquals(new long[]{row, row}, together, file + " bit " + bit + " key " + key);
            return true;
        } catch (UncheckedIOException named) {
            assertTrue(named.getCause().getMessage().startsWith("s.store@1/t/"), named.getMessage());
            return false;
        }
    }
}
