package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import dev.npymap.npy.Npy;
import java.nio.file.Path;
import java.util.List;

/// How costs grow from 1 MB to the largest file that fits.
final class GrowthCases {
    static final String TITLE = "Growth with the size of the array";
    static final String OPEN = "growth: open + first element, ";
    static final String SUM = "growth: sum, ";
    static final String READ = "growth: read into memory, ";
    static final String ARCHIVE = "growth: open an archive + first element, ";

    private GrowthCases() {
    }

    /// One section for each size, so that there are files of one size at a time.
    static List<Section> sections(Scale scale) {
        return scale.growth().stream().map(GrowthCases::section).toList();
    }

    private static Section section(long bytes) {
        String size = Scale.text(bytes);
        String file = "grown-" + bytes + ".npy";
        String archive = "grown-" + bytes + ".npz";
        return new Section(TITLE,
                List.of(DataFile.npy(file, "rng.random(" + bytes / 8 + ")"),
                        new DataFile(archive, "np.savez('" + archive + "', x=np.load('" + file + "', mmap_mode='r'))")),
                List.of(against(OPEN + size, "", "np.load('" + file + "', mmap_mode='r')[0]",
                        _ -> () -> OpenCases.first(file)),
                        against(SUM + size, SumCases.mapped(file), "a.sum()", arena -> {
                            DoubleArray array = OpenCases.doubles(file, arena);
                            return array::sum;
                        }), against(READ + size, "", "np.load('" + file + "')[0]",
                                _ -> () -> Npy.read(Path.of(file)).asDouble().get(0)),
                        against(ARCHIVE + size, "", "np.load('" + archive + "')['x'][0]",
                                _ -> () -> NpzCases.first(archive))));
    }

    private static Case against(String name, String setup, String expression, Work.InJava ours) {
        return Case.of(name).numpyOnly(setup, expression, ours).build();
    }
}
