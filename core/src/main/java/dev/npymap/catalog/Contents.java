package dev.npymap.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// The contents of a file, as opened by its [Format].
public interface Contents extends Closeable {
    /// {@return the top-level entries of the file in order; the entry of a file that is a single array or value has an
    /// empty name}
    /// @throws IOException if the file is damaged
    List<Entry> entries() throws IOException;

    /// Finds an entry by name.
    ///
    /// @param name a name in the file, never empty
    /// @return the entry, or nothing if the file has none of that name
    /// @throws IOException if the file is damaged
    Optional<Entry> find(String name) throws IOException;

    /// Describes the existing names, for the message about a missing one.
    ///
    /// @param missing the name that was not found
    /// @return a text such as `no such member; a.npz has x, y`
    /// @throws IOException if the file is damaged
    String known(String missing) throws IOException;

    /// Returns one of the consecutive arrays or values in the file.
    ///
    /// @param number the number, from 0
    /// @return the contents with that number, which are closed with these contents
    /// @throws IOException if a file of this format has no numbers, or fewer
    default Contents numbered(long number) throws IOException {
        throw new NumberMissing("files of this kind hold nothing one behind the other: there is no number " + number);
    }

    /// {@return how many entries [#entries] omits, such as members that are hidden by others with the same name}
    default long leftOut() {
        return 0;
    }

    /// Releases what the caller's arena does not own.
    @Override
    default void close() throws IOException {
        // Most contents live in the caller's arena.
    }
}
