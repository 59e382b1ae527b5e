package dev.npymap.model;

import java.util.Arrays;
import java.util.OptionalLong;
import java.util.StringJoiner;

/// The lengths of an array's axes, as in NumPy: an array of shape `[]` has one element and no axis, one of `[0, 3]` no
/// element.
///
/// Immutable. At most 64 axes, NumPy 2's limit.
public final class Shape {
    /// The largest number of axes.
    public static final int MAX_RANK = 64;

    private final long[] dims;
    private final long size;

    private Shape(long[] dims, long size) {
        this.dims = dims;
        this.size = size;
    }

    /// Builds a shape.
    ///
    /// @param dims the length of each axis, in elements
    /// @return the shape
    /// @throws IllegalArgumentException if a length is negative, there are more than 64 axes, or the product of all
    ///                                  lengths that are not zero exceeds a `long`
    public static Shape of(long... dims) {
        if (dims.length > MAX_RANK) {
            throw new IllegalArgumentException("a shape has at most " + MAX_RANK + " axes, not " + dims.length);
        }
        boolean empty = false;
        long size = 1;
        for (long dim : dims) {
            if (dim < 0) {
                throw new IllegalArgumentException("negative dimension in shape " + text(dims));
            }
            empty |= dim == 0;
            if (!fits(size, Math.max(dim, 1))) {
                throw new IllegalArgumentException("too many elements for 64 bits in shape " + text(dims));
            }
            size *= Math.max(dim, 1);
        }
        return new Shape(dims.clone(), empty ? 0 : size);
    }

    private static boolean fits(long count, long size) {
        return Math.multiplyHigh(count, size) == 0 && count * size >= 0;
    }

    /// {@return the number of axes}
    public int rank() {
        return dims.length;
    }

    /// Returns the length of one axis.
    ///
    /// @param axis from 0, or negative to count from the last
    /// @return the length of the axis in elements
    /// @throws IndexOutOfBoundsException if there is no such axis
    public long dim(int axis) {
        return dims[axis(axis)];
    }

    /// {@return the number of elements: the product of the axes' lengths, 1 for no axes}
    public long size() {
        return size;
    }

    /// Returns the size of an array of this shape without gaps.
    ///
    /// @param elementSize the size of an element in bytes
    /// @return the size of all elements in bytes; empty if it exceeds 63 bits
    public OptionalLong byteSize(long elementSize) {
        return fits(size, elementSize) ? OptionalLong.of(size * elementSize) : OptionalLong.empty();
    }

    /// {@return the lengths of the axes, in a new array}
    public long[] toArray() {
        return dims.clone();
    }

    /// Returns the shape of an array of this shape whose items are arrays themselves.
    ///
    /// @param inner the shape of the items
    /// @return the axes of both, the items' axes last
    /// @throws IllegalArgumentException as for [#of(long...)]
    public Shape append(Shape inner) {
        long[] both = Arrays.copyOf(dims, dims.length + inner.dims.length);
        System.arraycopy(inner.dims, 0, both, dims.length, inner.dims.length);
        return of(both);
    }

    /// Resolves an axis counted from either end.
    int axis(int axis) {
        int resolved = axis < 0 ? axis + dims.length : axis;
        if (resolved < 0 || resolved >= dims.length) {
            throw new IndexOutOfBoundsException("axis " + axis + " is out of bounds for shape " + this);
        }
        return resolved;
    }

    /// {@return the strides, in bytes, of an array of this shape whose elements lie without gaps}
    /// @param elementSize the size of an element in bytes
    /// @param order       the order in which the elements lie
    public long[] strides(long elementSize, Order order) {
        long[] strides = new long[dims.length];
        long stride = elementSize;
        for (int n = 0; n < dims.length; n++) {
            int axis = order == Order.C ? dims.length - 1 - n : n;
            strides[axis] = stride;
            stride *= Math.max(dims[axis], 1);
        }
        return strides;
    }

    private static String text(long[] dims) {
        StringJoiner text = new StringJoiner(", ", "[", "]");
        for (long dim : dims) {
            text.add(Long.toString(dim));
        }
        return text.toString();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(dims, shape.dims);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(dims);
    }

    /// {@return the lengths in brackets, as in `[252, 5000]`}
    @Override
    public String toString() {
        return text(dims);
    }
}
