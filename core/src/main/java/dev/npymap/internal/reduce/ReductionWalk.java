package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.work.NotInlined;
import dev.npymap.model.Threads;
import java.util.List;
import java.util.Optional;

/// Walks the elements of several results in order, and passes them to accumulators row by row: consecutive elements of
/// one result, or elements of neighbouring results. Several accumulators take each row in turn, so that the second
/// finds it in the cache.
final class ReductionWalk {
    private final ReductionAxes axes;
    private final List<Accumulator> accumulators;
    private final ElementCursor elements;
    private final boolean along;
    /// The number of axes outside of a row.
    private final int outer;
    private final long row;
    private final SummationOrder order;
    private final Threads threads;
    /// The accumulator that reads rows across results in place, if no other accumulator needs `elements`.
    private final Optional<Accumulator.Direct> direct;
    private long position;

    /// @param order   the order in which the elements of one result are added
    /// @param threads the threads that share the work on long rows
    ReductionWalk(ReductionAxes axes, List<Accumulator> accumulators, SummationOrder order, Threads threads) {
        int inner = axes.inner();
        int rank = axes.dims().length;
        this.axes = axes;
        this.accumulators = accumulators;
        this.elements = axes.elements();
        this.along = inner > 0 || rank == 0;
        this.outer = along ? rank - inner : rank - 1;
        this.row = along ? order.length() : axes.dims()[rank - 1];
        this.order = order;
        this.threads = threads;
        this.direct = accumulators.size() == 1 && accumulators.getFirst() instanceof Accumulator.Direct candidate
                && candidate.isDirect() && axes.hasLongRows() ? Optional.of(candidate) : Optional.empty();
    }

    void run() {
        walk(0, axes.first(), 0, 0);
    }

    private void walk(int axis, long at, int o, long index) {
        if (axis == outer) {
            NotInlined.run(() -> rows(1, o, 0, index));
            return;
        }
        long dim = axes.dims()[axis];
        int step = (int) axes.steps()[axis];
        int moved = step == 0 ? 1 : 0;
        if (axis == outer - 1 && direct.isPresent()) {
            long stride = axes.strides()[axis];
            NotInlined.run(() -> direct.get().acrossDirect(axes.array().segment(), at, stride, dim, (int) row, o));
            return;
        }
        boolean last = axis == outer - 1;
        long many = !last ? 1 : step == 0 && !along ? dim : Math.max(1, ElementCursor.BLOCK / row);
        for (long n = 0; n < dim; n += many) {
            int to = o + (int) n * step;
            long first = index + n * moved;
            if (last) {
                long rows = Math.min(many, dim - n);
                NotInlined.run(() -> rows(rows, to, step, first));
            } else {
                walk(axis + 1, at + n * axes.strides()[axis], to, first);
            }
        }
    }

    private void rows(long rows, int o, int step, long index) {
        boolean inParts = threads.count() > 1 || accumulators.size() > 1 && row > ParallelTree.JOINT_PART;
        if (along && row > ElementCursor.BLOCK && !order.isInTurn() && inParts) {
            new ParallelTree(threads, order, accumulators).fold(axes, o, position);
        } else {
            for (int n = 0; n < accumulators.size(); n++) {
                if (n > 0) {
                    elements.seek(position);
                }
                rows(accumulators.get(n), rows, o, step, index);
            }
        }
        position += rows * row;
    }

    private void rows(Accumulator accumulator, long rows, int o, int step, long index) {
        if (!along) {
            across(accumulator, rows, o, step, index);
        } else if (order.isInTurn()) {
            inTurn(accumulator, rows, o, step);
        } else if (row <= ElementCursor.BLOCK) {
            accumulator.along(elements, (int) rows, (int) row, o, step);
        } else {
            for (long from = 0; from < row; from += order.chunk(from)) {
                accumulator.chunk(elements, order.chunk(from), o, from);
            }
        }
    }

    private void inTurn(Accumulator accumulator, long rows, int o, int step) {
        for (long n = 0; n < rows; n++) {
            for (long from = 0; from < row; from += ElementCursor.BLOCK) {
                accumulator.along(elements, (int) Math.min(row - from, ElementCursor.BLOCK), 1, o + (int) n * step, 0);
            }
        }
    }

    private void across(Accumulator accumulator, long rows, int o, int step, long index) {
        if (row <= ElementCursor.BLOCK) {
            accumulator.across(elements, rows, (int) row, o, step, index);
            return;
        }
        for (long n = 0; n < rows; n++) {
            for (int from = 0; from < row; from += ElementCursor.BLOCK) {
                int length = (int) Math.min(row - from, ElementCursor.BLOCK);
                accumulator.across(elements, 1, length, o + (int) n * step + from, step, index + (step == 0 ? n : 0));
            }
        }
    }
}
