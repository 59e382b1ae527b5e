package dev.npymap.catalog;

import java.util.List;

/// An entry and everything that it contains.
///
/// @param entries each container before its parts, unmodifiable
/// @param leftOut the number of omitted entries, whose names are many times longer than the file
public record Listing(List<Entry> entries, long leftOut) {
}
