package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.model.Reduction;
import dev.npymap.model.Threads;
import java.util.ArrayList;
import java.util.List;

/// Reductions by several threads, and along axes.
final class ReductionCases {
    private static final double NO_ORDER = 1e-9;
    private static final String C_LOOP = "C loop on all cores";
    private static final String C_SETUP = SumCases.C_SETUP + """
            import os
            from concurrent.futures import ThreadPoolExecutor
            count = os.cpu_count()
            pool = ThreadPoolExecutor(count)
            part = a.size // count
            def total():
                return sum(pool.map(lambda n: loop.total(a.ctypes.data + 8 * n * part, part), range(count)))
            """;

    private ReductionCases() {
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        String size = Scale.text(scale.big());
        String mapped = SumCases.mapped(file.name());
        String sum = "sum of " + size + " float64, all cores";
        List<Case> cases = new ArrayList<>();
        cases.add(Case.of(sum).goal(1.6).numpy(mapped, "a.sum()", whole(Reduction.SUM, Threads.ALL)));
        cases.add(SumCases.againstC(sum, C_LOOP, C_SETUP, "total()", whole(Reduction.SUM, Threads.ALL)));
        cases.add(Case.of("std of " + size + " float64, all cores").goal(6).tolerance(NO_ORDER).numpy(mapped, "a.std()",
                whole(Reduction.STD, Threads.ALL)));
        cases.add(Case.of("std of " + size + " float64, one thread").tolerance(NO_ORDER)
                .numpyOnly(mapped, "a.std()", whole(Reduction.STD, Threads.ONE)).build());
        for (String dims : List.of("(N, 64)", "(64, N)")) {
            for (int axis = 0; axis < 2; axis++) {
                for (Reduction what : List.of(Reduction.SUM, Reduction.MAX)) {
                    cases.add(along(what, dims, axis, size, mapped));
                }
            }
        }
        return new Section("Reductions", List.of(file), cases);
    }

    private static Work.InJava whole(Reduction what, Threads threads) {
        return arena -> {
            DoubleArray array = OpenCases.doubles("f64.npy", arena);
            return () -> array.with(threads).reduce(what).asDouble().get();
        };
    }

    private static Case along(Reduction what, String dims, int axis, String size, String mapped) {
        boolean tall = dims.startsWith("(N");
        return Case.of(what + " of a " + dims + " array of " + size + " float64 along axis " + axis + ", one thread")
                .goal(1)
                .numpy(mapped + ".reshape(" + (tall ? "-1, 64" : "64, -1") + ")", "a." + what + "(axis=" + axis + ")",
                        arena -> {
                            DoubleArray array = OpenCases.doubles("f64.npy", arena);
                            DoubleArray shaped = tall ? array.reshape(-1, 64) : array.reshape(64, -1);
                            return () -> shaped.reduce(what, axis);
                        });
    }
}
