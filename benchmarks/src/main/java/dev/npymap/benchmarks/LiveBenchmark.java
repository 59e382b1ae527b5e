package dev.npymap.benchmarks;

import dev.npymap.array.LongArray;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.KeyIndex;
import dev.npymap.store.Live;
import dev.npymap.store.NewVersion;
import dev.npymap.store.Version;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;

/// What does a look-up cost through [Live], which may reload at any time? `live` against `alone`, which uses one version
/// for ever, is the answer; two threads work at a time. `underReloads` is the distribution of single look-ups while a
/// third thread publishes and reloads up to ten versions a second.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
@Threads(2)
public class LiveBenchmark {
    private static final int KEYS = 1_000_000;

    private BenchmarkFiles files;
    private ArrayStore store;
    private Version version;
    private KeyIndex ids;
    private Live<KeyIndex> live;

    /// The keys that a thread looks for.
    @State(Scope.Thread)
    public static class Wanted {
        private long[] keys;
        private int next;

        /// Chooses them at random.
        @Setup
        public void setup() {
            keys = new SplittableRandom(Thread.currentThread().threadId()).longs(1 << 16, 0, KEYS).toArray();
        }

        private long next() {
            return keys[next++ & keys.length - 1];
        }
    }

    /// A thread that publishes and reloads.
    @State(Scope.Benchmark)
    public static class Publisher {
        private static final long PAUSE_MILLIS = 100;

        private final AtomicBoolean isOver = new AtomicBoolean();
        private Thread thread;
        private int published;
        private volatile Exception failure;

        /// Starts it.
        @Setup
        public void setup(LiveBenchmark benchmark) {
            thread = Thread.ofPlatform().start(() -> {
                try {
                    while (!isOver.get()) {
                        long number;
                        try (NewVersion next = benchmark.store.write("again")) {
                            next.put("round", LongArray.of(new long[]{published++}));
                            number = next.commit();
                        }
                        if (benchmark.live.reload() != number) {
                            throw new IllegalStateException("version " + number + " was not taken");
                        }
                        benchmark.store.prune(2);
                        Thread.sleep(PAUSE_MILLIS);
                    }
                } catch (Exception wrong) {
                    failure = wrong;
                }
            });
        }

        /// Ends it.
        @TearDown
        public void tearDown() throws Exception {
            isOver.set(true);
            thread.join();
            if (failure != null) {
                throw failure;
            }
            System.out.println(published + " versions were published");
        }
    }

    /// Makes the store.
    @Setup
    public void setup() throws IOException {
        files = new BenchmarkFiles();
        store = ArrayStore.create(files.path("live.store"));
        long[] keys = new long[KEYS];
        Arrays.setAll(keys, n -> n);
        try (NewVersion next = store.write("keys")) {
            next.put("t/id", LongArray.of(keys));
            next.index("t/id");
            next.commit();
        }
        version = store.latest();
        ids = version.index("t/id");
        live = store.follow(v -> v.index("t/id"));
    }

    /// Closes and deletes the store.
    @TearDown
    public void tearDown() throws IOException {
        live.close();
        version.close();
        files.close();
    }

    /// A look-up in one version.
    @Benchmark
    public long alone(Wanted wanted) {
        return ids.row(wanted.next());
    }

    /// A look-up in the version that is current.
    @Benchmark
    public long live(Wanted wanted) {
        long key = wanted.next();
        return live.use(index -> index.row(key));
    }

    /// One look-up while versions change.
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    public long underReloads(Wanted wanted, Publisher publisher) {
        long key = wanted.next();
        long row = live.use(index -> index.row(key));
        if (row != key) {
            throw new IllegalStateException("key " + key + " led to row " + row);
        }
        return row;
    }
}
