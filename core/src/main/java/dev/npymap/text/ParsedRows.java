package dev.npymap.text;

import java.util.Optional;

/// Rows of elements that were parsed from a piece of text.
///
/// @param elements the rows, without gaps
/// @param count    the number of rows
/// @param lines    the number of lines, including blank ones and comments
/// @param failure  the failure of the next row, if parsing ended there
record ParsedRows(byte[] elements, int count, int lines, Optional<RowFailure> failure) {
}
