package dev.npymap.catalog;

import dev.npymap.internal.io.SomeNames;
import dev.npymap.store.ArrayStore;
import dev.npymap.store.Version;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// The arrays of a version of a store, which is pinned until these contents are closed.
///
/// @param address the address of the version, as messages name it
record StoreContents(String address, Version version, Arena arena) implements Contents {
    static final String NAME = "store";

    static StoreContents open(Address at, Arena arena) throws IOException {
        ArrayStore store = ArrayStore.open(Path.of(at.file()));
        return new StoreContents(at.beginning(), store.resolve(at.version().orElseThrow()), arena);
    }

    @Override
    public List<Entry> entries() throws IOException {
        return List.copyOf(names().stream().map(name -> new StoreEntry(this, name)).toList());
    }

    private List<String> names() throws IOException {
        return List.copyOf(version.arrays().keySet());
    }

    @Override
    public Optional<Entry> find(String name) throws IOException {
        return version.arrays().containsKey(name) ? Optional.of(new StoreEntry(this, name)) : Optional.empty();
    }

    @Override
    public String known(String missing) throws IOException {
        List<String> below = names().stream().filter(name -> name.startsWith(missing + "/")).toList();
        List<String> shown = below.isEmpty() ? names() : below;
        return below.isEmpty()
                ? "no such array; " + version + " has " + (shown.isEmpty() ? "none" : SomeNames.of(shown))
                : "a group, " + missing + "/* names its arrays: " + SomeNames.of(shown);
    }

    @Override
    public void close() {
        version.close();
    }
}
