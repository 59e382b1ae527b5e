package dev.npymap.benchmarks;

import dev.npymap.array.FloatArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.TextArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.KeyIndex;
import dev.npymap.store.NewVersion;
import dev.npymap.store.Version;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// How long does it take to find a row by its key? `integer` is the answer, `row` with 256 bytes copied into the
/// caller's memory, `text` the same as `integer` for keys of 16 bytes; `...OfABatch` is one key of 1,000 in one call.
/// Floors: `longArray`, one random access to as much memory as the index has, and `rowAtRandom`, 256 bytes copied from
/// where they are known to be.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class KeyLookupBenchmark {
    private static final int BATCH = 1000;
    private static final int WANTED = 1000 * BATCH;
    private static final int FEATURES = 64;
    private static final int WIDE = 250;

    /// How many keys there are.
    @Param({"1000000", "10000000"})
    private int keys;

    private BenchmarkFiles files;
    private Version version;
    private KeyIndex ids;
    private KeyIndex names;
    private NdArray rows;
    private NdArray wide;
    private long[] wanted;
    private String[] wantedNames;
    private int[] wantedRows;
    private long[] floor;
    private final MemorySegment row = MemorySegment.ofArray(new float[FEATURES]);
    private final MemorySegment batchRows = MemorySegment.ofArray(new float[BATCH * WIDE]);
    private final MemorySegment missing = MemorySegment.ofArray(new float[WIDE]);
    private int next;

    /// Makes the store, and checks that every 97th key leads to its row, and many in one call as one by one.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        ArrayStore store = ArrayStore.create(files.path("keys.store"));
        SplittableRandom random = new SplittableRandom(20261201);
        try (NewVersion draft = store.write("keys")) {
            LongArray id = draft.create("t/id", Dtype.INT64, Shape.of(keys)).asLong();
            TextArray name = draft.create("t/name", Dtype.bytes(16), Shape.of(keys)).asText();
            FloatArray row = draft.create("t/row", Dtype.FLOAT32, Shape.of(keys, FEATURES)).asFloat();
            for (int n = 0; n < keys; n++) {
                long key = key(n);
                id.set(n, key);
                name.set(n, name(key));
                row.set(n, 0, n);
            }
            if (keys <= 1_000_000) {
                draft.create("t/wide", Dtype.FLOAT32, Shape.of(keys, WIDE));
            }
            draft.index("t/id");
            draft.index("t/name");
            draft.commit();
        }
        version = store.latest();
        ids = version.index("t/id");
        names = version.index("t/name");
        rows = version.array("t/row");
        wide = keys <= 1_000_000 ? version.array("t/wide") : rows;
        wantedRows = random.ints(WANTED, 0, keys).toArray();
        wanted = random.ints(WANTED, 0, keys).mapToLong(KeyLookupBenchmark::key).toArray();
        wantedNames = random.ints(WANTED, 0, keys).mapToObj(n -> name(key(n))).toArray(String[]::new);
        // Two numbers for each slot, of which there is the next power of two after 5/3 of the keys.
        floor = new long[4 * Integer.highestOneBit(5 * keys / 3)];
        // Compacts the texts, so that they lie in the order in which they are used, as a request's do in the cache.
        System.gc();
        for (int n = 0; n < keys; n += 97) {
            if (ids.row(key(n)) != n || names.row(name(key(n))) != n || ids.row(key(n) + 1) >= 0) {
                throw new IllegalStateException("key " + n + " leads to row " + ids.row(key(n)));
            }
        }
        long[] batch = Arrays.copyOf(wanted, BATCH);
        String[] texts = Arrays.copyOf(wantedNames, BATCH);
        if (!Arrays.equals(ids.rows(batch), Arrays.stream(batch).map(ids::row).toArray())
                || !Arrays.equals(names.rows(texts), Arrays.stream(texts).mapToLong(names::row).toArray())) {
            throw new IllegalStateException("keys of one call lead to other rows");
        }
    }

    private static long key(int n) {
        return n * 0x9e3779b97f4a7c15L & -2;
    }

    private static String name(long key) {
        return "%016x".formatted(key);
    }

    /// Closes and deletes the store.
    @TearDown
    public void tearDown() throws IOException {
        version.close();
        files.close();
    }

    private int next() {
        next = next == WANTED - 1 ? 0 : next + 1;
        return next;
    }

    private int nextBatch() {
        next = next >= WANTED - BATCH ? 0 : next / BATCH * BATCH + BATCH;
        return next;
    }

    /// A random access to memory.
    @Benchmark
    public long longArray() {
        return floor[(int) (wanted[next()] * 0x9e3779b97f4a7c15L >>> 32) & floor.length - 1];
    }

    /// The row of an integer.
    @Benchmark
    public long integer() {
        return ids.row(wanted[next()]);
    }

    /// The row of an integer that is no key.
    @Benchmark
    public long absentInteger() {
        return ids.row(wanted[next()] + 1);
    }

    /// The row of a text of 16 bytes.
    @Benchmark
    public long text() {
        return names.row(wantedNames[next()]);
    }

    /// 256 bytes of the row of an integer.
    @Benchmark
    public boolean row() {
        return ids.take(wanted[next()], rows, row);
    }

    /// 256 bytes of the row of a text.
    @Benchmark
    public boolean rowOfText() {
        return names.take(wantedNames[next()], rows, row);
    }

    /// 256 bytes of a row whose number is known.
    @Benchmark
    public void rowAtRandom() {
        MemorySegment.copy(rows.segment(), rows.offset(wantedRows[next()], 0), row, 0, row.byteSize());
    }

    /// The rows of 1,000 integers.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] integersOfABatch() {
        int from = nextBatch();
        return ids.rows(Arrays.copyOfRange(wanted, from, from + BATCH));
    }

    /// The rows of 1,000 texts.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long[] textsOfABatch() {
        int from = nextBatch();
        return names.rows(Arrays.copyOfRange(wantedNames, from, from + BATCH));
    }

    /// 1,000 rows of 250 float32, or of 64 where there are 10 million keys.
    @Benchmark
    @OperationsPerInvocation(BATCH)
    public long rowsOfABatch() {
        int from = nextBatch();
        return ids.take(Arrays.copyOfRange(wanted, from, from + BATCH), wide, batchRows, missing);
    }
}
