package dev.npymap.benchmarks.compare;

import dev.npymap.array.DoubleArray;
import java.lang.foreign.Arena;
import java.util.List;

/// What comes from the disk: before each turn the file is dropped from the page cache, where the system lets us.
final class ColdCases {
    private ColdCases() {
    }

    static Section section(Scale scale) {
        DataFile file = SumCases.doubles(scale);
        String size = Scale.text(scale.big());
        String mapped = "np.load('" + file.name() + "', mmap_mode='r')";
        return new Section("Cold page cache", List.of(file),
                List.of(Case.of("cold: open + first element, " + size).cold(file.name()).numpy("", mapped + "[0]",
                        _ -> () -> OpenCases.first(file.name())),
                        Case.of("cold: open + sum, " + size).cold(file.name()).numpy("", mapped + ".sum()",
                                _ -> () -> sum(file.name())),
                        Case.of("cold: open + sum, " + size + ", against np.load").cold(file.name()).numpy("",
                                "np.load('" + file.name() + "').sum()", _ -> () -> sum(file.name()))));
    }

    static double sum(String file) throws Exception {
        try (Arena arena = Arena.ofConfined()) {
            DoubleArray array = OpenCases.doubles(file, arena);
            return array.sum();
        }
    }
}
