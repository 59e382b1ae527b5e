package dev.npymap.cli;

import dev.npymap.array.ArrayFormatException;
import dev.npymap.npy.NpyHeader;
import dev.npymap.pickle.ArrayValue;
import dev.npymap.pickle.Value;
import java.io.IOException;

/// Arrays of Python objects in `.npy` files and archives: pickles in disguise, which are read when asked for, and only
/// then, as plain values.
final class ObjectArrays {
    private ObjectArrays() {
    }

    /// Where a header is read from.
    interface Header {
        NpyHeader read() throws IOException;
    }

    /// Tells what to do about an array that was refused, if it was because of its objects.
    ///
    /// @return what to throw
    static ArrayFormatException explain(ArrayFormatException refused, Header header) throws IOException {
        NpyHeader found;
        try {
            found = header.read();
        } catch (ArrayFormatException _) {
            return refused;
        }
        if (!found.dtype().holdsObjects()) {
            return refused;
        }
        ArrayFormatException told = new ArrayFormatException(found.source(), "unsupported dtype " + found.descr()
                + ": the elements are pickled Python objects; --objects of show and convert reads them as plain values",
                refused.offset());
        told.initCause(refused);
        return told;
    }

    /// Refuses an array of Python objects.
    static void requireElements(NpyHeader header) throws IOException {
        try {
            header.requireElements();
        } catch (ArrayFormatException refused) {
            throw explain(refused, () -> header);
        }
    }

    /// Whether a place is a `.npy` file whose elements are Python objects; what cannot be read is none, and reported by
    /// whoever reads it.
    static boolean isAt(Location at) {
        try {
            return at.kind() == FileKind.NPY && Sources.header(at).dtype().holdsObjects();
        } catch (IOException _) {
            return false;
        }
    }

    /// Returns a part of a value: of anything but an array, all of it.
    ///
    /// @throws IllegalArgumentException if a slice of something else is meant
    static Value part(Value value, Part part) {
        if (part.items().isEmpty()) {
            return value;
        }
        if (!PickleFile.isArray(value)) {
            throw new IllegalArgumentException("a slice needs an array of numbers or texts");
        }
        return ArrayValue.of(part.of(value.asArray()));
    }
}
