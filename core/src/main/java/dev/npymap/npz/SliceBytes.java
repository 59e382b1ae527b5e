package dev.npymap.npz;

import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Slicing;
import dev.npymap.internal.memory.StridedRuns;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;

/// The byte ranges of a slice of an array that is not in memory, for formats that read only those ranges.
///
/// Immutable.
final class SliceBytes {
    /// The slice with every axis forward and the one of the largest steps outermost, so that a walk goes up in memory.
    private final Layout rising;
    private final int[] axes;
    private final boolean[] backward;

    private SliceBytes(Layout rising, int[] axes, boolean[] backward) {
        this.rising = rising;
        this.axes = axes;
        this.backward = backward;
    }

    /// Receives ranges of bytes.
    @FunctionalInterface
    interface Range {
        /// Takes one range; ranges come in rising order and do not overlap.
        ///
        /// @param first    where the range begins, in bytes from the first element of the whole array
        /// @param byteSize the length of the range, in bytes
        /// @throws IOException if the bytes cannot be read
        void take(long first, long byteSize) throws IOException;
    }

    /// Copies ranges of bytes.
    @FunctionalInterface
    interface Fetch {
        /// Copies one range; ranges come in rising order and do not overlap.
        ///
        /// @param first  where the range begins, in bytes from the first element of the whole array
        /// @param target is filled completely
        /// @throws IOException if the bytes cannot be read
        void copy(long first, MemorySegment target) throws IOException;
    }

    /// Selects a slice.
    ///
    /// @param dtype the type of the elements
    /// @param shape the shape of the whole array
    /// @param order the order of its elements, which lie without gaps
    /// @param name  the name that messages begin with
    /// @param items an item for each axis, as [Slice#parse] returns them; missing items at the end stand for whole axes
    /// @return the selection
    /// @throws IndexOutOfBoundsException if a position lies outside its axis, or there are too many
    static SliceBytes of(Dtype dtype, Shape shape, Order order, String name, List<Slice> items) {
        Layout whole = Layout.packed(MemorySegment.NULL, dtype, shape, order, Source.of(name));
        Layout part = Slicing.slice(whole, items);
        boolean[] backward = new boolean[part.shape().rank()];
        for (int axis = 0; axis < backward.length; axis++) {
            backward[axis] = part.strides()[axis] < 0;
            if (backward[axis]) {
                part = Slicing.along(part, axis, Slice.every(-1));
            }
        }
        long[] strides = part.strides();
        Integer[] sorted = new Integer[backward.length];
        Arrays.setAll(sorted, axis -> axis);
        Arrays.sort(sorted, (x, y) -> Long.compare(strides[y], strides[x]));
        int[] axes = Arrays.stream(sorted).mapToInt(axis -> axis).toArray();
        return new SliceBytes(Slicing.transpose(part, axes), axes, backward);
    }

    /// Passes on the byte ranges of the selection.
    ///
    /// @param range takes each range
    /// @throws IOException if `range` does
    void forEachRange(Range range) throws IOException {
        long unit = rising.dtype().byteSize();
        StridedRuns runs = StridedRuns.inOrder(rising);
        while (runs.next()) {
            boolean whole = runs.stride == unit || runs.count == 1;
            long byteSize = whole ? runs.count * unit : unit;
            for (long n = 0; n < (whole ? 1 : runs.count); n++) {
                range.take(runs.at + n * runs.stride, byteSize);
            }
        }
    }

    /// {@return the shape of the selection with its axes in the order in which they lie in memory}
    Shape shape() {
        return rising.shape();
    }

    /// Copies the selection without gaps, in C order of [#shape()].
    ///
    /// @param target as many bytes as the selection has
    /// @param fetch  copies the bytes of each range
    /// @throws IOException if `fetch` does
    void fetch(MemorySegment target, Fetch fetch) throws IOException {
        long[] done = {0};
        forEachRange((first, byteSize) -> {
            fetch.copy(first, target.asSlice(done[0], byteSize));
            done[0] += byteSize;
        });
    }

    /// {@return which axis of [#shape()] each axis of the slice is}
    int[] axes() {
        int[] places = new int[axes.length];
        for (int n = 0; n < axes.length; n++) {
            places[axes[n]] = n;
        }
        return places;
    }

    /// {@return the directions in which the slice has its axes, as items of a slice}
    Slice[] directions() {
        Slice[] items = new Slice[axes.length];
        for (int axis = 0; axis < axes.length; axis++) {
            items[axis] = backward[axis] ? Slice.every(-1) : Slice.all();
        }
        return items;
    }
}
