package dev.npymap.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of files that hold arrays.
enum FileKind {
    /// One array behind a header.
    NPY(".npy"),
    /// An archive of arrays.
    NPZ(".npz"),
    /// Python's pickles, joblib's files among them.
    PICKLE(".pkl", ".pickle", ".p", ".joblib", ".sav"),
    /// Numbers between delimiters.
    TEXT(".txt", ".csv", ".tsv", ".dat");

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

    /// The kind of a file: its first bytes tell, as they do for NumPy, and its name only where they do not.
    ///
    /// @param head the first bytes, fewer in a short file, as Latin-1
    static FileKind of(String head, String fileName) {
        if (head.startsWith("\u0093NUMPY")) {
            return NPY;
        }
        if (head.startsWith("PK\3\4") || head.startsWith("PK\5\6")) {
            return NPZ;
        }
        if (protocol(head) > 0) {
            return PICKLE;
        }
        return named(fileName).orElse(NPY);
    }

    /// The protocol that a pickle names, which is 2 or later; 0 for others and for what is no pickle.
    static int protocol(String head) {
        return head.length() > 1 && head.charAt(0) == '\u0080' && head.charAt(1) >= 2 && head.charAt(1) <= 5
                ? head.charAt(1)
                : 0;
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
