package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.lang.foreign.Arena;
import java.nio.file.Path;
import java.util.List;

/// What it costs to open a file, whatever its size.
final class OpenCases {
    private static final String SMALL = "small.npy";
    private static final String HUGE = "sparse-100g.npy";
    private static final long HUGE_ELEMENTS = 100 * Scale.GB / 8;
    private static final double GOAL_NANOS = 50_000;

    private OpenCases() {
    }

    static Section section(Scale scale) {
        String big = Scale.text(scale.big());
        DataFile file = SumCases.doubles(scale);
        return new Section("Open",
                List.of(file, DataFile.npy(SMALL, "rng.random(" + Scale.MB / 8 + ")"),
                        DataFile.sparse(HUGE, HUGE_ELEMENTS)),
                List.of(first("open + first element, " + big, file.name()),
                        first("open + first element, 100 GB (sparse)", HUGE),
                        Case.of("open + first element, 100 GB (sparse), against " + big).goal(1 / 1.2).check("True")
                                .java(big, _ -> () -> first(file.name()), _ -> () -> first(HUGE)),
                        Case.of("map + header + close, 100 GB (sparse), against 1 MB").goal(1 / 1.2).check("True")
                                .java("1 MB", _ -> () -> open(SMALL), _ -> () -> open(HUGE)),
                        within(SMALL, "1 MB"), within(HUGE, "100 GB (sparse)")));
    }

    private static Case first(String name, String file) {
        return Case.of(name).goal(5).numpy("", "np.load('" + file + "', mmap_mode='r')[0]", _ -> () -> first(file));
    }

    /// Against a clock: the other entrant waits for as long as the goal is.
    private static Case within(String file, String size) {
        return Case.of("map + header + close, " + size + ", within 50 us").goal(1).check("True").java("50 us",
                _ -> OpenCases::passGoal, _ -> () -> open(file));
    }

    private static long passGoal() {
        long begin = System.nanoTime();
        long now = begin;
        while (now - begin < GOAL_NANOS) {
            Thread.onSpinWait();
            now = System.nanoTime();
        }
        return now;
    }

    static double first(String file) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            return doubles(file, arena).get(0);
        }
    }

    private static long open(String file) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            return Npy.map(Path.of(file), arena).byteSize();
        }
    }

    static DoubleArray doubles(String file, Arena arena) throws Exception {
        return Npy.map(Path.of(file), arena).asDouble();
    }
}
