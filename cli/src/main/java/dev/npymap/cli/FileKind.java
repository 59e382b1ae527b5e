package dev.npymap.cli;

import dev.npymap.pickle.Pickle;
import dev.npymap.pickle.PickleReader;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
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

    /// What pickles of containers and objects begin with: tuples, lists, dicts, and names of classes.
    private static final String CONTAINERS = "()]}c";

    private final List<String> suffixes;

    FileKind(String... suffixes) {
        this.suffixes = List.of(suffixes);
    }

    /// The kind that a file's name promises.
    static Optional<FileKind> named(String fileName) {
        return Arrays.stream(values()).filter(kind -> kind.suffixes.contains(suffix(fileName))).findFirst();
    }

    /// The kind that a file's first bytes tell for sure.
    ///
    /// @param head six bytes, fewer in a short file, as Latin-1
    static Optional<FileKind> marked(String head) {
        if (head.startsWith("\u0093NUMPY")) {
            return Optional.of(NPY);
        }
        if (head.startsWith("PK\3\4") || head.startsWith("PK\5\6")) {
            return Optional.of(NPZ);
        }
        return protocol(head) > 0 ? Optional.of(PICKLE) : Optional.empty();
    }

    /// The kind of a file that begins without a mark. Pickles of protocols 0 and 1 do; what could be one of them and text
    /// as well is text if its name says so: a pickle that begins with a number or a word, or is followed by something
    /// else, as the first lines of a table may be one.
    ///
    /// @param first    the first bytes
    /// @param byteSize the length of all of it, in bytes
    static FileKind unmarked(byte[] first, long byteSize, String fileName) {
        Optional<FileKind> named = named(fileName);
        boolean pickle = named.equals(Optional.of(TEXT))
                ? first.length > 0 && CONTAINERS.indexOf(first[0]) >= 0 && endsAsItBegins(first, byteSize)
                : Pickle.begins(first, byteSize);
        return pickle ? PICKLE : named.orElse(NPY);
    }

    /// Whether there are nothing but pickles and arrays, one behind the other, as far as the first bytes go.
    private static boolean endsAsItBegins(byte[] first, long byteSize) {
        PickleReader reader = Pickle.reader(MemorySegment.ofArray(first), "probe");
        try {
            do {
                reader.next();
            } while (reader.hasNext());
            return true;
        } catch (IOException _) {
            byte[] rest = Arrays.copyOfRange(first, (int) reader.position(), first.length);
            return first.length < byteSize
                    && (marked(new String(rest, StandardCharsets.ISO_8859_1)).isPresent()
                            || Pickle.begins(rest, byteSize - reader.position()));
        }
    }

    /// The protocol that a pickle names, which is 2 or later; 0 for others and for what is no pickle.
    private static int protocol(String head) {
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
