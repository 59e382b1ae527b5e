package dev.npymap.catalog;

/// What a pickle says of itself.
///
/// @param protocol 2 or more; 0 for the two oldest, which name none
public record Pickled(int protocol) {
}
