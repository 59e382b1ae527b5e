package dev.npymap.cli.convert;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The file formats that can be written.
enum FileKind {
    /// One array with a header.
    NPY(".npy"),
    /// An archive of arrays.
    NPZ(".npz"),
    /// Python's pickles, including joblib's files.
    PICKLE(".pkl", ".pickle", ".p", ".joblib", ".sav"),
    /// Delimited text.
    TEXT(".txt", ".csv", ".tsv", ".dat"),
    /// A line of JSON for each row.
    NDJSON(".ndjson", ".jsonl");

    /// The suffix that follows another one if the whole file is compressed.
    static final String GZIP = ".gz";

    private final List<String> suffixes;

    FileKind(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    /// The format that a file's name stands for.
    static Optional<FileKind> named(String fileName) {
        return Arrays.stream(values()).filter(kind -> kind.suffixes.contains(suffix(fileName))).findFirst();
    }

    static boolean isGzip(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    /// A file's name without the suffixes of its format.
    static String baseName(String fileName) {
        String plain = withoutGzip(fileName);
        return plain.substring(0, plain.length() - suffix(fileName).length());
    }

    /// The suffix of a file's format, in lower case and without that of gzip; empty if it is unknown.
    static String suffix(String fileName) {
        String plain = withoutGzip(fileName).toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).flatMap(kind -> kind.suffixes.stream()).filter(plain::endsWith).findFirst()
                .orElse("");
    }

    private static String withoutGzip(String fileName) {
        return isGzip(fileName) ? fileName.substring(0, fileName.length() - GZIP.length()) : fileName;
    }
}
