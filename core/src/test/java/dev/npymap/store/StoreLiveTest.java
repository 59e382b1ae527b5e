package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.LongArray;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Readers that follow a store.
@Timeout(value = 30, unit = java.util.concurrent.TimeUnit.MINUTES)
class StoreLiveTest {
    private static final int ROWS = 5000;
    private static final LiveOptions SELDOM = LiveOptions.DEFAULT.withInterval(Duration.ofHours(1));

    @TempDir
    private Path directory;
    private ArrayStore store;

    @BeforeEach
    void create() throws IOException {
        store = ArrayStore.create(directory.resolve("s.store"));
        publish(1);
    }

    /// Publishes rows that carry their keys and the stamp, in an order that depends on it.
    private void publish(long stamp) throws IOException {
        try (NewVersion next = store.write("stamp " + stamp)) {
            long[] ids = new long[ROWS];
            long[] values = new long[2 * ROWS];
            for (int n = 0; n < ROWS; n++) {
                ids[n] = (n + stamp * 17) % ROWS * 3;
                values[2 * n] = ids[n];
                values[2 * n + 1] = stamp;
            }
            next.put("t/id", LongArray.of(ids));
            next.put("t/value", LongArray.of(values, ROWS, 2));
            next.put("stamp", LongArray.of(new long[]{stamp}));
            next.index("t/id");
            next.commit();
        }
    }

    /// What a service makes of a version.
    private record Rows(long stamp, KeyIndex ids, LongArray values, List<Long> closed) implements AutoCloseable {
        static Rows of(Version v, List<Long> closed) throws IOException {
            return new Rows(v.array("stamp").asLong().get(0), v.index("t/id"), v.array("t/value").asLong(), closed);
        }

        /// Whether the row of a key has the key and the version's stamp.
        boolean isRight(long key) {
            long row = ids.row(key);
            return key % 3 != 0 || key < 0 || key >= 3L * ROWS
                    ? row == -1
                    : values.get(row, 0) == key && values.get(row, 1) == stamp;
        }

        @Override
        public void close() {
            closed.add(stamp);
        }
    }

    @Test
    void usesSeeOneVersionOverReloads() throws Exception {
        soak(2, 40, 1_000_000);
    }

    @Test
    @Tag("full")
    void aHundredMillionUsesSeeOneVersionOverAThousandReloads() throws Exception {
        soak(4, 1000, 100_000_000);
    }

    private void soak(int threads, int reloads, long uses) throws Exception {
        List<Long> closed = new CopyOnWriteArrayList<>();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        AtomicLong done = new AtomicLong();
        AtomicBoolean ended = new AtomicBoolean();
        try (Live<Rows> live = store.follow(v -> Rows.of(v, closed), LiveOptions.DEFAULT.withListener(failures::add)
                .withInterval(Duration.ofMillis(5)))) {
            List<CompletableFuture<Boolean>> readers = new ArrayList<>();
            for (int n = 0; n < threads; n++) {
                Random random = new Random(n);
                readers.add(CompletableFuture.supplyAsync(() -> {
                    while (!ended.get() || done.get() < uses) {
                        for (int i = 0; i < 1000; i++) {
                            long key = random.nextInt(-3, 3 * ROWS + 3);
                            if (!live.use(rows -> rows.isRight(key))) {
                                return false;
                            }
                        }
                        done.addAndGet(1000);
                    }
                    return true;
                }, task -> new Thread(task).start()));
            }
            for (int n = 0; n < reloads; n++) {
                publish(2 + n);
                store.prune(1);
            }
            assertEquals(1 + reloads, live.reload());
            ended.set(true);
            for (CompletableFuture<Boolean> reader : readers) {
                assertTrue(reader.get());
            }
            assertEquals(List.of(), failures);
            assertEquals(1L + reloads, live.use(Rows::stamp));
        }
        waitFor(() -> closed.contains(1L + reloads));
        assertTrue(closed.size() > reloads / 4, "reloads: " + closed.size());
        store.prune(1);
        assertEquals(1, store.numbers().size());
    }

    private interface Condition {
        boolean isTrue();
    }

    private static void waitFor(Condition condition) throws InterruptedException {
        for (int n = 0; n < 5000 && !condition.isTrue(); n++) {
            Thread.sleep(2);
        }
        assertTrue(condition.isTrue());
    }

    @Test
    void aLongUseDelaysNoReload() throws Exception {
        List<Long> closed = new CopyOnWriteArrayList<>();
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch leave = new CountDownLatch(1);
        try (Live<Rows> live = store.follow(v -> Rows.of(v, closed), SELDOM)) {
            CompletableFuture<Boolean> use = CompletableFuture.supplyAsync(() -> live.use(rows -> {
                inside.countDown();
                try {
                    leave.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return rows.isRight(3);
            }));
            inside.await();
            publish(2);
            publish(3);
            assertEquals(3, live.reload());
            assertEquals(3, live.use(Rows::stamp));
            publish(4);
            assertEquals(4, live.reload());
            waitFor(() -> closed.contains(3L));
            assertFalse(closed.contains(1L));
            assertEquals(List.of(2L, 3L), store.prune(1));
            leave.countDown();
            assertTrue(use.get());
            waitFor(() -> closed.contains(1L));
            waitUntilNobodyHasAnOldVersion();
        }
    }

    @Test
    void aTagIsFollowedForwardsAndBack() throws Exception {
        publish(2);
        store.tag("prod", 2);
        try (Live<Long> live = store.follow("prod", v -> v.array("stamp").asLong().get(0), SELDOM)) {
            assertEquals(2, (long) live.use(stamp -> stamp));
            store.tag("prod", 1);
            assertEquals(1, live.reload());
            assertEquals(1, (long) live.use(stamp -> stamp));
            store.tag("prod", 2);
            assertEquals(2, live.reload());
        }
    }

    @Test
    void whatCannotBeOpenedIsToldAndTheOldStays() throws Exception {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        try (Live<Long> live = store.follow(v -> v.array("stamp").asLong().get(0), SELDOM.withListener(failures::add)
                .withPrefetching(true))) {
            try (NewVersion next = store.write("without")) {
                next.remove("stamp");
                next.commit();
            }
            assertEquals(1, live.reload());
            assertEquals(1, failures.size());
            assertTrue(failures.getFirst().getMessage().contains("s.store@2/stamp"), failures.toString());
            assertEquals(1, (long) live.use(stamp -> stamp));
            publish(3);
            assertEquals(3, live.reload());
        }
        assertThrows(IOException.class, () -> store.follow("none", Version::number).close());
    }

    @Test
    void afterTheEndNoUseIsPossible() throws Exception {
        Live<Long> live = store.follow(Version::number);
        live.close();
        live.close();
        assertThrows(IllegalStateException.class, () -> live.use(number -> number));
        assertThrows(IllegalStateException.class, live::reload);
        assertThrows(IllegalStateException.class, live::number);
    }

    @Test
    void theListenerIsToldWhatAValueThrowsWhenItIsClosed() throws Exception {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        try (Live<AutoCloseable> live = store.follow(v -> () -> {
            throw new IllegalStateException("closing " + v.number());
        }, LiveOptions.DEFAULT.withListener(failures::add))) {
            publish(2);
            assertEquals(2, live.reload());
            waitFor(() -> !failures.isEmpty());
            assertEquals("closing 1", failures.getFirst().getMessage());
        }
        waitFor(() -> failures.size() == 2);
    }

    @Test
    @Timeout(20)
    void theThreadThatLooksDoesNotWaitForItself() throws Exception {
        AtomicReference<Live<Long>> self = new AtomicReference<>();
        AtomicBoolean failing = new AtomicBoolean();
        List<Long> seen = new CopyOnWriteArrayList<>();
        Live.Opener<Long> opener = v -> {
            if (failing.get()) {
                throw new IOException("not now");
            }
            return v.number();
        };
        try (Live<Long> live = store.follow(opener, LiveOptions.DEFAULT.withListener(failure -> {
            try {
                seen.add(self.get().reload());
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }))) {
            self.set(live);
            failing.set(true);
            publish(2);
            assertEquals(1, live.reload());
            assertEquals(List.of(1L), seen);
            failing.set(false);
            assertEquals(2, live.reload());
        }
    }

    @Test
    void failuresOfClosingDoNotStopTheThread() throws Exception {
        LiveOptions never = LiveOptions.DEFAULT.withInterval(Duration.ofSeconds(Long.MAX_VALUE))
                .withListener(failure -> {
                    throw new AssertionError(failure);
                });
        try (Live<AutoCloseable> live = store.follow(v -> () -> {
            throw new AssertionError("closing");
        }, never)) {
            publish(2);
            assertEquals(2, live.reload());
            publish(3);
            assertEquals(3, live.reload());
        }
        waitUntilNobodyHasAnOldVersion();
    }

    private void waitUntilNobodyHasAnOldVersion() throws Exception {
        waitFor(() -> {
            try {
                store.prune(1);
                return store.numbers().size() == 1;
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        });
    }
}
