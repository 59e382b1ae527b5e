package dev.npymap.array;

import java.lang.foreign.MemorySegment;

/// All elements of an array on their way to or from other memory: what goes together is checked, then the elements
/// move, under the guard against files that are cut.
final class Transfer {
    private Transfer() {
    }

    /// Copies the elements to the beginning of a segment, without gaps.
    static void toSegment(NdArray from, MemorySegment target, Order order, Threads threads) {
        MemorySegment room = part(from, target);
        requireWritable(from, target);
        Layout layout = order == Order.C ? from.layout() : from.transpose().layout();
        Memory.guard(from.layout(), () -> Copying.gather(layout, room, threads));
    }

    /// Refuses memory that elements cannot be copied to.
    static void requireWritable(NdArray from, MemorySegment target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException(from.source() + ": cannot be copied to a segment that is read-only");
        }
    }

    /// A copy of the elements.
    static NdArray copy(NdArray from, Threads threads) {
        MemorySegment memory = Memory.allocate(from.byteSize());
        toSegment(from, memory, Order.C, threads);
        return Layout.packed(memory, from.dtype(), from.shape(), Order.C, Source.of(from.source())).view();
    }

    /// Fills an array with the elements at the beginning of a segment, which lie in C order without gaps.
    static void fromSegment(MemorySegment elements, NdArray to) {
        to.requireWritable();
        MemorySegment given = part(to, elements);
        Memory.guard(to.layout(), () -> Copying.scatter(given, to.layout(), Threads.ONE));
    }

    private static MemorySegment part(NdArray array, MemorySegment bytes) {
        if (bytes.byteSize() < array.byteSize()) {
            throw new IndexOutOfBoundsException(array.source() + ": a segment of " + bytes.byteSize()
                    + " bytes is too short for " + array.byteSize());
        }
        return bytes.asSlice(0, array.byteSize());
    }

    /// Fills an array with the elements of another of the same dtype, but for the byte order.
    static void copy(NdArray from, NdArray to, Threads threads) {
        if (!to.shape().equals(from.shape()) || !to.dtype().isLike(from.dtype())) {
            throw new IllegalArgumentException(to.source() + ": shape " + to.shape() + " of " + to.dtype()
                    + " cannot be filled from shape " + from.shape() + " of " + from.dtype());
        }
        to.requireWritable();
        Layout apart = apart(from, to).layout();
        Memory.guard(from.layout(), to.layout(), () -> {
            Copying.copy(apart, to.layout(), threads);
            return to;
        });
    }

    /// A copy of the elements, converted to another dtype.
    static NdArray convert(NdArray from, Dtype dtype, Threads threads) {
        Conversion.require(from, dtype);
        NdArray target = NdArray.zeros(dtype, from.shape(), Order.C, Source.of(from.source()));
        convert(from, target, threads);
        return target;
    }

    /// Fills an array with the elements of another, converted to its dtype.
    static void convert(NdArray from, NdArray to, Threads threads) {
        Conversion.require(from, to.dtype());
        if (!from.shape().equals(to.shape())) {
            throw new IllegalArgumentException(
                    to.source() + ": shape " + to.shape() + " cannot be filled from shape " + from.shape());
        }
        to.requireWritable();
        NdArray apart = apart(from, to);
        Memory.guard(from.layout(), to.layout(), () -> {
            Conversion.convert(apart, to, threads);
            return to;
        });
    }

    /// The same elements in memory that the target does not share.
    private static NdArray apart(NdArray from, NdArray to) {
        return to.layout().overlaps(from.layout()) ? from.copy() : from;
    }
}
