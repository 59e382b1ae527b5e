package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.internal.memory.Slicing;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/// Reduces an array along some axes: results are computed range by range, each range by one thread, and long chunks of
/// a single result by several threads.
public final class ReductionEngine {
    /// The largest number of results in a range, which stay in the second-level cache, with rows long enough for
    /// prefetching.
    private static final long MOST = 16 * ElementCursor.BLOCK;
    /// The smallest number of results in a range whose elements are neighbours in memory.
    private static final long LEAST = 8;

    private final Layout array;
    private final ReductionRule what;
    private final Threads threads;
    private final ReductionAxes axes;
    private final Layout results;

    private ReductionEngine(Layout array, ReductionRule what, Threads threads, ReductionAxes axes, Layout results) {
        this.array = array;
        this.what = what;
        this.threads = threads;
        this.axes = axes;
        this.results = results;
    }

    /// Reduces along some axes, or along all if none is given.
    public static Layout of(Layout array, Reduction wanted, Threads threads, int... given) {
        ReductionRule what = ReductionRule.of(wanted, array.dtype());
        boolean asBooleans = what.kind() == Reduction.Kind.ANY || what.kind() == Reduction.Kind.ALL
                || what.kind() == Reduction.Kind.COUNT_NON_ZERO && given.length > 0;
        Layout a = asBooleans ? NonZero.firsts(array, what) : array;
        Dtype dtype = what.result(a);
        boolean[] reduced = reduced(a, what, given);
        long[] dims = new long[a.rank()];
        int kept = 0;
        for (int axis = 0; axis < dims.length; axis++) {
            if (!reduced[axis]) {
                dims[kept++] = a.shape().dim(axis);
            } else if (a.shape().dim(axis) == 0 && what.needsElements()) {
                throw new IllegalArgumentException(
                        a.name() + ": " + what + " of no elements: axis " + axis + " of shape " + a.shape());
            }
        }
        Shape shape = Shape.of(Arrays.copyOf(dims, kept));
        boolean byMemory = !what.isPosition() || given.length > 0;
        Layout results = Layout.zeros(dtype, Shape.of(shape.size()), Source.of(a.name()));
        ReductionEngine reducing = new ReductionEngine(a, what, Workers.on(threads, a.segment()),
                ReductionAxes.of(a, reduced, byMemory),
                results);
        MappingGuard.guard(a, () -> reducing.run(shape.rank() == 0));
        return results.with(0, shape, strides(a, reduced, byMemory, dtype.byteSize()));
    }

    /// The reduction of all elements, as the nearest double.
    public static double real(Layout array, Reduction what, Threads threads) {
        return ElementCodec.number(of(array, what, threads), 0);
    }

    /// The reduction of all elements, if that is an integer, a boolean or a time.
    public static long whole(Layout array, Reduction what, Threads threads) {
        return ElementCodec.whole(of(array, what, threads), 0);
    }

    private static boolean[] reduced(Layout a, ReductionRule what, int... given) {
        boolean[] reduced = new boolean[a.rank()];
        Arrays.fill(reduced, given.length == 0);
        if (a.rank() == 0 && given.length == 1 && (given[0] == 0 || given[0] == -1) && what.isAlongAxisOfOne()) {
            return reduced;
        }
        for (int axis : given) {
            int resolved = Slicing.axis(a, axis);
            if (reduced[resolved]) {
                throw new IllegalArgumentException(a.name() + ": axis " + axis + " is given twice");
            }
            reduced[resolved] = true;
        }
        if (given.length > 1 && what.isPosition()) {
            throw new IllegalArgumentException(
                    a.name() + ": " + what + " is along one axis or all, not " + given.length);
        }
        return reduced;
    }

    /// The strides of the kept axes, for results in the order in which the axes are reduced.
    private static long[] strides(Layout a, boolean[] reduced, boolean byMemory, long unit) {
        int[] order = ReductionAxes.order(a, byMemory);
        long[] all = new long[order.length];
        long stride = unit;
        for (int n = order.length - 1; n >= 0; n--) {
            all[order[n]] = stride;
            stride *= reduced[order[n]] ? 1 : Math.max(1, a.shape().dim(order[n]));
        }
        long[] kept = new long[order.length];
        int count = 0;
        for (int axis = 0; axis < all.length; axis++) {
            if (!reduced[axis]) {
                kept[count++] = all[axis];
            }
        }
        return Arrays.copyOf(kept, count);
    }

    private Accumulator accumulator(boolean single) {
        return Accumulator.of(array, what, results.size() == 0 ? 0 : array.size() / results.size(), single);
    }

    private void run(boolean single) {
        boolean along = axes.inner() > 0 || axes.dims().length == 0;
        long most = Math.ceilDiv(Math.max(1, results.size()), threads.count());
        ResultRanges tiles = new ResultRanges(axes, Math.min(MOST, Math.max(along ? 1 : LEAST, most)));
        SummationOrder first = SummationOrder.of(axes, what);
        SummationOrder second = SummationOrder.ofDeviations(axes, what);
        boolean inParts = threads.count() > 1 && first.isLong() && accumulator(single).hasParts();
        Threads inside = inParts ? threads : Threads.ONE;
        Supplier<Workers.Worker<RuntimeException>> workers = () -> {
            Accumulator accumulator = accumulator(single);
            return tile -> {
                ReductionAxes part = tiles.axes(tile);
                accumulator.start((int) part.outputs());
                walk(part, accumulator, first, inside);
                Accumulator last = accumulator;
                if (what.isDeviation() && accumulator instanceof Accumulator.TwoPass means) {
                    last = means.deviations();
                    walk(part, last, second, inside);
                }
                last.store(results, tiles.first(tile));
                // A fault in a mapping has to surface on the thread that caused it.
                MappingGuard.fence();
            };
        };
        Workers.run(inParts ? Threads.ONE : threads, tiles.count(), workers);
    }

    private void walk(ReductionAxes part, Accumulator accumulator, SummationOrder order, Threads inside) {
        if (array.size() > 0) {
            new ReductionWalk(part, List.of(accumulator), order, inside).run();
        }
    }
}
