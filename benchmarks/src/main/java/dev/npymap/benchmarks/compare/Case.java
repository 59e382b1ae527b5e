package dev.npymap.benchmarks.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.OptionalDouble;

/// A piece of work that several entrants do with the same files, taking turns.
///
/// @param name        unique
/// @param entrants    in the order of their turns
/// @param comparisons the lines of the results that come of it
/// @param tolerance   how far answers may differ, relatively; 0 for equal bits
/// @param check       a Python expression that compares what the entrants have written, instead of their answers
/// @param dropped     the pattern of the files and directories that are dropped from the page cache before each turn
record Case(String name, List<Entrant> entrants, List<Comparison> comparisons, double tolerance, Optional<String> check,
        Optional<String> dropped) {
    /// The least that is asked of the library without flags, against NumPy.
    private static final double PLAIN_GOAL = 0.8;

    static Builder of(String name) {
        return new Builder(name);
    }

    Entrant entrant(String label) {
        return entrants.stream().filter(entrant -> entrant.label().equals(label)).findFirst()
                .orElseThrow(() -> new NoSuchElementException(name + ": nobody is called " + label));
    }

    /// Puts a case together.
    static final class Builder {
        private final String name;
        private final List<Entrant> entrants = new ArrayList<>();
        private final List<Comparison> comparisons = new ArrayList<>();
        private OptionalDouble goal = OptionalDouble.empty();
        private double tolerance;
        private Optional<String> check = Optional.empty();
        private Optional<String> dropped = Optional.empty();

        private Builder(String name) {
            this.name = name;
        }

        /// Asks that ours be so many times faster than theirs.
        Builder goal(double ratio) {
            goal = OptionalDouble.of(ratio);
            return this;
        }

        Builder tolerance(double relative) {
            tolerance = relative;
            return this;
        }

        Builder check(String expression) {
            check = Optional.of(expression);
            return this;
        }

        /// Measures with files that are not in the page cache.
        Builder cold(String pattern) {
            dropped = Optional.of(pattern);
            return this;
        }

        Builder entrant(String label, Place place, Work work) {
            entrants.add(new Entrant(label, place, work));
            return this;
        }

        Builder comparison(String line, OptionalDouble lineGoal, String ours, String... theirs) {
            comparisons.add(new Comparison(line, lineGoal, ours, List.of(theirs)));
            return this;
        }

        /// NumPy against npymap, with flags and without.
        Case numpy(String setup, String expression, Work.InJava ours) {
            return numpyOnly(setup, expression, ours).plain(ours, Entrant.NUMPY, PLAIN_GOAL);
        }

        /// NumPy against npymap, more entrants to follow.
        Builder numpyOnly(String setup, String expression, Work.InJava ours) {
            return entrant(Entrant.NUMPY, Place.PYTHON, new Work.InPython(setup, expression))
                    .entrant(Entrant.NPYMAP, Place.FLAGS, ours).comparison(name, goal, Entrant.NPYMAP, Entrant.NUMPY);
        }

        /// Something else in the same JVM against npymap, with flags and without.
        Case java(String other, Work.InJava theirs, Work.InJava ours) {
            String otherPlain = other + " without flags";
            entrant(other, Place.FLAGS, theirs).entrant(Entrant.NPYMAP, Place.FLAGS, ours).comparison(name, goal,
                    Entrant.NPYMAP, other).entrant(otherPlain, Place.PLAIN, theirs);
            return plain(ours, otherPlain, goal.orElse(PLAIN_GOAL));
        }

        private Case plain(Work.InJava ours, String theirs, double plainGoal) {
            OptionalDouble asked = goal.isPresent() ? OptionalDouble.of(plainGoal) : OptionalDouble.empty();
            return entrant(Entrant.NPYMAP_PLAIN, Place.PLAIN, ours)
                    .comparison(name + ", without flags", asked, Entrant.NPYMAP_PLAIN, theirs).build();
        }

        Case build() {
            return new Case(name, List.copyOf(entrants), List.copyOf(comparisons), tolerance, check, dropped);
        }
    }
}
