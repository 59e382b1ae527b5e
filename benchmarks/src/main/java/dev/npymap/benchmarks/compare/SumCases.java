package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import java.util.List;
import java.util.OptionalDouble;

/// How fast mapped arrays are added, beside NumPy and a loop in C.
final class SumCases {
    private static final double NO_ORDER = 1e-9;
    private static final String C_LOOP = "C loop";
    private static final String C_SETUP = """
            import ctypes, subprocess
            with open('loop.c', 'w') as file:
                file.write('double total(const double *a, long n)'
                           '{ double s = 0; for (long i = 0; i < n; i++) s += a[i]; return s; }')
            subprocess.run(['cc', '-O3', '-march=native', '-ffast-math', '-shared', '-fPIC', '-o', 'loop.so', 'loop.c'],
                           check=True)
            loop = ctypes.CDLL('./loop.so')
            loop.total.argtypes = [ctypes.c_void_p, ctypes.c_long]
            loop.total.restype = ctypes.c_double
            a = np.load('f64.npy', mmap_mode='r')
            """;

    private SumCases() {
    }

    /// The file of float64 that most cases read.
    static DataFile doubles(Scale scale) {
        return DataFile.npy("f64.npy", "rng.random(" + scale.big() / 8 + ")");
    }

    static Section section(Scale scale) {
        DataFile file = doubles(scale);
        String size = Scale.text(scale.big());
        Work.InJava sum = arena -> {
            DoubleArray array = OpenCases.doubles(file.name(), arena);
            return array::sum;
        };
        return new Section("Sum", List.of(file),
                List.of(Case.of("sum of " + size + " float64, one thread").goal(1).numpy(mapped(file.name()), "a.sum()",
                        sum),
                        Case.of("sum of " + size + " float64, one thread, against a loop in C")
                                .tolerance(NO_ORDER)
                                .entrant(C_LOOP, Place.PYTHON,
                                        new Work.InPython(C_SETUP, "loop.total(a.ctypes.data, a.size)"))
                                .entrant(Entrant.NPYMAP, Place.FLAGS, sum)
                                .comparison("sum of " + size + " float64, one thread, against a loop in C",
                                        OptionalDouble.of(0.9), Entrant.NPYMAP, C_LOOP)
                                .build()));
    }

    static String mapped(String file) {
        return "a = np.load('" + file + "', mmap_mode='r')";
    }
}
