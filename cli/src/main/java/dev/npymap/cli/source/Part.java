package dev.npymap.cli.source;

import dev.npymap.array.NdArray;
import dev.npymap.model.Slice;
import java.util.List;
import java.util.Optional;

/// A selected part of an array.
///
/// @param items     the items of a slice, with a whole axis in place of positions; empty for the whole array
/// @param positions a list of positions on one axis; empty for a plain slice
public record Part(Optional<List<Slice>> items, Optional<Positions> positions) {
    /// Parses a slice in NumPy's notation.
    ///
    /// @param slice the slice, if there is one
    /// @return the part
    /// @throws IllegalArgumentException if the text is not a slice
    public static Part parse(Optional<String> slice) {
        return slice.map(IndexText::parse).orElse(whole());
    }

    /// A whole array.
    ///
    /// @return all of an array
    public static Part whole() {
        return new Part(Optional.empty(), Optional.empty());
    }

    /// Returns the part of an array: a view, or a copy if there are positions.
    ///
    /// @param array the array
    /// @return the elements
    public NdArray of(NdArray array) {
        return items.isPresent() ? ofSlice(array.slice(slices())) : array;
    }

    /// Applies the positions to an array that was sliced by [#slices].
    ///
    /// @param slice the sliced array
    /// @return the elements
    public NdArray ofSlice(NdArray slice) {
        return positions.isPresent() ? positions.get().of(slice) : slice;
    }

    Slice[] slices() {
        return items.orElse(List.of()).toArray(Slice[]::new);
    }
}
