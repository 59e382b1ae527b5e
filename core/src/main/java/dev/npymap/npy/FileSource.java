package dev.npymap.npy;

import dev.npymap.internal.io.MappedFile;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;

/// A mapped `.npy` file as the source of an array.
///
/// @param name   what messages begin with
/// @param file   the mapping
/// @param offset where the array's memory begins in the file, in bytes
record FileSource(String name, MappedFile file, long offset) implements Source {
    @Override
    public boolean mapped() {
        return true;
    }

    @Override
    public void check() throws ArrayFormatException {
        file.requireWhole((_, problem, at) -> new ArrayFormatException(name, problem, at));
    }

    @Override
    public String toString() {
        return name;
    }
}
