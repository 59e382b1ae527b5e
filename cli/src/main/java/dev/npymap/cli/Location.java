package dev.npymap.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where a path on the command line leads.
///
/// @param path   as it was typed
/// @param file   the file: the path, or that one of its parents that is a file
/// @param member what of the path stands behind the file
/// @param kind   what the file is
/// @param gzip   whether all of the file is compressed by gzip
record Location(Path path, Path file, Optional<String> member, FileKind kind, boolean gzip) {
    /// Whether the file is an archive.
    boolean archive() {
        return kind == FileKind.NPZ;
    }

    /// Whether the file is a pickle.
    boolean pickle() {
        return kind == FileKind.PICKLE;
    }

    /// Whether an archive is meant with all that it holds.
    boolean isWholeArchive() {
        return archive() && member.isEmpty();
    }

    /// The name of the file, or of what is meant in it.
    String name() {
        return member.orElseGet(() -> FileKind.baseName(String.valueOf(file.getFileName())));
    }
}
