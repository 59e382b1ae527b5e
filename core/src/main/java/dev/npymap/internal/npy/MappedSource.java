package dev.npymap.internal.npy;

import dev.npymap.internal.io.MappedFile;
import dev.npymap.internal.memory.CopiedSource;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.MemorySegment;

/// Bytes of a mapped file as the source of an array.
///
/// @param file          the mapping
/// @param name          what messages begin with: the file's name, or that of an array in the file
/// @param offset        where the array's memory begins in what is named, in bytes
/// @param copiedByNumpy whether NumPy copies the bytes, as it does those in archives and pickles
/// @param checksum      that of the bytes
public record MappedSource(MappedFile file, String name, long offset, boolean copiedByNumpy, Checksum checksum)
        implements
            CopiedSource {
    /// Compares the checksum of an array, if some memory is all of its elements.
    @FunctionalInterface
    public interface Checksum {
        /// Compares the checksum.
        ///
        /// @param memory what an array occupies
        void verify(MemorySegment memory) throws IOException;
    }

    /// Bytes without a checksum.
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
