package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.Histogram;
import dev.npymap.array.Quantiles;
import dev.npymap.array.Summary;
import dev.npymap.model.Threads;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// Statistics in one pass over the data beside NumPy's four functions; histograms and quantiles, without a copy.
final class SummaryCases {
    private static final double NO_ORDER = 1e-12;
    private static final String SMALLER = "f64-smaller.npy";

    private SummaryCases() {
    }

    /// What is computed of an array.
    private interface Statistics {
        double[] of(DoubleArray array, Threads threads);
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        String size = Scale.text(scale.compressed());
        String summary = "Summary of " + Scale.text(scale.big()) + " float64, against min, max, mean, std";
        String functions = "(a.min(), a.max(), a.mean(), a.std())";
        String histogram = "histogram of " + size + " float64 in 10 bins";
        String counts = "[*h[0], *h[1]] if (h := np.histogram(a, 10)) else 0";
        String quartiles = "quartiles of " + size + " float64";
        String three = "list(np.quantile(a, [0.25, 0.5, 0.75]))";
        return new Section("Statistics",
                List.of(file, DataFile.npy(SMALLER, "rng.random(" + scale.compressed() / 8 + ")")),
                List.of(all(Case.of(summary + ", all cores").goal(8).tolerance(NO_ORDER), file.name(), functions,
                        SummaryCases::summary),
                        alone(Case.of(summary + ", one thread").tolerance(NO_ORDER), file.name(), functions,
                                SummaryCases::summary),
                        all(Case.of(histogram + ", all cores"), SMALLER, counts, SummaryCases::histogram),
                        alone(Case.of(histogram + ", one thread"), SMALLER, counts, SummaryCases::histogram),
                        all(Case.of(quartiles + ", all cores"), SMALLER, three, SummaryCases::quartiles),
                        alone(Case.of(quartiles + ", one thread"), SMALLER, three, SummaryCases::quartiles)));
    }

    private static Case all(Case.Builder what, String file, String theirs, Statistics ours) {
        return what.numpy(SumCases.mapped(file), theirs, work(file, ours, Threads.ALL));
    }

    private static Case alone(Case.Builder what, String file, String theirs, Statistics ours) {
        return what.numpyOnly(SumCases.mapped(file), theirs, work(file, ours, Threads.ONE)).build();
    }

    private static Work.InJava work(String file, Statistics ours, Threads threads) {
        return arena -> {
            DoubleArray array = OpenCases.doubles(file, arena);
            return () -> ours.of(array, threads);
        };
    }

    private static double[] summary(DoubleArray array, Threads threads) {
        Summary summary = Summary.of(array.with(threads));
        return new double[]{summary.min(), summary.max(), summary.mean(), summary.std()};
    }

    private static double[] histogram(DoubleArray array, Threads threads) {
        Histogram histogram = Histogram.of(array.with(threads), 10);
        return DoubleStream.concat(LongStream.of(histogram.counts()).asDoubleStream(),
                DoubleStream.of(histogram.edges())).toArray();
    }

    private static double[] quartiles(DoubleArray array, Threads threads) {
        return Quantiles.of(array.with(threads), Quantiles.Method.LINEAR, 0.25, 0.5, 0.75);
    }
}
