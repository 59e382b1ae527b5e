package dev.npymap.array;

import java.lang.foreign.MemorySegment;

/// Sums short runs of native floats: the leaves of NumPy's pairwise tree, which add into 8 accumulators.
interface SumKernel {
    /// The largest run that is a leaf.
    int LEAF = 128;

    /// The faster one, if the JVM was started with `--add-modules jdk.incubator.vector`.
    SumKernel FASTEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? new VectorSumKernel()
            : new ScalarSumKernel();

    /// Whether a leaf is loaded by vectors, and a lost page kills the JVM while that is not compiled as one.
    boolean vectors();

    /// Sums at most [#LEAF] float64, the first at byte `at`.
    double leaf(MemorySegment s, long at, int count);

    /// Sums at most [#LEAF] float32, the first at byte `at`.
    float leafFloats(MemorySegment s, long at, int count);
}
