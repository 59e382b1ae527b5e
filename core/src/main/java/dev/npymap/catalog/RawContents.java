package dev.npymap.catalog;

import java.util.List;
import java.util.Optional;

/// Numbers without a header: one array.
record RawContents(Entry entry) implements Contents {
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
        return "raw numbers have no names";
    }
}
