package dev.npymap.array;

import dev.npymap.internal.memory.IndexedRows;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;

/// The rows of an array at some positions along one of its axes: NumPy's `a[indices]`, which is a copy, not a view.
///
/// The positions are copied and checked when an instance is made, so nothing is copied or set if one of them is wrong;
/// afterwards the rows can be read and written any number of times.
///
/// Threads: those that may access the array's memory. The work is shared by the [array's threads][NdArray#with], or by
/// [others][#with]. Rows of a mapped file that are not in memory yet are prefetched if native access is allowed;
/// without it, more threads than processors wait for the disk at the same time.
public final class Rows {
    private final NdArray array;
    private final IndexedRows rows;

    private Rows(NdArray array, IndexedRows rows) {
        this.array = array;
        this.rows = rows;
    }

    static Rows of(NdArray array, int axis, NdArray indices) {
        return new Rows(array, IndexedRows.of(array.layout(), axis, indices.layout()));
    }

    /// Returns these rows with other threads than the array's.
    ///
    /// @param threads the threads that share the work
    /// @return the same rows
    public Rows with(Threads threads) {
        return new Rows(array.with(threads), rows);
    }

    /// {@return the array's shape, with the axes of the indices in place of the selected axis}
    public Shape shape() {
        return rows.shape();
    }

    /// Copies the rows into memory of their own.
    ///
    /// @return an array in C order, of the array's dtype, that can be written to
    public NdArray copy() {
        return array.view(rows.copy(array.threads()));
    }

    /// Copies the rows, in the array's byte order and in C order, without gaps.
    ///
    /// @param target at least as many bytes as the rows have, not overlapping the array
    /// @throws IllegalArgumentException if the target is too short, or cannot be written to
    public void copyTo(MemorySegment target) {
        rows.copyTo(target, array.threads());
    }

    /// Copies the rows into another array.
    ///
    /// @param target an array of [#shape()] and of the array's dtype; the byte order may differ; may be a view of the
    ///               same memory
    /// @throws IllegalArgumentException if the shapes or dtypes differ, or the target cannot be written to
    public void copyTo(NdArray target) {
        rows.copyTo(target.layout(), array.threads());
    }

    /// Sets the rows: `a[indices] = rows`. Where several indices are equal, the last row counts.
    ///
    /// @param elements an array of [#shape()] and of the array's dtype; the byte order may differ; may be a view of the
    ///                 same memory
    /// @throws IllegalArgumentException if the shapes or dtypes differ, or the array cannot be written to
    public void copyFrom(NdArray elements) {
        rows.copyFrom(elements.layout(), array.threads());
    }
}
