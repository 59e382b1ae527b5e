package dev.npymap.internal.memory;

import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// The position of an array's elements in memory: segment, offset, dtype, shape and strides.
///
/// @param segment the memory, of which the array may use a part
/// @param offset  the offset of the first element in the segment, in bytes
/// @param dtype   the type of the elements
/// @param shape   the lengths of the axes, in elements
/// @param strides the distance between neighbours on each axis, in bytes; negative for reversed axes; never modified
/// @param source  names the memory in messages
public record Layout(MemorySegment segment, long offset, Dtype dtype, Shape shape, long[] strides, Source source) {
    /// The layout of an array without gaps; the segment must be large enough.
    public static Layout of(MemorySegment segment, Dtype dtype, Shape shape, Order order, Source source) {
        long needed = byteSize(dtype, shape, source);
        if (segment.byteSize() < needed) {
            throw new IllegalArgumentException(source.name() + ": shape " + shape + " of " + dtype.descr() + " needs "
                    + needed + " bytes, the segment has " + segment.byteSize());
        }
        if (dtype.holdsObjects()) {
            throw new IllegalArgumentException(
                    source.name() + ": elements of " + dtype.descr() + " are Python objects");
        }
        return packed(segment, dtype, shape, order, source);
    }

    /// The layout of elements without gaps at the beginning of some memory.
    public static Layout packed(MemorySegment memory, Dtype dtype, Shape shape, Order order, Source source) {
        return new Layout(memory, 0, dtype, shape, shape.strides(dtype.byteSize(), order), source);
    }

    /// The layout of zeros in memory of their own, in C order.
    public static Layout zeros(Dtype dtype, Shape shape, Source source) {
        return of(Allocation.zeros(byteSize(dtype, shape, source)), dtype, shape, Order.C, source);
    }

    /// The size of elements without gaps, in bytes.
    public static long byteSize(Dtype dtype, Shape shape, Source source) {
        return shape.byteSize(dtype.byteSize()).orElseThrow(() -> new IllegalArgumentException(source.name()
                + ": shape " + shape + " of " + dtype.descr() + " has more bytes than 64 bits can count"));
    }

    /// The name that messages about the elements begin with.
    public String name() {
        return source.name();
    }

    /// The number of axes.
    public int rank() {
        return shape.rank();
    }

    /// The number of elements.
    public long size() {
        return shape.size();
    }

    /// The size of the elements without gaps, in bytes.
    public long byteSize() {
        return size() * dtype.byteSize();
    }

    public boolean bigEndian() {
        return dtype.byteOrder() == ByteOrder.BIG_ENDIAN;
    }

    public boolean isComplex() {
        return dtype.kind() == Dtype.Kind.COMPLEX;
    }

    /// The real parts of complex numbers.
    public Layout real() {
        return with(offset, part(), shape, strides);
    }

    /// The imaginary parts of complex numbers.
    public Layout imag() {
        return with(offset + dtype.byteSize() / 2, part(), shape, strides);
    }

    private Dtype part() {
        return (switch ((int) dtype.byteSize()) {
            case 8 -> Dtype.FLOAT32;
            case 16 -> Dtype.FLOAT64;
            default -> Dtype.LONGDOUBLE;
        }).withOrder(dtype.byteOrder());
    }

    /// One field of records; the axes of its sub-array come last.
    public Layout field(Field field) {
        long[] sub = field.shape().strides(field.dtype().byteSize(), Order.C);
        int rank = rank();
        long[] dims = new long[rank + sub.length];
        long[] steps = new long[rank + sub.length];
        for (int axis = 0; axis < dims.length; axis++) {
            dims[axis] = axis < rank ? shape.dim(axis) : field.shape().dim(axis - rank);
            steps[axis] = axis < rank ? strides[axis] : sub[axis - rank];
        }
        return with(offset + field.offset(), field.dtype(), Shape.of(dims), steps);
    }

    /// A single element, without axes.
    ///
    /// @param at the element's offset in the segment, in bytes
    public Layout element(long at) {
        return with(at, Shape.of(), new long[0]);
    }

    /// The same elements with the axes reversed.
    Layout transposed() {
        return Slicing.transpose(this, Slicing.reversed(rank()));
    }

    /// Refuses elements that are not real numbers, which alone can be ordered and added.
    public void requireReal() {
        if (!dtype.kind().isWhole() && !dtype.kind().isFloat()) {
            throw new ClassCastException(name() + ": elements are " + dtype + ", not real numbers");
        }
    }

    /// Refuses read-only memory.
    public void requireWritable() {
        if (segment.isReadOnly()) {
            throw new IllegalArgumentException(name() + ": is mapped or wrapped read-only");
        }
    }

    /// The same memory with another offset, shape and strides.
    public Layout with(long newOffset, Shape newShape, long[] newStrides) {
        return new Layout(segment, newOffset, dtype, newShape, newStrides, source);
    }

    /// The same memory with another offset, dtype, shape and strides.
    public Layout with(long newOffset, Dtype newDtype, Shape newShape, long[] newStrides) {
        return new Layout(segment, newOffset, newDtype, newShape, newStrides, source);
    }

    /// The same bytes as elements of another dtype of the same size.
    public Layout as(Dtype newDtype) {
        if (newDtype.byteSize() != dtype.byteSize() || newDtype.holdsObjects()) {
            throw new IllegalArgumentException(
                    source.name() + ": elements are " + dtype + " and cannot be seen as " + newDtype);
        }
        return with(offset, newDtype, shape, strides);
    }

    /// The same elements, with a source without a checksum.
    public Layout unverified() {
        return new Layout(segment, offset, dtype, shape, strides, source.unverified());
    }

    /// The number of bytes from the first element in memory to the end of the last one.
    long extent() {
        if (shape.size() == 0) {
            return 0;
        }
        long extent = dtype.byteSize();
        for (int axis = 0; axis < strides.length; axis++) {
            extent += (shape.dim(axis) - 1) * Math.abs(strides[axis]);
        }
        return extent;
    }

    /// Whether the memory ranges of both layouts overlap.
    boolean overlaps(Layout other) {
        return shape.size() > 0 && other.shape.size() > 0
                && memory().asOverlappingSlice(other.memory()).isPresent();
    }

    /// The memory from the first element to the end of the last one.
    public MemorySegment memory() {
        if (shape.size() == 0) {
            // The offset of an empty view may lie outside of the memory.
            return segment.asSlice(0, 0);
        }
        long first = offset;
        for (int axis = 0; axis < strides.length; axis++) {
            first += Math.min(0, (shape.dim(axis) - 1) * strides[axis]);
        }
        return segment.asSlice(first, extent());
    }

    /// Whether the elements lie in an order, without gaps.
    public boolean contiguous(Order order) {
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
