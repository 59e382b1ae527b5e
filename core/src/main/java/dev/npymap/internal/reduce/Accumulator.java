package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import java.lang.foreign.MemorySegment;

/// Accumulates elements in the results of a reduction, some results at a time, on one thread.
///
/// One class for each arithmetic. Elements come in blocks, so that loops run over Java arrays.
abstract class Accumulator {
    /// Elements that are read at a time: 8 KiB stay in the first-level cache.
    static final int BLOCK = 1024;

    /// Begins new results.
    abstract void start(int outputs);

    /// Folds rows that follow each other, each into one result.
    ///
    /// @param in     stands before the first row
    /// @param rows   how many; all of them are a block at most
    /// @param length elements in a row
    /// @param o      the result of the first row
    /// @param step   from the result of a row to that of the next
    abstract void along(ElementCursor in, int rows, int length, int o, int step);

    /// Folds rows that follow each other, each element into a result of its own.
    ///
    /// @param in     stands before the first row
    /// @param rows   how many; all of them are a block at most if they have results of their own
    /// @param length elements in a row, a block at most
    /// @param o      the result of the first element of the first row
    /// @param step   from the results of a row to those of the next; 0 if all have the same
    /// @param index  the position of the first row on the axis that is reduced, if it is one
    void across(ElementCursor in, long rows, int length, int o, int step, long index) {
        int many = (int) Math.min(rows, BLOCK / length);
        for (long row = 0; row < rows; row += many) {
            acrossBlock(in, (int) Math.min(many, rows - row), length, o, step, index + row);
        }
    }

    /// As [#across], of no more than a block.
    void acrossBlock(ElementCursor in, int rows, int length, int o, int step, long index) {
        throw new AssertionError("all rows are folded at once");
    }

    /// Folds the next elements into one result: for floats the sum of a pairwise tree, added at once.
    ///
    /// @param index the position of the first element among those of the result
    abstract void piece(ElementCursor in, long count, int o, long index);

    /// Whether a piece can be folded in parts, with the same result.
    boolean hasParts() {
        return true;
    }

    /// How many elements of a piece are in the left half of the tree.
    long half(long count) {
        return PairwiseSum.half(count);
    }

    /// Whether elements need no conversion, so that [#acrossDirect] reads them where they lie.
    boolean isDirect() {
        return false;
    }

    /// As [#across], of rows all of whose elements are folded into the same results, where they lie in memory.
    ///
    /// @param at     the first element
    /// @param stride from row to row, in bytes
    void acrossDirect(MemorySegment s, long at, long stride, long rows, int length, int o) {
        throw new AssertionError("elements are converted first");
    }

    /// A fold for parts of pieces, all of which belong to one result.
    abstract Accumulator parts(int parts, int o);

    /// A fold for another thread, into the same results.
    abstract Accumulator twin();

    /// Joins two parts, neighbours in the tree.
    final void join(int left, int right) {
        add(left, this, right);
    }

    /// Folds a piece that was put together of parts.
    abstract void add(int o, Accumulator parts, int part);

    /// The fold of the squared distances from the means of these elements.
    Accumulator deviations() {
        throw new AssertionError("integers are averaged as floats");
    }

    /// Ends the results and writes them.
    ///
    /// @param to    the results of the reduction
    /// @param first the position of the first that this fold has
    abstract void store(Layout to, long first);
}
