package dev.npymap.npy;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.Source;
import dev.npymap.io.MappedFile;

/// A mapped `.npy` file as the source of an array.
///
/// @param file   the mapping
/// @param offset where the array's memory begins in the file, in bytes
record FileSource(MappedFile file, long offset) implements Source {
    @Override
    public String name() {
        return file.name();
    }

    @Override
    public boolean mapped() {
        return true;
    }

    @Override
    public void check() throws ArrayFormatException {
        file.requireWhole(ArrayFormatException::new);
    }
}
