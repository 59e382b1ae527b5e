package dev.npymap.cli.convert;

import dev.npymap.array.NdArray;
import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Following;
import dev.npymap.catalog.OpenOptions;
import dev.npymap.cli.source.Part;
import dev.npymap.cli.source.Sources;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.internal.io.SomeNames;
import dev.npymap.npz.NpzMember;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/// The arrays that an argument names, and the names that they get in an archive or a directory.
///
/// @param word      the argument as it was typed
/// @param items     the arrays, including those that cannot be read
/// @param options   how text is read
/// @param checksums whether to compare the checksums of stored members
record NamedArrays(Path word, List<Item> items, OpenOptions options, Checksums checksums) {
    /// An array that was not read yet.
    ///
    /// @param name     the name in the file, or the file's name without its suffix
    /// @param byteSize the approximate size in bytes
    record Item(String name, long byteSize) {
    }

    /// An operation on an array.
    interface Action {
        void on(Item item, Entry entry, NdArray array) throws IOException;

        /// Handles a member that holds several arrays or pickles, which most targets cannot keep.
        default void onSeveral(Entry member, Following following) throws IOException {
            following.requireNothing();
        }
    }

    /// Lists the arrays that an argument names.
    ///
    /// @param leftOut receives a note on each entry that is not an array, if the argument names an archive, a pickle or
    ///                a pattern
    /// @throws IOException if the argument names nothing, or no array
    static NamedArrays of(Path word, OpenOptions options, Checksums checksums, Consumer<String> leftOut)
            throws IOException {
        List<Item> items = new ArrayList<>();
        Sources.with(word, options, catalog -> {
            checksums.tell(catalog);
            for (Entry entry : entries(catalog, leftOut)) {
                if (entry.detail(NpzMember.class).isEmpty()) {
                    entry.following().requireNothing();
                }
                items.add(new Item(name(catalog, entry),
                        entry.detail(NpzMember.class).map(NpzMember::size).orElse(entry.byteSize())));
            }
        });
        return new NamedArrays(word, items, options, checksums);
    }

    private static List<Entry> entries(Catalog catalog, Consumer<String> leftOut) throws IOException {
        List<Entry> arrays = new ArrayList<>();
        for (Entry entry : catalog.entries()) {
            if (entry.kind() == Entry.Kind.BYTES && Sources.isSeveral(catalog)) {
                if (!entry.isDirectory()) {
                    leftOut.accept(catalog.address(entry) + ": skipped: not an array");
                }
            } else if (entry.kind() == Entry.Kind.VALUE || entry.kind() == Entry.Kind.OBJECTS
                    && !Sources.isOfObjects(entry)) {
                entry.following().requireNothing();
                arrays.addAll(entry.arrays());
                if (!arrays.isEmpty()) {
                    tell(entry, catalog, leftOut);
                }
            } else {
                arrays.add(entry);
            }
        }
        if (arrays.isEmpty() && catalog.entries().stream().anyMatch(entry -> entry.kind() == Entry.Kind.VALUE)) {
            throw new FileSystemException(catalog.address(), null, "holds no array");
        }
        return arrays;
    }

    private static void tell(Entry container, Catalog catalog, Consumer<String> leftOut) throws IOException {
        List<String> others = container.tree().entries().stream()
                .filter(entry -> entry.isLeaf() && entry.kind() != Entry.Kind.ARRAY).map(Entry::name).toList();
        if (!others.isEmpty()) {
            leftOut.accept(Catalog.file(catalog.address()).map(Path::toString).orElse(catalog.address())
                    + ": skipped, not arrays: " + SomeNames.of(others));
        }
    }

    /// The name of an array in an archive: its name in its file, or the name of the file.
    static String name(Catalog catalog, Entry entry) {
        if (!entry.isFile()) {
            return entry.name();
        }
        String file = Catalog.file(catalog.address()).map(path -> String.valueOf(path.getFileName())).orElse("stdin");
        return FileKind.baseName(file) + (catalog.number().isPresent() ? "#" + catalog.number().getAsLong() : "");
    }

    /// Refuses arrays with the same name, which would overwrite each other.
    ///
    /// @throws IllegalArgumentException if there are two
    static void requireDifferentNames(List<NamedArrays> all) {
        Set<String> names = new HashSet<>();
        for (NamedArrays arrays : all) {
            for (Item item : arrays.items) {
                if (!names.add(item.name())) {
                    throw new IllegalArgumentException(
                            arrays.word + ": there are two arrays named '" + item.name() + "'");
                }
            }
        }
    }

    /// The size of all arrays together, in bytes.
    long byteSize() {
        return items.stream().mapToLong(Item::byteSize).sum();
    }

    /// Passes each array to an action, mapped for as long as the action takes.
    void forEach(Action action, EachFile each) throws IOException {
        Sources.with(word, options, catalog -> {
            List<Entry> entries = entries(catalog, _ -> {
            });
            for (int n = 0; n < items.size(); n++) {
                Item item = items.get(n);
                Entry entry = entries.get(n);
                each.attempt(word, () -> take(item, entry, action));
            }
        });
    }

    private void take(Item item, Entry entry, Action action) throws IOException {
        Following following = entry.following();
        if (following.more()) {
            action.onSeveral(entry, following);
            return;
        }
        following.requireNothing();
        Sources.lend(entry, Part.whole(), array -> {
            checksums.compare(entry);
            action.on(item, entry, array.unverified());
        });
    }
}
