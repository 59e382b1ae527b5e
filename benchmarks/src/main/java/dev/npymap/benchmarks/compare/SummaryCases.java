package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.array.Summary;
import dev.npymap.array.Threads;
import java.util.List;

/// All statistics in one pass over the data, beside NumPy's four functions.
final class SummaryCases {
    private static final double NO_ORDER = 1e-12;
    private static final String THEIRS = "(a.min(), a.max(), a.mean(), a.std())";

    private SummaryCases() {
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        String mapped = SumCases.mapped(file.name());
        String name = "Summary of " + Scale.text(scale.big()) + " float64, against min, max, mean, std";
        return new Section("Statistics", List.of(file),
                List.of(Case.of(name + ", all cores").goal(8).tolerance(NO_ORDER).numpy(mapped, THEIRS,
                        summary(file, Threads.ALL)),
                        Case.of(name + ", one thread").tolerance(NO_ORDER)
                                .numpyOnly(mapped, THEIRS, summary(file, Threads.ONE)).build()));
    }

    private static Work.InJava summary(DataFile file, Threads threads) {
        return arena -> {
            DoubleArray array = OpenCases.doubles(file.name(), arena);
            return () -> {
                Summary summary = Summary.of(array, threads);
                return new double[]{summary.min(), summary.max(), summary.mean(), summary.std()};
            };
        };
    }
}
