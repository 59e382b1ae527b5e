package dev.npymap.catalog;

import java.util.List;

/// An entry and what it holds.
///
/// @param entries each container before its parts, unmodifiable
/// @param leftOut how many others there are, whose names are many times as long as the file
public record Listing(List<Entry> entries, long leftOut) {
}
