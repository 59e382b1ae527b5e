package dev.npymap.cli.report;

import java.io.IOException;
import tools.jackson.core.JsonGenerator;

/// A result, with the digits that are printed.
public sealed interface Result {
    /// A finite number.
    ///
    /// @param text any text
    record Digits(String text) implements Result {
    }

    /// A result that JSON numbers cannot express: infinities, complex numbers, times.
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

    /// The result in a readable form.
    ///
    /// @return the text
    String text();

    /// Returns the result for an integer.
    ///
    /// @param count an integer
    /// @return the result
    static Result of(long count) {
        return new Digits(Long.toString(count));
    }

    /// Returns the result for a real number, from its digits or NumPy's text.
    ///
    /// @param digits the text as NumPy prints it
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
    /// @param json the generator to write to
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
