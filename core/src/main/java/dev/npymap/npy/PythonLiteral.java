package dev.npymap.npy;

import dev.npymap.model.ArrayFormatException;
import java.math.BigInteger;
import java.util.List;

/// A value in a header, as Python's `ast.literal_eval` reads it. Sets, complex numbers, bytes and `...`, which no
/// writer of headers produces, are not read.
sealed interface PythonLiteral {
    /// A `str`.
    record Text(String value) implements PythonLiteral {
    }

    /// An `int`.
    record Whole(BigInteger value) implements PythonLiteral {
    }

    /// A `float`.
    record Real(double value) implements PythonLiteral {
    }

    /// A `bool`.
    record Truth(boolean value) implements PythonLiteral {
    }

    /// `None`.
    record None() implements PythonLiteral {
    }

    /// A `tuple`.
    record Tuple(List<PythonLiteral> items) implements PythonLiteral {
        public Tuple {
            items = List.copyOf(items);
        }
    }

    /// A `list`.
    record Sequence(List<PythonLiteral> items) implements PythonLiteral {
        public Sequence {
            items = List.copyOf(items);
        }
    }

    /// A `dict`, in the order of the text; the last of several values with the same key counts.
    record Mapping(List<Entry> entries) implements PythonLiteral {
        public Mapping {
            entries = List.copyOf(entries);
        }
    }

    /// An entry of a `dict`.
    ///
    /// @param key   the key
    /// @param value the value
    /// @param at    the index in the text of the value's first character
    record Entry(PythonLiteral key, PythonLiteral value, int at) {
    }

    /// Parses a text.
    ///
    /// Cost: linear in the length of the text.
    ///
    /// @param text    the whole text
    /// @param python2 whether a text that Python 3 rejects may have Python 2's suffix `L` on integers
    /// @throws ArrayFormatException if the text is no such value; the exception's offset is that of the first wrong
    ///                              character
    static PythonLiteral parse(HeaderText text, boolean python2) throws ArrayFormatException {
        try {
            return new PythonParser(text, false).parse();
        } catch (ArrayFormatException e) {
            if (python2 && text.text().indexOf('L') >= 0) {
                return new PythonParser(text, true).parse();
            }
            throw e;
        }
    }

    /// {@return the text that Python's `repr` makes of this value}
    default String repr() {
        return PythonRepr.of(this);
    }
}
