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

/// The arrays and values that arguments name, found through a [Catalog].
public final class Sources {
    /// The argument for standard input and output.
    public static final String STREAM = "-";
    private static final String TEXT = "text";

    private Sources() {
    }

    /// An operation on the catalog of an argument.
    public interface Action {
        /// Processes the catalog.
        ///
        /// @param catalog the catalog of the argument
        /// @throws IOException if the operation fails
        void on(Catalog catalog) throws IOException;
    }

    /// An operation on a value.
    public interface Use {
        /// Processes the value.
        ///
        /// @param value the value
        /// @throws IOException if the operation fails
        void of(Value value) throws IOException;
    }

    /// Opens the catalog of an argument for as long as an action takes. Failures are attributed to the argument.
    ///
    /// @param word   the argument as it was typed
    /// @param action the action
    /// @throws IOException if the argument names text, which only some commands read
    public static void with(Path word, Action action) throws IOException {
        with(word, OpenOptions.DEFAULT, catalog -> {
            if (isText(catalog)) {
                throw new FileSystemException(word.toString(), null, "is text; npymap convert reads text");
            }
            action.on(catalog);
        });
    }

    /// As [#with(Path, Action)], for text too.
    ///
    /// @param word    the argument as it was typed
    /// @param options how text is read
    /// @param action  the action
    /// @throws IOException if the file cannot be read
    public static void with(Path word, OpenOptions options, Action action) throws IOException {
        try (Arena arena = Arena.ofShared(); Catalog catalog = open(word, arena, options)) {
            action.on(catalog);
        }
    }

    /// Opens the catalog of an argument.
    ///
    /// @param word    the argument as it was typed
    /// @param arena   owns mappings and memory
    /// @param options how text is read
    /// @return a catalog, to be closed
    /// @throws IOException if the file cannot be read
    public static Catalog open(Path word, Arena arena, OpenOptions options) throws IOException {
        return Catalog.open(word.toString(), arena,
                options.standardInput().isPresent() ? options : options.withStandardInput(System.in));
    }

    /// Tells whether a file is text.
    ///
    /// @param catalog the catalog of an argument
    /// @return whether the file is text
    public static boolean isText(Catalog catalog) {
        return catalog.format().equals(TEXT);
    }

    /// Tells whether an argument names a text file, or a stream, which may be text.
    ///
    /// @param word the argument as it was typed
    /// @return whether it may be text
    public static boolean mayBeText(Path word) {
        return word.toString().equals(STREAM) || Catalog.format(word.toString()).equals(Optional.of(TEXT));
    }

    /// Tells whether an argument may name several arrays, as an archive or a pattern does.
    ///
    /// @param catalog the catalog of the argument
    /// @return whether it may name several
    public static boolean isSeveral(Catalog catalog) {
        return catalog.entries().size() != 1 || catalog.isWhole() && !catalog.entries().getFirst().isFile();
    }

    /// Lends the selected part of an array.
    ///
    /// @param entry    the array or value
    /// @param part     the selected part
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

    /// Passes on the selected part of a value: arrays as arrays, Python objects only if they are requested.
    ///
    /// @param entry   the array or value
    /// @param part    the selected part
    /// @param objects whether to include arrays of Python objects
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

    /// Tells whether an entry is an array of Python objects in a `.npy` file or an archive, or a part of one: its
    /// payload is a pickle, which is read only on request.
    ///
    /// @param entry the array or value
    /// @return whether it is
    public static boolean isOfObjects(Entry entry) {
        return entry.kind() != Entry.Kind.DAMAGED
                && entry.detail(NpyHeader.class).filter(header -> header.dtype().holdsObjects()).isPresent();
    }

    /// Refuses an array of Python objects, with a hint how to read it.
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

    /// Returns a note for users who get only the first of several arrays.
    ///
    /// @param following what follows the array
    /// @return the note, if anything follows
    public static Optional<String> note(Following following) {
        return following.more()
                ? Optional.of(following.address() + ": the first of several" + (following.address().equals(STREAM)
                        ? "; only a file's others can be named"
                        : ": " + following.address() + "#1 is the next"))
                : following.damage().map(damage -> following.address()
                        + ": only the first is used, what follows is damaged: " + Failures.message(damage));
    }
}
