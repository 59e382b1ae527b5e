package dev.npymap.internal.memory;

import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import java.util.Arrays;
import java.util.List;

/// The arithmetic of views: slicing, transposing and reshaping, as NumPy defines them.
public final class Slicing {
    private Slicing() {
    }

    /// `a[items]`.
    public static Layout slice(Layout a, List<Slice> items) {
        int rank = a.shape().rank();
        int consumed = consumed(a, items);
        long[] dims = new long[rank + items.size()];
        long[] strides = new long[rank + items.size()];
        long offset = a.offset();
        int axis = 0;
        int out = 0;
        for (Slice item : items) {
            switch (item) {
                case Slice.Index(long position) -> {
                    offset += position(a, axis, position) * a.strides()[axis];
                    axis++;
                }
                case Slice.Range range -> {
                    long dim = a.shape().dim(axis);
                    long start = start(range, dim);
                    dims[out] = length(range, start, dim);
                    strides[out] = step(range.step(), a.strides()[axis], dims[out]);
                    offset += dims[out] == 0 ? 0 : start * a.strides()[axis];
                    axis++;
                    out++;
                }
                case Slice.NewAxis _ -> dims[out++] = 1;
                case Slice.Ellipsis _ -> {
                    for (int whole = rank - consumed; whole > 0; whole--, axis++, out++) {
                        dims[out] = a.shape().dim(axis);
                        strides[out] = a.strides()[axis];
                    }
                }
            }
        }
        for (; axis < rank; axis++, out++) {
            dims[out] = a.shape().dim(axis);
            strides[out] = a.strides()[axis];
        }
        return a.with(offset, Shape.of(Arrays.copyOf(dims, out)), Arrays.copyOf(strides, out));
    }

    /// The number of axes that the items consume.
    private static int consumed(Layout a, List<Slice> items) {
        int consumed = 0;
        int ellipses = 0;
        for (Slice item : items) {
            switch (item) {
                case Slice.Index _,Slice.Range _ -> consumed++;
                case Slice.Ellipsis _ -> ellipses++;
                case Slice.NewAxis _ -> {
                }
            }
        }
        if (ellipses > 1) {
            throw new IllegalArgumentException(
                    a.source().name() + ": an index can only have a single ellipsis ('...')");
        }
        if (consumed > a.shape().rank()) {
            throw new IndexOutOfBoundsException(a.source().name() + ": too many indices: " + consumed + " for shape "
                    + a.shape());
        }
        return consumed;
    }

    /// Applies an item to one axis and keeps the others whole.
    public static Layout along(Layout a, int axis, Slice item) {
        Slice[] items = new Slice[axis(a, axis) + 1];
        Arrays.fill(items, Slice.all());
        items[items.length - 1] = item;
        return slice(a, List.of(items));
    }

    public static Layout slice(Layout a, Slice... items) {
        return slice(a, List.of(items));
    }

    /// The elements at one position of one axis.
    public static Layout select(Layout a, int axis, long position) {
        return along(a, axis, Slice.at(position));
    }

    /// Converts an axis counted from either end to one counted from the first.
    public static int axis(Layout a, int axis) {
        int rank = a.shape().rank();
        if (axis < -rank || axis >= rank) {
            throw new IndexOutOfBoundsException(
                    a.source().name() + ": axis " + axis + " is out of bounds for shape " + a.shape());
        }
        return axis < 0 ? axis + rank : axis;
    }

    /// Converts a position counted from either end to one counted from the first.
    static long position(Layout a, int axis, long position) {
        long dim = a.shape().dim(axis);
        long resolved = position < 0 ? position + dim : position;
        if (resolved < 0 || resolved >= dim) {
            throw outOfBounds(a, axis, position);
        }
        return resolved;
    }

    public static IndexOutOfBoundsException outOfBounds(Layout a, int axis, long position) {
        return outOfBounds(a, axis, Long.toString(position));
    }

    public static IndexOutOfBoundsException outOfBounds(Layout a, int axis, String position) {
        return new IndexOutOfBoundsException(a.source().name() + ": index " + position + " is out of bounds for axis "
                + axis + " of shape " + a.shape());
    }

    /// The first position of a range: Python's `slice.indices`.
    private static long start(Slice.Range range, long dim) {
        boolean forward = range.step() > 0;
        if (range.start().isEmpty()) {
            return forward ? 0 : dim - 1;
        }
        return clamp(range.start().getAsLong(), dim, forward);
    }

    private static long length(Slice.Range range, long start, long dim) {
        boolean forward = range.step() > 0;
        long stop = range.stop().isEmpty() ? forward ? dim : -1 : clamp(range.stop().getAsLong(), dim, forward);
        long span = forward ? stop - start : start - stop;
        if (span <= 0) {
            return 0;
        }
        // The magnitude of Long.MIN_VALUE is itself, and is treated as 2^63 here.
        return Long.divideUnsigned(span - 1, Math.abs(range.step())) + 1;
    }

    private static long clamp(long bound, long dim, boolean forward) {
        long resolved = bound < 0 ? bound + dim : bound;
        return forward ? Math.clamp(resolved, 0, dim) : Math.clamp(resolved, -1, dim - 1);
    }

    /// The stride of a range; the stride of an axis with at most one element is never used and must not overflow.
    private static long step(long step, long stride, long length) {
        return length > 1 ? step * stride : stride;
    }

    /// `a.transpose(axes)`.
    public static Layout transpose(Layout a, int... axes) {
        int rank = a.shape().rank();
        if (axes.length != rank) {
            throw new IllegalArgumentException(a.source().name() + ": transpose names " + axes.length
                    + " axes of shape " + a.shape());
        }
        long[] dims = new long[rank];
        long[] strides = new long[rank];
        boolean[] seen = new boolean[rank];
        for (int n = 0; n < rank; n++) {
            int axis = axis(a, axes[n]);
            if (seen[axis]) {
                throw new IllegalArgumentException(a.source().name() + ": transpose names axis " + axis + " twice");
            }
            seen[axis] = true;
            dims[n] = a.shape().dim(axis);
            strides[n] = a.strides()[axis];
        }
        return a.with(a.offset(), Shape.of(dims), strides);
    }

    /// The order of axes that reverses them.
    public static int[] reversed(int rank) {
        int[] axes = new int[rank];
        Arrays.setAll(axes, n -> rank - 1 - n);
        return axes;
    }

    /// `a.reshape(dims)` without a copy, in C order; one length may be -1.
    public static Layout reshape(Layout a, long... dims) {
        Shape shape = infer(a, dims);
        if (shape.size() == 0) {
            return a.with(a.offset(), shape, shape.strides(a.dtype().byteSize(), Order.C));
        }
        long[] strides = new long[shape.rank()];
        int from = 0;
        int to = 0;
        long[] old = a.shape().toArray();
        // Groups of old axes and of new ones with the same number of elements; each old group must be a single run.
        while (to < shape.rank()) {
            int toEnd = to + 1;
            int fromEnd = from;
            long have = 1;
            long want = shape.dim(to);
            while (have != want) {
                if (have < want) {
                    have *= old[fromEnd++];
                } else {
                    want *= shape.dim(toEnd++);
                }
            }
            while (fromEnd < old.length && old[fromEnd] == 1) {
                fromEnd++;
            }
            long stride = run(a, from, fromEnd, shape);
            for (int axis = toEnd - 1; axis >= to; axis--) {
                strides[axis] = stride;
                stride *= shape.dim(axis);
            }
            from = fromEnd;
            to = toEnd;
        }
        return a.with(a.offset(), shape, strides);
    }

    /// The stride of the innermost of several axes, if they can be walked as one.
    private static long run(Layout a, int from, int end, Shape shape) {
        long stride = a.dtype().byteSize();
        long next = 0;
        for (int axis = end - 1; axis >= from; axis--) {
            if (a.shape().dim(axis) == 1) {
                continue;
            }
            if (next == 0) {
                stride = a.strides()[axis];
            } else if (a.strides()[axis] != next) {
                throw new IllegalArgumentException(a.source().name() + ": a view of shape " + a.shape()
                        + " cannot be reshaped to " + shape + " without a copy; call copy() first");
            }
            next = a.strides()[axis] * a.shape().dim(axis);
        }
        return stride;
    }

    private static Shape infer(Layout a, long... dims) {
        long[] lengths = dims.clone();
        int unknown = -1;
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] == -1 && unknown < 0) {
                unknown = axis;
                lengths[axis] = 1;
            }
        }
        try {
            Shape shape = Shape.of(lengths);
            long known = shape.size();
            if (unknown >= 0 && known > 0 && a.shape().size() % known == 0) {
                lengths[unknown] = a.shape().size() / known;
                shape = Shape.of(lengths);
            }
            if (shape.size() == a.shape().size() && (unknown < 0 || known > 0)) {
                return shape;
            }
        } catch (IllegalArgumentException impossible) {
            // This is reported below, with the array's name.
        }
        throw new IllegalArgumentException(a.source().name() + ": an array of " + a.shape().size()
                + " elements cannot be reshaped to " + Arrays.toString(dims));
    }
}
