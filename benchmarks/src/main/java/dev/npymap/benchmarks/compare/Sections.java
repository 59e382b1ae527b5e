package dev.npymap.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;

/// All that is compared. Every JVM of a run makes the same list.
final class Sections {
    private Sections() {
    }

    static List<Section> all(Scale scale) {
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
