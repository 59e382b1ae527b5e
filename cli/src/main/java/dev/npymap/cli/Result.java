package dev.npymap.cli;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/// One result, in the digits that it is printed with.
sealed interface Result {
    /// A finite number.
    record Digits(String text) implements Result {
    }

    /// What JSON has no number for: infinities, complex numbers, times.
    record Word(String text) implements Result {
    }

    /// A boolean.
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
    String text();

    static Result of(long count) {
        return new Digits(Long.toString(count));
    }

    /// A real number from its digits, or from what NumPy prints where there are none.
    static Result real(String digits) {
        return switch (digits) {
            case "nan" -> new Word("NaN");
            case "inf" -> new Word("Infinity");
            case "-inf" -> new Word("-Infinity");
            default -> new Digits(digits);
        };
    }

    /// Writes the result as a JSON value.
    default void writeTo(JsonGenerator json) throws IOException {
        switch (this) {
            case Digits(String text) -> json.writeNumber(text);
            case Word(String text) -> json.writeString(text);
            case Truth(boolean value) -> json.writeBoolean(value);
            case Absent _ -> json.writeNull();
        }
    }
}
