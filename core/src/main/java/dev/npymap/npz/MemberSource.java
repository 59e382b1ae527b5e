package dev.npymap.npz;

import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.memory.CopiedSource;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Bytes of a mapped archive, or of a stored member, as the source of an array.
///
/// @param file     the mapping
/// @param name     the archive's name, or `file.npz/member`
/// @param offset   where the array's memory begins in what is named, in bytes
/// @param checksum that of the member
record MemberSource(MappedFile file, String name, long offset, Checksum checksum) implements CopiedSource {
    /// What compares the checksum of a member, if some memory is all of its elements.
    @FunctionalInterface
    interface Checksum {
        void verify(MemorySegment memory) throws IOException;
    }

    /// Bytes without a checksum.
    MemberSource(MappedFile file, String name, long offset) {
        this(file, name, offset, _ -> {
        });
    }

    @Override
    public void verify(MemorySegment memory) throws IOException {
        checksum.verify(memory);
    }

    @Override
    public Source unverified() {
        return new MemberSource(file, name, offset);
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

    @Override
    public String toString() {
        return name;
    }
}
