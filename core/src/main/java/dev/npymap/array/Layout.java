package dev.npymap.array;

import java.lang.foreign.MemorySegment;

/// Where the elements of an array lie: memory, the first element, and the distance from one to the next on each axis.
///
/// @param segment the memory, of which the array may use a part
/// @param offset  the first element's place in the segment, in bytes
/// @param dtype   what an element is
/// @param shape   the lengths of the axes, in elements
/// @param strides the distance between neighbours on each axis, in bytes; negative for reversed axes, never changed
/// @param source  names the memory in messages
record Layout(MemorySegment segment, long offset, Dtype dtype, Shape shape, long[] strides, Source source) {
    /// The same memory, seen with another shape.
    Layout with(long newOffset, Shape newShape, long[] newStrides) {
        return new Layout(segment, newOffset, dtype, newShape, newStrides, source);
    }

    /// The same memory, seen as other elements.
    Layout with(long newOffset, Dtype newDtype, Shape newShape, long[] newStrides) {
        return new Layout(segment, newOffset, newDtype, newShape, newStrides, source);
    }

    /// How many bytes there are from the first element in memory to the end of the last one.
    long extent() {
        long extent = dtype.byteSize();
        for (int axis = 0; axis < strides.length; axis++) {
            extent += Math.max(0, shape.dim(axis) - 1) * Math.abs(strides[axis]);
        }
        return shape.size() == 0 ? 0 : extent;
    }

    /// Whether some byte lies between the first and the last of both layouts.
    boolean overlaps(Layout other) {
        return shape.size() > 0 && other.shape.size() > 0
                && memory().asOverlappingSlice(other.memory()).isPresent();
    }

    /// The bytes from the first element in memory to the end of the last one.
    MemorySegment memory() {
        long first = offset;
        for (int axis = 0; axis < strides.length; axis++) {
            first += shape.size() == 0 ? 0 : Math.min(0, (shape.dim(axis) - 1) * strides[axis]);
        }
        return segment.asSlice(first, extent());
    }

    /// Whether the elements follow each other without gaps in the given order.
    boolean contiguous(Order order) {
        long expected = dtype.byteSize();
        for (int n = 0; n < shape.rank(); n++) {
            int axis = order == Order.C ? shape.rank() - 1 - n : n;
            if (shape.dim(axis) > 1) {
                if (strides[axis] != expected) {
                    return shape.size() == 0;
                }
                expected *= shape.dim(axis);
            }
        }
        return true;
    }
}
