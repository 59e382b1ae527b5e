package dev.npymap.text;

import java.util.function.LongFunction;

/// The failure of a row.
///
/// @param message makes the message from the row's number, counted from 0
/// @param offset  the position in the text, in bytes
record RowFailure(LongFunction<String> message, long offset) {
}
