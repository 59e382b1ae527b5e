package dev.npymap.benchmarks.compare;

import dev.npymap.array.ByteArray;
import dev.npymap.array.DoubleArray;
import dev.npymap.array.FloatArray;
import dev.npymap.array.HalfArray;
import dev.npymap.array.IntArray;
import dev.npymap.array.LongArray;
import dev.npymap.model.Threads;
import dev.npymap.npy.Npy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/// How fast mapped arrays are added, beside NumPy and a loop in C.
final class SumCases {
    private static final double NO_ORDER = 1e-9;
    private static final String INT8 = "i8.npy";
    private static final String INT32 = "i32.npy";
    private static final String FLOAT16 = "f16.npy";
    private static final String FLOAT32 = "f32.npy";
    private static final String BIG_ENDIAN = "f64-big-endian.npy";
    private static final String SMALL_INT64 = "i64-small.npy";
    private static final String SMALL_FLOAT16 = "f16-small.npy";
    private static final String SMALL_FLOAT32 = "f32-small.npy";
    private static final long SMALL_BYTES = 512 << 10;
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
        long big = scale.big();
        DataFile file = doubles(scale);
        String float64 = sum(scale, "float64", Threads.ONE);
        List<Case> cases = new ArrayList<>();
        cases.add(of(scale, "float64", 1, file.name(), Threads.ONE));
        cases.add(againstC(float64, "C loop", C_SETUP, "loop.total(a.ctypes.data, a.size)",
                work(file.name(), Threads.ONE)));
        cases.add(of(scale, "int8", 1, INT8, Threads.ONE));
        cases.add(of(scale, "int32", 1, INT32, Threads.ONE));
        cases.add(of(scale, "float16", 3, FLOAT16, Threads.ONE));
        cases.add(of(scale, "float16", 3, FLOAT16, Threads.ALL));
        cases.add(of(scale, "float32", 1, FLOAT32, Threads.ONE));
        cases.add(of(scale, "big-endian float64", 3, BIG_ENDIAN, Threads.ONE));
        cases.add(of(scale, "big-endian float64", 3, BIG_ENDIAN, Threads.ALL));
        cases.add(small("int64", SMALL_INT64));
        cases.add(small("float16", SMALL_FLOAT16));
        cases.add(small("float32", SMALL_FLOAT32));
        return new Section("Sum",
                List.of(file, DataFile.npy(INT8, "rng.integers(-100, 100, " + big + ", dtype='i1')"),
                        DataFile.npy(INT32, "rng.integers(-10**9, 10**9, " + big / 4 + ", dtype='i4')"),
                        DataFile.npy(FLOAT16, "(rng.random(" + big / 2 + ", dtype='f4') - 0.5).astype('f2')"),
                        DataFile.npy(FLOAT32, "rng.random(" + big / 4 + ", dtype='f4')"),
                        DataFile.npy(BIG_ENDIAN, "rng.random(" + big / 8 + ").astype('>f8')"),
                        DataFile.npy(SMALL_INT64, "rng.integers(-100, 100, " + SMALL_BYTES / 8 + ")"),
                        DataFile.npy(SMALL_FLOAT16, "rng.random(" + SMALL_BYTES / 2 + ", dtype='f4').astype('f2')"),
                        DataFile.npy(SMALL_FLOAT32, "rng.random(" + SMALL_BYTES / 4 + ", dtype='f4')")),
                cases);
    }

    private static String sum(Scale scale, String elements, Threads threads) {
        return "sum of " + Scale.text(scale.big()) + " " + elements
                + (threads == Threads.ONE ? ", one thread" : ", all cores");
    }

    private static Case of(Scale scale, String elements, double goal, String file, Threads threads) {
        return Case.of(sum(scale, elements, threads)).goal(goal).numpy(mapped(file), "a.sum()", work(file, threads));
    }

    /// An array that stays in the cache, added so often that the JVM compiles all that leads to the loop.
    private static Case small(String elements, String file) {
        return Case.of("sum of 512 KB " + elements + ", one thread").numpy(mapped(file), "a.sum()",
                work(file, Threads.ONE));
    }

    private static Work.InJava work(String file, Threads threads) {
        return arena -> switch (Npy.map(Path.of(file), arena)) {
            case ByteArray a -> () -> a.with(threads).sum();
            case IntArray a -> () -> a.with(threads).sum();
            case HalfArray a -> () -> a.with(threads).sum();
            case FloatArray a -> () -> a.with(threads).sum();
            case LongArray a -> () -> a.with(threads).sum();
            case DoubleArray a -> () -> a.with(threads).sum();
            default -> throw new IllegalArgumentException(file);
        };
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
