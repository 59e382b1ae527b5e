package dev.npymap.catalog;

import dev.npymap.array.NdArray;
import dev.npymap.internal.npy.ElementChecks;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.npy.NpyHeader;
import dev.npymap.pickle.PickleReader;
import dev.npymap.pickle.Value;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.util.Optional;

/// Consecutive arrays and pickles in a file or in a member of an archive.
///
/// @param address the address of the file or the member
/// @param source  the name in messages
/// @param opening opens the series at its beginning
record Series(String address, String source, Opening opening) {
    /// Opens a file or a member.
    interface Opening {
        PickleReader open(Arena arena) throws IOException;
    }

    /// Opens the series at a number.
    ///
    /// @param arena owns the values
    /// @throws IOException if there are fewer values
    PickleReader at(long number, Arena arena) throws IOException {
        PickleReader reader = opening.open(arena);
        while (reader.number() < number && reader.hasNext()) {
            next(reader);
        }
        if (number > 0 && !reader.hasNext()) {
            throw new NumberMissing("no such number; " + source + " holds " + reader.number() + ", counted from 0");
        }
        return reader;
    }

    /// Reads the next value.
    ///
    /// @throws ArrayFormatException if what follows is damaged, or neither an array nor a pickle
    Value next(PickleReader reader) throws IOException {
        long number = reader.number();
        try {
            return reader.next();
        } catch (ArrayFormatException wrong) {
            if (number == 0 || reader.header().isPresent() || reader.protocol() > 0) {
                throw wrong;
            }
            ArrayFormatException other = new ArrayFormatException(source,
                    reader.byteSize() - reader.position() + " bytes after number " + (number - 1)
                            + " are neither an array nor a pickle",
                    reader.position());
            other.initCause(wrong);
            throw other;
        }
    }

    /// The value with a number.
    Value value(long number, Arena arena) throws IOException {
        return next(at(number, arena));
    }

    /// The header of the array with a number, if it is an array with a header.
    Optional<NpyHeader> header(long number) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            return at(number, arena).header();
        }
    }

    /// The array with a number.
    NdArray array(long number, Arena arena) throws IOException {
        PickleReader reader = at(number, arena);
        Optional<NpyHeader> header = reader.header();
        if (header.isPresent()) {
            NpyHeader array = header.get();
            ElementChecks.requireNoObjects(array.source(), array.dtype(), array.descr(), array.descrOffset());
        }
        return next(reader).asArray();
    }

    /// What follows the first value.
    Following following() throws IOException {
        try (Arena arena = Arena.ofShared()) {
            PickleReader reader = at(0, arena);
            next(reader);
            return following(reader);
        }
    }

    /// What follows the last value that was read.
    Following following(PickleReader reader) {
        try {
            if (!reader.hasNext()) {
                return Following.NOTHING;
            }
            next(reader);
            return new Following(address, true, Optional.empty());
        } catch (IOException damage) {
            return new Following(address, false, Optional.of(damage));
        }
    }

    /// Visits all values, or the one with a number, up to the first damaged one.
    void visit(Optional<Long> number, Entry.Visitor visitor) throws IOException {
        try (Arena arena = Arena.ofShared()) {
            PickleReader reader = at(number.orElse(0L), arena);
            do {
                long position = reader.position();
                long taken = reader.number();
                Optional<NpyHeader> header = reader.header();
                int protocol = reader.protocol();
                visitor.visit(taken, position,
                        new ValueEntry(new Origin(reader.byteSize(), header, protocol), next(reader)));
            } while (number.isEmpty() && reader.hasNext());
        }
    }
}
