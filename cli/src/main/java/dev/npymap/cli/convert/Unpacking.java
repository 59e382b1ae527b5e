package dev.npymap.cli.convert;

import dev.npymap.catalog.Catalog;
import dev.npymap.cli.terminal.EachFile;
import dev.npymap.cli.terminal.Progress;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Writes arrays into a directory, each as a `.npy` file with its name, and never outside of the directory.
///
/// @param directory created if it does not exist, but not for damaged arrays
record Unpacking(Path directory) {
    /// The largest number of parts in a name: each directory costs time for all of those above it.
    private static final int MAX_PARTS = 256;
    private static final int SHOWN = 60;
    private static final String NPY = ".npy";

    /// Writes the files, and continues after a damaged array.
    ///
    /// @throws IOException if a name leads out of the directory, or cannot be a file's; nothing is then written
    void write(List<NamedArrays> sources, Progress progress, EachFile each) throws IOException {
        List<String> names = new ArrayList<>();
        for (NamedArrays source : sources) {
            for (NamedArrays.Item item : source.items()) {
                file(source, item);
                names.add(item.name() + NPY);
            }
        }
        requireNoFileForDirectory(names);
        for (NamedArrays source : sources) {
            each.attempt(source.word(), () -> source.forEach((item, _, array) -> {
                Path file = file(source, item);
                Targets.writing(file, () -> Files.createDirectories(file.getParent()));
                Targets.write(file, array);
                progress.step(item.byteSize());
            }, each));
        }
        if (each.status() == 0) {
            Files.createDirectories(directory);
        }
    }

    private Path file(NamedArrays source, NamedArrays.Item item) throws IOException {
        String[] parts = (item.name() + NPY).split("/", -1);
        if (parts.length > MAX_PARTS) {
            throw refused(source, item.name().substring(0, SHOWN) + "...",
                    "this name leads through " + (parts.length - 1) + " directories, more than " + (MAX_PARTS - 1));
        }
        Path file = directory;
        boolean exists = true;
        for (String part : parts) {
            requireName(source, item, part);
            file = file.resolve(part);
            exists = exists && Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            if (exists && Files.isSymbolicLink(file)) {
                throw new FileSystemException(file.toString(), null,
                        "is a symbolic link, which may lead out of " + directory);
            }
        }
        return file;
    }

    private static void requireName(NamedArrays source, NamedArrays.Item item, String part) throws IOException {
        boolean safe = !item.name().isEmpty() && !item.name().endsWith("/") && !part.isEmpty() && !part.equals(".")
                && !part.equals("..") && part.indexOf('\\') < 0 && isPlain(part);
        if (!safe) {
            throw refused(source, item.name(), "this name leads out of the directory, or is not the name of a file");
        }
    }

    private static FileSystemException refused(NamedArrays source, String name, String reason) {
        return new FileSystemException(Catalog.file(source.word().toString()).orElse(source.word()) + "/" + name, null,
                "refused: " + reason + "; nothing was written");
    }

    /// Whether the system treats a name as that of a file, not of a drive.
    private static boolean isPlain(String part) {
        try {
            return Path.of(part).getRoot() == null;
        } catch (InvalidPathException _) {
            return false;
        }
    }

    private void requireNoFileForDirectory(List<String> names) throws IOException {
        // In this order a name directly precedes the names that have it as a directory.
        names.sort(Comparator.comparing(name -> name.replace('/', '\0')));
        for (int n = 1; n < names.size(); n++) {
            if (names.get(n).startsWith(names.get(n - 1) + "/")) {
                throw new FileSystemException(directory.resolve(names.get(n - 1)).toString(), null,
                        "cannot be a file and the directory of " + directory.resolve(names.get(n)));
            }
        }
    }
}
