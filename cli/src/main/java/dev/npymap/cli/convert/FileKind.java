package dev.npymap.cli.convert;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of files that are written.
enum FileKind {
    /// One array behind a header.
    NPY(".npy"),
    /// An archive of arrays.
    NPZ(".npz"),
    /// Python's pickles, joblib's files among them.
    PICKLE(".pkl", ".pickle", ".p", ".joblib", ".sav"),
    /// Numbers between delimiters.
    TEXT(".txt", ".csv", ".tsv", ".dat"),
    /// A line of JSON for each row.
    NDJSON(".ndjson", ".jsonl");

    /// What stands behind the suffix of a file that is compressed as a whole.
    static final String GZIP = ".gz";

    private final List<String> suffixes;

    FileKind(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    /// The kind that a file's name promises.
    static Optional<FileKind> named(String fileName) {
        return Arrays.stream(values()).filter(kind -> kind.suffixes.contains(suffix(fileName))).findFirst();
    }

    static boolean isGzip(String fileName) {
        return fileName.toLowerCase(Locale.ROOT).endsWith(GZIP);
    }

    /// A file's name without the suffixes that say what it is.
    static String baseName(String fileName) {
        String plain = withoutGzip(fileName);
        return plain.substring(0, plain.length() - suffix(fileName).length());
    }

    /// The suffix that says what a file is, in small letters and without that of gzip; empty for an unknown one.
    static String suffix(String fileName) {
        String plain = withoutGzip(fileName).toLowerCase(Locale.ROOT);
        return Arrays.stream(values()).flatMap(kind -> kind.suffixes.stream()).filter(plain::endsWith).findFirst()
                .orElse("");
    }

    private static String withoutGzip(String fileName) {
        return isGzip(fileName) ? fileName.substring(0, fileName.length() - GZIP.length()) : fileName;
    }
}
