package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// Sums native floats that lie without gaps outside the heap, in NumPy's pairwise order.
///
/// Up to 128 numbers are a leaf; more are split in half at a multiple of 8. The same tree gives the same bits, whatever
/// walks it. Here its lower five levels are walked as a block: the leaves of both halves in turn, which keeps two streams
/// of memory busy (measured: a sixth faster), then the levels above them.
///
/// @see <a href="https://github.com/numpy/numpy/blob/main/numpy/_core/src/umath/loops_utils.h.src">NumPy's
///      pairwise sum</a>
final class PairwiseSum {
    private static final int LEAVES = 32;

    /// The most elements of a block. Above `LEAVES * LEAF`, so that the half of a larger run still has all five levels.
    private static final int BLOCK = LEAVES * (SumKernel.LEAF + 8);

    private static final int PAGE_BYTES = 4096;

    /// What a block takes at most if it is compiled as a whole and its pages are there; usually a quarter of it.
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(10);

    private final boolean doubles;
    private final int unit;
    private final double[] sums = new double[LEAVES];
    private final int[] firsts = new int[LEAVES];
    private final int[] counts = new int[LEAVES];
    private boolean quick;

    private PairwiseSum(boolean doubles) {
        this.doubles = doubles;
        this.unit = doubles ? Double.BYTES : Float.BYTES;
    }

    /// Sums `count` float64, the first at byte `at`.
    static double ofDoubles(MemorySegment segment, long at, long count) {
        return new PairwiseSum(true).sum(segment, at, count);
    }

    /// Sums `count` float32, the first at byte `at`, rounding each sum to float32.
    static float ofFloats(MemorySegment segment, long at, long count) {
        return (float) new PairwiseSum(false).sum(segment, at, count);
    }

    /// How many of `count` numbers go to the left half.
    static long half(long count) {
        long half = count / 2;
        return half - half % 8;
    }

    private double sum(MemorySegment segment, long at, long count) {
        if (count > BLOCK) {
            long half = half(count);
            return add(sum(segment, at, half), sum(segment, at + half * unit, count - half));
        }
        MemorySegment block = segment.asSlice(at, count * unit);
        if (SumKernel.FASTEST.vectors() && !quick) {
            touch(block);
        }
        if (count < BLOCK / 2 - 8) {
            return tree(block, 0, (int) count);
        }
        long start = System.nanoTime();
        double sum = block(block, (int) count);
        quick = System.nanoTime() - start < QUICK_NANOS;
        return sum;
    }

    /// Makes a page that a cut file has lost throw here. A vector load from it is safe only in a method that is compiled
    /// with all its loads, and scalar ones among them; a block that was quick is.
    private static void touch(MemorySegment block) {
        int used = block.byteSize() > 0 ? block.get(JAVA_BYTE, block.byteSize() - 1) : 0;
        for (long at = 0; at < block.byteSize(); at += PAGE_BYTES) {
            used |= block.get(JAVA_BYTE, at);
        }
        Memory.fence(used);
    }

    private double block(MemorySegment s, int count) {
        counts[0] = count;
        for (int width = LEAVES / 2; width > 0; width /= 2) {
            for (int k = 0; k < LEAVES; k += 2 * width) {
                int half = (int) half(counts[k]);
                firsts[k + width] = firsts[k] + half;
                counts[k + width] = counts[k] - half;
                counts[k] = half;
            }
        }
        for (int k = 0; k < LEAVES / 2; k++) {
            sums[k] = leaf(s, k);
            sums[k + LEAVES / 2] = leaf(s, k + LEAVES / 2);
        }
        for (int width = 1; width < LEAVES; width *= 2) {
            for (int k = 0; k < LEAVES; k += 2 * width) {
                sums[k] = add(sums[k], sums[k + width]);
            }
        }
        return sums[0];
    }

    private double leaf(MemorySegment s, int k) {
        return counts[k] <= SumKernel.LEAF ? leaf(s, firsts[k], counts[k]) : tree(s, firsts[k], counts[k]);
    }

    private double leaf(MemorySegment s, int first, int count) {
        return doubles
                ? SumKernel.FASTEST.leaf(s, first * Double.BYTES, count)
                : SumKernel.FASTEST.leafFloats(s, first * Float.BYTES, count);
    }

    private double tree(MemorySegment s, int first, int count) {
        if (count > SumKernel.LEAF) {
            int half = (int) half(count);
            return add(tree(s, first, half), tree(s, first + half, count - half));
        }
        return leaf(s, first, count);
    }

    /// Adds two sums; a float64 sum of two float32 rounds to what a float32 sum is.
    private double add(double left, double right) {
        return doubles ? left + right : (float) (left + right);
    }
}
