package dev.npymap.benchmarks.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class NotesTest {
    /// Those of a full run where there is room for all files.
    private static final List<Comparison> COMPARISONS = Sections.cases(new Scale(false, 4 * Scale.GB)).stream()
            .flatMap(each -> each.comparisons().stream()).toList();

    @Test
    void everyNoteIsThatOfARowWithAGoal() throws IOException {
        Notes notes = new Notes();
        Set<String> shown = COMPARISONS.stream().filter(comparison -> comparison.goal().isPresent())
                .map(comparison -> notes.annotate(missed(comparison)).note()).collect(Collectors.toSet());
        Set<String> unused = new TreeSet<>(notes.texts());
        unused.removeAll(shown);
        assertEquals(Set.of(), unused);
    }

    @Test
    void rowsThatReachTheirGoalHaveNoNote() throws IOException {
        Row met = Row.of(COMPARISONS.getFirst(), "", "", List.of(1.0), List.of(1000.0));
        assertTrue(met.isMet());
        assertEquals("", new Notes().annotate(met).note());
    }

    @Test
    void everyRowHasANameOfItsOwn() {
        Set<String> names = new HashSet<>();
        assertEquals(List.of(), COMPARISONS.stream().map(Comparison::name).filter(name -> !names.add(name)).toList());
    }

    private static Row missed(Comparison comparison) {
        return new Row(comparison.name(), "", OptionalDouble.of(1), 0, 0, 1, 1, "", 1, "");
    }
}
