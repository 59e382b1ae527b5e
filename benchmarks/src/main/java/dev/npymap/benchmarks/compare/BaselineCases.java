package dev.npymap.benchmarks.compare;

import dev.npymap.benchmarks.Baseline;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.stream.Stream;

/// An array of int64 beside a pickle of the same size, and beside every other way in which Java keeps so many numbers.
final class BaselineCases {
    static final String TITLE = "Beside a pickle of the same size";
    private static final String PICKLE_LOAD = "pickle.load";
    private static final String LOAD = """
            import pickle
            def load():
                with open('i64.pkl', 'rb') as file:
                    return pickle.load(file)
            """;
    private static final Set<Baseline> OURS = Set.of(Baseline.MAPPED_NPY, Baseline.MAPPED_PICKLE);
    private static final long NOTEBOOK_BYTES = 8_000_000;

    private BaselineCases() {
    }

    /// One section for each size, so that there are files of one size at a time.
    static List<Section> sections(Scale scale) {
        return Stream.of(NOTEBOOK_BYTES, 128 * Scale.MB, Scale.GB)
                .filter(bytes -> bytes == NOTEBOOK_BYTES || !scale.quick() && bytes <= scale.big())
                .map(BaselineCases::section).toList();
    }

    private static Section section(long bytes) {
        String size = bytes == NOTEBOOK_BYTES ? "8 MB" : Scale.text(bytes);
        List<DataFile> files = List.of(DataFile.npy("i64.npy", "rng.integers(1, 100, " + bytes / 8 + ")"),
                new DataFile("i64.pkl", """
                        import pickle
                        a = np.load('i64.npy')
                        assert a.nbytes == %d
                        with open('i64.pkl', 'wb') as file:
                            pickle.dump(a, file, protocol=4)
                        """.formatted(bytes)));
        return new Section(TITLE, files,
                List.of(of(size + " to the first element", "[0]", false), of(size + " to the sum", ".sum()", true)));
    }

    /// The mapped `.npy` file against each of the others.
    private static Case of(String name, String expression, boolean whole) {
        Case.Builder all = Case.of(name);
        for (Baseline baseline : Baseline.values()) {
            all.entrant(baseline.label(), OURS.contains(baseline) ? Place.FLAGS : Place.BASELINE,
                    (Work.InJava) _ -> {
                        Baseline.makeFiles(Path.of(""));
                        return () -> baseline.read(Path.of(""), whole);
                    });
        }
        all.entrant(PICKLE_LOAD, Place.PYTHON, new Work.InPython(LOAD, "load()" + expression));
        all.entrant("np.load", Place.PYTHON, new Work.InPython("", "np.load('i64.npy')" + expression));
        Stream.concat(Arrays.stream(Baseline.values()).skip(1).map(Baseline::label), Stream.of(PICKLE_LOAD, "np.load"))
                .forEach(other -> all.comparison(name + ": " + other, OptionalDouble.empty(),
                        Baseline.MAPPED_NPY.label(), other));
        return all.build();
    }
}
