package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.pickle.Pickle;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Pickled arrays, beside Python's pickle.
final class PickleCases {
    private static final String PICKLE = "f64.pkl";
    private static final Path OURS = Path.of("ours.pkl");
    private static final String LOAD = """
            import pickle
            def load():
                with open('f64.pkl', 'rb') as file:
                    return pickle.load(file)
            """;
    private static final String DUMP = """

            import os, pickle
            def dump(force):
                with open('theirs.pkl', 'wb') as file:
                    pickle.dump(a, file, protocol=4)
                    if force:
                        file.flush()
                        os.fsync(file.fileno())
            """;
    private static final String SAME = "np.array_equal(np.load('ours.pkl', allow_pickle=True), "
            + "np.load('theirs.pkl', allow_pickle=True))";

    private PickleCases() {
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        String size = Scale.text(scale.big());
        DataFile pickle = new DataFile(PICKLE, "import pickle\nwith open('" + PICKLE
                + "', 'wb') as file: pickle.dump(np.load('" + file.name() + "'), file, protocol=4)");
        return new Section("Pickle", List.of(file, pickle),
                List.of(Case.of("map a pickled array of " + size + ", one element").goal(1000).numpy(LOAD, "load()[0]",
                        _ -> PickleCases::first),
                        Case.of("sum of a pickled array of " + size + ", against the same .npy").goal(1 / 1.05)
                                .tolerance(1e-12).java(".npy", arena -> {
                                    DoubleArray array = OpenCases.doubles(file.name(), arena);
                                    return array::sum;
                                }, arena -> {
                                    DoubleArray array = Pickle.map(Path.of(PICKLE), arena).asArray().asDouble();
                                    return array::sum;
                                }),
                        write("Pickle.write of " + size, 1.2, file.name(), "dump(False) or 0"),
                        write("Pickle.write of " + size + ", against pickle.dump and fsync", 1.2, file.name(),
                                "dump(True) or 0")));
    }

    private static double first() throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            return Pickle.map(Path.of(PICKLE), arena).asArray().asDouble().get(0);
        }
    }

    private static Case write(String name, double goal, String file, String expression) {
        return Case.of(name).goal(goal).check(SAME).numpy(SumCases.mapped(file) + "\na = np.asarray(a)" + DUMP,
                expression,
                arena -> {
                    DoubleArray array = OpenCases.doubles(file, arena);
                    return () -> {
                        Pickle.write(OURS, array);
                        return Files.size(OURS);
                    };
                });
    }
}
