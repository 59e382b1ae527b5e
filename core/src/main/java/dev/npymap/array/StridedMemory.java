package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Memory in which elements lie at equal distances along each axis: the inside of an [NdArray].
///
/// It knows where each element lies. The first three axes are fields, because a getter has nothing to spare for the
/// arrays of [Layout].
abstract sealed class StridedMemory permits NdArray {
    final MemorySegment segment;
    final boolean bigEndian;
    final int rank;
    private final Layout layout;
    private final long offset;
    private final long dim0;
    private final long dim1;
    private final long dim2;
    private final long stride0;
    private final long stride1;
    private final long stride2;

    StridedMemory(Layout layout) {
        this.layout = layout;
        this.segment = layout.segment();
        this.offset = layout.offset();
        this.bigEndian = layout.dtype().byteOrder() == ByteOrder.BIG_ENDIAN;
        this.rank = layout.shape().rank();
        this.dim0 = rank > 0 ? layout.shape().dim(0) : 0;
        this.dim1 = rank > 1 ? layout.shape().dim(1) : 0;
        this.dim2 = rank > 2 ? layout.shape().dim(2) : 0;
        this.stride0 = rank > 0 ? layout.strides()[0] : 0;
        this.stride1 = rank > 1 ? layout.strides()[1] : 0;
        this.stride2 = rank > 2 ? layout.strides()[2] : 0;
    }

    final Layout layout() {
        return layout;
    }

    final long at(long i) {
        if (rank != 1) {
            throw wrongRank(1);
        }
        if (i < 0 || i >= dim0) {
            throw Slicing.outOfBounds(layout, 0, i);
        }
        return offset + i * stride0;
    }

    final long at(long i, long j) {
        if (rank != 2) {
            throw wrongRank(2);
        }
        if (i < 0 || i >= dim0) {
            throw Slicing.outOfBounds(layout, 0, i);
        }
        if (j < 0 || j >= dim1) {
            throw Slicing.outOfBounds(layout, 1, j);
        }
        return offset + i * stride0 + j * stride1;
    }

    final long at(long i, long j, long k) {
        if (rank != 3) {
            throw wrongRank(3);
        }
        if (i < 0 || i >= dim0) {
            throw Slicing.outOfBounds(layout, 0, i);
        }
        if (j < 0 || j >= dim1) {
            throw Slicing.outOfBounds(layout, 1, j);
        }
        if (k < 0 || k >= dim2) {
            throw Slicing.outOfBounds(layout, 2, k);
        }
        return offset + i * stride0 + j * stride1 + k * stride2;
    }

    final long at(long[] index) {
        if (index.length != rank) {
            throw wrongRank(index.length);
        }
        long at = offset;
        for (int axis = 0; axis < rank; axis++) {
            if (index[axis] < 0 || index[axis] >= layout.shape().dim(axis)) {
                throw Slicing.outOfBounds(layout, axis, index[axis]);
            }
            at += index[axis] * layout.strides()[axis];
        }
        return at;
    }

    private IndexOutOfBoundsException wrongRank(int indices) {
        return new IndexOutOfBoundsException(name() + ": " + indices + " indices for shape " + layout.shape()
                + ", which has " + rank + " axes");
    }

    final void requireWritable() {
        layout.requireWritable();
    }

    /// Checks that some values are as many as there are elements.
    final void checkLength(long length) {
        if (length != layout.shape().size()) {
            throw new IllegalArgumentException(name() + ": " + length + " values do not fill shape " + layout.shape()
                    + ", which has " + layout.shape().size() + " elements");
        }
    }

    /// The number of elements as the length of a Java array.
    final int arrayLength() {
        long size = layout.shape().size();
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(name() + ": " + size
                    + " elements do not fit into a Java array; take slices, or copyTo a segment");
        }
        return (int) size;
    }

    private String name() {
        return layout.source().name();
    }
}
