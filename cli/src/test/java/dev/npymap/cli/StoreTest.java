package dev.npymap.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.TextArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `npymap store`, and addresses in stores.
class StoreTest {
    @TempDir
    private Path dir;
    private Path store;
    private Path nightly;

    @BeforeEach
    void create() throws IOException {
        store = dir.resolve("f.store");
        nightly = Files.createDirectories(dir.resolve("nightly/users")).getParent();
        Npy.write(nightly.resolve("users/id.npy"), LongArray.of(new long[]{4711, 5, -3}));
        Npy.write(nightly.resolve("users/emb.npy"), FloatArray.of(new float[]{1, 2, 3, 4, 5, 6}, 3, 2));
        Npy.write(nightly.resolve("prices.npy"), DoubleArray.of(new double[]{1.5, 2.5}));
        good("", "create", store);
        good("1\n", "commit", store, nightly, "-m", "first", "--index", "users/id");
    }

    private static Run store(Object... words) {
        Object[] all = new Object[words.length + 1];
        all[0] = "store";
        System.arraycopy(words, 0, all, 1, words.length);
        return Run.of(all);
    }

    private static void good(String out, Object... words) {
        Run run = store(words);
        assertEquals("", run.err());
        assertEquals(out, run.out());
        assertEquals(0, run.status());
    }

    private static void bad(int status, String err, Object... words) {
        Run run = store(words);
        assertEquals("npymap: " + err + "\n", run.err());
        assertEquals(status, run.status());
    }

    @Test
    void versionsAreListed() throws IOException {
        Path changes = Files.createDirectories(dir.resolve("changes"));
        Npy.write(changes.resolve("prices.npy"), DoubleArray.of(new double[]{3.5}));
        Npy.write(changes.resolve("more.npy"), LongArray.of(new long[]{1}));
        good("2\n", "commit", store, changes, "-m", "second\u001b");
        bad(2, "the message has bytes that are no text in this locale (see npymap store commit --help)", "commit",
                store, changes, "-m",
                "no \ufffd text");
        Path none = Files.createSymbolicLink(dir.resolve("link"), Files.createDirectory(dir.resolve("none")));
        good("3\n", "commit", store, none, "--remove", "users");
        List<String> log = store("log", store).outLines();
        assertEquals(3, log.size());
        assertTrue(log.get(1).endsWith("Z  second\\x1b"), log.toString());
        assertTrue(
                store("log", store, "--json").outLines().get(2).startsWith("{\"number\":1,\"parent\":0,\"time\":\""));
        Run diff = store("diff", store, "1", "latest");
        assertEquals("+ more\n- users/emb\n- users/id\n~ prices\n", diff.out());
        assertEquals(1, diff.status());
        assertEquals(0, store("diff", store, "2", "2").status());
        assertEquals(2, store("diff", store, "2", "9").status());
        assertEquals("{\"change\":\"added\",\"name\":\"more\"}",
                store("diff", store, "1", "2", "--json").outLines().getFirst());
    }

    @Test
    void arraysAndVersionsAreDescribed() {
        assertEquals(List.of("f.store@1", "  name       dtype  shape   bytes  index",
                "  prices     '<f8'  [2]       144  -", "  users/emb  '<f4'  [3, 2]    152  -",
                "  users/id   '<i8'  [3]       152  yes"), store("ls", store).outLines());
        assertTrue(store("ls", store + "@1", "--json").outLines().get(1).startsWith(
                "{\"name\":\"users/emb\",\"descr\":\"'<f4'\",\"shape\":[3,2],\"fortran_order\":false,\"bytes\":152,"));
        List<String> info = store("info", store).outLines();
        assertEquals("f.store@1", info.getFirst());
        assertTrue(info.contains("  indexes  users/id"), info.toString());
        assertTrue(store("info", store + "/users/id", "--json").out().contains("\"index\":true,\"attributes\":{}"));
        good("f.store@1: ok, 3 arrays\n", "verify", store + "@latest");
    }

    @Test
    void tagsAreSetAndRemoved() {
        good("prod  1\n", "tag", store, "prod", "1");
        good("next  1\n", "tag", store, "next", "prod");
        good("next  1, was 1\n", "tag", store, "next");
        good("next  1\nprod  1\n", "tag", store);
        good("", "tag", store, "next", "--delete");
        bad(1, store + ": no tag next; it has prod", "tag", store, "next", "--delete");
        bad(1, store + ": no version 7; it has 1", "tag", store, "x", "7");
        bad(2, store + ": no tag can be named \"12\": a number means a version", "tag", store, "12", "1");
        assertEquals(2, store("tag", store, "--delete").status());
    }

    @Test
    void rowsAreFoundByKey() throws IOException {
        good("{\"key\":\"5\",\"row\":1,\"columns\":{\"emb\":[3.0,4.0],\"id\":5}}\n", "get", store + "@1/users", "--key",
                "5", "--json");
        Run run = store("get", store + "/users", "--key", "-3", "--key", "9");
        assertEquals("-3  row 2\n  emb  [5. 6.]\n  id  -3\n", run.out());
        assertEquals("npymap: " + store + "/users: no key 9\n", run.err());
        assertEquals(1, run.status());
        assertEquals(2, store("get", store + "/users", "--key", "x").status());
        bad(1, store + "/users: no key 99999999999999999999", "get", store + "/users", "--key", "99999999999999999999");
        Path names = Files.createDirectories(dir.resolve("names/users")).getParent();
        Npy.write(names.resolve("users/name.npy"), TextArray.of(new String[]{"a", "b", "c"}));
        good("2\n", "commit", store, names, "--index", "users/name");
        bad(1, store + "/users: --index is needed; there are id, name", "get", store + "/users", "--key", "5");
        assertEquals(store("get", store + "/users", "--key", "5", "--index", "id").outLines(),
                store("get", store + "/users", "--key", "5", "--index", "users/id").outLines());
        assertEquals(0, store("get", store + "/users", "--key", "5", "--index", "users/id").status());
        good("{\"key\":\"b\",\"row\":1,\"columns\":{\"emb\":[3.0,4.0],\"id\":5,\"name\":\"b\"}}\n", "get",
                store + "/users", "--key", "b",
                "--index",
                "name", "--json");
        bad(1, store + "/prices: no table with an index; there are indexes of users/id, users/name", "get",
                store + "/prices", "--key", "5");
    }

    @Test
    void oldVersionsAreRemoved() throws IOException {
        for (int n = 0; n < 3; n++) {
            store("commit", store, nightly);
        }
        store("tag", store, "prod", "2");
        good("1\n3\n", "prune", store, "--keep", "1");
        bad(2, store + ": at least the newest version stays, not 0", "prune", store, "--keep", "0");
        bad(1, store + ": no version 1; it has 2, 4", "ls", store + "@1");
    }

    @Test
    void everyCommandTakesArraysOfAStore() throws IOException {
        String first = store + "@1/users/emb";
        assertEquals("[[3. 4.]\n [5. 6.]]\n", Run.of("show", store + "/users/emb", "1:").out());
        assertEquals("[1. 2.]\n", Run.of("show", first, "0").out());
        assertTrue(Run.of("stats", first).out().contains("sum        21.0"));
        assertTrue(Run.of("info", first).out().contains("zero-copy"));
        assertEquals(store + ": ok\n", Run.of("verify", store).out());
        Path one = dir.resolve("one.npy");
        assertEquals(0, Run.of("copy", first, one).status());
        assertEquals("[[1. 2.]\n [3. 4.]\n [5. 6.]]", Npy.read(one).toString());
        Path all = dir.resolve("all.npz");
        assertEquals(0, Run.of("convert", store + "@1", all).status());
        try (Arena arena = Arena.ofShared()) {
            assertEquals(List.of("prices", "users/emb", "users/id"), Npz.map(all, arena).names());
        }
        assertEquals("npymap: " + store + "/users: a group, users/* names its arrays: users/emb, users/id\n",
                Run.of("show", store + "/users").err());
        assertEquals("npymap: " + store + ": no version 2; it has 1\n",
                Run.of("show", store + "@2/prices").err());
        assertEquals(1, Run.of("show", store + "@/prices").status());
    }

    @Test
    void damageIsFoundByBothVerifies() throws IOException {
        Path file = store.resolve("versions/0000000001/prices.npy");
        byte[] bytes = Files.readAllBytes(file);
        bytes[130] ^= 1;
        Files.delete(file);
        Files.write(file, bytes);
        Run run = store("verify", store);
        assertEquals(1, run.status());
        assertTrue(run.out().contains("prices.npy: damaged: its elements have the SHA-256"), run.out());
        assertEquals(1, Run.of("verify", store).status());
        assertEquals(0, Run.of("verify", store + "/users/id").status());
    }

    @Test
    void aDamagedTagHidesNoVersion() throws IOException {
        Files.createDirectory(store.resolve("tags/prod"));
        Run run = store("log", store);
        assertEquals("npymap: " + store + "/tags/prod: damaged tag: it is not a link to a version\n", run.err());
        assertEquals(1, run.outLines().size());
        assertEquals(1, run.status());
    }

    @Test
    void anExportIsCommittedAgain() throws IOException {
        Path target = dir.resolve("out");
        good("", "export", store + "@1", target);
        assertEquals(1, store("export", store, target).status());
        Path other = dir.resolve("other.store");
        good("", "create", other);
        good("1\n", "commit", other, target);
        assertArrayEquals(new long[]{4711, 5, -3}, Npy.read(other.resolve("latest/users/id.npy")).asLong().toArray());
        assertEquals(store("info", store).outLines().get(4), store("info", other).outLines().get(4));
    }

    @Test
    void whatCannotBePublishedIsNamed() throws IOException {
        Path wrong = Files.createDirectories(dir.resolve("wrong/users")).getParent();
        Npy.write(wrong.resolve("users/id.npy"), LongArray.of(new long[]{1, 1, 2}));
        bad(1, store + ": users/id: rows 0 and 1 have the same key", "commit", store, wrong);
        Npy.write(wrong.resolve("users/id.npy"), LongArray.of(new long[]{1}));
        bad(1, store + ": users/emb has shape [3, 2], but its table has 1 rows by the key users/id", "commit", store,
                wrong);
        bad(1, store + ": users/none: no such array in the version that is being made", "commit", store, nightly,
                "--index", "users/none");
        bad(1, dir + "/none: not a store: it has no store.json", "ls", dir.resolve("none"));
        bad(1, store + ": already exists", "create", store);
        Path dangling = Files.createDirectory(dir.resolve("dangling"));
        Files.createSymbolicLink(dangling.resolve("l.npy"), Path.of("nowhere"));
        assertEquals(1, store("commit", store, dangling).status());
        Path longer = Files.createDirectory(dir.resolve("longer"));
        Files.write(longer.resolve("x.npy"), Files.readAllBytes(nightly.resolve("prices.npy")));
        Files.writeString(longer.resolve("x.npy"), "more", java.nio.file.StandardOpenOption.APPEND);
        Run run = store("commit", store, longer);
        assertEquals(1, run.status());
        assertTrue(run.err().contains("x.npy: unsupported: 4 bytes follow the array"), run.err());
        bad(2, "no command is given (see npymap store --help)");
        good("f.store@1: ok, 3 arrays\n", "verify", store);
    }
}
