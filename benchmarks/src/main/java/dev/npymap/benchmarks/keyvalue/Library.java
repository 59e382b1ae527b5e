package dev.npymap.benchmarks.keyvalue;

import dev.npymap.benchmarks.FileTree;
import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/// The stores that are compared: npymap's, and those of the JVM that find a value by its key in a mapped file.
public enum Library {
    /// `dev.npymap.store`: an index beside plain arrays.
    NPYMAP("npymap", NpymapStore::write, (directory, _, valueSize) -> new NpymapStore(directory, valueSize)),
    /// Spotify's hash file beside a log.
    SPARKEY("sparkey", SparkeyStore::write, (directory, _, valueSize) -> new SparkeyStore(directory, valueSize)),
    /// LinkedIn's hash file.
    PALDB("PalDB", PalDbStore::write, (directory, _, valueSize) -> new PalDbStore(directory, valueSize)),
    /// A hash map in shared memory.
    CHRONICLE_MAP("Chronicle Map", ChronicleStore::write, ChronicleStore::new),
    /// A B+ tree, by `lmdbjava`.
    LMDB("LMDB", LmdbStore::write, (directory, _, valueSize) -> new LmdbStore(directory, valueSize));

    /// Fills a new store in a directory.
    private interface Writing {
        void write(Path directory, Entries entries) throws Exception;
    }

    /// Opens the store in a directory.
    private interface Opening {
        KeyValueStore open(Path directory, boolean texts, int valueSize) throws Exception;
    }

    private final String label;
    private final Writing writing;
    private final Opening opening;

    Library(String label, Writing writing, Opening opening) {
        this.label = label;
        this.writing = writing;
        this.opening = opening;
    }

    /// {@return its name in tables}
    public String label() {
        return label;
    }

    /// {@return the names and versions of the others}
    public static String versions() throws IOException {
        Properties versions = new Properties();
        try (InputStream in = Library.class.getResourceAsStream("versions.properties")) {
            versions.load(in);
        }
        StringBuilder text = new StringBuilder();
        for (Library library : values()) {
            if (library != NPYMAP) {
                text.append(text.isEmpty() ? "" : ", ").append(library.label).append(' ')
                        .append(versions.getProperty(library.name()));
            }
        }
        return text.toString();
    }

    /// Makes a store unless it is there.
    ///
    /// @param directory is made
    /// @param keys      a `.npy` file, one-dimensional: int64 or byte strings
    /// @param rows      a `.npy` file, two-dimensional; nothing for values that are the numbers of rows
    /// @param order     a `.npy` file: the positions of the sorted keys
    public void make(Path directory, Path keys, Optional<Path> rows, Path order) throws Exception {
        if (!Files.exists(directory)) {
            Path unfinished = Files.createDirectory(Path.of(directory + ".unfinished"));
            try (Arena arena = Arena.ofConfined()) {
                writing.write(unfinished, Entries.map(keys, rows, order, arena));
                Files.move(unfinished, directory);
            } catch (Throwable failure) {
                FileTree.delete(unfinished);
                throw failure;
            }
        }
    }

    /// Opens a store.
    ///
    /// @param directory holds it
    /// @param texts     whether keys are texts
    /// @param valueSize bytes of a value
    public KeyValueStore open(Path directory, boolean texts, int valueSize) throws Exception {
        return opening.open(directory, texts, valueSize);
    }
}
