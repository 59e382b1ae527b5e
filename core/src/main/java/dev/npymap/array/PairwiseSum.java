package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// Sums native floats that lie without gaps outside the heap, in NumPy's pairwise order.
///
/// Up to 128 numbers are a leaf; more are split in half at a multiple of 8. The same tree gives the same bits, whatever
/// walks it. Walking it plainly, from the first leaf to the last, is as fast as the memory. The scalar and the vector
/// walk are methods of their own: a branch that one run takes and the next does not costs a compilation each time.
///
/// @see <a href="https://github.com/numpy/numpy/blob/main/numpy/_core/src/umath/loops_utils.h.src">NumPy's
///      pairwise sum</a>
final class PairwiseSum {
    /// The most bytes of a block, the part of the tree before which its pages may be touched.
    private static final int BLOCK_BYTES = 1 << 16;

    private static final int PAGE_BYTES = 4096;

    /// What a block takes at most if it is compiled as a whole and its pages are there; usually an eighth of it.
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private static final SumKernel KERNEL = SumKernel.FASTEST;
    private static final SumKernel SCALAR = new ScalarSumKernel();

    private final MemorySegment segment;
    private boolean quick;
    private int blocks;

    private PairwiseSum(MemorySegment segment) {
        this.segment = segment;
    }

    /// Sums `count` float64, the first at byte `at`.
    static double ofDoubles(MemorySegment segment, long at, long count) {
        return new PairwiseSum(segment).doubles(at, count);
    }

    /// Sums `count` float32, the first at byte `at`, rounding each sum to float32.
    static float ofFloats(MemorySegment segment, long at, long count) {
        return new PairwiseSum(segment).floats(at, count);
    }

    /// How many of `count` numbers go to the left half.
    static long half(long count) {
        long half = count / 2;
        return half - half % 8;
    }

    private double doubles(long at, long count) {
        if (count > BLOCK_BYTES / Double.BYTES) {
            long half = half(count);
            return doubles(at, half) + doubles(at + half * Double.BYTES, count - half);
        }
        if (!takesVectors()) {
            return tree(segment, at, (int) count);
        }
        long start = begin(at, count * Double.BYTES);
        double sum = vectorTree(segment, at, (int) count);
        end(start, count * Double.BYTES);
        return sum;
    }

    private static double tree(MemorySegment s, long at, int count) {
        if (count > SumKernel.LEAF) {
            int half = (int) half(count);
            return tree(s, at, half) + tree(s, at + half * Double.BYTES, count - half);
        }
        return SCALAR.leaf(s, at, count);
    }

    private static double vectorTree(MemorySegment s, long at, int count) {
        if (count > SumKernel.LEAF) {
            int half = (int) half(count);
            return vectorTree(s, at, half) + vectorTree(s, at + half * Double.BYTES, count - half);
        }
        return KERNEL.leaf(s, at, count);
    }

    private float floats(long at, long count) {
        if (count > BLOCK_BYTES / Float.BYTES) {
            long half = half(count);
            return floats(at, half) + floats(at + half * Float.BYTES, count - half);
        }
        if (!takesVectors()) {
            return floatTree(segment, at, (int) count);
        }
        long start = begin(at, count * Float.BYTES);
        float sum = vectorFloatTree(segment, at, (int) count);
        end(start, count * Float.BYTES);
        return sum;
    }

    private static float floatTree(MemorySegment s, long at, int count) {
        if (count > SumKernel.LEAF) {
            int half = (int) half(count);
            return floatTree(s, at, half) + floatTree(s, at + half * Float.BYTES, count - half);
        }
        return SCALAR.leafFloats(s, at, count);
    }

    private static float vectorFloatTree(MemorySegment s, long at, int count) {
        if (count > SumKernel.LEAF) {
            int half = (int) half(count);
            return vectorFloatTree(s, at, half) + vectorFloatTree(s, at + half * Float.BYTES, count - half);
        }
        return KERNEL.leafFloats(s, at, count);
    }

    /// While vectors are slow, which they are until all is compiled, only the first block and those after twice as many
    /// as before try them: a slow one takes a hundred times as long.
    private boolean takesVectors() {
        return KERNEL.vectors() && (quick || Integer.bitCount(++blocks) == 1);
    }

    /// Makes a page that a cut file has lost throw here. A vector load from it is safe only in a method that is
    /// compiled with all its loads, and scalar ones among them; a block that was quick is.
    private long begin(long at, long byteSize) {
        if (!quick && byteSize > 0) {
            int used = segment.get(JAVA_BYTE, at + byteSize - 1);
            for (long n = 0; n < byteSize; n += PAGE_BYTES) {
                used |= segment.get(JAVA_BYTE, at + n);
            }
            Memory.fence(used);
        }
        return System.nanoTime();
    }

    private void end(long start, long byteSize) {
        if (byteSize > BLOCK_BYTES / 4) {
            boolean slow = System.nanoTime() - start >= QUICK_NANOS;
            // After an interruption the next block tries again.
            blocks = quick && slow ? 0 : blocks;
            quick = !slow;
        }
    }
}
