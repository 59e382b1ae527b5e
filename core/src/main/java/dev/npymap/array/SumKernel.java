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
    default double sum(MemorySegment segment, long at, long count) {
        if (count > LEAF) {
            long half = half(count);
            return sum(segment, at, half) + sum(segment, at + half * Double.BYTES, count - half);
        }
        return leaf(segment.asSlice(at, count * Double.BYTES), (int) count);
    }

    /// Sums `count` float32, the first at byte `at`.
    default float sumFloats(MemorySegment segment, long at, long count) {
        if (count > LEAF) {
            long half = half(count);
            return sumFloats(segment, at, half) + sumFloats(segment, at + half * Float.BYTES, count - half);
        }
        return leafFloats(segment.asSlice(at, count * Float.BYTES), (int) count);
    }

    /// Sums at most [#LEAF] float64: all of a segment.
    double leaf(MemorySegment s, int count);

    /// Sums at most [#LEAF] float32: all of a segment.
    float leafFloats(MemorySegment s, int count);

    /// How many of `count` numbers go to the left half.
    static long half(long count) {
        long half = count / 2;
        return half - half % 8;
    }
}
