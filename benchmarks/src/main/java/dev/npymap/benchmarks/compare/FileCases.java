package dev.npymap.benchmarks.compare;

import dev.npymap.array.NdArray;
import dev.npymap.npy.Npy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Whole files: read into memory, written. What npymap writes replaces the old file in one step and is on the disk
/// afterwards; `np.save` does neither, so there are rows against `np.save` and `fsync` too.
final class FileCases {
    private static final Path OURS = Path.of("ours.npy");
    private static final String SAVE = "np.save('theirs.npy', %s)";
    private static final String SAVE_AND_FORCE = """
            import os
            def save(a):
                np.save('theirs.npy', a)
                with open('theirs.npy', 'rb') as file:
                    os.fsync(file.fileno())
            """;
    /// They wrote the same bytes.
    private static final String SAME = "np.array_equal(np.load('ours.npy', mmap_mode='r'), "
            + "np.load('theirs.npy', mmap_mode='r'))";

    private FileCases() {
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        String size = Scale.text(scale.big());
        String strided = "strided view of " + Scale.text(scale.big() / 2);
        String mapped = SumCases.mapped(file.name());
        String half = mapped + "\na = a.reshape(-1, 64)[:, ::2]";
        return new Section("Read and write", List.of(file),
                List.of(Case.of("read " + size + " float64 into memory").goal(1).check("True").numpy("",
                        "np.load('" + file.name() + "')[-1]", _ -> () -> {
                            NdArray array = Npy.read(Path.of(file.name()));
                            return array.asDouble().get(array.size() - 1);
                        }), write("write of " + size + " float64", 1, mapped, SAVE.formatted("a"), ":"),
                        write("write of " + size + " float64, against np.save and fsync", 1, SAVE_AND_FORCE + mapped,
                                "save(a)", ":"),
                        write("write of a " + strided + " float64", 3, half, SAVE.formatted("a"), "strided"),
                        write("write of a " + strided + " float64, against np.save and fsync", 3, SAVE_AND_FORCE + half,
                                "save(a)", "strided")));
    }

    private static Case write(String name, double goal, String setup, String expression, String layout) {
        return Case.of(name).goal(goal).check(SAME).numpy(setup, expression + " or 0", arena -> {
            NdArray file = OpenCases.doubles("f64.npy", arena);
            NdArray array = layout.equals("strided") ? file.reshape(-1, 64).slice(":, ::2") : file;
            return () -> {
                Npy.write(OURS, array);
                return Files.size(OURS);
            };
        });
    }
}
