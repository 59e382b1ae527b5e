package dev.npymap.store;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.array.NdArray;
import dev.npymap.array.Table;
import dev.npymap.array.TextArray;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;

/// Versions, from one process.
class ArrayStoreTest {
    @TempDir
    private Path directory;
    private Path path;
    private ArrayStore store;

    @BeforeEach
    void create() throws IOException {
        path = directory.resolve("features.store");
        store = ArrayStore.create(path);
    }

    private interface Change {
        void on(NewVersion next) throws IOException;
    }

    private long commit(Change change) throws IOException {
        try (NewVersion next = store.write("a message")) {
            change.on(next);
            return next.commit();
        }
    }

    private static LongArray longs(long... values) {
        return LongArray.of(values);
    }

    private long users(long... ids) throws IOException {
        return commit(next -> {
            float[] rows = new float[2 * ids.length];
            for (int n = 0; n < rows.length; n++) {
                rows[n] = ids[n / 2] + n % 2 / 2f;
            }
            next.put("users/id", longs(ids));
            next.put("users/embedding", FloatArray.of(rows, ids.length, 2));
            next.index("users/id");
        });
    }

    @Test
    void aVersionHasWhatWasPut() throws IOException {
        assertEquals(1, commit(next -> {
            next.put("prices", DoubleArray.of(new double[]{1.5, 2.5}));
            next.put("emb/users", IntArray.of(new int[]{1, 2, 3, 4, 5, 6}, 2, 3));
            next.attributes("emb/users").put("model", "two-tower 7");
            next.attributes("emb/users").put("layers", List.of(1, 2.5, true, Map.of("x", "y")));
        }));
        try (Version v = store.latest()) {
            assertEquals(1, v.number());
            assertEquals(0, v.parent());
            assertEquals("a message", v.message());
            assertEquals(Set.of("prices", "emb/users"), v.arrays().keySet());
            assertEquals("[1.5 2.5]", v.array("prices").toString());
            assertEquals(6, v.array("emb/users").asInt().get(1, 2));
            assertEquals(Map.of("model", "two-tower 7", "layers", List.of(1L, 2.5, true, Map.of("x", "y"))),
                    v.attributes("emb/users"));
            assertEquals(Map.of(), v.attributes("prices"));
            assertTrue(Files.exists(path.resolve("latest/emb/users.npy")));
            assertThrows(IllegalArgumentException.class, () -> v.array("prices").asDouble().set(0, 3));
            assertEquals("r--r--r--", PosixFilePermissions.toString(Files.getPosixFilePermissions(
                    v.directory().resolve("prices.npy"))));
            assertEquals(List.of(), v.verify(_ -> {
            }));
        }
    }

    @Test
    void whatIsNotChangedIsCarriedOverAndTakesNoSpace() throws IOException {
        users(3, 1, 2);
        long second = commit(next -> {
            next.put("more", longs(1, 2));
            next.attributes("users/id").put("unit", "id");
        });
        try (Version one = store.version(1); Version two = store.version(second)) {
            assertEquals(Set.of("more", "users/id", "users/embedding"), two.arrays().keySet());
            for (String name : List.of("users/id.npy", "users/embedding.npy", "users/id.index.npy")) {
                assertTrue(Files.isSameFile(one.directory().resolve(name), two.directory().resolve(name)), name);
            }
            assertEquals(2, two.index("users/id").row(2));
            assertEquals(Map.of("unit", "id"), two.attributes("users/id"));
            assertEquals(new TreeSet<>(Set.of("more")), one.difference(two).added());
        }
    }

    @Test
    void attributesLastUntilTheArrayIsPut() throws IOException {
        commit(next -> {
            next.put("a", longs(1));
            next.put("b", longs(1));
            next.attributes("a").put("k", 1);
            next.attributes("b").put("k", 2);
        });
        commit(next -> next.append("a", longs(2)));
        commit(next -> next.put("b", longs(3)));
        try (Version v = store.latest()) {
            assertEquals(Map.of("k", 1L), v.attributes("a"));
            assertEquals(Map.of(), v.attributes("b"));
        }
    }

    @Test
    void rowsAreFoundByKey() throws IOException {
        users(40, -7, 12, Long.MAX_VALUE);
        try (Version v = store.latest()) {
            KeyIndex ids = v.index("users/id");
            NdArray embedding = v.table("users").column("embedding");
            assertEquals(1, ids.row(-7));
            assertEquals(-1, ids.row(41));
            assertEquals(Set.of("users"), v.tables());
            MemorySegment target = MemorySegment.ofArray(new float[6]);
            MemorySegment missing = MemorySegment.ofArray(new float[]{-1, -2});
            assertEquals(1, ids.take(new long[]{12, 5, 40}, embedding, target, missing));
            assertArrayEquals(new float[]{12, 12.5f, -1, -2, 40, 40.5f},
                    target.toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT));
            MemorySegment one = MemorySegment.ofArray(new float[2]);
            assertTrue(ids.take(-7, embedding, one));
            assertArrayEquals(new float[]{-7, -6.5f}, one.toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT));
            assertFalse(ids.take(8, embedding, one));
            assertThrows(ClassCastException.class, () -> ids.row("12"));
        }
    }

    @Test
    void textsAreKeys() throws IOException {
        commit(next -> {
            next.put("t/name", TextArray.of(new String[]{"abc", "", "größer", "\ud83d\ude00", "abcdefghi"}));
            next.put("t/value", longs(0, 1, 2, 3, 4));
            next.index("t/name");
        });
        try (Version v = store.latest()) {
            KeyIndex names = v.index("t/name");
            assertArrayEquals(new long[]{0, 1, 2, 3, 4, -1, -1, -1, 0},
                    names.rows("abc", "", "größer", "\ud83d\ude00", "abcdefghi", "abcd", "a\ud800", "abcdefghij",
                            "abc\0"));
        }
    }

    @Test
    void keysThatChangeGetANewIndex() throws IOException {
        users(1, 2, 3);
        users(5, 6);
        try (Version v = store.latest()) {
            assertEquals(-1, v.index("users/id").row(1));
            assertEquals(1, v.index("users/id").row(6));
        }
        commit(next -> next.append("users", Table.of(columns(longs(9), FloatArray.of(new float[]{9, 9.5f}, 1, 2)))));
        commit(next -> next.rename("users", "people"));
        try (Version v = store.latest()) {
            assertEquals(2, v.index("people/id").row(9));
            assertEquals(Set.of("people/id"), v.indexes());
        }
        commit(next -> next.remove("people/id"));
        try (Version v = store.latest()) {
            assertEquals(Set.of(), v.indexes());
            assertEquals(Set.of("people/embedding"), v.arrays().keySet());
        }
    }

    private static Map<String, NdArray> columns(NdArray id, NdArray embedding) {
        Map<String, NdArray> columns = new LinkedHashMap<>();
        columns.put("id", id);
        columns.put("embedding", embedding);
        return columns;
    }

    @Test
    void upsertReplacesRowsAndAppendsNewOnes() throws IOException {
        users(1, 2, 3);
        Table rows = Table.of(columns(longs(7, 2, 5), FloatArray.of(new float[]{70, 71, 20, 21, 50, 51}, 3, 2)));
        commit(next -> next.upsert("users", rows));
        try (Version v = store.latest()) {
            assertArrayEquals(new long[]{1, 2, 3, 7, 5}, v.array("users/id").asLong().toArray());
            assertArrayEquals(new float[]{1, 1.5f, 20, 21, 3, 3.5f, 70, 71, 50, 51},
                    v.array("users/embedding").asFloat().toArray());
            assertArrayEquals(new long[]{0, 1, 2, 3, 4}, v.index("users/id").rows(1, 2, 3, 7, 5));
        }
        try (Version old = store.version(1)) {
            assertArrayEquals(new long[]{1, 2, 3}, old.array("users/id").asLong().toArray());
            assertEquals(List.of(), old.verify(_ -> {
            }));
        }
        Table twice = Table.of(columns(longs(7, 7), FloatArray.of(new float[4], 2, 2)));
        assertEquals("the given users/id: rows 0 and 1 have the same key", assertThrows(
                IllegalArgumentException.class, () -> commit(next -> next.upsert("users", twice))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> commit(next -> next.upsert("users",
                Table.of(Map.of("id", longs(1))))));
        commit(next -> {
            next.append("users", Table.of(columns(longs(8), FloatArray.of(new float[]{8, 8}, 1, 2))));
            next.upsert("users", Table.of(columns(longs(8, 9), FloatArray.of(new float[]{80, 81, 90, 91}, 2, 2))));
        });
        try (Version v = store.latest()) {
            assertArrayEquals(new long[]{1, 2, 3, 7, 5, 8, 9}, v.array("users/id").asLong().toArray());
            assertArrayEquals(new float[]{80, 81}, v.array("users/embedding").asFloat().select(0, 5).toArray());
        }
    }

    @Test
    void fortranOrderGrowsByRowsToo() throws IOException {
        NdArray fortran = NdArray.zeros(Dtype.INT32, Shape.of(2, 3), Order.F, Source.MEMORY);
        fortran.asInt().copyFrom(1, 2, 3, 4, 5, 6);
        commit(next -> next.put("f", fortran));
        commit(next -> next.append("f", IntArray.of(new int[]{7, 8, 9}, 1, 3)));
        try (Version v = store.latest()) {
            assertArrayEquals(new int[]{1, 2, 3, 4, 5, 6, 7, 8, 9}, v.array("f").asInt().toArray());
            assertEquals(Order.F, v.arrays().get("f").order());
        }
    }

    @Test
    void createdArraysAreWrittenInPlaceUntilTheCommit() throws IOException {
        NdArray[] kept = new NdArray[1];
        commit(next -> {
            NdArray created = next.create("zeros", Dtype.FLOAT64, Shape.of(100, 1000));
            created.asDouble().set(99, 999, 4.5);
            kept[0] = created;
        });
        assertThrows(IllegalStateException.class, () -> kept[0].asDouble().get(0, 0));
        try (Version v = store.latest()) {
            assertEquals(4.5, v.array("zeros").asDouble().sum());
        }
    }

    @Test
    void withoutACommitNothingHappens() throws IOException {
        users(1);
        try (NewVersion next = store.write("given up")) {
            next.put("x", longs(1));
        }
        assertEquals(Set.of(1L), store.numbers());
        try (Stream<Path> files = Files.list(path)) {
            assertEquals(List.of(".locks", "latest", "store.json", "tags", "versions"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
    }

    @Test
    void changesOfDifferentArraysFromOneBaseBothLand() throws IOException {
        users(1, 2);
        try (NewVersion one = store.write("one");
                NewVersion other = store.write("other");
                NewVersion late = store.write("late");
                NewVersion table = store.write("table")) {
            one.put("a", longs(1));
            other.put("b", longs(2));
            late.put("a", longs(3));
            table.append("users", Table.of(columns(longs(9), FloatArray.of(new float[2], 1, 2))));
            one.commit();
            other.commit();
            assertEquals("features.store: a has changed since this version was begun: it was made from version 1, the "
                    + "newest is 3", assertThrows(ConflictException.class, late::commit).getMessage());
            table.commit();
        }
        try (Version v = store.latest(); NewVersion one = store.write("one"); NewVersion other = store.write("other")) {
            assertEquals(Set.of("a", "b", "users/id", "users/embedding"), v.arrays().keySet());
            one.put("users/age", longs(1, 2, 3));
            other.upsert("users", Table.of(columns(longs(1), FloatArray.of(new float[2], 1, 2))));
            one.commit();
            assertThrows(ConflictException.class, other::commit);
        }
    }

    @Test
    void tagsLeadToVersions() throws IOException {
        users(1);
        users(2);
        store.tag("prod", 1);
        try (Version v = store.tag("prod")) {
            assertEquals(1, v.number());
        }
        store.tag("prod", 2);
        assertEquals(Map.of("prod", 2L), store.tags());
        assertEquals("../versions/0000000002", Files.readSymbolicLink(path.resolve("tags/prod")).toString());
        store.untag("prod");
        assertEquals("features.store: no tag prod; it has none",
                message(assertThrows(NoSuchFileException.class, () -> store.tag("prod").close())));
        assertThrows(NoSuchFileException.class, () -> store.tag("prod", 7));
        for (String bad : List.of("latest", "12", "", "a/b", ".x", "-x", "x.npy", "..")) {
            assertThrows(IllegalArgumentException.class, () -> store.tag(bad, 1), bad);
        }
    }

    private static String message(NoSuchFileException missing) {
        return missing.getFile() + ": " + missing.getReason();
    }

    @Test
    void pruneLeavesTheNewestTheTaggedAndThePinned() throws IOException {
        for (int n = 0; n < 6; n++) {
            users(n);
        }
        store.tag("prod", 2);
        try (Version pinned = store.version(3); NewVersion build = store.write("long")) {
            assertEquals(List.of(1L, 4L), store.prune(2));
            assertEquals(2, pinned.array("users/id").asLong().get(0));
            build.put("x", longs(1));
            build.commit();
        }
        assertEquals(List.of(3L, 5L, 6L), store.prune(1));
        assertEquals(new TreeSet<>(Set.of(2L, 7L)), store.numbers());
        Files.delete(path.resolve("tags/prod"));
        Files.createSymbolicLink(path.resolve("tags/prod"), Path.of("/etc"));
        assertEquals("damaged tag: it leads out of the store",
                assertThrows(java.nio.file.FileSystemException.class, () -> store.prune(1)).getReason());
        assertEquals(2, store.numbers().size());
    }

    @Test
    void aNumberIsNeverUsedTwice() throws IOException {
        users(1);
        users(2);
        dev.npymap.internal.io.Directories.delete(path.resolve("versions/0000000002"));
        assertEquals(3, users(3));
        Files.createDirectory(path.resolve("versions/0000000009"));
        assertEquals(10, users(4));
        assertEquals("features.store@9: damaged: it has no version.json",
                message(assertThrows(NoSuchFileException.class, () -> store.version(9).close())));
        Files.delete(path.resolve("versions/0000000009"));
        Files.delete(path.resolve("latest"));
        try (Version v = store.latest()) {
            assertEquals(10, v.number());
        }
    }

    @Test
    void versionsAreFoundByTime() throws IOException, InterruptedException {
        users(1);
        Instant first;
        try (Version v = store.latest()) {
            first = v.time();
        }
        Thread.sleep(3);
        users(2);
        try (Version v = store.at(first)) {
            assertEquals(1, v.number());
        }
        try (Version v = store.at(Instant.now())) {
            assertEquals(2, v.number());
        }
        assertThrows(NoSuchFileException.class, () -> store.at(first.minusMillis(1)).close());
    }

    @Test
    void namesThatAreNotAllowedAreRefused() {
        for (String name : List.of("", "/a", "a/", "a//b", "..", "a/../b", ".a", "-a", "a.npy", "a.index", "a b", "ä",
                "version.json", "x/version.json", "a".repeat(201), "a\0b", "a\nb")) {
            assertThrows(IllegalArgumentException.class, () -> commit(next -> next.put(name, longs(1))), name);
        }
        assertEquals("A and a differ in case only", assertThrows(IllegalArgumentException.class, () -> commit(next -> {
            next.put("a", longs(1));
            next.put("A", longs(1));
        })).getMessage());
        assertThrows(IllegalArgumentException.class, () -> commit(next -> {
            next.put("g/x", longs(1));
            next.put("G/y", longs(1));
        }));
        assertEquals("a cannot be both an array and a group of arrays",
                assertThrows(IllegalArgumentException.class, () -> commit(next -> {
                    next.put("a", longs(1));
                    next.put("a/b", longs(1));
                })).getMessage());
    }

    @Test
    void keysThatCannotBeOnesAreRefused() throws IOException {
        assertThrows(IllegalArgumentException.class, () -> commit(next -> {
            next.put("id", longs(1));
            next.index("id");
        }));
        assertEquals("g/id: rows 1 and 2 have the same key",
                assertThrows(IllegalArgumentException.class, () -> users2(longs(1, 2, 2))).getMessage());
        assertThrows(IllegalArgumentException.class, () -> users2(DoubleArray.of(new double[]{1})));
        assertThrows(IllegalArgumentException.class, () -> users2(longs(1, 2, 3, 4).reshape(2, 2)));
        assertEquals("g/x has shape [2], but its table has 3 rows by the key g/id",
                assertThrows(IllegalArgumentException.class, () -> commit(next -> {
                    next.put("g/id", longs(1, 2, 3));
                    next.put("g/x", longs(1, 2));
                    next.index("g/id");
                })).getMessage());
        assertThrows(IllegalArgumentException.class, () -> users2(NdArray.zeros(Dtype.INT64, 70)));
    }

    private void users2(NdArray ids) throws IOException {
        commit(next -> {
            next.put("g/id", ids);
            next.index("g/id");
        });
    }

    @Test
    void attributesThatJsonDoesNotHaveAreRefused() {
        for (Object value : List.of(Double.NaN, Float.POSITIVE_INFINITY, java.math.BigInteger.TEN, 'c', new long[1],
                Map.of(1, 2), "\ud800")) {
            IllegalArgumentException refused = assertThrows(IllegalArgumentException.class, () -> commit(next -> {
                next.put("a", longs(1));
                next.attributes("a").put("k", value);
            }));
            assertTrue(refused.getMessage().startsWith("a: attribute k: "), refused.getMessage());
        }
    }

    @Test
    void storesThatAreNoneAreRefused() throws IOException {
        assertThrows(FileAlreadyExistsException.class, () -> ArrayStore.create(path));
        Path other = Files.createDirectory(directory.resolve("other"));
        assertEquals("other: not a store: it has no store.json",
                message(assertThrows(NoSuchFileException.class, () -> ArrayStore.open(other))));
        assertEquals("none: no such store",
                message(assertThrows(NoSuchFileException.class, () -> ArrayStore.open(directory.resolve("none")))));
        Files.writeString(other.resolve("store.json"), "{\"npymap_store\": 2}");
        assertEquals("other/store.json: unsupported format 2 of a store; this program knows 1 (at byte 0)",
                assertThrows(ArrayFormatException.class, () -> ArrayStore.open(other)).getMessage());
        assertEquals("features.store: no version was published yet",
                message(assertThrows(NoSuchFileException.class, () -> store.latest().close())));
        users(1);
        assertEquals("features.store: no version 5; it has 1",
                message(assertThrows(NoSuchFileException.class, () -> store.version(5).close())));
        try (Version v = store.latest()) {
            assertEquals("features.store@1/nothing: no such array; there are users/embedding, users/id",
                    message(assertThrows(NoSuchFileException.class, () -> v.array("nothing"))));
            assertThrows(NoSuchFileException.class, () -> v.array("../../store"));
            assertThrows(NoSuchFileException.class, () -> v.index("users/embedding"));
        }
    }

    @Test
    void anExportIsAPlainDirectory() throws IOException {
        users(1, 2);
        Path target = directory.resolve("exported");
        try (Version v = store.latest()) {
            v.export(target, _ -> {
            });
            assertThrows(FileAlreadyExistsException.class, () -> v.export(target, _ -> {
            }));
        }
        assertTrue(Files.isWritable(target.resolve("users/id.npy")));
        assertFalse(Files.exists(target.resolve("users/id.index.npy")));
    }

    @Test
    void aClosedVersionGivesNothingAnyMore() throws IOException {
        users(1);
        Version v = store.latest();
        NdArray ids = v.array("users/id");
        v.close();
        v.close();
        assertThrows(IllegalStateException.class, () -> ids.asLong().get(0));
        NewVersion next = store.write("x");
        next.close();
        assertThrows(IllegalStateException.class, () -> next.put("a", longs(1)));
    }

    @Test
    void aKeyStaysInAGroup() throws IOException {
        users(1);
        assertEquals("id cannot be a key: it is in no group, which would be its table", assertThrows(
                IllegalArgumentException.class, () -> commit(next -> next.rename("users/id", "id"))).getMessage());
        commit(next -> next.rename("users/id", "people/id"));
        try (Version v = store.latest()) {
            assertEquals(0, v.index("people/id").row(1));
        }
    }

    @Test
    void pruneCountsNoDamagedVersion() throws IOException {
        for (int n = 0; n < 3; n++) {
            users(n);
        }
        Files.createDirectory(path.resolve("versions/0000000009"));
        dev.npymap.internal.io.Directories.delete(path.resolve("versions/0000000002/version.json"));
        assertEquals(List.of(), store.prune(2));
        assertEquals(List.of(1L, 2L), store.prune(1));
        try (Version v = store.latest()) {
            assertEquals(3, v.number());
        }
    }

    @Test
    void missingKeysOfAnEmptyTableGetTheirRow() throws IOException {
        users();
        try (Version v = store.latest()) {
            MemorySegment target = MemorySegment.ofArray(new float[]{9, 9, 9, 9});
            assertEquals(2, v.index("users/id").take(new long[]{1, 2}, v.array("users/embedding"), target,
                    MemorySegment.ofArray(new float[]{3, 4})));
            assertArrayEquals(new float[]{3, 4, 3, 4}, target.toArray(java.lang.foreign.ValueLayout.JAVA_FLOAT));
        }
        commit(next -> next.upsert("users", Table.of(columns(longs(), FloatArray.of(new float[0], 0, 2)))));
    }

    @Test
    void rowsOfUnnamedDtypesAreAppended() throws IOException {
        NdArray brain = NdArray.zeros(Dtype.BFLOAT16, 2);
        brain.asHalf().copyFrom(1, 2);
        commit(next -> next.put("b", brain));
        commit(next -> next.append("b", brain));
        try (Version v = store.latest()) {
            assertEquals("[1 2 1 2]", v.array("b").as(Dtype.BFLOAT16).toString());
        }
    }

    @Test
    void longTextsAreKeysInBoundedMemory() throws IOException {
        commit(next -> {
            next.create("t/k", Dtype.bytes(70_000), Shape.of(40)).asText()
                    .copyFrom(java.util.stream.IntStream.range(0, 40)
                            .mapToObj(n -> "x".repeat(n * 100)).toArray(String[]::new));
            next.index("t/k");
        });
        try (Version v = store.latest()) {
            assertEquals(7, v.index("t/k").row("x".repeat(700)));
        }
    }

    @Test
    void aHeaderThatMovesTheElementsIsFound() throws IOException {
        users(1, 2, 3);
        Path file = path.resolve("versions/0000000001/users/id.npy");
        byte[] bytes = Files.readAllBytes(file);
        bytes[8] ^= 16;
        Files.delete(file);
        Files.write(file, bytes);
        try (Version v = store.latest()) {
            assertEquals("features.store@1/users/id.npy: damaged: 16 bytes follow the array (at byte 136)",
                    assertThrows(ArrayFormatException.class, () -> v.array("users/id")).getMessage());
        }
    }

    @Test
    void attributesThatAreHeldAreThoseOfTheNewArray() throws IOException {
        commit(next -> {
            next.put("a", longs(1));
            Map<String, Object> held = next.attributes("a");
            held.put("old", 1);
            next.put("a", longs(2));
            held.put("new", 2);
        });
        try (Version v = store.latest()) {
            assertEquals(Map.of("new", 2L), v.attributes("a"));
            assertThrows(IllegalArgumentException.class, () -> commit(next -> next.attributes("a").put(null, 1)));
        }
    }

    @Test
    void aStoreWithoutItsLockFileIsNamed() throws IOException {
        users(1);
        Files.delete(path.resolve(".locks/pins"));
        assertEquals("features.store: damaged: it has no file .locks/pins",
                message(assertThrows(NoSuchFileException.class, () -> users(2))));
    }

    @Test
    void noNumberIsLeftAfterTheLargest() throws IOException {
        users(1);
        Files.createDirectory(path.resolve("versions/999999999999999999"));
        assertThrows(java.nio.file.FileSystemException.class, () -> users(2));
        try (Version v = store.latest()) {
            assertEquals(1, v.number());
        }
    }

    @Test
    void nothingIsExportedOrCreatedInAStore() throws IOException {
        commit(next -> next.put("a", longs(1)));
        Path root = store.path();
        Path link = Files.createSymbolicLink(directory.resolve("link"), root.resolve("versions"));
        try (Version v = store.latest()) {
            for (Path inside : new Path[]{root.resolve("tags/x"), root.resolve("versions/0000000001/x"),
                    root.resolve("versions/../x"), link.resolve("0000000009"), link.resolve("../x")}) {
                for (Executable door : new Executable[]{() -> v.export(inside, _ -> {
                }), () -> ArrayStore.create(inside)}) {
                    assertTrue(assertThrows(FileSystemException.class, door).getMessage()
                            .endsWith("is in the store " + store), inside.toString());
                }
            }
            Path tags = Files.createSymbolicLink(directory.resolve("to-tags"), root.resolve("tags"));
            assertThrows(FileSystemException.class, () -> ArrayStore.create(tags));
            v.export(directory.resolve("out"), _ -> {
            });
        }
        assertTrue(Files.exists(directory.resolve("out/a.npy")));
        Files.writeString(directory.resolve("store.json"), "{\"of\": \"a shop\"}");
        ArrayStore.create(directory.resolve("another.store"));
        assertEquals(2, commit(next -> next.put("a", longs(2))));
    }

    @Test
    @Timeout(60)
    void whatIsNoFileIsNamedAndNotWaitedFor() throws Exception {
        commit(next -> next.put("a", longs(1)));
        Path file = store.path().resolve("versions/0000000001/a.npy");
        Files.delete(file);
        assertEquals(0, new ProcessBuilder("mkfifo", file.toString()).start().waitFor());
        Path target = directory.resolve("out");
        try (Version v = store.latest()) {
            for (Executable door : new Executable[]{() -> v.array("a"), () -> v.header("a"), () -> v.verify("a"),
                    () -> v.export(target, _ -> {
                    })}) {
                assertEquals(store + "@1/a: damaged: not a regular file",
                        assertThrows(IOException.class, door).getMessage().replace(".npy:", ":"));
            }
        }
        assertFalse(Files.exists(target));
        assertThrows(IOException.class, () -> commit(next -> next.append("a", longs(2))));
        assertThrows(IOException.class, () -> commit(next -> next.put("b", longs(2))));
        assertEquals(1, store.newest());
    }

    @Test
    void whatIsPutAgainAsItIsSharesItsFile() throws IOException {
        commit(next -> {
            next.put("t/id", longs(5, 3));
            next.put("t/x", longs(1, 2));
            next.index("t/id");
            next.attributes("t/x").put("k", "v");
        });
        assertEquals(2, commit(next -> {
            next.put("t/id", longs(5, 3));
            next.put("t/x", longs(1, 2));
        }));
        assertEquals(3, commit(next -> {
            next.put("t/id", longs(3, 5));
            next.put("t/x", longs(1, 2));
        }));
        for (String file : new String[]{"t/id.npy", "t/id.index.npy", "t/x.npy"}) {
            Object[] files = new Object[3];
            for (int n = 0; n < 3; n++) {
                files[n] = Files.getAttribute(store.path().resolve("versions/000000000" + (n + 1)).resolve(file),
                        "unix:ino");
            }
            assertEquals(files[0], files[1], file);
            assertEquals(file.equals("t/x.npy"), files[1].equals(files[2]), file);
        }
        try (Version v = store.latest(); Version second = store.version(2)) {
            assertEquals(0, v.index("t/id").row(3));
            assertEquals(Map.of(), second.attributes("t/x"));
            assertEquals(List.of(), v.verify(_ -> {
            }));
        }
    }

    @Test
    void aClosedVersionSaysSo() throws IOException {
        commit(next -> next.put("a", longs(1)));
        Version v = store.latest();
        v.array("a");
        v.close();
        for (Executable door : new Executable[]{() -> v.array("a"), v::arrays, () -> v.index("t/id"), v::id,
                () -> v.verify("a"), () -> v.header("a"), () -> v.export(directory.resolve("out"), _ -> {
                })}) {
            assertEquals(store + "@1: this version was closed", assertThrows(IllegalStateException.class, door)
                    .getMessage());
        }
        assertFalse(Files.exists(directory.resolve("out")));
    }

    @Test
    void anIndexThatLeadsToNoRowIsFoundByVerify() throws IOException {
        users(4, 5, 6);
        try (Version v = store.latest()) {
            KeyIndex right = v.index("users/id");
            NdArray slots = dev.npymap.npy.Npy.read(v.directory().resolve("users/id.index.npy"));
            new KeyIndex("users/id", slots, 0, right.keys()).requireComplete();
            assertThrows(ArrayFormatException.class,
                    () -> new KeyIndex("users/id", slots, 1, right.keys()).requireComplete());
        }
    }
}
