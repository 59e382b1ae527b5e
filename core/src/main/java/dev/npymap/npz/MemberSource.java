package dev.npymap.npz;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.array.Source;
import dev.npymap.io.MappedFile;

/// Bytes of a mapped archive, or of a stored member, as the source of an array.
///
/// @param file   the mapping
/// @param name   the archive's name, or `file.npz/member`
/// @param offset where the array's memory begins in what is named, in bytes
record MemberSource(MappedFile file, String name, long offset) implements Source {
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
