package dev.npymap.cli.source;

import dev.npymap.array.NdArray;
import dev.npymap.model.Slice;
import dev.npymap.model.Threads;
import java.util.List;
import java.util.stream.IntStream;

/// A list of positions among the items of a slice, such as `[0, 2]` in `a[:, [0, 2]]`.
///
/// @param items  the items of the slice, with a whole axis in place of the list
/// @param item   the index of the list among the items
/// @param values the positions, in the shape of their list
record Positions(List<Slice> items, int item, NdArray values) {
    /// Applies the positions to an array to which the items were applied.
    NdArray of(NdArray slice) {
        int axis = axis(slice.rank());
        NdArray rows = slice.rows(axis, values).with(Threads.ALL).copy();
        if (!isApart()) {
            return rows;
        }
        // NumPy moves the axes of positions to the front if a slice separates them.
        int[] axes = IntStream.concat(IntStream.range(axis, axis + values.rank()), IntStream.concat(
                IntStream.range(0, axis), IntStream.range(axis + values.rank(), rows.rank()))).toArray();
        return axes.length == 0 ? rows : rows.transpose(axes);
    }

    /// The axis of the list in the sliced array, counted from the end if axes are left out before it.
    private int axis(int rank) {
        List<Slice> before = items.subList(0, item);
        boolean skips = before.stream().anyMatch(Slice.Ellipsis.class::isInstance);
        return skips ? rank - axes(items.subList(item, items.size())) : axes(before);
    }

    private static int axes(List<Slice> items) {
        return (int) items.stream().filter(item -> !(item instanceof Slice.Index)).count();
    }

    /// Whether a slice separates the list and a single position, which NumPy treats as a list too.
    private boolean isApart() {
        int[] listed = IntStream.range(0, items.size())
                .filter(n -> n == item || items.get(n) instanceof Slice.Index).toArray();
        return listed[listed.length - 1] - listed[0] >= listed.length;
    }
}
