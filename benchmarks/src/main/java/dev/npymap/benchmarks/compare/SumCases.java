package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalDouble;

/// How fast mapped arrays are added, beside NumPy and a loop in C.
final class SumCases {
    private static final double NO_ORDER = 1e-9;
    private static final Path INT8 = Path.of("i8.npy");
    private static final Path INT32 = Path.of("i32.npy");
    private static final Path FLOAT16 = Path.of("f16.npy");
    private static final Path FLOAT32 = Path.of("f32.npy");
    private static final Path BIG_ENDIAN = Path.of("f64-big-endian.npy");
    static final String C_SETUP = """
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
        return new Section("Sum",
                List.of(file, DataFile.npy(INT8.toString(), "rng.integers(-100, 100, " + scale.big() + ", dtype='i1')"),
                        DataFile.npy(INT32.toString(),
                                "rng.integers(-10**9, 10**9, " + scale.big() / 4 + ", dtype='i4')"),
                        DataFile.npy(FLOAT16.toString(),
                                "(rng.random(" + scale.big() / 2 + ", dtype='f4') - 0.5).astype('f2')"),
                        DataFile.npy(FLOAT32.toString(), "rng.random(" + scale.big() / 4 + ", dtype='f4')"),
                        DataFile.npy(BIG_ENDIAN.toString(), "rng.random(" + scale.big() / 8 + ").astype('>f8')")),
                List.of(Case.of("sum of " + size + " float64, one thread").goal(1).numpy(mapped(file.name()), "a.sum()",
                        sum),
                        againstC("sum of " + size + " float64, one thread", "C loop", C_SETUP,
                                "loop.total(a.ctypes.data, a.size)", sum),
                        of(size + " int8", 1, INT8, arena -> Npy.map(INT8, arena).asByte()::sum),
                        of(size + " int32", 1, INT32, arena -> Npy.map(INT32, arena).asInt()::sum),
                        of(size + " float16", 3, FLOAT16, arena -> Npy.map(FLOAT16, arena).asHalf()::sum),
                        of(size + " float32", 1, FLOAT32, arena -> Npy.map(FLOAT32, arena).asFloat()::sum),
                        of(size + " big-endian float64", 3, BIG_ENDIAN,
                                arena -> Npy.map(BIG_ENDIAN, arena).asDouble()::sum)));
    }

    private static Case of(String what, double goal, Path file, Work.InJava sum) {
        return Case.of("sum of " + what + ", one thread").goal(goal).numpy(mapped(file.toString()), "a.sum()", sum);
    }

    /// Against a loop in C that adds in any order, as fast as it can read.
    static Case againstC(String name, String label, String setup, String expression, Work.InJava sum) {
        String line = name + ", against a loop in C";
        return Case.of(line).tolerance(NO_ORDER).entrant(label, Place.PYTHON, new Work.InPython(setup, expression))
                .entrant(Entrant.NPYMAP, Place.FLAGS, sum)
                .comparison(line, OptionalDouble.of(0.9), Entrant.NPYMAP, label).build();
    }

    static String mapped(String file) {
        return "a = np.load('" + file + "', mmap_mode='r')";
    }
}
