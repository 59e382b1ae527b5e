package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import dev.npymap.npz.Npz;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// Files that change: rows behind a `.npy` file, one array of an archive. NumPy has to write all of the file once more;
/// what npymap changes is on the disk afterwards.
final class ChangeCases {
    private static final DoubleArray MORE = DoubleArray.of(new double[8000], 1000, 8);
    private static final DoubleArray SMALL = DoubleArray.of(new double[1000]);
    private static final String GROWS = "grows.npy";
    private static final String STORED = "changes.npz";
    private static final String DEFLATED = "changes-deflated.npz";

    private ChangeCases() {
    }

    static Section section(Scale scale) {
        String size = Scale.text(scale.compressed());
        long deflated = scale.compressed() / 8;
        return new Section("Append and update",
                List.of(DataFile.npy(GROWS, "rng.random((" + scale.compressed() / 64 + ", 8))"),
                        archive(STORED, "np.savez", scale.compressed()),
                        archive(DEFLATED, "np.savez_compressed", deflated)),
                List.of(Case.of("append of 1,000 rows of 8 float64 to " + size)
                        .check(same(".npy", ""))
                        .numpy("more = np.zeros((1000, 8))\nnp.save('theirs.npy', np.load('" + GROWS + "'))",
                                "np.save('theirs.npy', np.concatenate([np.load('theirs.npy'), more])) or 0",
                                _ -> append()),
                        update("Npz.update of a small array beside one of " + size, STORED, "np.savez"),
                        update("Npz.update of a small array beside a compressed one of " + Scale.text(deflated),
                                DEFLATED, "np.savez_compressed")));
    }

    private static DataFile archive(String name, String save, long bytes) {
        return new DataFile(name,
                save + "('" + name + "', x=rng.integers(1, 100, " + bytes / 8 + "), y=np.ones(1000))");
    }

    private static Case update(String name, String archive, String save) {
        String setup = """
                def update():
                    arrays = dict(np.load('%s'))
                    arrays['y'] = np.zeros(1000)
                    %s('theirs.npz', **arrays)
                """.formatted(archive, save);
        return Case.of(name).check(same(".npz", "['x']") + " and " + same(".npz", "['y']")).numpy(setup,
                "update() or 0",
                _ -> update(archive));
    }

    /// Compares the files of all JVMs with NumPy's.
    private static String same(String suffix, String part) {
        return """
                all(np.array_equal(np.load(f)%2$s, np.load('theirs%1$s')%2$s)
                    for f in os.listdir() if f.startswith('ours-') and f.endswith('%1$s'))
                """.formatted(suffix, part).strip();
    }

    private static Work.Task append() throws Exception {
        Path file = copy(GROWS);
        return () -> {
            Npy.append(file, MORE);
            return Files.size(file);
        };
    }

    private static Work.Task update(String archive) throws Exception {
        Path file = copy(archive);
        return () -> {
            try (Npz.Update update = Npz.update(file)) {
                update.put("y", SMALL);
                update.commit();
            }
            return Files.size(file);
        };
    }

    /// A file that this JVM alone changes.
    private static Path copy(String name) throws Exception {
        return Files.copy(Path.of(name),
                Path.of("ours-" + ProcessHandle.current().pid() + name.substring(name.indexOf('.'))),
                StandardCopyOption.REPLACE_EXISTING);
    }
}
