package dev.npymap.catalog;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.List;

/// A file format that holds arrays. Other modules add theirs through [java.util.ServiceLoader].
///
/// An instance has no state, and is used by any number of threads.
public interface Format {
    /// How certain a format is about a file.
    enum Claim {
        /// The bytes are of another format, or do not tell.
        NONE,
        /// The bytes may be of this format.
        LIKELY,
        /// The bytes begin with this format's magic number.
        CERTAIN
    }

    /// {@return the name, such as `npz`}
    String name();

    /// {@return the suffixes of files of this format, in lower case, such as `.npz`}
    List<String> suffixes();

    /// Examines the beginning of a file. The first format that is certain opens the file, otherwise the first one that
    /// finds it likely, otherwise the format with the file's suffix; any other file is taken for a `.npy`.
    ///
    /// @param file the file, of which only the first bytes are read
    /// @return how certain the format is
    Claim claim(CatalogFile file);

    /// Opens a file.
    ///
    /// @param file    the file
    /// @param arena   owns mappings and memory
    /// @param options how to read what the file itself does not specify
    /// @return the contents of the file, to be closed
    /// @throws IOException if the file is damaged, or cannot be read
    Contents open(CatalogFile file, Arena arena, OpenOptions options) throws IOException;

    /// {@return whether a file's name has a suffix of this format, apart from that of gzip}
    /// @param file the file
    default boolean isNamed(CatalogFile file) {
        return suffixes().stream().anyMatch(file.plainName()::endsWith);
    }
}
