package dev.npymap.pickle;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.Source;
import dev.npymap.io.MappedFile;

/// Bytes of a mapped pickle as the source of an array.
///
/// @param file   the mapping
/// @param offset where the array's memory begins in the file, in bytes
record PickleSource(MappedFile file, long offset) implements Source {
    @Override
    public String name() {
        return file.name();
    }

    @Override
    public boolean mapped() {
        return true;
    }

    @Override
    public boolean copiedByNumpy() {
        return true;
    }

    @Override
    public void check() throws ArrayFormatException {
        file.requireWhole(ArrayFormatException::new);
    }
}
