package dev.npymap.benchmarks.keyvalue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;

/// The stores that are compared: npymap's, and those of the JVM that find a value by its key in a mapped file.
public enum Library {
    /// `dev.npymap.store`: an index beside plain arrays.
    NPYMAP("npymap") {
        @Override
        void write(Path directory, Entries entries) throws IOException {
            NpymapStore.write(directory, entries);
        }

        @Override
        public KeyValueStore open(Path directory, boolean texts, int valueSize) throws IOException {
            return new NpymapStore(directory, valueSize);
        }
    },
    /// Spotify's hash file beside a log.
    SPARKEY("sparkey") {
        @Override
        void write(Path directory, Entries entries) throws IOException {
            SparkeyStore.write(directory, entries);
        }

        @Override
        public KeyValueStore open(Path directory, boolean texts, int valueSize) throws IOException {
            return new SparkeyStore(directory, valueSize);
        }
    },
    /// LinkedIn's hash file.
    PALDB("PalDB") {
        @Override
        void write(Path directory, Entries entries) {
            PalDbStore.write(directory, entries);
        }

        @Override
        public KeyValueStore open(Path directory, boolean texts, int valueSize) {
            return new PalDbStore(directory, valueSize);
        }
    },
    /// A hash map in shared memory.
    CHRONICLE_MAP("Chronicle Map") {
        @Override
        void write(Path directory, Entries entries) throws IOException {
            ChronicleStore.write(directory, entries);
        }

        @Override
        public KeyValueStore open(Path directory, boolean texts, int valueSize) throws IOException {
            return new ChronicleStore(directory, texts, valueSize);
        }
    },
    /// A B+ tree, by `lmdbjava`.
    LMDB("LMDB") {
        @Override
        void write(Path directory, Entries entries) {
            LmdbStore.write(directory, entries);
        }

        @Override
        public KeyValueStore open(Path directory, boolean texts, int valueSize) {
            return new LmdbStore(directory, valueSize);
        }
    };

    private final String label;

    Library(String label) {
        this.label = label;
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
                write(unfinished, Entries.map(keys, rows, order, arena));
                Files.move(unfinished, directory);
            } catch (Throwable failure) {
                delete(unfinished);
                throw failure;
            }
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    abstract void write(Path directory, Entries entries) throws Exception;

    /// Opens a store.
    ///
    /// @param directory holds it
    /// @param texts     whether keys are texts
    /// @param valueSize bytes of a value
    public abstract KeyValueStore open(Path directory, boolean texts, int valueSize) throws Exception;
}
