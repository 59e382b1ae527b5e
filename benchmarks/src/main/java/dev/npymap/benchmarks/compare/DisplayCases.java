package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import java.util.List;

/// Printing.
final class DisplayCases {
    private static final String FILE = "thousand.npy";

    private DisplayCases() {
    }

    static Section section() {
        return new Section("Display", List.of(DataFile.npy(FILE, "rng.random(1000)")),
                List.of(Case.of("str(a) of 1,000 float64").goal(10).numpy("a = np.load('" + FILE + "')", "str(a)",
                        arena -> {
                            DoubleArray array = OpenCases.doubles(FILE, arena);
                            return array::toString;
                        })));
    }
}
