package dev.npymap.text;

import java.util.Optional;

/// Rows of elements that were text.
///
/// @param elements the rows, one behind the other
/// @param count    how many there are
/// @param lines    how many lines they took, blank ones and comments among them
/// @param failure  what is wrong with the row behind them
record ParsedRows(byte[] elements, int count, int lines, Optional<RowFailure> failure) {
}
