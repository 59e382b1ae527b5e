package dev.npymap.catalog;

import java.util.List;
import java.util.Optional;

/// A single array in which nothing has a name.
///
/// @param why why a name leads nowhere
record NamelessContents(Entry entry, String why) implements Contents {
    @Override
    public List<Entry> entries() {
        return List.of(entry);
    }

    @Override
    public Optional<Entry> find(String name) {
        return Optional.empty();
    }

    @Override
    public String known(String missing) {
        return why;
    }
}
