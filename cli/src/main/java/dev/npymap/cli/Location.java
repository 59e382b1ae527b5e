package dev.npymap.cli;

import java.nio.file.Path;
import java.util.Optional;

/// Where a path on the command line leads.
///
/// @param path   as it was typed
/// @param file   the file: the path, or that one of its parents that is a file
/// @param member what of the path stands behind the file
/// @param number which of several arrays and pickles one behind the other is meant, from 0; if none is given, the first
/// @param kind   what the file is, or that array or pickle of it
/// @param gzip   whether all of the file is compressed by gzip
record Location(Path path, Path file, Optional<String> member, Optional<Long> number, FileKind kind, boolean gzip) {
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

    /// The number of what is meant.
    long position() {
        return number.orElse(0L);
    }

    /// The first of several, and no word about the others.
    Location first() {
        return number.isPresent() ? this : new Location(path, file, member, Optional.of(0L), kind, gzip);
    }

    /// The address of something in the file.
    String address(String name) {
        return file + (name.isEmpty() ? "" : "/" + name) + numberText();
    }

    /// The name of the file, or of what is meant in it.
    String name() {
        return member.orElseGet(() -> FileKind.baseName(String.valueOf(file.getFileName())) + numberText());
    }

    private String numberText() {
        return number.map(n -> "#" + n).orElse("");
    }
}
