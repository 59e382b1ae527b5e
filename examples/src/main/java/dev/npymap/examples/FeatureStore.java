package dev.npymap.examples;

import dev.npymap.array.FloatArray;
import dev.npymap.array.LongArray;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.KeyIndex;
import dev.npymap.store.Live;
import dev.npymap.store.LiveOptions;
import dev.npymap.store.NewVersion;
import dev.npymap.store.Version;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/// A feature store: four threads answer requests by user id, while a nightly job in Python replaces what they read.
///
/// Each row carries its user and the night, so a row of the wrong user, or of two nights at once, would be seen.
public final class FeatureStore {
    private static final int USERS = 100_000;
    private static final int FEATURES = 64;
    private static final int NIGHTS = 5;
    private static final int THREADS = 4;
    /// The nightly job: the same table with the features of another night, users in another order.
    private static final String JOB = """
            import os, sys, tempfile
            sys.dont_write_bytecode = True
            sys.path.insert(0, sys.argv[1])
            import numpy as np, npymap_store
            night, users, features = map(int, sys.argv[3:6])
            ids = np.roll(np.arange(users, dtype='i8') * 7 + 1, night)
            table = np.empty((users, features), 'f4')
            table[:] = night
            table[:, 0] = ids
            with tempfile.TemporaryDirectory() as out:
                os.mkdir(out + '/users')
                np.save(out + '/users/id.npy', ids)
                np.save(out + '/users/features.npy', table)
                print(npymap_store.open(sys.argv[2]).commit(out, f'night {night}'))
            """;

    private FeatureStore() {
    }

    /// What the service makes of a version.
    private record Features(KeyIndex users, FloatArray rows) {
        static Features of(Version version) throws IOException {
            return new Features(version.index("users/id"), version.array("users/features").asFloat());
        }

        /// The features of a user, or whether there is no such user.
        boolean read(long user, MemorySegment target) {
            return users.take(user, rows, target);
        }
    }

    /// Runs the example.
    ///
    /// @param args the directory of `npymap_store.py`
    /// @throws Exception if the temporary store cannot be written, or a look-up fails
    public static void main(String[] args) throws Exception {
        Path directory = Files.createTempDirectory("npymap-features");
        try {
            ArrayStore store = ArrayStore.create(directory.resolve("features.store"));
            publish(store, 0);
            serve(store, Path.of(args.length == 0 ? "python" : args[0]).toAbsolutePath());
        } finally {
            delete(directory);
        }
    }

    private static void serve(ArrayStore store, Path python) throws Exception {
        AtomicBoolean ended = new AtomicBoolean();
        LiveOptions often = LiveOptions.DEFAULT.withInterval(Duration.ofMillis(20)).withPrefetching(true)
                .withListener(failure -> {
                    throw new IllegalStateException(failure);
                });
        try (Live<Features> live = store.follow(Features::of, often);
                ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
            List<Future<long[]>> requests = new ArrayList<>();
            long start = System.nanoTime();
            for (int n = 0; n < THREADS; n++) {
                SplittableRandom random = new SplittableRandom(n);
                requests.add(threads.submit((Callable<long[]>) () -> answer(live, random, ended)));
            }
            for (int night = 1; night <= NIGHTS; night++) {
                nightlyJob(store, python, night);
                store.prune(1);
            }
            while (live.number() < 1 + NIGHTS) {
                Thread.sleep(1);
            }
            ended.set(true);
            long lookups = 0;
            long slowest = 0;
            for (Future<long[]> request : requests) {
                lookups += request.get()[0];
                slowest = Math.max(slowest, request.get()[1]);
            }
            System.out.printf("%d look-ups by %d threads over %d nights: %.1f million a second, the slowest %.2f ms, "
                    + "none failed%n", lookups, THREADS, NIGHTS, lookups * 1e3 / (System.nanoTime() - start),
                    slowest / 1e6);
        }
    }

    /// Answers requests until the end.
    ///
    /// @return how many, and the nanoseconds of the slowest
    private static long[] answer(Live<Features> live, SplittableRandom random, AtomicBoolean ended) {
        float[] row = new float[FEATURES];
        MemorySegment target = MemorySegment.ofArray(row);
        long count = 0;
        long slowest = 0;
        for (; !ended.get(); count++) {
            long user = random.nextInt(USERS + 10) * 7L + 1;
            long start = System.nanoTime();
            boolean known = live.use(features -> features.read(user, target));
            slowest = Math.max(slowest, System.nanoTime() - start);
            if (known != user < USERS * 7L || known && (row[0] != user || row[1] != row[FEATURES - 1])) {
                throw new IllegalStateException("user " + user + " got the row of " + row[0] + ", nights " + row[1]
                        + " and " + row[FEATURES - 1]);
            }
        }
        return new long[]{count, slowest};
    }

    /// Publishes a night in a process of its own, or in this one where Python has no NumPy.
    private static void nightlyJob(ArrayStore store, Path python, int night) throws Exception {
        String command = Optional.ofNullable(System.getenv("NPYMAP_PYTHON")).filter(set -> !set.isBlank())
                .orElse("python3");
        try {
            Process job = new ProcessBuilder(command, "-c", JOB, python.toString(), store.path().toString(),
                    Integer.toString(night), Integer.toString(USERS), Integer.toString(FEATURES))
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String printed = new String(job.getInputStream().readAllBytes()).strip();
            if (job.waitFor() == 0) {
                System.out.println("night " + night + ": Python published version " + printed);
                return;
            }
        } catch (IOException missing) {
            // As if NumPy were missing.
        }
        System.out.println("night " + night + ": " + command + " has no NumPy; Java published version "
                + publish(store, night));
    }

    private static long publish(ArrayStore store, int night) throws IOException {
        long[] ids = new long[USERS];
        float[] rows = new float[USERS * FEATURES];
        for (int n = 0; n < USERS; n++) {
            ids[n] = Math.floorMod(n - night, USERS) * 7L + 1;
            Arrays.fill(rows, n * FEATURES, (n + 1) * FEATURES, night);
            rows[n * FEATURES] = ids[n];
        }
        try (NewVersion next = store.write("night " + night)) {
            next.put("users/id", LongArray.of(ids));
            next.put("users/features", FloatArray.of(rows, USERS, FEATURES));
            next.index("users/id");
            return next.commit();
        }
    }

    static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            files.sorted(Comparator.reverseOrder()).forEach(file -> {
                try {
                    Files.delete(file);
                } catch (IOException failure) {
                    throw new UncheckedIOException(failure);
                }
            });
        }
    }
}
