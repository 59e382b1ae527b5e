package dev.npymap.array;

import java.lang.foreign.MemorySegment;

/// Sums native floats that lie without gaps, in NumPy's pairwise order.
///
/// Up to 128 numbers are added into 8 accumulators; more are split in half at a multiple of 8. The same tree gives the
/// same bits, whatever walks it.
///
/// @see <a href="https://github.com/numpy/numpy/blob/main/numpy/_core/src/umath/loops_utils.h.src">NumPy's
///      pairwise sum</a>
interface SumKernel {
    /// The largest run that is added without splitting.
    int LEAF = 128;

    /// The faster one, if the JVM was started with `--add-modules jdk.incubator.vector`.
    SumKernel FASTEST = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()
            ? new VectorSumKernel()
            : new ScalarSumKernel();

    /// Sums `count` float64, the first at byte `at`.
    double sum(MemorySegment segment, long at, long count);

    /// Sums `count` float32, the first at byte `at`.
    float sumFloats(MemorySegment segment, long at, long count);

    /// How many of `count` numbers go to the left half.
    static long half(long count) {
        long half = count / 2;
        return half - half % 8;
    }
}
