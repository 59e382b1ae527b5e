package dev.npymap.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where a path on the command line leads.
///
/// @param path    as it was typed
/// @param file    the file: the path, or that one of its parents that is a file
/// @param member  what of the path stands behind the file
/// @param archive whether the file is a `.npz`
record Location(Path path, Path file, Optional<String> member, boolean archive) {
    /// Whether an archive is meant with all that it holds.
    boolean isWholeArchive() {
        return archive && member.isEmpty();
    }
}
