package dev.npymap.benchmarks.compare;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/// One line of the results.
///
/// @param name    what was compared
/// @param section the title of its table
/// @param goal    how many times faster ours should be, at least; nothing where nobody asked
/// @param ratio   how many times faster ours was: the median over pairs of neighbours; NaN if it was not measured
/// @param spread  from the first to the third quartile of those ratios, relative to the median
/// @param ours    the median time of ours, in nanoseconds
/// @param theirs  the median time of the other, in nanoseconds
/// @param against who the other was
/// @param rounds  how many turns each took
/// @param note    why there are no figures, or what limits them; empty if there is nothing to say
record Row(String name, String section, OptionalDouble goal, double ratio, double spread, double ours, double theirs,
        String against, int rounds, String note) {
    private static final double NANOS_PER_MICRO = 1e3;
    private static final double NANOS_PER_MILLI = 1e6;

    /// A row from the times of two entrants who took turns.
    static Row of(Comparison comparison, String section, String against, List<Double> ours, List<Double> theirs) {
        double[] ratios = new double[2 * ours.size() - 1];
        for (int n = 0; n < ratios.length; n++) {
            ratios[n] = theirs.get((n + 1) / 2) / ours.get(n / 2);
        }
        double middle = quantile(ratios, 0.5);
        return new Row(comparison.name(), section, comparison.goal(), middle,
                (quantile(ratios, 0.75) - quantile(ratios, 0.25)) / middle, median(ours), median(theirs), against,
                ours.size(), "");
    }

    /// A row without figures.
    static Row failed(Comparison comparison, String section, String why) {
        return new Row(comparison.name(), section, comparison.goal(), Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                String.join(", ", comparison.theirs()), 0, why);
    }

    Row withNote(String text) {
        return new Row(name, section, goal, ratio, spread, ours, theirs, against, rounds, text);
    }

    boolean isMeasured() {
        return !Double.isNaN(ratio);
    }

    boolean isMet() {
        return ratio >= goal.orElse(Double.NEGATIVE_INFINITY);
    }

    /// The unit in which both times are readable.
    String unit() {
        double least = Math.min(ours, theirs);
        return least < NANOS_PER_MICRO ? "ns" : least < NANOS_PER_MILLI ? "us" : "ms";
    }

    /// A time in the unit of this row.
    double inUnit(double nanos) {
        return switch (unit()) {
            case "ns" -> nanos;
            case "us" -> nanos / NANOS_PER_MICRO;
            default -> nanos / NANOS_PER_MILLI;
        };
    }

    static double median(List<Double> values) {
        return quantile(values.stream().mapToDouble(value -> value).toArray(), 0.5);
    }

    private static double quantile(double[] values, double q) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = q * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }
}
