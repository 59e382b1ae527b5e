package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.npz.Npz;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Archives whose members are stored.
final class NpzCases {
    private static final String ARCHIVE = "stored.npz";
    private static final Path OURS = Path.of("ours.npz");

    private NpzCases() {
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        String size = Scale.text(scale.big());
        String member = "sum of a stored member of " + size + ", against the same .npy";
        Work.InJava sumOfMember = arena -> {
            DoubleArray array = Npz.map(Path.of(ARCHIVE), arena).array("x").asDouble();
            return array::sum;
        };
        Work.InJava write = arena -> {
            DoubleArray array = OpenCases.doubles(file.name(), arena);
            return () -> {
                Npz.write(OURS, Map.of("x", array));
                return Files.size(OURS);
            };
        };
        String same = "np.array_equal(np.load('ours.npz')['x'], np.load('theirs.npz')['x'])";
        return new Section(".npz, stored",
                List.of(file, new DataFile(ARCHIVE,
                        "np.savez('" + ARCHIVE + "', x=np.load('" + file.name() + "', mmap_mode='r'))")),
                List.of(Case.of("open a stored archive of " + size + ", one element").goal(100).numpy("",
                        "np.load('" + ARCHIVE + "')['x'][0]", _ -> () -> first(ARCHIVE)),
                        Case.of(member).goal(1 / 1.05).java(".npy", arena -> {
                            DoubleArray array = OpenCases.doubles(file.name(), arena);
                            return array::sum;
                        }, sumOfMember),
                        Case.of("Npz.write of " + size).goal(3).check(same).numpy(SumCases.mapped(file.name()),
                                "np.savez('theirs.npz', x=a) or 0", write),
                        Case.of("Npz.write of " + size + ", against np.savez and fsync").goal(1).check(same)
                                .numpy(SumCases.mapped(file.name()) + """

                                        import os
                                        def save():
                                            np.savez('theirs.npz', x=a)
                                            with open('theirs.npz', 'rb') as file:
                                                os.fsync(file.fileno())
                                        """, "save() or 0", write)));
    }

    static double first(String archive) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            return Npz.map(Path.of(archive), arena).array("x").asDouble().get(0);
        }
    }
}
