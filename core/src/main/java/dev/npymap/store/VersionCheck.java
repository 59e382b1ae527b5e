package dev.npymap.store;

import dev.npymap.internal.io.SomeNames;
import dev.npymap.model.ArrayFormatException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/// Compares the files of a version with its manifest.
///
/// @param number the version's number, which is that of its directory
record VersionCheck(StoreFiles store, long number, Manifest manifest) {
    List<IOException> damages(LongConsumer done) throws IOException {
        List<IOException> damages = new ArrayList<>();
        for (Map.Entry<String, StoredArray> array : manifest.arrays().entrySet()) {
            attempt(damages, () -> checkArray(array.getKey(), array.getValue(), done));
        }
        for (Map.Entry<String, StoredIndex> index : manifest.indexes().entrySet()) {
            attempt(damages, () -> checkIndex(index.getKey(), index.getValue(), done));
        }
        attempt(damages, this::checkNothingElse);
        return damages;
    }

    private interface Check {
        void make() throws IOException;
    }

    private static void attempt(List<IOException> damages, Check check) {
        try {
            check.make();
        } catch (IOException damage) {
            damages.add(damage);
        } catch (UncheckedIOException damage) {
            damages.add(damage.getCause());
        }
    }

    private Path file(String name, String suffix) throws IOException {
        Path file = StoreFiles.file(store.version(number), name, suffix);
        try {
            store.requireNoLinks(store.version(number), file, store.at(number) + "/" + name + suffix);
        } catch (NoSuchFileException gone) {
            throw new NoSuchFileException(store.at(number) + "/" + name + suffix, null,
                    "damaged: the file is missing");
        }
        return file;
    }

    void checkArray(String name, StoredArray expected, LongConsumer done) throws IOException {
        StoredArray found = found(name, StoreFiles.ARRAY_SUFFIX, done);
        if (!found.isSame(expected) || found.byteSize() != expected.byteSize()) {
            throw new ArrayFormatException(store.at(number) + "/" + name + StoreFiles.ARRAY_SUFFIX,
                    "damaged: " + difference(found, expected), 0);
        }
    }

    private static String difference(StoredArray found, StoredArray expected) {
        if (!found.descr().equals(expected.descr()) || !found.shape().equals(expected.shape())
                || found.order() != expected.order()) {
            return "its header says " + found.descr() + " " + found.shape() + " " + found.order()
                    + ", the version says " + expected.descr() + " " + expected.shape() + " " + expected.order();
        }
        return found.sha256().equals(expected.sha256())
                ? "it has " + found.byteSize() + " bytes instead of " + expected.byteSize()
                : "its elements have the SHA-256 " + found.sha256() + " instead of " + expected.sha256();
    }

    private StoredArray found(String name, String suffix, LongConsumer done) throws IOException {
        String shown = store.at(number) + "/" + name + suffix;
        try {
            return ArrayFile.stored(file(name, suffix), shown, done);
        } catch (ArrayFormatException damage) {
            throw Failures.about(shown, damage);
        }
    }

    private void checkIndex(String key, StoredIndex expected, LongConsumer done) throws IOException {
        StoredArray found = found(key, StoreFiles.INDEX_SUFFIX, done);
        String shown = store.at(number) + "/" + key + StoreFiles.INDEX_SUFFIX;
        if (!found.sha256().equals(expected.sha256()) || found.byteSize() != expected.byteSize()) {
            throw new ArrayFormatException(shown, "damaged: its slots have the SHA-256 " + found.sha256()
                    + " instead of " + expected.sha256(), 0);
        }
        StoredArray keys = manifest.arrays().get(key);
        if (!expected.of().equals(keys.sha256()) || keys.shape().rank() != 1
                || keys.shape().size() != expected.rows()) {
            throw new ArrayFormatException(shown, "damaged: it is the index of another key", 0);
        }
    }

    /// Looks for files that the version does not name.
    private void checkNothingElse() throws IOException {
        Set<Path> known = new HashSet<>();
        Path top = store.version(number);
        known.add(top.resolve(StoreFiles.MANIFEST));
        manifest.arrays().keySet().forEach(name -> known.add(StoreFiles.file(top, name, StoreFiles.ARRAY_SUFFIX)));
        manifest.indexes().keySet().forEach(name -> known.add(StoreFiles.file(top, name, StoreFiles.INDEX_SUFFIX)));
        try (Stream<Path> files = Files.walk(top)) {
            List<String> strangers = files
                    .filter(file -> !Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS) && !known.contains(file))
                    .map(file -> top.relativize(file).toString()).sorted().toList();
            if (!strangers.isEmpty()) {
                throw new FileSystemException(store.at(number), null, "damaged: it does not name "
                        + SomeNames.of(strangers));
            }
        }
    }
}
