package dev.npymap.benchmarks.compare;

/// One who takes part in a case.
///
/// @param label names it, uniquely in its case
/// @param place where it works
/// @param work  what it does
record Entrant(String label, Place place, Work work) {
    static final String NUMPY = "NumPy";
    static final String NPYMAP = "npymap";
    static final String NPYMAP_PLAIN = "npymap without flags";
}
