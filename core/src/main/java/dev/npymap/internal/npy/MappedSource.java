package dev.npymap.internal.npy;

import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.memory.CopiedSource;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// The source of an array whose bytes are those of a mapped file.
///
/// @param file          the mapping
/// @param name          the name that messages begin with: the file's, or that of an array in the file
/// @param offset        where the array's memory begins in the named source, in bytes
/// @param copiedByNumpy whether NumPy copies the bytes, as it does in archives and pickles
/// @param checksum      the checksum of the bytes
public record MappedSource(MappedFile file, String name, long offset, boolean copiedByNumpy, Checksum checksum)
        implements
            CopiedSource {
    /// Compares the checksum of an array, if it covers exactly the given memory.
    @FunctionalInterface
    public interface Checksum {
        /// Compares the checksum.
        ///
        /// @param memory the memory of the array's elements
        void verify(MemorySegment memory) throws IOException;
    }

    /// A source without a checksum.
    public MappedSource(MappedFile file, String name, long offset, boolean copiedByNumpy) {
        this(file, name, offset, copiedByNumpy, _ -> {
        });
    }

    @Override
    public void verify(MemorySegment memory) throws IOException {
        checksum.verify(memory);
    }

    @Override
    public Source unverified() {
        return new MappedSource(file, name, offset, copiedByNumpy);
    }

    @Override
    public boolean mapped() {
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
