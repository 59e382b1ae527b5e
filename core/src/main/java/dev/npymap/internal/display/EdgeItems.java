package dev.npymap.internal.display;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Slicing;
import dev.npymap.internal.memory.StridedCopy;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;

/// The elements of an array that its text shows, copied, with their positions.
///
/// @param data  the elements, with as many axes as the array
/// @param first how many positions of each axis are shown before its `...`
/// @param last  how many are shown after it, or on an axis without one
/// @param cut   which axes have a `...`
record EdgeItems(Layout data, long[] first, long[] last, boolean[] cut) {
    /// The most elements of a summarised array that are shown; only dozens of short axes have more.
    private static final long MOST = 1 << 22;
    /// The same limit for elements of zero bytes, of which a small file can have any number.
    private static final long MOST_EMPTY = 1 << 16;

    /// Copies the shown elements of an array that has elements.
    static EdgeItems of(Layout array, DisplayOptions options) {
        return of(array, array.shape(), options);
    }

    /// Copies the shown elements of an array that has elements.
    ///
    /// @param seen the shape that the array is treated as having: the middle of a longer axis is missing, without a
    ///             mark
    static EdgeItems of(Layout array, Shape seen, DisplayOptions options) {
        int rank = seen.rank();
        boolean summarised = seen.size() > options.threshold();
        long edge = options.edgeItems();
        long[] first = new long[rank];
        long[] last = new long[rank];
        boolean[] cut = new boolean[rank];
        long[] kept = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            long dim = seen.dim(axis);
            cut[axis] = summarised && edge < dim - edge;
            first[axis] = cut[axis] ? edge : 0;
            last[axis] = cut[axis] ? Math.max(edge, 1) : dim;
            // With no edge items NumPy reads all elements and shows the last.
            kept[axis] = cut[axis] && edge > 0 ? 2 * edge : dim;
        }
        if (summarised) {
            limit(array.dtype(), first, last, cut, kept);
        }
        return new EdgeItems(ends(array, Shape.of(kept)), first, last, cut);
    }

    /// Numbers the elements of an array, and keeps the numbers of the shown ones.
    ///
    /// @return edge items that are positions in C order
    static EdgeItems ofPositions(Shape shape, DisplayOptions options) {
        Layout one = Layout.zeros(Dtype.INT64, Shape.of(), Source.MEMORY);
        EdgeItems excerpt = of(one.with(0, shape, new long[shape.rank()]), options);
        Shape kept = excerpt.data.shape();
        long[] positions = new long[Math.toIntExact(kept.size())];
        for (int n = 0; n < positions.length; n++) {
            long rest = n;
            long step = 1;
            for (int axis = kept.rank() - 1; axis >= 0; axis--) {
                long at = rest % kept.dim(axis);
                rest /= kept.dim(axis);
                positions[n] += step * (at < head(kept, axis) ? at : at + shape.dim(axis) - kept.dim(axis));
                step *= shape.dim(axis);
            }
        }
        ElementCodec.write(excerpt.data, 0, positions);
        return excerpt;
    }

    /// The ends of the axes of an array.
    ///
    /// @param kept how many positions of each axis are kept, half of them at either end
    static Layout ends(Layout array, Shape kept) {
        Layout ends = Layout.zeros(array.dtype(), kept, Source.of(array.name()));
        if (ends.byteSize() > 0) {
            copy(array, ends, 0);
        }
        return ends;
    }

    private static void limit(Dtype dtype, long[] first, long[] last, boolean[] cut, long[] kept) {
        long most = dtype.byteSize() == 0 ? MOST_EMPTY : MOST;
        for (int axis = 0; axis < kept.length && Shape.of(kept).size() > most; axis++) {
            if (kept[axis] > 1) {
                kept[axis] = 1;
                first[axis] = 1;
                last[axis] = 0;
                cut[axis] = true;
            }
        }
    }

    private static long head(Shape kept, int axis) {
        return (kept.dim(axis) + 1) / 2;
    }

    private static void copy(Layout from, Layout to, int axis) {
        int rank = to.shape().rank();
        int shorter = axis;
        while (shorter < rank && to.shape().dim(shorter) == from.shape().dim(shorter)) {
            shorter++;
        }
        if (shorter == rank) {
            StridedCopy.copy(from, to, Threads.ONE);
            return;
        }
        long head = head(to.shape(), shorter);
        long tail = to.shape().dim(shorter) - head;
        long dim = from.shape().dim(shorter);
        copy(part(from, shorter, 0, head), part(to, shorter, 0, head), shorter + 1);
        if (tail > 0) {
            copy(part(from, shorter, dim - tail, dim), part(to, shorter, head, head + tail), shorter + 1);
        }
    }

    private static Layout part(Layout a, int axis, long start, long stop) {
        return Slicing.along(a, axis, Slice.range(start, stop));
    }
}
