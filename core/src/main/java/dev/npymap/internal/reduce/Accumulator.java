package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Reduction;
import java.lang.foreign.MemorySegment;

/// Accumulates elements into the results of a reduction, several results at a time, on one thread.
///
/// There is one class for each kind of arithmetic. Elements are read in blocks, so that loops run over Java arrays.
abstract class Accumulator {
    /// Returns the accumulator of an array's elements.
    ///
    /// @param size   the number of elements for each result
    /// @param single whether there is a single result, without axes
    static Accumulator of(Layout array, ReductionRule what, long size, boolean single) {
        return switch (what.kind()) {
            case ANY, ALL, COUNT_NON_ZERO, COUNT_NAN -> new CountAccumulator(array, what, size);
            case ARG_MIN, ARG_MAX -> array.dtype().kind().isText()
                    ? new TextExtremeAccumulator(array, what.kind() == Reduction.Kind.ARG_MAX)
                    : new ExtremeAccumulator(array, what);
            case MIN, MAX -> array.isComplex()
                    ? new ExtremeAccumulator(array, what)
                    : new MinMaxAccumulator(array, what);
            default -> switch (array.dtype().kind()) {
                case BOOL, INT, UINT -> what.kind() == Reduction.Kind.MEAN || what.isDeviation()
                        ? new DoubleAccumulator(array, what, size, single)
                        : new LongAccumulator(array, what, size);
                case DATETIME, TIMEDELTA -> new LongAccumulator(array, what, size);
                case COMPLEX -> new ComplexAccumulator(array, what, size);
                default -> array.dtype().byteSize() >= Double.BYTES
                        ? new DoubleAccumulator(array, what, size, single)
                        : new FloatAccumulator(array, what, size, single);
            };
        };
    }

    /// Begins new results.
    abstract void start(int outputs);

    /// Accumulates consecutive rows, each into one result.
    ///
    /// @param in     is positioned before the first row
    /// @param rows   the number of rows, which are a block at most in all
    /// @param length the number of elements in a row
    /// @param o      the result of the first row
    /// @param step   the distance from the result of one row to that of the next
    abstract void along(ElementCursor in, int rows, int length, int o, int step);

    /// Accumulates consecutive rows, each element into a result of its own.
    ///
    /// @param in     is positioned before the first row
    /// @param rows   the number of rows, which are a block at most in all if they have different results
    /// @param length the number of elements in a row, a block at most
    /// @param o      the result of the first element of the first row
    /// @param step   the distance from the results of one row to those of the next; 0 if all rows have the same results
    /// @param index  the position of the first row on the reduced axis, if there is one
    abstract void across(ElementCursor in, long rows, int length, int o, int step, long index);

    /// Processes several rows, no more than a block.
    interface Rows {
        /// @param first the number of rows before
        void on(int rows, long first);
    }

    /// Splits rows into blocks.
    static void byBlocks(long rows, int length, Rows work) {
        int many = (int) Math.min(rows, ElementCursor.BLOCK / length);
        for (long row = 0; row < rows; row += many) {
            work.on((int) Math.min(many, rows - row), row);
        }
    }

    /// Accumulates a chunk into one result: for floats the sum of a pairwise tree, added at once.
    ///
    /// @param index the position of the first element among those of the result
    abstract void chunk(ElementCursor in, long count, int o, long index);

    /// Whether a chunk can be accumulated in parts with the same result.
    boolean hasParts() {
        return true;
    }

    /// The number of a chunk's elements in the left half of the tree.
    long half(long count) {
        return PairwiseSum.half(count);
    }

    /// An accumulator that reads elements in place if they need no conversion.
    interface Direct {
        /// Whether these elements need no conversion.
        boolean isDirect();

        /// As [#across], for rows that are all accumulated into the same results.
        ///
        /// @param at     the offset of the first element, in bytes
        /// @param stride the stride from row to row, in bytes
        void acrossDirect(MemorySegment s, long at, long stride, long rows, int length, int o);
    }

    /// Adds elements, whatever the sums are for.
    interface Sums {
        /// Whether another accumulator has the same sums after the same walk.
        boolean addsLike(Accumulator other);

        /// Takes the sums of an accumulator that adds like this one.
        void take(Accumulator other);
    }

    /// Has the means of the elements after a first pass, for a second one.
    interface TwoPass {
        /// Returns the accumulator of squared distances from these means.
        Accumulator deviations();
    }

    /// Returns an accumulator for parts of chunks, all of which belong to one result.
    abstract Accumulator parts(int parts, int o);

    /// Returns an accumulator for another thread, with the same results.
    abstract Accumulator twin();

    /// Combines two parts that are neighbours in the tree.
    final void join(int left, int right) {
        add(left, this, right);
    }

    /// Accumulates a chunk that was combined from parts.
    abstract void add(int o, Accumulator parts, int part);

    /// Completes the results and writes them.
    ///
    /// @param to    the results of the reduction
    /// @param first the position of this accumulator's first result
    abstract void store(Layout to, long first);
}
