package dev.npymap.cli.source;

import dev.npymap.catalog.Catalog;
import dev.npymap.catalog.Entry;
import dev.npymap.catalog.Following;
import dev.npymap.catalog.OpenOptions;
import dev.npymap.catalog.Pickled;
import dev.npymap.cli.terminal.Failures;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npy.NpyHeader;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// What the words of a command name: arrays and values, taken from a [Catalog].
public final class Sources {
    /// The word for standard input and output.
    public static final String STREAM = "-";
    private static final String TEXT = "text";

    private Sources() {
    }

    /// What is done with what a word names.
    public interface Action {
        /// Uses what a word names.
        ///
        /// @param catalog what a word names
        /// @throws IOException for any reason
        void on(Catalog catalog) throws IOException;
    }

    /// What is done with a value.
    public interface Use {
        /// Uses the value.
        ///
        /// @param value the value
        /// @throws IOException for any reason
        void of(Value value) throws IOException;
    }

    /// Opens what a word names for as long as an action takes. Failures are the word's.
    ///
    /// @param word   as it was typed
    /// @param action what is done
    /// @throws IOException if it names text, which only some commands read
    public static void with(Path word, Action action) throws IOException {
        with(word, OpenOptions.DEFAULT, catalog -> {
            if (isText(catalog)) {
                throw new FileSystemException(word.toString(), null, "is text; npymap convert reads text");
            }
            action.on(catalog);
        });
    }

    /// As [#with(Path, Action)], text too.
    ///
    /// @param word    as it was typed
    /// @param options how text is read
    /// @param action  what is done
    /// @throws IOException if the file cannot be read
    public static void with(Path word, OpenOptions options, Action action) throws IOException {
        try (Arena arena = Arena.ofShared(); Catalog catalog = open(word, arena, options)) {
            action.on(catalog);
        }
    }

    /// Opens what a word names.
    ///
    /// @param word    as it was typed
    /// @param arena   owns what is mapped
    /// @param options how text is read
    /// @return a catalog, to be closed
    /// @throws IOException if the file cannot be read
    public static Catalog open(Path word, Arena arena, OpenOptions options) throws IOException {
        return Catalog.open(word.toString(), arena,
                options.standardInput().isPresent() ? options : options.withStandardInput(System.in));
    }

    /// Tells whether a file is text.
    ///
    /// @param catalog what a word names
    /// @return whether the file is text
    public static boolean isText(Catalog catalog) {
        return catalog.format().equals(TEXT);
    }

    /// Whether a word names a text file, or a stream, which may be text.
    ///
    /// @param word as it was typed
    /// @return whether it may be text
    public static boolean mayBeText(Path word) {
        return word.toString().equals(STREAM) || Catalog.format(word.toString()).equals(Optional.of(TEXT));
    }

    /// Whether several things may be meant, as of an archive or by a pattern.
    ///
    /// @param catalog what a word names
    /// @return whether several things may be meant
    public static boolean isSeveral(Catalog catalog) {
        return catalog.entries().size() != 1 || catalog.isWhole() && !catalog.entries().getFirst().isFile();
    }

    /// Lends the part of an array that is meant.
    ///
    /// @param entry    the array or value
    /// @param part     the part of it that is meant
    /// @param borrower uses the array
    /// @throws ArrayFormatException if its elements are Python objects
    /// @throws IOException if the file cannot be read
    public static void lend(Entry entry, Part part, Entry.Borrower borrower) throws IOException {
        requireElements(entry);
        lendElements(entry, part, borrower);
    }

    private static void lendElements(Entry entry, Part part, Entry.Borrower borrower) throws IOException {
        entry.lend(part.items().orElse(List.of()), array -> borrower.use(part.ofSlice(array)));
    }

    /// Takes the part of a value that is meant: an array as an array, Python objects only where they are asked for.
    ///
    /// @param entry   the array or value
    /// @param part    the part of it that is meant
    /// @param objects whether arrays of Python objects are meant too
    /// @param use     uses the value
    /// @throws IOException if the file cannot be read
    public static void take(Entry entry, Part part, boolean objects, Use use) throws IOException {
        if (!objects) {
            requireElements(entry);
        }
        if (entry.kind() == Entry.Kind.VALUE || entry.kind() == Entry.Kind.OBJECTS
                || part.items().isEmpty() && entry.detail(Pickled.class).isPresent()) {
            use.of(part(entry.value(), part));
        } else {
            lendElements(entry, part, array -> use.of(ArrayValue.of(array)));
        }
    }

    private static Value part(Value value, Part part) {
        if (part.items().isPresent()) {
            throw new IllegalArgumentException("a slice needs an array of numbers or texts");
        }
        return value;
    }

    /// Whether an entry is an array of Python objects in a `.npy` file or an archive, or lies in one: a pickle in
    /// disguise, which is read when it is asked for, and only then.
    ///
    /// @param entry the array or value
    /// @return whether it is so
    public static boolean isOfObjects(Entry entry) {
        return entry.kind() != Entry.Kind.DAMAGED
                && entry.detail(NpyHeader.class).filter(header -> header.dtype().holdsObjects()).isPresent();
    }

    /// Refuses an array of Python objects, and says what to do about it.
    ///
    /// @param entry the array or value
    /// @throws IOException if the file cannot be read
    public static void requireElements(Entry entry) throws IOException {
        if (isOfObjects(entry)) {
            NpyHeader header = entry.detail(NpyHeader.class).orElseThrow();
            throw new ArrayFormatException(header.source(), "unsupported dtype " + header.descr()
                    + ": the elements are pickled Python objects; --objects of show and convert reads them as plain "
                    + "values", header.descrOffset());
        }
    }

    /// What a user is told who gets the first of several only.
    ///
    /// @param following what follows an array
    /// @return a line
    public static Optional<String> note(Following following) {
        return following.more()
                ? Optional.of(following.address() + ": the first of several: " + following.address() + "#1 is the next")
                : following.damage().map(damage -> following.address()
                        + ": only the first is used, what follows is damaged: " + Failures.message(damage));
    }
}
