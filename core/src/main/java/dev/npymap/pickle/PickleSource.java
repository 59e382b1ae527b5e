package dev.npymap.pickle;

import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.memory.CopiedSource;
import dev.npymap.model.ArrayFormatException;

/// Bytes of a mapped file as the source of an array.
///
/// @param name          what messages begin with
/// @param file          the mapping
/// @param offset        where the array's memory begins in the file, in bytes
/// @param copiedByNumpy whether NumPy copies the bytes, as it does those in a pickle
record PickleSource(String name, MappedFile file, long offset, boolean copiedByNumpy) implements CopiedSource {
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
