package dev.npymap.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// All that is compared. Every JVM of a run makes the same list.
final class Sections {
    private Sections() {
    }

    /// All cases of both runs.
    static List<Case> cases(Scale scale) {
        return Stream.of(arrays(scale), store(scale)).flatMap(List::stream)
                .flatMap(section -> section.cases().stream()).toList();
    }

    /// What `--store` runs.
    static List<Section> store(Scale scale) {
        return StoreCases.sections(scale);
    }

    /// What is run without it.
    static List<Section> arrays(Scale scale) {
        List<Section> sections = new ArrayList<>();
        sections.add(OpenCases.section(scale));
        sections.add(SumCases.section(scale));
        sections.add(ReductionCases.section(scale));
        sections.add(SummaryCases.section(scale));
        sections.add(ElementCases.section());
        sections.add(CopyCases.section(scale));
        sections.add(FileCases.section(scale));
        sections.add(NpzCases.section(scale));
        sections.add(CompressedCases.section(scale));
        sections.add(ChangeCases.section(scale));
        sections.add(PickleCases.section(scale));
        sections.add(TextCases.section(scale));
        sections.add(DisplayCases.section());
        sections.add(PeerCases.section(scale));
        sections.add(ColdCases.section(scale));
        sections.addAll(BaselineCases.sections(scale));
        sections.addAll(GrowthCases.sections(scale));
        return sections;
    }
}
