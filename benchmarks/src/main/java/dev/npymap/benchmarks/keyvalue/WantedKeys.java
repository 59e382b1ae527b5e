package dev.npymap.benchmarks.keyvalue;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.NoSuchElementException;
import java.util.SplittableRandom;

/// Keys of a table at random, the same in every process, that are looked for one after another.
public final class WantedKeys {
    /// How many are looked for at a time.
    public static final int BATCH = 1000;
    /// More than a cache keeps the slots and rows of.
    private static final int COUNT = 1000 * BATCH;
    /// Bytes of a text.
    private static final int TEXT = 16;
    private static final int MAX_ROW = 1024;
    private static final int SEED = 20261201;
    private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;

    /// One of the two has elements.
    private final long[] integers;
    /// As they come in a request, which is decoded; strings that lie about would be the larger part of the time.
    private final byte[] texts;
    private final MemorySegment target = MemorySegment.ofArray(new byte[BATCH * MAX_ROW]);
    private int next;

    private WantedKeys(long[] integers, byte[] texts) {
        this.integers = integers;
        this.texts = texts;
    }

    /// Takes keys from a column.
    public static WantedKeys of(Path column) throws IOException {
        try (Arena arena = Arena.ofConfined()) {
            NdArray keys = Npy.map(column, arena);
            SplittableRandom random = new SplittableRandom(SEED);
            long[] rows = random.longs(COUNT, 0, keys.size()).toArray();
            if (keys instanceof TextArray names) {
                byte[] texts = new byte[COUNT * TEXT];
                for (int n = 0; n < COUNT; n++) {
                    byte[] text = names.get(rows[n]).getBytes(StandardCharsets.ISO_8859_1);
                    System.arraycopy(text, 0, texts, n * TEXT, TEXT);
                }
                return new WantedKeys(new long[0], texts);
            }
            LongArray ids = keys.asLong();
            for (int n = 0; n < COUNT; n++) {
                rows[n] = ids.get(rows[n]);
            }
            return new WantedKeys(rows, new byte[0]);
        }
    }

    /// Looks for the next keys, one by one.
    ///
    /// @return what tells the rows of one batch from those of another: the sum of numbers of rows, or of the first and
    /// last numbers in rows
    public double find(KeyValueStore store) throws Exception {
        byte[] value = store.value();
        MemorySegment row = MemorySegment.ofArray(value);
        double sum = 0;
        for (int n = 0; n < BATCH; n++) {
            int at = next++ % COUNT;
            if (!(texts.length == 0 ? store.find(integers[at]) : store.find(text(at)))) {
                throw new NoSuchElementException("key " + at);
            }
            sum += value.length == Long.BYTES
                    ? (long) KeyValueStore.NUMBER.get(value, 0)
                    : ends(row, 0, value.length);
        }
        return sum;
    }

    /// Looks for the next keys in one call.
    ///
    /// @return as [#find(KeyValueStore)] does
    public double findTogether(NpymapStore store) {
        int from = next % COUNT;
        next += BATCH;
        if (texts.length == 0) {
            long[] batch = Arrays.copyOfRange(integers, from, from + BATCH);
            return store.hasRows() ? taken(store, () -> store.take(batch, target)) : sum(store.rows(batch));
        }
        String[] batch = new String[BATCH];
        Arrays.setAll(batch, n -> text(from + n));
        return store.hasRows() ? taken(store, () -> store.take(batch, target)) : sum(store.rows(batch));
    }

    private double taken(NpymapStore store, Runnable take) {
        take.run();
        int rowSize = store.value().length;
        double sum = 0;
        for (int n = 0; n < BATCH; n++) {
            sum += ends(target, n * rowSize, rowSize);
        }
        return sum;
    }

    private static double sum(long[] rows) {
        double sum = 0;
        for (long row : rows) {
            sum += row;
        }
        return sum;
    }

    private String text(int at) {
        return new String(texts, at * TEXT, TEXT, StandardCharsets.ISO_8859_1);
    }

    private static float ends(MemorySegment rows, int at, int rowSize) {
        return rows.get(FLOAT, at) + rows.get(FLOAT, at + rowSize - Float.BYTES);
    }
}
