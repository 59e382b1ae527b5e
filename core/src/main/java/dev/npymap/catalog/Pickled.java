package dev.npymap.catalog;

/// A pickle's own description.
///
/// @param protocol 2 or more; 0 for the two oldest, which have no number
public record Pickled(int protocol) {
}
