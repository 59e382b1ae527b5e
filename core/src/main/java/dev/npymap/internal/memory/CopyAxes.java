package dev.npymap.internal.memory;

import java.util.Arrays;

/// The axes of a copy between two layouts of one shape: ordered by the target's strides, the largest outermost, without
/// axes of length 1, and with axes joined that are contiguous in both layouts.
///
/// @param dims   the length of each axis
/// @param from   the strides of the source, in bytes
/// @param to     the strides of the target, in bytes, none of them negative
/// @param fromAt the offset of the first element in the source, in bytes
/// @param toAt   the offset of the first element in the target, in bytes
record CopyAxes(long[] dims, long[] from, long[] to, long fromAt, long toAt) {
    static CopyAxes of(Layout from, Layout to) {
        return of(to.shape().toArray(), from.strides(), to.strides(), from.offset(), to.offset());
    }

    static CopyAxes of(long[] dims, long[] from, long[] to, long fromAt, long toAt) {
        Integer[] order = new Integer[dims.length];
        Arrays.setAll(order, axis -> axis);
        Arrays.sort(order, (x, y) -> Long.compare(Math.abs(to[y]), Math.abs(to[x])));
        long[] outDims = new long[dims.length];
        long[] outFrom = new long[dims.length];
        long[] outTo = new long[dims.length];
        long firstFrom = fromAt;
        long firstTo = toAt;
        int n = 0;
        for (int axis : order) {
            long dim = dims[axis];
            if (dim == 0) {
                return new CopyAxes(new long[]{0}, new long[1], new long[1], fromAt, toAt);
            }
            if (dim == 1) {
                continue;
            }
            long stepFrom = from[axis];
            long stepTo = to[axis];
            if (stepTo < 0) {
                firstFrom += (dim - 1) * stepFrom;
                firstTo += (dim - 1) * stepTo;
                stepFrom = -stepFrom;
                stepTo = -stepTo;
            }
            if (n > 0 && outFrom[n - 1] == stepFrom * dim && outTo[n - 1] == stepTo * dim) {
                n--;
                dim *= outDims[n];
            }
            outDims[n] = dim;
            outFrom[n] = stepFrom;
            outTo[n++] = stepTo;
        }
        return new CopyAxes(Arrays.copyOf(outDims, n), Arrays.copyOf(outFrom, n), Arrays.copyOf(outTo, n), firstFrom,
                firstTo);
    }

    int rank() {
        return dims.length;
    }

    /// The number of elements.
    long size() {
        long size = 1;
        for (long dim : dims) {
            size *= dim;
        }
        return size;
    }

    /// The longest axis; there is at least one.
    int longest() {
        int longest = 0;
        for (int axis = 1; axis < dims.length; axis++) {
            longest = dims[axis] > dims[longest] ? axis : longest;
        }
        return longest;
    }

    /// The axis of the source's least stride; the last axis, if that is as good.
    int neighbours() {
        int least = dims.length - 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            least = Math.abs(from[axis]) < Math.abs(from[least]) ? axis : least;
        }
        return least;
    }

    /// A range of one axis.
    CopyAxes part(int axis, long start, long stop) {
        long[] part = dims.clone();
        part[axis] = stop - start;
        return new CopyAxes(part, from, to, fromAt + start * from[axis], toAt + start * to[axis]);
    }
}
