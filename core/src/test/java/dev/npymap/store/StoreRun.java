package dev.npymap.store;

import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/// Another process that uses a store: `StoreRun MODE STORE ...`.
final class StoreRun {
    private static final int SIZE = 20_000;

    private StoreRun() {
    }

    public static void main(String[] arguments) throws Exception {
        ArrayStore store = ArrayStore.open(Path.of(arguments[1]));
        switch (arguments[0]) {
            case "write" -> writeForEver(store, new Random(Long.parseLong(arguments[2])));
            case "pin" -> pin(store, arguments[2]);
            case "count" -> count(store, arguments[2], Integer.parseInt(arguments[3]));
            case "build" -> build(store, Path.of(arguments[2]));
            case "lock" -> lock(store);
            case "prune" -> pruneForEver(store);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    /// Makes the first version of a store for [#writeForEver].
    static void begin(ArrayStore store) throws IOException {
        try (NewVersion next = store.write("begin")) {
            long[] ids = new long[100];
            Arrays.setAll(ids, n -> 7L * n);
            next.put("t/id", LongArray.of(ids));
            next.put("t/x", LongArray.of(new long[100]));
            next.put("t/y", LongArray.of(new long[100]));
            next.index("t/id");
            put(next, 0);
            next.commit();
        }
    }

    private static void put(NewVersion next, long stamp) throws IOException {
        long[] values = new long[SIZE];
        Arrays.fill(values, stamp);
        next.put("a", LongArray.of(values));
        next.put("b", LongArray.of(values));
    }

    /// Changes the store at random, so that in every version `a` equals `b` and `t/x` equals `t/y`.
    private static void writeForEver(ArrayStore store, Random random) throws IOException {
        System.out.println("ready");
        for (long stamp = random.nextLong(1L << 30) << 30;; stamp++) {
            switch (random.nextInt(4)) {
                case 0 -> store.prune(1 + random.nextInt(3));
                case 1 -> store.tag("t" + random.nextInt(2), store.newest());
                case 2 -> upsert(store, random, stamp);
                default -> {
                    try (NewVersion next = store.write("put")) {
                        put(next, stamp);
                        System.out.println(next.commit());
                    }
                }
            }
        }
    }

    private static void upsert(ArrayStore store, Random random, long stamp) throws IOException {
        long[] ids = random.longs(0, 1000).distinct().limit(10).toArray();
        long[] stamps = new long[ids.length];
        Arrays.fill(stamps, stamp);
        Map<String, NdArray> rows = new LinkedHashMap<>();
        rows.put("id", LongArray.of(ids));
        rows.put("x", LongArray.of(stamps));
        rows.put("y", LongArray.of(stamps));
        try (NewVersion next = store.write("upsert")) {
            next.upsert("t", Table.of(rows));
            System.out.println(next.commit());
        }
    }

    private static void pin(ArrayStore store, String which) throws Exception {
        try (Version v = store.resolve(which)) {
            v.array("a");
            System.out.println("pinned " + v.number());
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    /// Appends numbers to an array of its own; each commit may have to begin anew.
    private static void count(ArrayStore store, String name, int times) throws IOException {
        for (int n = 0; n < times; n++) {
            try (NewVersion next = store.write(name + " " + n)) {
                if (n == 0) {
                    next.put(name, LongArray.of(new long[]{0}));
                } else {
                    next.append(name, LongArray.of(new long[]{n}));
                }
                next.commit();
            }
        }
        System.out.println("done");
    }

    /// Begins a version, and publishes it when a file appears.
    private static void build(ArrayStore store, Path go) throws Exception {
        try (NewVersion next = store.write("slow")) {
            next.put("slow", LongArray.of(new long[]{1}));
            System.out.println("begun");
            while (!Files.exists(go)) {
                Thread.sleep(5);
            }
            System.out.println(next.commit());
        }
    }

    private static void lock(ArrayStore store) throws Exception {
        try (WriterLock _ = WriterLock.acquire(store.files())) {
            System.out.println("locked");
            Thread.sleep(Long.MAX_VALUE);
        }
    }

    private static void pruneForEver(ArrayStore store) throws IOException {
        System.out.println("ready");
        while (true) {
            store.prune(1);
        }
    }
}
