package dev.npymap.benchmarks.compare;

import java.util.List;
import java.util.OptionalDouble;

/// One line of the results: two entrants of a case.
///
/// @param name   says what is compared
/// @param goal   how many times faster ours should be at least; nothing where nobody asked
/// @param ours   the label of our entrant
/// @param theirs the labels of the others; the fastest of them counts
record Comparison(String name, OptionalDouble goal, String ours, List<String> theirs) {
}
