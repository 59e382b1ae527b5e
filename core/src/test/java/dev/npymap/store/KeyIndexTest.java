package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.FloatArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Keys that are looked for together, and rows that are copied.
class KeyIndexTest {
    private static final int ROWS = 3000;
    private static final int WIDTH = 5;

    @TempDir
    private Path directory;
    private Version version;
    private KeyIndex ids;

    @BeforeEach
    void create() throws IOException {
        ArrayStore store = ArrayStore.create(directory.resolve("s.store"));
        try (NewVersion next = store.write("x")) {
            next.put("t/id", LongArray.of(LongStream.range(0, ROWS).map(KeyIndexTest::key).toArray()));
            next.put("t/name", TextArray.of(LongStream.range(0, ROWS).mapToObj(KeyIndexTest::name)
                    .toArray(String[]::new)));
            TextArray bytes = next.create("t/bytes", Dtype.bytes(9), Shape.of(ROWS)).asText();
            FloatArray row = next.create("t/row", Dtype.FLOAT32, Shape.of(ROWS, WIDTH)).asFloat();
            FloatArray score = next.create("t/score", Dtype.FLOAT32, Shape.of(ROWS)).asFloat();
            for (int n = 0; n < ROWS; n++) {
                bytes.set(n, Long.toString(n, Character.MAX_RADIX));
                score.set(n, -n);
                for (int at = 0; at < WIDTH; at++) {
                    row.set(n, at, WIDTH * n + at);
                }
            }
            next.index("t/id");
            next.index("t/name");
            next.index("t/bytes");
            next.commit();
        }
        version = store.latest();
        ids = version.index("t/id");
    }

    @AfterEach
    void close() {
        version.close();
    }

    /// Several of these have one home.
    private static long key(long row) {
        return row % 7 == 0 ? row << 40 : row * row - 1000;
    }

    private static String name(long row) {
        return row % 3 == 0 ? "größer " + row : Long.toString(row * row, Character.MAX_RADIX);
    }

    @Test
    void keysOfOneCallHaveTheRowsThatTheyHaveOneByOne() throws IOException {
        SplittableRandom random = new SplittableRandom(1);
        for (int count : new int[]{0, 1, 2, 31, 32, 33, 64, 1000}) {
            long[] rows = random.longs(count, 0, 2 * ROWS).toArray();
            long[] wanted = Arrays.stream(rows).map(row -> row < ROWS ? key(row) : -row).toArray();
            assertArrayEquals(Arrays.stream(wanted).map(ids::row).toArray(), ids.rows(wanted));
            assertTrue(count < 32 || Arrays.stream(ids.rows(wanted)).anyMatch(row -> row >= 0));
            for (String column : new String[]{"t/name", "t/bytes"}) {
                KeyIndex index = version.index(column);
                String[] texts = Arrays.stream(rows).mapToObj(row -> row % 11 == 0
                        ? "\ud800" + row
                        : row < ROWS ? index.keys().asText().get(row) : "-" + row).toArray(String[]::new);
                assertArrayEquals(Arrays.stream(texts).mapToLong(index::row).toArray(), index.rows(texts));
                assertTrue(count < 32 || Arrays.stream(index.rows(texts)).anyMatch(row -> row >= 0));
            }
        }
    }

    @Test
    void rowsComeFromTheColumnThatIsAskedFor() throws IOException {
        NdArray row = version.array("t/row");
        NdArray score = version.array("t/score");
        float[] wide = new float[WIDTH];
        float[] one = new float[1];
        for (int n = 0; n < ROWS; n += 100) {
            assertTrue(ids.take(key(n), row, MemorySegment.ofArray(wide)));
            assertEquals(WIDTH * n + 4, wide[4]);
            assertTrue(ids.take(key(n), score, MemorySegment.ofArray(one)));
            assertEquals(-n, one[0]);
            assertTrue(ids.take(key(n), row.slice(":, ::-1"), MemorySegment.ofArray(wide)));
            assertEquals(WIDTH * n, wide[4]);
        }
        assertFalse(ids.take(-12345, row, MemorySegment.ofArray(wide)));
    }

    @Test
    void whatDoesNotFitIsRefused() throws IOException {
        NdArray row = version.array("t/row");
        MemorySegment small = MemorySegment.ofArray(new float[WIDTH - 1]);
        assertThrows(IllegalArgumentException.class, () -> ids.take(key(1), row, small));
        assertThrows(IllegalArgumentException.class, () -> ids.take(key(1), row.slice("1:"), small));
        assertThrows(IllegalArgumentException.class, () -> ids.take(-12345, row.slice("1:"), small));
        assertThrows(ClassCastException.class, () -> ids.rows("1"));
        assertThrows(ClassCastException.class, () -> version.index("t/name").rows(1));
    }
}
