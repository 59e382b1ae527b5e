package dev.npymap.cli;

import dev.npymap.array.NdArray;
import dev.npymap.array.Slice;
import java.util.List;
import java.util.Optional;

/// What part of an array is meant.
///
/// @param items     a slice's, a whole axis in the place of positions; none for the whole array
/// @param positions a list of positions on one axis; none for a mere slice
record Part(Optional<List<Slice>> items, Optional<Positions> positions) {
    /// Reads a slice as NumPy writes it between brackets.
    ///
    /// @throws IllegalArgumentException if the text is no slice
    static Part parse(Optional<String> slice) {
        return slice.map(IndexText::parse).orElse(whole());
    }

    /// A whole array.
    static Part whole() {
        return new Part(Optional.empty(), Optional.empty());
    }

    /// Takes the part of an array: a view, or a copy if there are positions.
    NdArray of(NdArray array) {
        return items.isPresent() ? ofSlice(array.slice(slices())) : array;
    }

    /// Takes the positions of what [#slices] made of an array.
    NdArray ofSlice(NdArray slice) {
        return positions.isPresent() ? positions.get().of(slice) : slice;
    }

    Slice[] slices() {
        return items.orElse(List.of()).toArray(Slice[]::new);
    }
}
