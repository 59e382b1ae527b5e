package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// The rows of an array at some positions along one of its axes: NumPy's `a[indices]`, which is no view.
///
/// The positions are copied and checked when this is made, so nothing is moved if one of them is wrong; afterwards the
/// rows can be read and written any number of times.
///
/// Threads: those that may access the array's memory. Results do not depend on who works. Rows of a mapped file that
/// are not in memory yet are asked for ahead of their use, if native access is allowed; without it, more threads than
/// there are processors wait for the disk at the same time.
public final class Rows {
    private static final int BLOCK = 1024;

    private final NdArray array;
    private final int axis;
    private final Shape shape;
    private final MemorySegment positions;
    private final long count;

    private Rows(NdArray array, int axis, Shape shape, MemorySegment positions, long count) {
        this.array = array;
        this.axis = axis;
        this.shape = shape;
        this.positions = positions;
        this.count = count;
    }

    static Rows of(NdArray array, int axis, NdArray indices) {
        Dtype.Kind kind = indices.dtype().kind();
        if (kind != Dtype.Kind.INT && kind != Dtype.Kind.UINT) {
            throw new ClassCastException(indices.source() + ": elements are " + indices.dtype() + ", not indices");
        }
        long[] dims = array.shape().toArray();
        Shape shape = Shape.of(Copying.concat(Copying.concat(Arrays.copyOf(dims, axis), indices.shape().toArray()),
                Arrays.copyOfRange(dims, axis + 1, dims.length)));
        MemorySegment positions = Memory.allocate(Math.multiplyExact(Long.BYTES, indices.size()));
        Memory.guard(indices.layout(), () -> resolve(array.layout(), axis, indices, positions));
        return new Rows(array, axis, shape, positions, indices.size());
    }

    private static void resolve(Layout layout, int axis, NdArray indices, MemorySegment positions) {
        long dim = layout.shape().dim(axis);
        boolean unsigned = indices.dtype().kind() == Dtype.Kind.UINT;
        long[] block = new long[BLOCK];
        Elements elements = Elements.inOrder(indices);
        for (long done = 0; done < indices.size(); done += BLOCK) {
            int n = (int) Math.min(BLOCK, indices.size() - done);
            elements.next(block, n);
            for (int i = 0; i < n; i++) {
                long position = block[i] < 0 ? block[i] + dim : block[i];
                if (position < 0 || position >= dim || block[i] < 0 && unsigned) {
                    throw Slicing.outOfBounds(layout, axis,
                            unsigned ? Long.toUnsignedString(block[i]) : Long.toString(block[i]));
                }
                block[i] = position;
            }
            MemorySegment.copy(block, 0, positions, JAVA_LONG_UNALIGNED, done * Long.BYTES, n);
        }
    }

    /// {@return the array's shape, with the axes of the indices in place of the one they are positions on}
    public Shape shape() {
        return shape;
    }

    /// Copies the rows into memory of their own.
    ///
    /// @param threads who copies
    /// @return an array in C order, of the array's dtype, that can be written to
    public NdArray copy(Threads threads) {
        NdArray target = NdArray.zeros(array.dtype(), shape, Order.C, Source.of(array.source()));
        copyTo(target, threads);
        return target;
    }

    /// Copies the rows, in the array's byte order and in C order, without gaps.
    ///
    /// @param target  as many bytes as the rows have, at least; not overlapping the array
    /// @param threads who copies
    /// @throws IllegalArgumentException if the target is too short, or cannot be written to
    public void copyTo(MemorySegment target, Threads threads) {
        Transfer.requireWritable(array, target);
        copyTo(NdArray.of(target, array.dtype(), shape, Order.C, Source.of(array.source())), threads);
    }

    /// Copies the rows into another array.
    ///
    /// @param target  of this shape, and of the array's dtype but for the byte order; may be a view of the same memory
    /// @param threads who copies
    /// @throws IllegalArgumentException if shape or dtype differ, or the target cannot be written to
    public void copyTo(NdArray target, Threads threads) {
        requireLike(target);
        target.requireWritable();
        Layout to = flat(target);
        if (!target.dtype().equals(array.dtype()) || array.layout().overlaps(target.layout()) || to == null) {
            target.copyFrom(copy(threads), threads);
            return;
        }
        Memory.guard(array.layout(), target.layout(), () -> {
            new RowCopying(array.layout(), to, axis, positions, count).gather(threads);
            return target;
        });
    }

    /// Sets the rows: `a[indices] = rows`. Of those at one position, the last stays.
    ///
    /// @param rows    of this shape, and of the array's dtype but for the byte order; may be a view of the same memory
    /// @param threads who copies
    /// @throws IllegalArgumentException if shape or dtype differ, or the array cannot be written to
    public void copyFrom(NdArray rows, Threads threads) {
        requireLike(rows);
        array.requireWritable();
        Layout from = flat(rows);
        if (!rows.dtype().equals(array.dtype()) || array.layout().overlaps(rows.layout()) || from == null) {
            NdArray alike = NdArray.zeros(array.dtype(), shape, Order.C, Source.of(rows.source()));
            alike.copyFrom(rows, threads);
            copyFrom(alike, threads);
            return;
        }
        Memory.guard(array.layout(), rows.layout(), () -> {
            new RowCopying(from, array.layout(), axis, positions, count).scatter(threads);
            return array;
        });
    }

    private void requireLike(NdArray other) {
        if (!shape.equals(other.shape()) || !other.dtype().isLike(array.dtype())) {
            throw new IllegalArgumentException(other.source() + ": shape " + other.shape() + " of " + other.dtype()
                    + " does not go with rows of shape " + shape + " of " + array.dtype());
        }
    }

    /// The other array with the axes of the indices as one; null if no view of it has that.
    private Layout flat(NdArray other) {
        int ahead = other.rank() - (array.rank() - 1);
        if (ahead == 1) {
            return other.layout();
        }
        long[] dims = array.shape().toArray();
        dims[axis] = count;
        return other.isContiguous(Order.C) ? Slicing.reshape(other.layout(), dims) : null;
    }
}
