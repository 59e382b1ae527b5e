package dev.npymap.cli;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// Writes arrays into a directory, each as a `.npy` file of its name, and never outside of it.
///
/// @param directory made if it is not there
record Unpacking(Path directory) {
    /// Writes the files, and goes on after a bad array.
    ///
    /// @throws IOException before anything is written, if a name leads out of the directory, or cannot be a file's
    void write(List<NamedArrays> sources, Progress progress, EachFile each) throws IOException {
        Set<Path> files = new HashSet<>();
        for (NamedArrays source : sources) {
            for (NamedArrays.Item item : source.items()) {
                files.add(file(source, item));
            }
        }
        for (NamedArrays source : sources) {
            for (NamedArrays.Item item : source.items()) {
                requireNoFileForDirectory(file(source, item), files);
            }
        }
        Files.createDirectories(directory);
        for (NamedArrays source : sources) {
            each.attempt(source.at().path(), () -> source.forEach((item, array) -> {
                Path file = file(source, item);
                Sources.writing(file, () -> Files.createDirectories(file.getParent()));
                Sources.write(file, array);
                progress.step(item.byteSize());
            }, each));
        }
    }

    private Path file(NamedArrays source, NamedArrays.Item item) throws IOException {
        Path at = directory;
        for (String part : (item.name() + Sources.NPY).split("/", -1)) {
            requireName(source, item, part);
            at = at.resolve(part);
            if (Files.isSymbolicLink(at)) {
                throw new FileSystemException(at.toString(), null,
                        "is a symbolic link, which may lead out of " + directory);
            }
        }
        return at;
    }

    private static void requireName(NamedArrays source, NamedArrays.Item item, String part) throws IOException {
        boolean safe = !item.name().isEmpty() && !item.name().endsWith("/") && !part.isEmpty() && !part.equals(".")
                && !part.equals("..") && part.indexOf('\\') < 0 && isPlain(part);
        if (!safe) {
            throw new FileSystemException(source.at().file() + "/" + item.name(), null,
                    "refused: this name leads out of the directory, or is none for a file; nothing was written");
        }
    }

    /// Whether the system takes a name for that of a file, and not for a drive.
    private static boolean isPlain(String part) {
        try {
            return Path.of(part).getRoot() == null;
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private void requireNoFileForDirectory(Path file, Set<Path> files) throws IOException {
        for (Path at = file.getParent(); !at.equals(directory); at = at.getParent()) {
            if (files.contains(at)) {
                throw new FileSystemException(at.toString(), null, "cannot be a file and the directory of " + file);
            }
        }
    }
}
