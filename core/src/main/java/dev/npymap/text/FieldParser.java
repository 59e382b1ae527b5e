package dev.npymap.text;

/// Turns the text of a field into an element.
interface FieldParser {
    /// Parses a field.
    ///
    /// @param plain whether it has only characters of plain decimal numbers
    /// @return whether it is a value
    boolean parse(byte[] text, int from, int to, boolean plain, byte[] out, int at);

    /// {@return whether the last field was a number that its dtype cannot hold, which is no missing value}
    default boolean isBeyond() {
        return false;
    }
}
