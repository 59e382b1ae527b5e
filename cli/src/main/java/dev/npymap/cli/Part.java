package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.array.Slice;
import java.util.List;
import java.util.Optional;

/// What part of an array is meant.
///
/// @param items a slice's; none for the whole array
record Part(Optional<List<Slice>> items) {
    /// Reads a slice as NumPy writes it between brackets.
    ///
    /// @throws IllegalArgumentException if the text is no slice
    static Part parse(Optional<String> slice) {
        return new Part(slice.map(Slice::parse));
    }

    /// A whole array.
    static Part whole() {
        return new Part(Optional.empty());
    }

    NdArray of(NdArray array) {
        return items.isPresent() ? array.slice(slices()) : array;
    }

    Slice[] slices() {
        return items.orElse(List.of()).toArray(Slice[]::new);
    }
}
