package dev.npymap.store;

import dev.npymap.array.Advice;
import dev.npymap.array.NdArray;
import dev.npymap.array.Table;
import dev.npymap.internal.io.Directories;
import dev.npymap.internal.io.SomeNames;
import dev.npymap.internal.npy.ElementWriter;
import dev.npymap.internal.npy.MappedSource;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Source;
import dev.npymap.npy.Npy;
import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/// A version of a store: named arrays that belong together and never change.
///
/// It is pinned: no process removes it before it is closed, or before this process ends in any way. Arrays are mapped
/// when they are first asked for, small ones copied into memory; all are read-only.
///
/// Lifetime: arrays and indexes may be used until the version is closed; an access after that throws
/// [IllegalStateException]. Threads: any number, for everything but [#close()].
///
/// Errors: [ArrayFormatException] if a file is damaged; [NoSuchFileException] if there is no array of a name, with some
/// of those that exist.
public final class Version implements AutoCloseable {
    /// Below this size in bytes a file is read faster than mapped.
    private static final long SMALL = 1 << 16;

    private final StoreFiles store;
    private final long number;
    private final StoreLocks.Hold pin;
    private final Arena arena = Arena.ofShared();
    private final Map<String, NdArray> arrays = new HashMap<>();
    private final Map<String, KeyIndex> indexes = new HashMap<>();
    private Optional<Manifest> manifest = Optional.empty();

    Version(StoreFiles store, long number, StoreLocks.Hold pin) {
        this.store = store;
        this.number = number;
        this.pin = pin;
    }

    /// {@return the version's number, from 1}
    public long number() {
        return number;
    }

    /// {@return the number of the version that it was made from; 0 for the first}
    /// @throws IOException if `version.json` cannot be read
    public long parent() throws IOException {
        return manifest().parent();
    }

    /// {@return when it was published, in whole milliseconds}
    /// @throws IOException if `version.json` cannot be read
    public Instant time() throws IOException {
        return manifest().time();
    }

    /// {@return what its writer said about it}
    /// @throws IOException if `version.json` cannot be read
    public String message() throws IOException {
        return manifest().message();
    }

    /// {@return the content id: 64 hexadecimal digits that are equal for the same names, dtypes and stored elements, on
    /// every machine, whatever the history, the attributes and the indexes}
    /// @throws IOException if `version.json` cannot be read
    public String id() throws IOException {
        return manifest().id();
    }

    /// {@return what the version says about its arrays, by name and in the order of names}
    /// @throws IOException if `version.json` cannot be read
    public SortedMap<String, StoredArray> arrays() throws IOException {
        return Collections.unmodifiableSortedMap(manifest().arrays());
    }

    /// {@return the groups that have an index: tables, whose arrays are all as long as the key}
    /// @throws IOException if `version.json` cannot be read
    public SortedSet<String> tables() throws IOException {
        return manifest().tables();
    }

    /// {@return the names of the keys that have an index}
    /// @throws IOException if `version.json` cannot be read
    public SortedSet<String> indexes() throws IOException {
        return new TreeSet<>(manifest().indexes().keySet());
    }

    /// {@return the attributes of an array, unmodifiable: texts, [Long]s, [Double]s, [Boolean]s, `null`, lists, maps}
    /// @param name the array's name
    /// @throws IOException if `version.json` cannot be read
    public Map<String, Object> attributes(String name) throws IOException {
        Manifest known = manifest();
        if (!known.arrays().containsKey(name)) {
            throw missing(name);
        }
        return known.attributes().getOrDefault(name, Map.of());
    }

    /// {@return the directory of the version: `NAME.npy` below it is the file of the array `NAME`}
    public Path directory() {
        return store.version(number);
    }

    private void requireOpen() {
        if (!arena.scope().isAlive()) {
            throw new IllegalStateException(store.at(number) + ": this version was closed");
        }
    }

    synchronized Manifest manifest() throws IOException {
        requireOpen();
        if (manifest.isEmpty()) {
            try {
                manifest = Optional.of(ManifestFile.read(store, number));
            } catch (NoSuchFileException gone) {
                throw new NoSuchFileException(store.at(number), null, "it was deleted by hand");
            }
        }
        return manifest.get();
    }

    /// Returns an array.
    ///
    /// Cost: tens of microseconds the first time, whatever the size.
    ///
    /// @param name its name, such as `users/embedding`
    /// @return the array, read-only, until this version is closed; [#array(String, Arena)] has those that live longer
    /// @throws IOException if there is no such array, or its file is damaged
    public synchronized NdArray array(String name) throws IOException {
        requireOpen();
        NdArray known = arrays.get(name);
        if (known == null) {
            known = open(name, StoreFiles.ARRAY_SUFFIX, arena);
            arrays.put(name, known);
        }
        return known;
    }

    /// Reads the header of an array's file.
    ///
    /// @param name the array's name
    /// @return the header; the file has been checked to hold its payload
    /// @throws IOException if there is no such array, or its file is damaged
    public NpyHeader header(String name) throws IOException {
        return Npy.header(existing(name, StoreFiles.ARRAY_SUFFIX));
    }

    /// The file of an array or an index, without a link on the way.
    private Path existing(String name, String suffix) throws IOException {
        requireOpen();
        if (!StoreNames.isArray(name)) {
            throw missing(name);
        }
        try {
            Path file = file(name, suffix);
            store.requireNoLinks(directory(), file, store.at(number) + "/" + name);
            return file;
        } catch (NoSuchFileException _) {
            throw missing(name);
        }
    }

    /// Opens an array for an arena of the caller's, so that it outlives this version; it stays as it is even if the
    /// version is removed.
    ///
    /// @param name  its name
    /// @param owner owns the mapping or the memory
    /// @return the array, read-only
    /// @throws IOException if there is no such array, or its file is damaged
    public NdArray array(String name, Arena owner) throws IOException {
        return open(name, StoreFiles.ARRAY_SUFFIX, owner);
    }

    /// {@return the table of a group: the arrays directly in it by their names in the group}
    /// @param group the name of a group, whose arrays are equally long, as those of a group with an index always are
    /// @throws IOException              if there is no such group, or a file is damaged
    /// @throws IllegalArgumentException if the arrays differ in length
    public Table table(String group) throws IOException {
        SortedMap<String, StoredArray> found = manifest().inGroup(group);
        if (found.isEmpty()) {
            throw new NoSuchFileException(store.at(number) + "/" + group, null, "no such group");
        }
        Map<String, NdArray> columns = new LinkedHashMap<>();
        for (String name : found.keySet()) {
            columns.put(name.substring(group.isEmpty() ? 0 : group.length() + 1), array(name));
        }
        return Table.of(columns);
    }

    /// {@return the index of a key}
    /// @param key the name of an array that was indexed, such as `users/id`
    /// @throws IOException if it has no index, or the index is damaged or of another kind
    public synchronized KeyIndex index(String key) throws IOException {
        requireOpen();
        KeyIndex known = indexes.get(key);
        if (known == null) {
            known = openIndex(key);
            indexes.put(key, known);
        }
        return known;
    }

    private KeyIndex openIndex(String key) throws IOException {
        StoredIndex stored = manifest().indexes().get(key);
        String shown = store.at(number) + "/" + key;
        if (stored == null) {
            throw new NoSuchFileException(shown, null, manifest().indexes().isEmpty()
                    ? "no index; the version has none"
                    : "no index; there are those of " + SomeNames.of(List.copyOf(manifest().indexes().keySet())));
        }
        if (stored.seed() < 0 || stored.seed() > KeyHash.MAX_SEED) {
            throw new ArrayFormatException(shown + StoreFiles.INDEX_SUFFIX, "damaged: seed " + stored.seed(), 0);
        }
        if (!stored.hash().equals(KeyHash.NAME)) {
            throw new ArrayFormatException(shown + StoreFiles.INDEX_SUFFIX, "unsupported hash function "
                    + stored.hash(), 0);
        }
        NdArray keys = array(key);
        NdArray slots = open(key, StoreFiles.INDEX_SUFFIX, arena);
        boolean fits = slots.dtype().equals(Dtype.INT64) && slots.rank() == 2 && slots.shape().dim(1) == 2
                && slots.shape().dim(0) == KeyHash.homes(keys.size()) + KeyHash.REACH;
        if (!fits || keys.rank() != 1 || stored.rows() != keys.size()
                || !stored.of().equals(manifest().arrays().get(key).sha256())) {
            throw new ArrayFormatException(shown + StoreFiles.INDEX_SUFFIX, "damaged: it is not the index of " + key
                    + ", which has " + keys.size() + " rows", 0);
        }
        return new KeyIndex(shown, slots, stored.seed(), keys);
    }

    private Path file(String name, String suffix) {
        return StoreFiles.file(directory(), name, suffix);
    }

    private NdArray open(String name, String suffix, Arena owner) throws IOException {
        String shown = store.at(number) + "/" + name;
        try {
            Path file = existing(name, suffix);
            long size = Files.size(file);
            NdArray array = size < SMALL ? Npy.read(file) : Npy.map(file, owner);
            long end = array.source().offset() + array.byteSize();
            if (end != size) {
                throw new ArrayFormatException(shown + suffix, "damaged: " + (size - end) + " bytes follow the array",
                        end);
            }
            return size < SMALL ? small(array, shown, owner) : mapped(array, shown);
        } catch (ArrayFormatException damage) {
            throw Failures.about(shown + suffix, damage);
        } catch (AccessDeniedException denied) {
            throw new AccessDeniedException(shown, null, "access denied");
        }
    }

    private static NdArray small(NdArray array, String shown, Arena owner) {
        MemorySegment memory = owner.allocate(Math.max(1, array.byteSize()), Long.BYTES).asSlice(0, array.byteSize());
        Order order = ElementWriter.order(array);
        array.copyTo(memory, order);
        return NdArray.of(memory.asReadOnly(), array.dtype(), array.shape(), order, Source.of(shown,
                array.source().offset()));
    }

    private static NdArray mapped(NdArray array, String shown) {
        MappedSource source = (MappedSource) array.source();
        return NdArray.of(array.segment(), array.dtype(), array.shape(), ElementWriter.order(array),
                new MappedSource(source.file(), shown, source.offset(), false));
    }

    /// The exception for an array that is not there.
    private NoSuchFileException missing(String name) throws IOException {
        Manifest known = manifest();
        String shown = store.at(number) + "/" + name;
        if (known.arrays().containsKey(name)) {
            return new NoSuchFileException(shown, null, "damaged: its file is missing");
        }
        return new NoSuchFileException(shown, null, known.arrays().isEmpty()
                ? "no such array; the version has none"
                : "no such array; there are " + SomeNames.of(List.copyOf(known.arrays().keySet())));
    }

    /// Tells the system that all arrays and indexes will be used soon, so that it reads them; see [Advice#WILLNEED].
    ///
    /// @throws IOException if a file is damaged
    public void prefetch() throws IOException {
        for (String name : manifest().arrays().keySet()) {
            array(name).advise(Advice.WILLNEED);
        }
        for (String key : manifest().indexes().keySet()) {
            index(key).prefetch();
        }
    }

    /// Reads the whole version, and compares all that it says about itself: its arrays' headers and elements, and its
    /// indexes.
    ///
    /// @param done is told how many bytes more were read, by any thread
    /// @return what is damaged; nothing if all is as it was published
    /// @throws IOException if `version.json` is damaged, or files cannot be read
    public List<IOException> verify(LongConsumer done) throws IOException {
        List<IOException> damages = new VersionCheck(store, number, manifest()).damages(done);
        for (String key : manifest().indexes().keySet()) {
            try {
                index(key).requireComplete();
            } catch (IOException damage) {
                damages.add(damage);
            }
        }
        return damages;
    }

    /// Reads an array whole, and compares its header and its elements with what the version says about them.
    ///
    /// @param name the array's name
    /// @throws IOException if it is damaged, or there is no such array
    public void verify(String name) throws IOException {
        if (!manifest().arrays().containsKey(name)) {
            throw missing(name);
        }
        new VersionCheck(store, number, manifest()).checkArray(name, manifest().arrays().get(name), _ -> {
        });
    }

    /// Copies the arrays into a new directory as `.npy` files, which are neither linked nor read-only.
    ///
    /// @param target a directory that does not exist
    /// @param done   is told how many bytes more were copied
    /// @throws IOException if the directory exists, is in a store, or cannot be written; nothing is left of it then
    public void export(Path target, LongConsumer done) throws IOException {
        StoreFiles.requireOutside(target);
        if (Files.exists(target, LinkOption.NOFOLLOW_LINKS)) {
            throw new FileAlreadyExistsException(target.toString(), null, "already exists");
        }
        Files.createDirectory(target);
        try {
            for (Map.Entry<String, StoredArray> array : manifest().arrays().entrySet()) {
                Path to = StoreFiles.file(target, array.getKey(), StoreFiles.ARRAY_SUFFIX);
                Files.createDirectories(to.getParent());
                copy(array.getKey(), to);
                done.accept(array.getValue().byteSize());
            }
        } catch (Throwable failure) {
            Directories.delete(target);
            throw failure;
        }
    }

    private void copy(String name, Path to) throws IOException {
        Path from = existing(name, StoreFiles.ARRAY_SUFFIX);
        try (FileChannel in = FileChannel.open(from, StandardOpenOption.READ);
                FileChannel out = FileChannel.open(to, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            for (long at = 0; at < in.size();) {
                at += in.transferTo(at, in.size() - at, out);
            }
        }
    }

    /// Compares this version with a later one.
    ///
    /// @param later another version of any store
    /// @return the names of the arrays that differ
    /// @throws IOException if a `version.json` cannot be read
    public Difference difference(Version later) throws IOException {
        SortedMap<String, StoredArray> before = manifest().arrays();
        SortedMap<String, StoredArray> after = later.manifest().arrays();
        SortedSet<String> added = new TreeSet<>(after.keySet());
        added.removeAll(before.keySet());
        SortedSet<String> removed = new TreeSet<>(before.keySet());
        removed.removeAll(after.keySet());
        SortedSet<String> changed = new TreeSet<>();
        new TreeMap<>(before).forEach((name, array) -> {
            if (after.containsKey(name) && !array.isSame(after.get(name))) {
                changed.add(name);
            }
        });
        return new Difference(added, removed, changed);
    }

    /// The names of arrays that differ between two versions.
    ///
    /// @param added   only in the later version
    /// @param removed only in the earlier version
    /// @param changed in both, with another dtype, shape, order or other elements
    public record Difference(SortedSet<String> added, SortedSet<String> removed, SortedSet<String> changed) {
    }

    /// Unmaps the arrays, and lets go of the version. Closing twice has no effect.
    ///
    /// @throws IllegalStateException if another thread is in the middle of an operation on an array; the version is
    ///                               then still open
    @Override
    public synchronized void close() {
        if (arena.scope().isAlive()) {
            arena.close();
        }
        pin.close();
    }

    /// {@return the store and the number: `features.store@42`}
    @Override
    public String toString() {
        return store.at(number);
    }
}
