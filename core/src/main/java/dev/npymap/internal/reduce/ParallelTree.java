package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.internal.work.NotInlined;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Threads;
import java.util.Arrays;

/// Accumulates the elements of one result by several threads: the parts of its chunks, which are put together in the order of
/// the pairwise tree that one thread walks.
final class ParallelTree {
    /// How many elements a part has at most, and what one thread works on at a time has about.
    static final long PART = 1 << 17;
    /// The elements whose parts are known at a time, unless a single chunk is longer.
    private static final long ROUND = 1L << 30;

    private final Threads threads;
    private final SummationOrder addition;
    private long[] starts = new long[64];
    private int count;

    ParallelTree(Threads threads, SummationOrder addition) {
        this.threads = threads;
        this.addition = addition;
    }

    /// Folds a row.
    ///
    /// @param position the place of its first element among all that `axes` have
    void fold(ReductionAxes axes, Accumulator fold, int o, long position) {
        long end = 0;
        for (long from = 0; from < addition.length(); from = end) {
            do {
                end += addition.chunk(end);
            } while (end - from < ROUND && end < addition.length());
            fold(axes, fold, o, position, from, end);
        }
    }

    private void fold(ReductionAxes axes, Accumulator fold, int o, long position, long from, long to) {
        count = 0;
        for (long first = from; first < to; first += addition.chunk(first)) {
            cut(fold, first, addition.chunk(first));
        }
        add(to);
        int all = count - 1;
        Accumulator parts = fold.parts(all, o);
        int together = (int) Math.max(1, PART / addition.chunk());
        Workers.<RuntimeException>run(threads, Math.ceilDiv(all, together), () -> {
            Accumulator mine = parts.twin();
            ElementCursor elements = axes.elements();
            return task -> {
                int first = task * together;
                elements.seek(position + starts[first]);
                for (int n = first; n < Math.min(all, first + together); n++) {
                    int part = n;
                    NotInlined.run(() -> mine.chunk(elements, starts[part + 1] - starts[part], part, starts[part]));
                }
                // A fault in a mapping has to surface on the thread that met it.
                MappingGuard.fence();
            };
        });
        int part = 0;
        for (long first = from; first < to; first += addition.chunk(first)) {
            int next = join(parts, part, addition.chunk(first));
            fold.add(o, parts, part);
            part = next;
        }
    }

    /// Notes where the parts of a chunk begin.
    private void cut(Accumulator fold, long first, long length) {
        if (length <= PART) {
            add(first);
            return;
        }
        long half = fold.half(length);
        cut(fold, first, half);
        cut(fold, first + half, length - half);
    }

    private void add(long start) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = start;
    }

    /// Puts the parts of a chunk together in the first of them, and returns which comes behind them.
    private static int join(Accumulator parts, int part, long length) {
        if (length <= PART) {
            return part + 1;
        }
        long half = parts.half(length);
        int right = join(parts, part, half);
        int next = join(parts, right, length - half);
        parts.join(part, right);
        return next;
    }
}
