package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.StridedRuns;
import dev.npymap.model.Shape;
import java.util.Arrays;

/// The axes of an array in the order in which they are reduced, outermost first: that of the memory, as in NumPy, or C
/// order. Axes of length 1 are left out, and contiguous axes are joined if all are kept or all are reduced.
///
/// @param array   the array to reduce
/// @param first   the offset of the first element in the segment, in bytes
/// @param dims    the length of each axis
/// @param strides the stride of each axis, in bytes
/// @param steps   the distance between results on each axis, 0 on a reduced axis; results lie in the order of the axes
record ReductionAxes(Layout array, long first, long[] dims, long[] strides, long[] steps) {
    /// The number of elements from which on a row is long.
    private static final long LONG = 512;

    /// Orders the axes.
    ///
    /// @param reduced  whether each axis of the array is reduced
    /// @param byMemory whether the axis of the largest stride is the outermost
    static ReductionAxes of(Layout array, boolean[] reduced, boolean byMemory) {
        int[] order = order(array, byMemory);
        long[] dims = new long[order.length];
        long[] strides = new long[order.length];
        boolean[] gone = new boolean[order.length];
        int n = 0;
        for (int axis : order) {
            long dim = array.shape().dim(axis);
            long stride = array.strides()[axis];
            if (dim == 1) {
                continue;
            }
            if (n > 0 && gone[n - 1] == reduced[axis] && strides[n - 1] == stride * dim) {
                dims[n - 1] *= dim;
                strides[n - 1] = stride;
            } else {
                gone[n] = reduced[axis];
                dims[n] = dim;
                strides[n++] = stride;
            }
        }
        long[] steps = new long[n];
        long step = 1;
        for (int axis = n - 1; axis >= 0; axis--) {
            steps[axis] = gone[axis] ? 0 : step;
            step *= gone[axis] ? 1 : dims[axis];
        }
        return new ReductionAxes(array, array.offset(), Arrays.copyOf(dims, n), Arrays.copyOf(strides, n),
                steps);
    }

    /// The axes of an array, outermost first.
    static int[] order(Layout array, boolean byMemory) {
        Integer[] axes = new Integer[array.rank()];
        Arrays.setAll(axes, n -> n);
        if (byMemory) {
            long[] strides = array.strides();
            Arrays.sort(axes, (x, y) -> Long.compare(Math.abs(strides[y]), Math.abs(strides[x])));
        }
        return Arrays.stream(axes).mapToInt(n -> n).toArray();
    }

    /// The number of results.
    long outputs() {
        long outputs = 1;
        for (int axis = 0; axis < dims.length; axis++) {
            outputs *= steps[axis] == 0 ? 1 : dims[axis];
        }
        return outputs;
    }

    /// The number of innermost axes that are reduced. If there is none, neighbours in memory go to different results.
    int inner() {
        int inner = 0;
        while (inner < dims.length && steps[dims.length - 1 - inner] == 0) {
            inner++;
        }
        return inner;
    }

    /// Whether rows of neighbours in memory go to the same results, and are better added in place than read as blocks:
    /// long rows, and rows with gaps between them.
    boolean hasLongRows() {
        int last = dims.length - 1;
        long unit = array.dtype().byteSize();
        return last > 0 && steps[last] != 0 && steps[last - 1] == 0 && strides[last] == unit
                && (dims[last] >= LONG || strides[last - 1] != dims[last] * unit);
    }

    /// The elements on the innermost reduced axes, in order.
    StridedRuns innerRuns() {
        int outer = dims.length - inner();
        return StridedRuns.inOrder(array.with(first, Shape.of(Arrays.copyOfRange(dims, outer, dims.length)),
                Arrays.copyOfRange(strides, outer, dims.length)));
    }

    /// All elements, in order.
    ElementCursor elements() {
        return ElementCursor.inOrder(array.with(first, Shape.of(dims), strides));
    }

    /// A range of one axis.
    ReductionAxes part(int axis, long from, long to) {
        long[] part = dims.clone();
        part[axis] = to - from;
        return new ReductionAxes(array, first + from * strides[axis], part, strides, steps);
    }
}
