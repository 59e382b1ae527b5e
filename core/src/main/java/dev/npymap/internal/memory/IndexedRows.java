package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Optional;

/// The rows of an array at some positions along one of its axes; the positions were copied and checked.
public final class IndexedRows {
    private final Layout array;
    private final int axis;
    private final Shape shape;
    private final MemorySegment positions;
    private final long count;

    private IndexedRows(Layout array, int axis, Shape shape, MemorySegment positions, long count) {
        this.array = array;
        this.axis = axis;
        this.shape = shape;
        this.positions = positions;
        this.count = count;
    }

    public static IndexedRows of(Layout array, int axis, Layout indices) {
        Dtype.Kind kind = indices.dtype().kind();
        if (kind != Dtype.Kind.INT && kind != Dtype.Kind.UINT) {
            throw new ClassCastException(indices.name() + ": elements are " + indices.dtype() + ", not indices");
        }
        long[] dims = array.shape().toArray();
        Shape shape = Shape
                .of(StridedCopy.concat(StridedCopy.concat(Arrays.copyOf(dims, axis), indices.shape().toArray()),
                        Arrays.copyOfRange(dims, axis + 1, dims.length)));
        MemorySegment positions = Allocation.zeros(Math.multiplyExact(Long.BYTES, indices.size()));
        MappingGuard.guard(indices, () -> resolve(array, axis, indices, positions));
        return new IndexedRows(array, axis, shape, positions, indices.size());
    }

    private static void resolve(Layout array, int axis, Layout indices, MemorySegment positions) {
        long dim = array.shape().dim(axis);
        boolean unsigned = indices.dtype().kind() == Dtype.Kind.UINT;
        long[] block = new long[ElementCursor.BLOCK];
        ElementCursor elements = ElementCursor.inOrder(indices);
        for (long done = 0; done < indices.size(); done += ElementCursor.BLOCK) {
            int n = (int) Math.min(ElementCursor.BLOCK, indices.size() - done);
            elements.next(block, n);
            for (int i = 0; i < n; i++) {
                long position = block[i] < 0 ? block[i] + dim : block[i];
                if (position < 0 || position >= dim || block[i] < 0 && unsigned) {
                    throw Slicing.outOfBounds(array, axis,
                            unsigned ? Long.toUnsignedString(block[i]) : Long.toString(block[i]));
                }
                block[i] = position;
            }
            MemorySegment.copy(block, 0, positions, JAVA_LONG_UNALIGNED, done * Long.BYTES, n);
        }
    }

    /// The array's shape, with the axes of the indices in place of the selected axis.
    public Shape shape() {
        return shape;
    }

    /// Copies the rows into memory of their own, in C order.
    public Layout copy(Threads threads) {
        Layout target = Layout.zeros(array.dtype(), shape, Source.of(array.name()));
        copyTo(target, threads);
        return target;
    }

    /// Copies the rows to the beginning of a segment, without gaps.
    public void copyTo(MemorySegment target, Threads threads) {
        ArrayCopy.requireWritable(array, target);
        copyTo(Layout.of(target, array.dtype(), shape, Order.C, Source.of(array.name())), threads);
    }

    /// Copies the rows into another array, which may share memory with this one.
    public void copyTo(Layout target, Threads threads) {
        requireLike(target);
        target.requireWritable();
        Optional<Layout> to = flat(target);
        if (to.isEmpty() || !target.dtype().equals(array.dtype()) || array.overlaps(target)) {
            ArrayCopy.copy(copy(threads), target, threads);
            return;
        }
        MappingGuard.guard(array, target, () -> {
            new RowCopy(array, to.get(), axis, positions, count).gather(threads);
            return target;
        });
    }

    /// Sets the rows; where several indices are equal, the last row counts.
    public void copyFrom(Layout rows, Threads threads) {
        requireLike(rows);
        array.requireWritable();
        Optional<Layout> from = flat(rows);
        if (from.isEmpty() || !rows.dtype().equals(array.dtype()) || array.overlaps(rows)) {
            Layout alike = Layout.zeros(array.dtype(), shape, Source.of(rows.name()));
            ArrayCopy.copy(rows, alike, threads);
            copyFrom(alike, threads);
            return;
        }
        MappingGuard.guard(array, rows, () -> {
            new RowCopy(from.get(), array, axis, positions, count).scatter(threads);
            return array;
        });
    }

    private void requireLike(Layout other) {
        if (!shape.equals(other.shape()) || !other.dtype().isLike(array.dtype())) {
            throw new IllegalArgumentException(other.name() + ": shape " + other.shape() + " of " + other.dtype()
                    + " does not match rows of shape " + shape + " of " + array.dtype());
        }
    }

    /// The other array with the axes of the indices joined into one, if there is such a view.
    private Optional<Layout> flat(Layout other) {
        int ahead = other.rank() - (array.rank() - 1);
        if (ahead == 1) {
            return Optional.of(other);
        }
        long[] dims = array.shape().toArray();
        dims[axis] = count;
        return other.contiguous(Order.C) ? Optional.of(Slicing.reshape(other, dims)) : Optional.empty();
    }
}
