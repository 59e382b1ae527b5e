package dev.npymap.cli.source;

import dev.npymap.array.NdArray;
import dev.npymap.model.Slice;
import java.util.List;
import java.util.Optional;

/// What part of an array is meant.
///
/// @param items     a slice's, a whole axis in the place of positions; none for the whole array
/// @param positions a list of positions on one axis; none for a mere slice
public record Part(Optional<List<Slice>> items, Optional<Positions> positions) {
    /// Reads a slice as NumPy writes it between brackets.
    ///
    /// @param slice a slice, or what is left of an array
    /// @return the part
    /// @throws IllegalArgumentException if the text is no slice
    public static Part parse(Optional<String> slice) {
        return slice.map(IndexText::parse).orElse(whole());
    }

    /// A whole array.
    ///
    /// @return all of an array
    public static Part whole() {
        return new Part(Optional.empty(), Optional.empty());
    }

    /// Takes the part of an array: a view, or a copy if there are positions.
    ///
    /// @param array the array
    /// @return the elements
    public NdArray of(NdArray array) {
        return items.isPresent() ? ofSlice(array.slice(slices())) : array;
    }

    /// Takes the positions of what [#slices] made of an array.
    ///
    /// @param slice a slice, or what is left of an array
    /// @return the elements
    public NdArray ofSlice(NdArray slice) {
        return positions.isPresent() ? positions.get().of(slice) : slice;
    }

    Slice[] slices() {
        return items.orElse(List.of()).toArray(Slice[]::new);
    }
}
