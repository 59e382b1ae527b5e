package dev.npymap.catalog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// A kind of file that holds arrays. Other modules add theirs through [java.util.ServiceLoader].
///
/// An instance has no state, and is used by any number of threads.
public interface Format {
    /// How sure a format is of a file.
    enum Claim {
        /// The bytes are of another kind, or tell nothing.
        NONE,
        /// The bytes may be of this kind.
        LIKELY,
        /// The bytes begin with this kind's mark.
        CERTAIN
    }

    /// {@return the name, such as `npz`}
    String name();

    /// {@return suffixes of files of this kind, in small letters, such as `.npz`}
    List<String> suffixes();

    /// Looks at the beginning of a file. The first format that is certain opens the file, else the first one that finds
    /// it likely, else the one with the file's suffix; any other file is taken for a `.npy`.
    ///
    /// @param file the file, of which only the first bytes are read
    /// @return how sure the format is
    Claim claim(CatalogFile file);

    /// Opens a file.
    ///
    /// @param file    the file
    /// @param arena   owns mappings and memory
    /// @param options how to read what the file does not say itself
    /// @return what the file holds, to be closed
    /// @throws IOException if the file is damaged, or cannot be read
    Contents open(CatalogFile file, Arena arena, OpenOptions options) throws IOException;

    /// {@return whether a file's name has a suffix of this kind, that of gzip aside}
    /// @param file the file
    default boolean isNamed(CatalogFile file) {
        return suffixes().stream().anyMatch(file.plainName()::endsWith);
    }
}
