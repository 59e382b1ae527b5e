package dev.npymap.internal.work;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.model.Threads;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;

class ThreadsTest {
    @Test
    void everyPieceIsDoneOnce() {
        for (Threads threads : new Threads[]{Threads.ONE, Threads.ALL, Threads.of(7)}) {
            AtomicIntegerArray done = new AtomicIntegerArray(1000);
            Workers.<RuntimeException>run(threads, 1000, () -> done::incrementAndGet);
            for (int n = 0; n < 1000; n++) {
                assertEquals(1, done.get(n));
            }
        }
    }

    @Test
    void helpersComeFromTheExecutor() throws Exception {
        try (ExecutorService pool = Executors.newFixedThreadPool(3)) {
            CountDownLatch together = new CountDownLatch(4);
            var workers = ConcurrentHashMap.newKeySet();
            Workers.<InterruptedException>run(Threads.of(4, pool), 4, () -> _ -> {
                workers.add(Thread.currentThread());
                together.countDown();
                together.await();
            });
            assertEquals(4, workers.size());
            assertTrue(workers.contains(Thread.currentThread()));
        }
    }

    @Test
    void anExecutorThatNeverRunsHoldsUpNobody() {
        Queue<Runnable> stuck = new ArrayDeque<>();
        AtomicInteger done = new AtomicInteger();
        Workers.<RuntimeException>run(Threads.of(3, stuck::add), 10, () -> _ -> done.incrementAndGet());
        assertEquals(10, done.get());
        assertEquals(2, stuck.size());
        stuck.forEach(Runnable::run);
        assertEquals(10, done.get());
    }

    @Test
    void whatAnExecutorRefusesTheCallerDoes() {
        ExecutorService ended = Executors.newSingleThreadExecutor();
        ended.shutdown();
        AtomicInteger done = new AtomicInteger();
        Workers.<RuntimeException>run(Threads.of(3, ended), 10, () -> _ -> done.incrementAndGet());
        assertEquals(10, done.get());
    }

    @Test
    void nobodyWorksAfterAnExecutorFailed() throws Exception {
        try (ExecutorService pool = Executors.newSingleThreadExecutor()) {
            CountDownLatch begun = new CountDownLatch(1);
            AtomicInteger done = new AtomicInteger();
            AtomicInteger asked = new AtomicInteger();
            Executor failing = helper -> {
                if (asked.incrementAndGet() > 1) {
                    assertDoesNotThrow(() -> begun.await());
                    throw new IllegalStateException("no more");
                }
                pool.execute(helper);
            };
            assertEquals("no more", assertThrows(IllegalStateException.class,
                    () -> Workers.<InterruptedException>run(Threads.of(3, failing), 1000, () -> _ -> {
                        begun.countDown();
                        Thread.sleep(1);
                        done.incrementAndGet();
                    })).getMessage());
            int before = done.get();
            Thread.sleep(20);
            assertEquals(before, done.get());
        }
    }

    @Test
    void theFirstExceptionEndsTheWork() {
        AtomicInteger begun = new AtomicInteger();
        IOException thrown = assertThrows(IOException.class,
                () -> Workers.<IOException>run(Threads.ONE, 10, () -> piece -> {
                    begun.incrementAndGet();
                    if (piece == 3) {
                        throw new IOException("piece 3");
                    }
                }));
        assertEquals("piece 3", thrown.getMessage());
        assertEquals(4, begun.get());
    }

    @Test
    void confinedMemoryIsTheCallersAlone() {
        try (Arena confined = Arena.ofConfined(); Arena shared = Arena.ofShared()) {
            assertSame(Threads.ONE, Workers.on(Threads.ALL, confined.allocate(1)));
            assertSame(Threads.ALL, Workers.on(Threads.ALL, shared.allocate(1)));
        }
    }

    @Test
    void nobodyCannotWork() {
        assertThrows(IllegalArgumentException.class, () -> Threads.of(0));
    }
}
