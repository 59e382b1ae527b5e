package dev.npymap.internal.io;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/// A file to be written, which need not exist yet, and the hidden files next to it.
///
/// @param name      the name for messages, as the caller gave it
/// @param file      the absolute path, which is not a symbolic link itself
/// @param directory the directory of the file
record Target(String name, Path file, Path directory) {
    private static final int MAX_LINKS = 40;
    /// Most file systems allow 255 bytes, of which suffixes need 30.
    private static final int MAX_NAME_BYTES = 210;

    /// Follows symbolic links, even one to a file that does not exist yet, and checks that only a file can be
    /// overwritten.
    static Target of(Path path) throws IOException {
        String name = FileErrors.nameOf(path);
        try {
            // The system's own resolution goes first: links in /proc to pipes and sockets cannot be followed by name.
            if (Files.exists(path)) {
                requireRegular(name, path);
            }
            Path file = followLinks(name, path.toAbsolutePath());
            Path directory = file.getParent();
            if (directory == null || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                requireRegular(name, file);
            } else if (!Files.isDirectory(directory)) {
                throw new NoSuchFileException(name, null, "cannot be written: its directory does not exist");
            }
            return new Target(name, file, directory);
        } catch (IOException failure) {
            throw FileErrors.named(name, "cannot be written", failure);
        }
    }

    private static void requireRegular(String name, Path file) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        if (!attributes.isRegularFile()) {
            throw FileErrors.irregular(name, attributes);
        }
    }

    /// The hidden file `.<file name>.<suffix>` in the same directory.
    Path sibling(String suffix) {
        return directory.resolve(siblingName(suffix));
    }

    /// The name of [#sibling(String)]. A name that leaves no room for the suffix is truncated, and a hash makes it
    /// unique.
    String siblingName(String suffix) {
        String whole = FileErrors.nameOf(file);
        String part = whole;
        while (part.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            part = part.substring(0, part.offsetByCodePoints(0, part.codePointCount(0, part.length()) * 3 / 4));
        }
        return "." + (part.equals(whole) ? whole : part + "~" + Integer.toHexString(whole.hashCode())) + "." + suffix;
    }

    /// Makes the names in the directory durable.
    void forceDirectory() throws IOException {
        Directories.force(directory);
    }

    /// Whether the file system has owners, groups and POSIX permissions.
    boolean posix() {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    private static Path followLinks(String name, Path path) throws IOException {
        Path file = path;
        for (int links = 0; links < MAX_LINKS; links++) {
            if (!Files.isSymbolicLink(file)) {
                return file;
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        throw new FileSystemException(name, null, "symbolic links lead in a circle");
    }
}
