package dev.npymap.text;

/// Converts the text of a field to an element.
interface FieldParser {
    /// Parses a field.
    ///
    /// @param plain whether the field has only characters of plain decimal numbers
    /// @return whether the field is a valid element
    boolean parse(byte[] text, int from, int to, boolean plain, byte[] out, int at);

    /// {@return whether the last field was a number out of the dtype's range, which is not a missing value}
    default boolean isBeyond() {
        return false;
    }
}
