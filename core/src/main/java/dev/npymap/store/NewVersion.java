package dev.npymap.store;

import dev.npymap.array.NdArray;
import dev.npymap.array.Table;
import dev.npymap.internal.io.Directories;
import dev.npymap.internal.io.SomeNames;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.function.LongConsumer;

/// A version that is being made: changes of the newest version, which readers see all at once after [#commit()], or not
/// at all.
///
/// Everything that is not changed is carried over from the version that is the newest one when it is published, and
/// takes no space. New files are written at once into a hidden directory of the store; whoever publishes later than
/// another writer who changed the same array, or an array of the same table, gets a [ConflictException].
///
/// Names are made of segments with `/` in between; see the store's documentation for what is allowed. Attributes are
/// texts, whole and finite floating numbers, booleans, `null`, lists and maps of them.
///
/// Errors: [IllegalArgumentException] if a name is not allowed, or arrays do not fit; [IOException] if the disk is full
/// or the system refuses; the change is then not made. Threads: one at a time. Lifetime: arrays of [#create] may be
/// used until the version is committed or closed.
public final class NewVersion implements AutoCloseable {
    /// No row replaces another.
    private static final long[] ALL_BEHIND = {};

    private final StoreFiles store;
    private final String message;
    private final long build;
    private final StoreLocks.Hold hold;
    private final Path directory;
    private final Optional<Version> base;
    private final Draft draft;
    private Arena created = Arena.ofShared();
    private boolean open = true;
    private Optional<String> copied = Optional.empty();

    private NewVersion(StoreFiles store, String message, long build, StoreLocks.Hold hold, Optional<Version> base)
            throws IOException {
        this.store = store;
        this.message = message;
        this.build = build;
        this.hold = hold;
        this.directory = store.build(build);
        this.base = base;
        this.draft = Draft.of(base.isPresent() ? base.get().manifest() : Manifest.EMPTY);
    }

    /// Begins a version.
    ///
    /// @param base the version to change; nothing in a store without versions
    static NewVersion begin(StoreFiles store, String message, Optional<Version> base) throws IOException {
        Optional<StoreLocks.Hold> hold = Optional.empty();
        try {
            while (true) {
                long build = StoreFiles.newBuild();
                hold = StoreLocks.share(store, StoreLocks.FIRST_BUILD + build);
                if (hold.isPresent()) {
                    NewVersion begun = new NewVersion(store, Json.text("message", message), build, hold.get(), base);
                    Files.createDirectory(begun.directory);
                    return begun;
                }
            }
        } catch (Throwable failure) {
            hold.ifPresent(StoreLocks.Hold::close);
            base.ifPresent(Version::close);
            throw Failures.unwritable(store, failure);
        }
    }

    /// Adds an array, or replaces one; attributes of that name are dropped.
    ///
    /// @param name  its name
    /// @param array an array of any layout, which is copied
    /// @throws IOException if it cannot be written, or is damaged
    public void put(String name, NdArray array) throws IOException {
        requireOpen();
        StoreNames.requireArray(name);
        write(name, file -> ArrayFile.write(file, array));
    }

    /// Adds an array of zeros, or replaces one by it, and maps it for writing.
    ///
    /// @param name  its name
    /// @param dtype the type of the elements
    /// @param shape the length of each axis, in elements
    /// @return the array, which may be written to until the version is committed; [#append] and [#upsert] copy what was
    ///         written until then
    /// @throws IOException if the disk has no room for it, or it cannot be mapped
    public NdArray create(String name, Dtype dtype, Shape shape) throws IOException {
        requireOpen();
        StoreNames.requireArray(name);
        NdArray[] mapped = new NdArray[1];
        write(name, file -> {
            ArrayFile.zeros(file, name, dtype, shape, Order.C);
            mapped[0] = ArrayFile.mapWritable(file, store.name() + "/" + name, created);
        });
        return mapped[0];
    }

    /// Appends rows to an array, along its first axis.
    ///
    /// The kernel copies the old rows; an array in Fortran order is written anew.
    ///
    /// @param name the name of an array
    /// @param rows an array of its dtype, and of its shape but for the first axis
    /// @throws IOException if there is no such array, or it cannot be written
    public void append(String name, NdArray rows) throws IOException {
        requireOpen();
        requireArray(name);
        grow(name, rows, ALL_BEHIND);
    }

    /// Appends rows to all arrays of a group.
    ///
    /// @param group the name of a group
    /// @param rows  for each array directly in it the rows, all of one length; its columns are named without the group
    /// @throws IOException if an array cannot be written; the version can only be closed then
    public void append(String group, Table rows) throws IOException {
        requireOpen();
        requireColumns(group, rows);
        grow(group, rows, ALL_BEHIND);
    }

    /// Replaces rows of a table by key, and appends those with new keys in their order.
    ///
    /// @param group the name of a group with one index
    /// @param rows  for each array directly in it the rows, all of one length, named without the group; no key twice
    /// @throws IOException if an array cannot be written; the version can only be closed then
    public void upsert(String group, Table rows) throws IOException {
        requireOpen();
        requireColumns(group, rows);
        String key = key(group);
        long[] places = places(key, rows.column(key.substring(key.lastIndexOf('/') + 1)));
        grow(group, rows, places);
    }

    /// Grows all columns; where one cannot be written, the version can only be closed.
    private void grow(String group, Table rows, long[] places) throws IOException {
        open = false;
        for (String column : rows.names()) {
            grow(inGroup(group, column), rows.column(column), places);
        }
        open = true;
    }

    private String key(String group) {
        List<String> keys = draft.indexed().stream().filter(name -> StoreNames.group(name).equals(group)).toList();
        if (keys.size() != 1) {
            throw new IllegalArgumentException(group + ": rows are found by the one key of a table; it has "
                    + (keys.isEmpty() ? "no index" : "indexes of " + SomeNames.of(keys)));
        }
        return keys.getFirst();
    }

    /// For each key the row where it is, or -1 if it is new.
    private long[] places(String name, NdArray wanted) throws IOException {
        Path index = directory.resolve(".index");
        KeyColumn given = KeyColumn.of("the given " + name, wanted);
        try (Arena arena = Arena.ofShared()) {
            // An index of the given keys finds equal ones.
            IndexBuilder.write(index, given);
            Files.delete(index);
            NdArray keys = Npy.map(file(name), arena);
            if (!wanted.dtype().equals(keys.dtype())) {
                throw new IllegalArgumentException(name + ": keys of " + wanted.dtype() + " do not go with "
                        + keys.dtype());
            }
            KeyIndex known;
            if (draft.origins().get(name) instanceof Draft.Kept(String old)
                    && draft.base().indexes().containsKey(old)) {
                known = base.orElseThrow().index(old);
            } else {
                long seed = IndexBuilder.write(index, KeyColumn.of(name, keys));
                known = new KeyIndex(name, Npy.map(index, arena), seed, keys);
            }
            return given.isText()
                    ? known.rows(wanted.asText().toArray())
                    : known.rows(given.read(0, Math.toIntExact(given.length()), 0));
        } catch (UncheckedIOException damaged) {
            throw damaged.getCause();
        } finally {
            Files.deleteIfExists(index);
        }
    }

    private void requireColumns(String group, Table rows) {
        SortedSet<String> names = draft.inGroup(group);
        List<String> columns = names.stream().map(name -> name.substring(inGroup(group, "").length())).toList();
        List<String> given = rows.names().stream().sorted().toList();
        if (!given.equals(columns)) {
            throw new IllegalArgumentException(group + ": rows of all columns are needed, " + SomeNames.of(columns)
                    + "; not of " + SomeNames.of(given));
        }
    }

    private static String inGroup(String group, String column) {
        return group.isEmpty() ? column : group + "/" + column;
    }

    private void grow(String name, NdArray rows, long[] places) throws IOException {
        Map<String, Object> kept = new LinkedHashMap<>(draft.attributes().getOrDefault(name, Map.of()));
        Path old = file(name);
        write(name, file -> RowFile.write(name, old, file, rows, places));
        if (!kept.isEmpty()) {
            draft.attributes().get(name).putAll(kept);
        }
    }

    /// Removes an array, or all arrays below a group, with their indexes and attributes.
    ///
    /// @param name the name of an array or a group
    /// @throws IOException if a file cannot be removed
    public void remove(String name) throws IOException {
        requireOpen();
        for (String one : requireSome(name)) {
            if (draft.origins().get(one) instanceof Draft.Written(Path file)) {
                Files.delete(file);
            }
            draft.remove(one);
        }
    }

    /// Renames an array, or all arrays below a group, with their indexes and attributes.
    ///
    /// @param from the name of an array or a group
    /// @param to   the new name, which is not taken
    /// @throws IOException if a file cannot be moved
    public void rename(String from, String to) throws IOException {
        requireOpen();
        StoreNames.requireArray(to);
        SortedSet<String> names = requireSome(from);
        if (!draft.below(to).isEmpty()) {
            throw new IllegalArgumentException(to + " is taken");
        }
        for (String one : names) {
            if (draft.indexed().contains(one)) {
                requireGroup(to + one.substring(from.length()));
            }
        }
        for (String one : names) {
            String other = to + one.substring(from.length());
            Draft.Origin origin = draft.origins().get(one);
            Map<String, Object> attributes = draft.attributes().get(one);
            boolean indexed = draft.indexed().contains(one);
            if (origin instanceof Draft.Written(Path file)) {
                Path moved = StoreFiles.file(directory, other, StoreFiles.ARRAY_SUFFIX);
                Files.createDirectories(moved.getParent());
                origin = new Draft.Written(Files.move(file, moved));
            }
            draft.remove(one);
            draft.origins().put(other, origin);
            draft.touched().add(other);
            if (indexed) {
                draft.indexed().add(other);
            }
            if (attributes != null) {
                draft.attributes().put(other, attributes);
            }
        }
    }

    /// Gives a key an index, and makes its group a table, whose arrays are all as long as the key. An index is kept up
    /// to date by later versions until its key is removed.
    ///
    /// @param key the name of an array in a group: integers, byte strings or texts along one axis, none twice
    public void index(String key) {
        requireOpen();
        requireArray(key);
        requireGroup(key);
        if (draft.indexed().add(key)) {
            draft.touched().add(key);
        }
    }

    private static void requireGroup(String key) {
        if (StoreNames.group(key).isEmpty()) {
            throw new IllegalArgumentException(key + " cannot be a key: it is in no group, which would be its table");
        }
    }

    /// Returns the attributes of an array, to be changed.
    ///
    /// @param name the name of an array
    /// @return a map that is published with the version
    public Map<String, Object> attributes(String name) {
        requireOpen();
        requireArray(name);
        return draft.attributes().computeIfAbsent(name, _ -> new LinkedHashMap<>());
    }

    /// Publishes the version, durably.
    ///
    /// It waits for another writer who is publishing. Once it has begun to publish, it finishes even if the thread is
    /// interrupted, which then stays interrupted.
    ///
    /// @return the number of the version
    /// @throws ConflictException        if another writer changed an array, or an array of a table, that this version
    ///                                  changes too
    /// @throws NotDurableException      if the version was published and the disk failed afterwards
    /// @throws IllegalArgumentException if the arrays of a table differ in length, a key is there twice, or names do
    ///                                  not go together
    /// @throws IOException              if anything fails; nothing is published then
    public long commit() throws IOException {
        return commit(_ -> {
        });
    }

    /// Publishes the version as [#commit()] does.
    ///
    /// @param done is told how many bytes more of new files were digested, by any thread
    /// @return the number of the version
    /// @throws IOException as for [#commit()]
    public synchronized long commit(LongConsumer done) throws IOException {
        requireOpen();
        created.close();
        open = false;
        draft.touchChangedAttributes();
        try {
            Publication publication = new Publication(store, build, draft, base, message);
            Uninterrupted.run(() -> publication.prepare(done));
            try (WriterLock writer = WriterLock.acquire(store)) {
                long number = Uninterrupted.run(() -> publication.publish(writer));
                copied = publication.copied();
                return number;
            }
        } catch (NotDurableException | ConflictException named) {
            throw named;
        } catch (IOException failure) {
            throw Failures.unwritable(store, failure);
        }
    }

    /// {@return the bytes in the new files so far}
    /// @throws IOException if they cannot be listed
    public long byteSize() throws IOException {
        long size = 0;
        for (Draft.Origin origin : draft.origins().values()) {
            size += origin instanceof Draft.Written(Path file) ? Files.size(file) : 0;
        }
        return size;
    }

    /// {@return why files were copied that other versions should have shared, as where a file system allows no more
    /// links to a file; nothing if all were shared}
    public Optional<String> copied() {
        return copied;
    }

    private interface Body {
        void write(Path file) throws IOException;
    }

    /// Writes a file under a name of its own, so that a failure leaves what was there.
    private Path write(String name, Body body) throws IOException {
        Path whole = StoreFiles.file(directory, name, StoreFiles.ARRAY_SUFFIX);
        Path partial = directory.resolve(Failures.PARTIAL);
        try {
            body.write(partial);
            Files.createDirectories(whole.getParent());
            Files.move(partial, whole, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            Files.deleteIfExists(partial);
            throw Failures.about(store.name() + "/" + name, failure);
        } catch (Throwable failure) {
            Files.deleteIfExists(partial);
            throw failure;
        }
        draft.written(name, whole);
        return whole;
    }

    /// The file of an array of the draft.
    private Path file(String name) {
        return switch (draft.origins().get(name)) {
            case Draft.Written(Path file) -> file;
            case Draft.Kept(String old) ->
                StoreFiles.file(base.orElseThrow().directory(), old, StoreFiles.ARRAY_SUFFIX);
        };
    }

    private void requireArray(String name) {
        if (!draft.origins().containsKey(name)) {
            throw new IllegalArgumentException(name + ": no such array in the version that is being made");
        }
    }

    private SortedSet<String> requireSome(String name) {
        SortedSet<String> names = draft.below(name);
        if (names.isEmpty()) {
            throw new IllegalArgumentException(name + ": no such array or group in the version that is being made");
        }
        return names;
    }

    private void requireOpen() {
        if (!open) {
            throw new IllegalStateException(store.name() + ": this version was committed or closed");
        }
    }

    /// Lets go of everything; if the version was not committed, its files are deleted. Closing twice has no effect.
    @Override
    public synchronized void close() throws IOException {
        open = false;
        try {
            if (created.scope().isAlive()) {
                created.close();
            }
            if (Files.exists(directory)) {
                Directories.delete(directory);
            }
        } finally {
            hold.close();
            base.ifPresent(Version::close);
        }
    }
}
