package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reduces all elements of an array in several ways at once, with the results of [ReductionEngine].
///
/// Sums of the same order share a walk over the memory. Squared distances from means need the means first; their walk
/// includes all reductions that do not depend on an order.
public final class JointReduction {
    private final Layout array;
    private final Threads threads;
    private final ReductionAxes axes;
    private final List<Accumulator> accumulators;

    private JointReduction(Layout array, Threads threads) {
        this.array = array;
        this.threads = threads;
        boolean[] all = new boolean[array.rank()];
        Arrays.fill(all, true);
        this.axes = ReductionAxes.of(array, all, true);
        this.accumulators = new ArrayList<>();
    }

    /// The reductions of all elements, as the nearest doubles, in the order of `several`.
    ///
    /// @param array   an array of real numbers or booleans, not empty
    /// @param several reductions that do not return positions
    public static double[] reals(Layout array, Threads threads, Reduction... several) {
        array.requireReal();
        JointReduction joint = new JointReduction(array, Workers.on(threads, array.segment()));
        ReductionRule[] rules = Arrays.stream(several).map(one -> ReductionRule.of(one, array.dtype()))
                .toArray(ReductionRule[]::new);
        MappingGuard.guard(array, () -> joint.run(rules));
        double[] results = new double[rules.length];
        for (int n = 0; n < rules.length; n++) {
            Layout result = Layout.zeros(rules[n].result(array), Shape.of(1), Source.of(array.name()));
            joint.accumulators.get(n).store(result, 0);
            results[n] = ElementCodec.number(result, 0);
        }
        return results;
    }

    private void run(ReductionRule[] rules) {
        Map<SummationOrder, List<Accumulator>> first = new LinkedHashMap<>();
        Map<SummationOrder, List<Accumulator>> last = new LinkedHashMap<>();
        Map<Accumulator.Sums, Accumulator> alike = new LinkedHashMap<>();
        for (ReductionRule what : rules) {
            Accumulator accumulator = Accumulator.of(array, what, array.size(), true);
            accumulator.start(1);
            accumulators.add(accumulator);
            List<Accumulator> walk = (what.isOrdered(array) ? first : last)
                    .computeIfAbsent(SummationOrder.of(axes, what), _ -> new ArrayList<>());
            Optional<Accumulator> other = accumulator instanceof Accumulator.Sums sums
                    ? walk.stream().filter(sums::addsLike).findFirst()
                    : Optional.empty();
            if (other.isPresent()) {
                alike.put((Accumulator.Sums) accumulator, other.get());
            } else {
                walk.add(accumulator);
            }
        }
        first.forEach(this::walk);
        alike.forEach(Accumulator.Sums::take);
        for (int n = 0; n < rules.length; n++) {
            if (rules[n].isDeviation() && accumulators.get(n) instanceof Accumulator.TwoPass means) {
                accumulators.set(n, means.deviations());
                last.computeIfAbsent(SummationOrder.ofDeviations(axes, rules[n]), _ -> new ArrayList<>())
                        .add(accumulators.get(n));
            }
        }
        last.forEach(this::walk);
    }

    private void walk(SummationOrder order, List<Accumulator> together) {
        new ReductionWalk(axes, together, order, order.isLong() ? threads : Threads.ONE).run();
        // A fault in a mapping has to surface on the thread that caused it.
        MappingGuard.fence();
    }
}
