package dev.npymap.cli.report;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// One result, in the digits that it is printed with.
public sealed interface Result {
    /// A finite number.
    ///
    /// @param text any text
    record Digits(String text) implements Result {
    }

    /// What JSON has no number for: infinities, complex numbers, times.
    ///
    /// @param text any text
    record Word(String text) implements Result {
    }

    /// A boolean.
    ///
    /// @param value the value
    record Truth(boolean value) implements Result {
        @Override
        public String text() {
            return Boolean.toString(value);
        }
    }

    /// No result, as for the least of no elements.
    record Absent() implements Result {
        @Override
        public String text() {
            return "-";
        }
    }

    /// The result for a reader.
    ///
    /// @return the text
    String text();

    /// Makes a result of a whole number.
    ///
    /// @param count a whole number
    /// @return the result
    static Result of(long count) {
        return new Digits(Long.toString(count));
    }

    /// A real number from its digits, or from what NumPy prints where there are none.
    ///
    /// @param digits as NumPy prints them
    /// @return the result
    static Result real(String digits) {
        return switch (digits) {
            case "nan" -> new Word("NaN");
            case "inf" -> new Word("Infinity");
            case "-inf" -> new Word("-Infinity");
            default -> new Digits(digits);
        };
    }

    /// Writes the result as a JSON value.
    ///
    /// @param json where to write
    /// @throws IOException if it cannot be written
    default void writeTo(JsonGenerator json) throws IOException {
        switch (this) {
            case Digits(String text) -> json.writeNumber(text);
            case Word(String text) -> json.writeString(text);
            case Truth(boolean value) -> json.writeBoolean(value);
            case Absent _ -> json.writeNull();
        }
    }
}
