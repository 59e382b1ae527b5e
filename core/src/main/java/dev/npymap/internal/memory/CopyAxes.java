package dev.npymap.internal.memory;

import java.util.Arrays;

/// The axes along which two layouts of one shape are walked together: the target's largest steps outermost, axes of one
/// element left out, and those that continue each other in both layouts joined.
///
/// @param dims   how many places there are on each axis
/// @param from   the steps in the one memory, in bytes
/// @param to     the steps in the other, in bytes, none of them negative
/// @param fromAt the first place in the one memory, in bytes
/// @param toAt   the first place in the other
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

    /// How many places there are.
    long size() {
        long size = 1;
        for (long dim : dims) {
            size *= dim;
        }
        return size;
    }

    /// The axis with the most places; there is one.
    int longest() {
        int longest = 0;
        for (int axis = 1; axis < dims.length; axis++) {
            longest = dims[axis] > dims[longest] ? axis : longest;
        }
        return longest;
    }

    /// The axis along which the one memory has its neighbours; the last, if that is as good.
    int neighbours() {
        int least = dims.length - 1;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            least = Math.abs(from[axis]) < Math.abs(from[least]) ? axis : least;
        }
        return least;
    }

    /// A part of these along one axis.
    CopyAxes part(int axis, long start, long stop) {
        long[] part = dims.clone();
        part[axis] = stop - start;
        return new CopyAxes(part, from, to, fromAt + start * from[axis], toAt + start * to[axis]);
    }
}
