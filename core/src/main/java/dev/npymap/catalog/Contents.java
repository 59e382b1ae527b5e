package dev.npymap.catalog;

import java.io.Closeable;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/// What a file holds, as its [Format] opened it.
public interface Contents extends Closeable {
    /// {@return the entries of the file in order, none of which is part of another; that of a file which is one array or
    /// one value has an empty name}
    /// @throws IOException if the file is damaged
    List<Entry> entries() throws IOException;

    /// Finds what has a name.
    ///
    /// @param name a name in the file, never empty
    /// @return the entry; nothing if there is none of that name
    /// @throws IOException if the file is damaged
    Optional<Entry> find(String name) throws IOException;

    /// Says what has a name, for the message about one that nothing has.
    ///
    /// @param missing the name that was looked for
    /// @return as in `no such member; a.npz has x, y`
    /// @throws IOException if the file is damaged
    String known(String missing) throws IOException;

    /// Returns the array or value of a number, among those that lie one behind the other in the file.
    ///
    /// @param number from 0
    /// @return the contents that this number has, which are closed with these
    /// @throws IOException if a file of this kind has none, or fewer
    default Contents numbered(long number) throws IOException {
        throw new NumberMissing("files of this kind hold nothing one behind the other: there is no number " + number);
    }

    /// {@return how many entries exist that [#entries] leaves out, such as members that others of the same name hide}
    default long leftOut() {
        return 0;
    }

    /// Lets go of what the caller's arena does not own.
    @Override
    default void close() throws IOException {
        // Most contents lie in the caller's arena.
    }
}
