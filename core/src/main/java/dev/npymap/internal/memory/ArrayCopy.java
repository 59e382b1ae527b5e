package dev.npymap.internal.memory;

import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;

/// Copies all elements of an array to or from other memory: checks that both sides match, then copies, guarded against
/// truncated files.
public final class ArrayCopy {
    private ArrayCopy() {
    }

    /// Copies the elements to the beginning of a segment, without gaps.
    public static void toSegment(Layout from, MemorySegment target, Order order, Threads threads) {
        MemorySegment room = part(from, target);
        requireWritable(from, target);
        Layout layout = order == Order.C ? from : from.transposed();
        MappingGuard.guard(from, () -> StridedCopy.gather(layout, room, threads));
    }

    /// Refuses memory to which the elements cannot be copied.
    static void requireWritable(Layout from, MemorySegment target) {
        if (target.isReadOnly()) {
            throw new IllegalArgumentException(from.name() + ": cannot be copied to a segment that is read-only");
        }
    }

    /// A copy of the elements.
    public static Layout copy(Layout from, Threads threads) {
        MemorySegment memory = Allocation.zeros(from.byteSize());
        toSegment(from, memory, Order.C, threads);
        return Layout.packed(memory, from.dtype(), from.shape(), Order.C, Source.of(from.name()));
    }

    /// Fills an array with the elements at the beginning of a segment, which lie in C order without gaps.
    public static void fromSegment(MemorySegment elements, Layout to, Threads threads) {
        to.requireWritable();
        MemorySegment given = part(to, elements);
        MappingGuard.guard(to, () -> StridedCopy.scatter(given, to, threads));
    }

    private static MemorySegment part(Layout array, MemorySegment bytes) {
        if (bytes.byteSize() < array.byteSize()) {
            throw new IndexOutOfBoundsException(array.name() + ": a segment of " + bytes.byteSize()
                    + " bytes is too short for " + array.byteSize());
        }
        return bytes.asSlice(0, array.byteSize());
    }

    /// Fills an array with the elements of another one of the same dtype; the byte order may differ.
    public static void copy(Layout from, Layout to, Threads threads) {
        if (!to.shape().equals(from.shape()) || !to.dtype().isLike(from.dtype())) {
            throw new IllegalArgumentException(to.name() + ": shape " + to.shape() + " of " + to.dtype()
                    + " cannot be filled from shape " + from.shape() + " of " + from.dtype());
        }
        to.requireWritable();
        Layout apart = apart(from, to, threads);
        MappingGuard.guard(from, to, () -> {
            StridedCopy.copy(apart, to, threads);
            return to;
        });
    }

    /// A copy of the elements, converted to another dtype.
    public static Layout convert(Layout from, Dtype dtype, Threads threads) {
        Conversion.require(from, dtype);
        Layout target = Layout.zeros(dtype, from.shape(), Source.of(from.name()));
        convert(from, target, threads);
        return target;
    }

    /// Fills an array with the elements of another, converted to its dtype.
    public static void convert(Layout from, Layout to, Threads threads) {
        Conversion.require(from, to.dtype());
        if (!from.shape().equals(to.shape())) {
            throw new IllegalArgumentException(
                    to.name() + ": shape " + to.shape() + " cannot be filled from shape " + from.shape());
        }
        to.requireWritable();
        Layout apart = apart(from, to, threads);
        MappingGuard.guard(from, to, () -> {
            Conversion.convert(apart, to, threads);
            return to;
        });
    }

    /// The same elements in memory that the target does not share.
    private static Layout apart(Layout from, Layout to, Threads threads) {
        return to.overlaps(from) ? copy(from, threads) : from;
    }
}
