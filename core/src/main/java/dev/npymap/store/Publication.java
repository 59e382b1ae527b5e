package dev.npymap.store;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.AtomicReplace;
import dev.npymap.internal.io.Directories;
import dev.npymap.npy.Npy;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongConsumer;

/// Publishes a draft: digests its new files, makes the version's directory whole, and gives it its number by a rename.
final class Publication {
    private final StoreFiles store;
    private final long build;
    private final Path directory;
    private final Draft draft;
    private final Optional<Version> base;
    private final String message;
    private final SortedMap<String, StoredArray> arrays = new TreeMap<>();
    private final SortedMap<String, StoredIndex> indexes = new TreeMap<>();
    private final SortedMap<String, Map<String, Object>> attributes = new TreeMap<>();
    /// The source of each file that the version shares with another one.
    private final Map<Path, Shared> links = new HashMap<>();
    /// The files that only this version has.
    private final List<Path> own = new ArrayList<>();
    private Optional<String> copied = Optional.empty();

    /// A file of another version.
    ///
    /// @param version the directory of that version
    private record Shared(Path version, Path file) {
    }

    Publication(StoreFiles store, long build, Draft draft, Optional<Version> base, String message) {
        this.store = store;
        this.build = build;
        this.directory = store.build(build);
        this.draft = draft;
        this.base = base;
        this.message = message;
    }

    Optional<String> copied() {
        return copied;
    }

    /// Does what needs no other writer to wait: digests new arrays, and indexes new keys.
    ///
    /// @param done is told how many bytes more were digested
    void prepare(LongConsumer done) throws IOException {
        StoreNames.requireDistinct(draft.origins().keySet());
        for (String name : draft.touched()) {
            if (draft.origins().containsKey(name)) {
                prepareArray(name, done);
                prepareAttributes(name);
            }
        }
        for (String key : draft.indexed()) {
            if (draft.touched().contains(key)) {
                prepareIndex(key, done);
            }
        }
    }

    private void prepareArray(String name, LongConsumer done) throws IOException {
        switch (draft.origins().get(name)) {
            case Draft.Written(Path file) -> {
                arrays.put(name, ArrayFile.stored(file, store.name() + "/" + name, done));
                own.add(file);
            }
            case Draft.Kept(String old) -> {
                arrays.put(name, draft.base().arrays().get(old));
                share(base.orElseThrow().directory(), old, name, StoreFiles.ARRAY_SUFFIX);
            }
        }
    }

    private void prepareAttributes(String name) {
        Map<String, Object> values = draft.attributes().getOrDefault(name, Map.of());
        if (!values.isEmpty()) {
            Map<String, Object> checked = new TreeMap<>();
            values.forEach((attribute, value) -> checked.put(Json.text(name, attribute),
                    Json.checked(name + ": attribute " + attribute, value)));
            attributes.put(name, checked);
        }
    }

    private void prepareIndex(String key, LongConsumer done) throws IOException {
        if (draft.origins().get(key) instanceof Draft.Kept(String old)
                && draft.base().indexes().containsKey(old)) {
            indexes.put(key, draft.base().indexes().get(old));
            share(base.orElseThrow().directory(), old, key, StoreFiles.INDEX_SUFFIX);
            return;
        }
        Path keys = draft.origins().get(key) instanceof Draft.Written(Path file)
                ? file
                : links.get(
                        StoreFiles.file(directory, key, StoreFiles.ARRAY_SUFFIX)).file();
        Path index = StoreFiles.file(directory, key, StoreFiles.INDEX_SUFFIX);
        long seed;
        long rows;
        try (Arena arena = Arena.ofShared()) {
            NdArray column = Npy.map(keys, arena);
            seed = IndexBuilder.write(index, KeyColumn.of(key, column));
            rows = column.size();
        }
        StoredArray slots = ArrayFile.stored(index, store.name() + "/" + key + StoreFiles.INDEX_SUFFIX, done);
        indexes.put(key, new StoredIndex(KeyHash.NAME, seed, rows, arrays.get(key).sha256(), slots.byteSize(),
                slots.sha256()));
        own.add(index);
    }

    private void share(Path from, String old, String name, String suffix) {
        links.put(StoreFiles.file(directory, name, suffix), new Shared(from, StoreFiles.file(from, old, suffix)));
    }

    /// Publishes.
    ///
    /// @param writer the lock, which is held
    /// @return the number of the version
    long publish(WriterLock writer) throws IOException {
        long newest = Tidying.of(store);
        Manifest current = newest == 0
                ? Manifest.EMPTY
                : newest == draft.base().number() ? draft.base() : ManifestFile.read(store, newest);
        requireNoConflict(current);
        carryOver(current);
        shareWhatIsEqual(current);
        StoreNames.requireDistinct(arrays.keySet());
        Manifest manifest = new Manifest(store.next(), newest, Instant.now().truncatedTo(ChronoUnit.MILLIS),
                message, arrays, indexes, attributes);
        requireEqualLengths(manifest);
        for (Map.Entry<Path, Shared> link : links.entrySet()) {
            link(link.getKey(), link.getValue());
        }
        byte[] bytes = ManifestFile.write(store, manifest);
        Path json = directory.resolve(StoreFiles.MANIFEST);
        NewFile.write(json,
                channel -> AtomicReplace.writeFully(channel, ByteBuffer.wrap(bytes)));
        own.add(json);
        for (Path file : own) {
            NewFile.protect(file);
            force(file);
        }
        removeEmptyDirectories();
        Directories.forceAll(directory);
        writer.requireSame();
        long number = manifest.number();
        if (store.exists(number)) {
            throw new FileSystemException(store.at(number), null, "appeared while it was being published");
        }
        Files.move(directory, store.version(number), StandardCopyOption.ATOMIC_MOVE);
        makeDurable(number);
        return number;
    }

    private void makeDurable(long number) throws IOException {
        try {
            Directories.force(store.versions());
            Tidying.swapLatest(store, build, number);
            Directories.force(store.root());
        } catch (IOException failure) {
            throw new NotDurableException(store, number, failure);
        }
    }

    /// Compares what this version changes with what others have published since it was begun.
    private void requireNoConflict(Manifest current) throws ConflictException {
        Manifest begun = draft.base();
        if (current.number() == begun.number()) {
            return;
        }
        SortedSet<String> names = new TreeSet<>(draft.touched());
        SortedSet<String> tables = begun.tables();
        tables.addAll(current.tables());
        draft.indexed().forEach(key -> tables.add(StoreNames.group(key)));
        for (String name : draft.touched()) {
            String group = StoreNames.group(name);
            if (tables.contains(group)) {
                names.addAll(begun.inGroup(group).keySet());
                names.addAll(current.inGroup(group).keySet());
            }
        }
        for (String name : names) {
            StoredArray before = begun.arrays().get(name);
            StoredArray now = current.arrays().get(name);
            boolean same = (before == null) == (now == null) && (now == null || now.isSame(before))
                    && begun.indexes().containsKey(name) == current.indexes().containsKey(name)
                    && Objects.equals(begun.attributes().get(name), current.attributes().get(name));
            if (!same) {
                throw new ConflictException(store.name() + ": " + name + " has changed since this version was begun: "
                        + "it was made from version " + begun.number() + ", the newest is " + current.number());
            }
        }
    }

    /// Takes everything that this version does not change from the newest one.
    private void carryOver(Manifest current) throws IOException {
        Path from = store.version(current.number());
        current.arrays().forEach((name, array) -> {
            if (!draft.touched().contains(name)) {
                arrays.put(name, array);
                share(from, name, name, StoreFiles.ARRAY_SUFFIX);
            }
        });
        current.indexes().forEach((key, index) -> {
            if (!draft.touched().contains(key)) {
                indexes.put(key, index);
                share(from, key, key, StoreFiles.INDEX_SUFFIX);
            }
        });
        current.attributes().forEach((name, values) -> {
            if (!draft.touched().contains(name)) {
                attributes.put(name, values);
            }
        });
    }

    /// Shares with the newest version the files that were written anew and are as they are there.
    private void shareWhatIsEqual(Manifest current) throws IOException {
        Path from = store.version(current.number());
        for (String name : draft.touched()) {
            StoredArray now = current.arrays().get(name);
            boolean equal = now != null && arrays.containsKey(name) && arrays.get(name).isSame(now);
            if (equal && isReplaced(from, name, StoreFiles.ARRAY_SUFFIX)) {
                arrays.put(name, now);
            }
            if (indexes.containsKey(name) && indexes.get(name).equals(current.indexes().get(name))) {
                isReplaced(from, name, StoreFiles.INDEX_SUFFIX);
            }
        }
    }

    private boolean isReplaced(Path from, String name, String suffix) throws IOException {
        Path file = StoreFiles.file(directory, name, suffix);
        boolean written = own.remove(file);
        if (written) {
            Files.delete(file);
            share(from, name, name, suffix);
        }
        return written;
    }

    private static void requireEqualLengths(Manifest manifest) {
        manifest.indexes().forEach((key, index) -> manifest.inGroup(StoreNames.group(key)).forEach((name, array) -> {
            if (array.shape().rank() == 0 || array.shape().dim(0) != index.rows()) {
                throw new IllegalArgumentException(name + " has shape " + array.shape() + ", but its table has "
                        + index.rows() + " rows by the key " + key);
            }
        }));
    }

    /// Gives a file of another version a name in this one, or copies it where it cannot have more names.
    private void link(Path to, Shared shared) throws IOException {
        Path from = shared.file();
        String shown = store.root().relativize(from).toString();
        try {
            store.requireNoLinks(shared.version(), from, store.name() + "/" + shown);
            if (!Files.isRegularFile(from, LinkOption.NOFOLLOW_LINKS)) {
                throw new FileSystemException(store.name() + "/" + shown, null, "damaged: not a regular file");
            }
        } catch (NoSuchFileException gone) {
            throw new NoSuchFileException(store.name() + "/" + shown, null, "damaged: the file is missing");
        }
        Files.createDirectories(to.getParent());
        try {
            Files.createLink(to, from);
        } catch (UnsupportedOperationException | FileSystemException refused) {
            Files.copy(from, to, LinkOption.NOFOLLOW_LINKS);
            own.add(to);
            if (copied.isEmpty()) {
                copied = Optional.of(shown + " was copied, because it could not be linked: "
                        + (refused instanceof FileSystemException system && system.getReason() != null
                                ? system.getReason()
                                : refused.getMessage()));
            }
        }
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Removes the directories of groups that have no array any more.
    private void removeEmptyDirectories() throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult postVisitDirectory(Path visited, IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                try (DirectoryStream<Path> files = Files.newDirectoryStream(visited)) {
                    if (files.iterator().hasNext()) {
                        return FileVisitResult.CONTINUE;
                    }
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
