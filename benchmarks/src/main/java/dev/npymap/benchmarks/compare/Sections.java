package dev.npymap.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/// All that is compared. Every JVM of a run makes the same list.
final class Sections {
    private Sections() {
    }

    static List<Section> all(Scale scale) {
        List<Section> sections = new ArrayList<>(List.of(OpenCases.section(scale), SumCases.section(scale),
                ElementCases.section(), FileCases.section(scale),
                NpzCases.section(scale),
                CompressedCases.section(scale), PickleCases.section(scale), DisplayCases.section(),
                PeerCases.section(scale), ColdCases.section(scale)));
        sections.addAll(BaselineCases.sections(scale));
        sections.addAll(GrowthCases.sections(scale));
        return sections;
    }
}
