package dev.npymap.text;

import java.util.function.LongFunction;

/// What is wrong with a row.
///
/// @param message says so, for the row's number from 0
/// @param offset  where in the text, in bytes
record RowFailure(LongFunction<String> message, long offset) {
}
