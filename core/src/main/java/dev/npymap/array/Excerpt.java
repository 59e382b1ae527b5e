package dev.npymap.array;

/// The elements of an array that its text shows, copied out of it, and where they stood.
///
/// @param data  the elements, with as many axes as the array
/// @param first how many positions of each axis are shown before its `...`
/// @param last  how many are shown behind it, or without one
/// @param cut   which axes have a `...`
record Excerpt(NdArray data, long[] first, long[] last, boolean[] cut) {
    /// The elements of a summarised array that are shown at most; only dozens of short axes have more.
    private static final long MOST = 1 << 22;
    /// The same for elements without bytes, of which a small file can have any number.
    private static final long MOST_EMPTY = 1 << 16;

    /// Copies what is shown of an array that has elements.
    static Excerpt of(NdArray array, Display options) {
        Shape shape = array.shape();
        int rank = shape.rank();
        boolean summarised = array.size() > options.threshold();
        long edge = options.edgeItems();
        long[] first = new long[rank];
        long[] last = new long[rank];
        boolean[] cut = new boolean[rank];
        long[] kept = new long[rank];
        for (int axis = 0; axis < rank; axis++) {
            long dim = shape.dim(axis);
            cut[axis] = summarised && edge < dim - edge;
            first[axis] = cut[axis] ? edge : 0;
            last[axis] = cut[axis] ? Math.max(edge, 1) : dim;
            // With no edge NumPy looks at all elements and shows the last.
            kept[axis] = cut[axis] && edge > 0 ? 2 * edge : dim;
        }
        if (summarised) {
            limit(array.dtype(), first, last, cut, kept);
        }
        NdArray data = NdArray.zeros(array.dtype(), Shape.of(kept), Order.C, Source.of(array.source()));
        if (data.byteSize() > 0) {
            copy(array.layout(), data.layout(), first, 0);
        }
        return new Excerpt(data, first, last, cut);
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

    /// Copies the ends of every axis that is shorter in the target.
    private static void copy(Layout from, Layout to, long[] first, int axis) {
        int rank = to.shape().rank();
        int shorter = axis;
        while (shorter < rank && to.shape().dim(shorter) == from.shape().dim(shorter)) {
            shorter++;
        }
        if (shorter == rank) {
            Copying.copy(from, to, Threads.ONE);
            return;
        }
        long head = first[shorter];
        long tail = to.shape().dim(shorter) - head;
        long dim = from.shape().dim(shorter);
        copy(part(from, shorter, 0, head), part(to, shorter, 0, head), first, shorter + 1);
        if (tail > 0) {
            copy(part(from, shorter, dim - tail, dim), part(to, shorter, head, head + tail), first, shorter + 1);
        }
    }

    private static Layout part(Layout a, int axis, long start, long stop) {
        return Slicing.along(a, axis, Slice.range(start, stop));
    }
}
