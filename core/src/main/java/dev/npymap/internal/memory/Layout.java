package dev.npymap.internal.memory;

import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// Where the elements of an array lie: memory, the first element, and the distance from one to the next on each axis.
///
/// @param segment the memory, of which the array may use a part
/// @param offset  the first element's place in the segment, in bytes
/// @param dtype   what an element is
/// @param shape   the lengths of the axes, in elements
/// @param strides the distance between neighbours on each axis, in bytes; negative for reversed axes, never changed
/// @param source  names the memory in messages
public record Layout(MemorySegment segment, long offset, Dtype dtype, Shape shape, long[] strides, Source source) {
    /// The elements of an array without gaps, for which a segment has to have the bytes.
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

    /// Elements that lie without gaps from the beginning of some memory.
    public static Layout packed(MemorySegment memory, Dtype dtype, Shape shape, Order order, Source source) {
        return new Layout(memory, 0, dtype, shape, shape.strides(dtype.byteSize(), order), source);
    }

    /// Zeros in memory of their own, in C order.
    public static Layout zeros(Dtype dtype, Shape shape, Source source) {
        return of(Allocation.zeros(byteSize(dtype, shape, source)), dtype, shape, Order.C, source);
    }

    /// How many bytes elements take without gaps.
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

    /// The bytes that the elements take without gaps.
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

    /// One field of records; the axes of its sub-arrays come last.
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

    /// One element, without axes.
    ///
    /// @param at its place in the segment, in bytes
    public Layout element(long at) {
        return with(at, Shape.of(), new long[0]);
    }

    /// The same elements with the axes in reverse.
    Layout transposed() {
        return Slicing.transpose(this, Slicing.reversed(rank()));
    }

    /// Refuses elements that have no order or cannot be added.
    public void requireReal() {
        if (!dtype.kind().isWhole() && !dtype.kind().isFloat()) {
            throw new ClassCastException(name() + ": elements are " + dtype + ", not real numbers");
        }
    }

    /// Refuses to write where nobody may.
    public void requireWritable() {
        if (segment.isReadOnly()) {
            throw new IllegalArgumentException(name() + ": is mapped or wrapped read-only");
        }
    }

    /// The same memory, seen with another shape.
    public Layout with(long newOffset, Shape newShape, long[] newStrides) {
        return new Layout(segment, newOffset, dtype, newShape, newStrides, source);
    }

    /// The same memory, seen as other elements.
    public Layout with(long newOffset, Dtype newDtype, Shape newShape, long[] newStrides) {
        return new Layout(segment, newOffset, newDtype, newShape, newStrides, source);
    }

    /// The same bytes, seen as elements of another dtype of their size.
    public Layout as(Dtype newDtype) {
        if (newDtype.byteSize() != dtype.byteSize() || newDtype.holdsObjects()) {
            throw new IllegalArgumentException(
                    source.name() + ": elements are " + dtype + " and cannot be seen as " + newDtype);
        }
        return with(offset, newDtype, shape, strides);
    }

    /// The same elements, whose source has nothing to verify.
    public Layout unverified() {
        return new Layout(segment, offset, dtype, shape, strides, source.unverified());
    }

    /// How many bytes there are from the first element in memory to the end of the last one.
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

    /// Whether some byte lies between the first and the last of both layouts.
    boolean overlaps(Layout other) {
        return shape.size() > 0 && other.shape.size() > 0
                && memory().asOverlappingSlice(other.memory()).isPresent();
    }

    /// The bytes from the first element in memory to the end of the last one.
    public MemorySegment memory() {
        if (shape.size() == 0) {
            // The first element that an empty view would have may lie behind the memory.
            return segment.asSlice(0, 0);
        }
        long first = offset;
        for (int axis = 0; axis < strides.length; axis++) {
            first += Math.min(0, (shape.dim(axis) - 1) * strides[axis]);
        }
        return segment.asSlice(first, extent());
    }

    /// Whether the elements follow each other without gaps in the given order.
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
