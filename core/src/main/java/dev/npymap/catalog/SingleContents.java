package dev.npymap.catalog;

import dev.npymap.npy.NpyHeader;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.Optional;

/// A file with a single array or value, or the first of several.
///
/// @param entry the array or value, without a name
record SingleContents(CatalogFile file, Arena arena, Entry entry) implements Contents {
    @Override
    public List<Entry> entries() {
        return List.of(entry);
    }

    @Override
    public Optional<Entry> find(String name) throws IOException {
        return entry.part(name);
    }

    @Override
    public String known(String missing) {
        return entry instanceof ValueEntry value
                ? "no such value; " + file.name() + value.known(missing)
                : file.address() + " is a file, not a directory";
    }

    @Override
    public Contents numbered(long number) throws IOException {
        Series series = file.series();
        Optional<NpyHeader> header = series.header(number);
        return new SingleContents(file, arena, header.isPresent()
                ? new NpyEntry(file, arena, header.get(), Optional.of(number))
                : PickleFormat.entry(file, arena, Optional.of(number)));
    }
}
