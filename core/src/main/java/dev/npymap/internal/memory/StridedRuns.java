package dev.npymap.internal.memory;

import java.util.Arrays;

/// Walks the elements of an array as runs of elements at a constant stride, as long as the layout allows.
///
/// Adjacent axes that are contiguous are walked as one, so a contiguous array is a single run for any rank.
public final class StridedRuns {
    /// The number of elements in the buffer through which NumPy reduces elements that do not have a constant stride.
    public static final long BUFFER = 8192;

    /// The offset of the run's first element in the segment, in bytes.
    public long at;
    /// The number of elements in a run.
    public final long count;
    /// The stride within a run, in bytes.
    public final long stride;
    /// The number of elements before this run.
    public long position;

    private final long[] dims;
    private final long[] strides;
    private final long[] index;
    private boolean started;

    /// The axes of a walk, outermost first.
    private record Axes(long first, long[] dims, long[] strides) {
    }

    private StridedRuns(Axes axes) {
        int last = axes.dims.length - 1;
        this.dims = Arrays.copyOf(axes.dims, Math.max(last, 0));
        this.strides = axes.strides;
        this.index = new long[dims.length];
        this.at = axes.first;
        this.count = last < 0 ? 1 : axes.dims[last];
        this.stride = last < 0 ? 0 : axes.strides[last];
    }

    /// Walks in C order, the order in which NumPy numbers the elements.
    public static StridedRuns inOrder(Layout a) {
        return new StridedRuns(merged(a.offset(), a.shape().toArray(), a.strides()));
    }

    /// Walks with the axis of the largest stride outermost, each axis in its own direction: the order in which NumPy
    /// reduces.
    static StridedRuns inMemoryOrder(Layout a) {
        Integer[] axes = new Integer[a.shape().rank()];
        Arrays.setAll(axes, n -> n);
        Arrays.sort(axes, (x, y) -> Long.compare(Math.abs(a.strides()[y]), Math.abs(a.strides()[x])));
        long[] dims = new long[axes.length];
        long[] strides = new long[axes.length];
        for (int n = 0; n < axes.length; n++) {
            dims[n] = a.shape().dim(axes[n]);
            strides[n] = a.strides()[axes[n]];
        }
        return new StridedRuns(merged(a.offset(), dims, strides));
    }

    /// The number of elements.
    public long size() {
        long size = count;
        for (long dim : dims) {
            size *= dim;
        }
        return size;
    }

    /// The number of elements in a chunk, which NumPy adds pairwise before it adds their sum to the others: as many
    /// whole walks over the inner axes as its buffer holds. A single run needs no buffer unless its elements are
    /// converted.
    public long part(boolean converted) {
        long inner = inner();
        if (inner > BUFFER || dims.length == 0) {
            return converted ? BUFFER : inner;
        }
        return BUFFER / inner * inner;
    }

    /// Whether NumPy reduces the elements through its buffer, which it fills without gaps.
    public boolean isBuffered(boolean converted) {
        return converted || dims.length > 0 && inner() <= BUFFER;
    }

    /// The number of elements after which [#part] begins anew: one walk over the axis outside of those that the buffer
    /// holds.
    public long turn() {
        long turn = count;
        for (int axis = dims.length - 1; axis >= 0 && turn <= BUFFER; axis--) {
            turn *= dims[axis];
        }
        return turn;
    }

    /// The number of elements on the inner axes that fit NumPy's buffer together; at least those of a run.
    private long inner() {
        long inner = count;
        for (int axis = dims.length - 1; axis >= 0 && inner * dims[axis] <= BUFFER; axis--) {
            inner *= dims[axis];
        }
        return inner;
    }

    /// Leaves out axes of length 1 and joins contiguous axes.
    private static Axes merged(long first, long[] dims, long[] strides) {
        long[] outDims = new long[dims.length];
        long[] outStrides = new long[dims.length];
        int n = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            if (dims[axis] == 0) {
                return new Axes(first, new long[]{0}, new long[]{0});
            }
            if (dims[axis] == 1) {
                continue;
            }
            if (n > 0 && outStrides[n - 1] == strides[axis] * dims[axis]) {
                outDims[n - 1] *= dims[axis];
                outStrides[n - 1] = strides[axis];
            } else {
                outDims[n] = dims[axis];
                outStrides[n++] = strides[axis];
            }
        }
        return new Axes(first, Arrays.copyOf(outDims, n), Arrays.copyOf(outStrides, n));
    }

    /// Moves to the run that holds an element, which must exist.
    void seek(long element) {
        started = true;
        position = element / count * count;
        long rest = element / count;
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            long step = rest % dims[axis] - index[axis];
            at += step * strides[axis];
            index[axis] += step;
            rest /= dims[axis];
        }
    }

    /// Moves to the next run, initially to the first one.
    public boolean next() {
        if (!started) {
            started = true;
            return count > 0;
        }
        for (int axis = dims.length - 1; axis >= 0; axis--) {
            at += strides[axis];
            if (++index[axis] < dims[axis]) {
                position += count;
                return true;
            }
            at -= dims[axis] * strides[axis];
            index[axis] = 0;
        }
        return false;
    }
}
