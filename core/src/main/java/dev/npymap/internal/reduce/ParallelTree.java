package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.internal.work.NotInlined;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Threads;
import java.util.Arrays;
import java.util.List;

/// Accumulates the elements of one result by several threads, or in several ways: parts of its chunks, which are
/// combined in the order of the pairwise tree that a single thread walks.
final class ParallelTree {
    /// The largest number of elements in a part, and about the number that one thread processes at a time.
    static final long PART = 1 << 17;
    /// As [#PART], for parts that are accumulated in several ways and should stay in the second-level cache meanwhile.
    static final long JOINT_PART = 1 << 14;
    /// The number of elements whose parts are listed at a time, unless a single chunk is longer.
    private static final long ROUND = 1L << 30;

    private final Threads threads;
    private final SummationOrder addition;
    private final List<Accumulator> accumulators;
    private final long most;
    private long[] starts = new long[64];
    private int count;

    /// @param accumulators accumulators whose sums all have the same order
    ParallelTree(Threads threads, SummationOrder addition, List<Accumulator> accumulators) {
        this.threads = threads;
        this.addition = addition;
        this.accumulators = accumulators;
        this.most = accumulators.size() == 1 ? PART : JOINT_PART;
    }

    /// Accumulates a row.
    ///
    /// @param position the position of its first element among all elements of `axes`
    void fold(ReductionAxes axes, int o, long position) {
        long end = 0;
        for (long from = 0; from < addition.length(); from = end) {
            do {
                end += addition.chunk(end);
            } while (end - from < ROUND && end < addition.length());
            fold(axes, o, position, from, end);
        }
    }

    private void fold(ReductionAxes axes, int o, long position, long from, long to) {
        count = 0;
        for (long first = from; first < to; first += addition.chunk(first)) {
            cut(first, addition.chunk(first));
        }
        add(to);
        int all = count - 1;
        List<Accumulator> parts = accumulators.stream().map(accumulator -> accumulator.parts(all, o)).toList();
        int together = (int) Math.max(1, PART / Math.min(most, addition.chunk()));
        Workers.<RuntimeException>run(threads, Math.ceilDiv(all, together), () -> {
            List<Accumulator> mine = parts.stream().map(Accumulator::twin).toList();
            ElementCursor elements = axes.elements();
            return task -> {
                int first = task * together;
                for (int part = first; part < Math.min(all, first + together); part++) {
                    for (Accumulator accumulator : mine) {
                        chunk(accumulator, elements.seek(position + starts[part]), part);
                    }
                }
                // A fault in a mapping has to surface on the thread that caused it.
                MappingGuard.fence();
            };
        });
        for (int n = 0; n < parts.size(); n++) {
            int part = 0;
            for (long first = from; first < to; first += addition.chunk(first)) {
                int next = join(parts.get(n), part, addition.chunk(first));
                accumulators.get(n).add(o, parts.get(n), part);
                part = next;
            }
        }
    }

    private void chunk(Accumulator accumulator, ElementCursor elements, int part) {
        NotInlined.run(() -> accumulator.chunk(elements, starts[part + 1] - starts[part], part, starts[part]));
    }

    /// Lists where the parts of a chunk begin.
    private void cut(long first, long length) {
        if (length <= most) {
            add(first);
            return;
        }
        long half = half(length);
        cut(first, half);
        cut(first + half, length - half);
    }

    private long half(long length) {
        return accumulators.getFirst().half(length);
    }

    private void add(long start) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = start;
    }

    /// Combines the parts of a chunk into the first of them, and returns the part after them.
    private int join(Accumulator parts, int part, long length) {
        if (length <= most) {
            return part + 1;
        }
        long half = half(length);
        int right = join(parts, part, half);
        int next = join(parts, right, length - half);
        parts.join(part, right);
        return next;
    }
}
