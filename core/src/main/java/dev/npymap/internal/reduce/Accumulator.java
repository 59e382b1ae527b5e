package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Reduction;
import java.lang.foreign.MemorySegment;

/// Accumulates elements in the results of a reduction, some results at a time, on one thread.
///
/// One class for each arithmetic. Elements come in blocks, so that loops run over Java arrays.
abstract class Accumulator {
    /// An accumulator of some elements.
    ///
    /// @param size   how many elements there are for each result
    /// @param single whether there is a single result, without an axis
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

    /// Accumulates rows that follow each other, each in one result.
    ///
    /// @param in     stands before the first row
    /// @param rows   how many; all of them are a block at most
    /// @param length elements in a row
    /// @param o      the result of the first row
    /// @param step   from the result of a row to that of the next
    abstract void along(ElementCursor in, int rows, int length, int o, int step);

    /// Accumulates rows that follow each other, each element in a result of its own.
    ///
    /// @param in     stands before the first row
    /// @param rows   how many; all of them are a block at most if they have results of their own
    /// @param length elements in a row, a block at most
    /// @param o      the result of the first element of the first row
    /// @param step   from the results of a row to those of the next; 0 if all have the same
    /// @param index  the position of the first row on the axis that is reduced, if it is one
    abstract void across(ElementCursor in, long rows, int length, int o, int step, long index);

    /// Some rows, no more than a block.
    interface Rows {
        /// @param first how many came before
        void on(int rows, long first);
    }

    /// Takes rows block by block.
    static void byBlocks(long rows, int length, Rows work) {
        int many = (int) Math.min(rows, ElementCursor.BLOCK / length);
        for (long row = 0; row < rows; row += many) {
            work.on((int) Math.min(many, rows - row), row);
        }
    }

    /// Accumulates the next elements in one result: for floats the sum of a pairwise tree, added at once.
    ///
    /// @param index the position of the first element among those of the result
    abstract void chunk(ElementCursor in, long count, int o, long index);

    /// Whether a chunk can be accumulated in parts, with the same result.
    boolean hasParts() {
        return true;
    }

    /// How many elements of a chunk are in the left half of the tree.
    long half(long count) {
        return PairwiseSum.half(count);
    }

    /// Reads elements that need no conversion where they lie.
    interface Direct {
        /// Whether these elements need none.
        boolean isDirect();

        /// As [#across], of rows all of whose elements are accumulated in the same results.
        ///
        /// @param at     the first element
        /// @param stride from row to row, in bytes
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
        /// The accumulator of the squared distances from the means of these elements.
        Accumulator deviations();
    }

    /// An accumulator for parts of chunks, all of which belong to one result.
    abstract Accumulator parts(int parts, int o);

    /// An accumulator for another thread, into the same results.
    abstract Accumulator twin();

    /// Joins two parts, neighbours in the tree.
    final void join(int left, int right) {
        add(left, this, right);
    }

    /// Accumulates a chunk that was put together of parts.
    abstract void add(int o, Accumulator parts, int part);

    /// Ends the results and writes them.
    ///
    /// @param to    the results of the reduction
    /// @param first the position of the first that this accumulator has
    abstract void store(Layout to, long first);
}
