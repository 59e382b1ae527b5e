package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.TimeUnit;

/// Sums native floats that lie without gaps outside the heap, in NumPy's pairwise order.
///
/// Up to 128 numbers are a leaf; more are split in half at a multiple of 8. The same tree gives the same bits, whatever
/// walks it. Walking it plainly, from the first leaf to the last, is as fast as the memory. The walk over copies and
/// that by vectors are methods of their own: a branch that one run takes and the next does not costs a compilation each
/// time.
///
/// @see <a href="https://github.com/numpy/numpy/blob/main/numpy/_core/src/umath/loops_utils.h.src">NumPy's
///      pairwise sum</a>
final class PairwiseSum {
    /// The largest run that is a leaf.
    static final int LEAF = 128;

    /// The most bytes of a block, the part of the tree before which its pages may be touched.
    private static final int BLOCK_BYTES = 1 << 16;

    /// The smallest pages that a system has; touching larger ones more than once does no harm.
    private static final int PAGE_BYTES = 4096;

    /// What a block takes at most if it is compiled as a whole and its pages are there; usually an eighth of it.
    private static final long QUICK_NANOS = TimeUnit.MICROSECONDS.toNanos(20);

    private final MemorySegment segment;
    private boolean quick;
    private int blocks;

    private PairwiseSum(MemorySegment segment) {
        this.segment = segment;
    }

    /// Sums float64.
    ///
    /// @param at    the first, in bytes into the segment
    /// @param block room for [Fold#BLOCK] of them
    static double ofDoubles(MemorySegment segment, long at, long count, double[] block) {
        return new PairwiseSum(segment).doubles(at, count, block);
    }

    /// As [#ofDoubles], of float32, to which each sum is rounded.
    static float ofFloats(MemorySegment segment, long at, long count, float[] block) {
        return new PairwiseSum(segment).floats(at, count, block);
    }

    /// How many of `count` numbers go to the left half.
    static long half(long count) {
        long half = count / 2;
        return half - half % 8;
    }

    private double doubles(long at, long count, double[] block) {
        if (count > BLOCK_BYTES / Double.BYTES) {
            long half = half(count);
            return doubles(at, half, block) + doubles(at + half * Double.BYTES, count - half, block);
        }
        if (!takesVectors()) {
            return copied(segment, at, (int) count, block);
        }
        long start = begin(at, count * Double.BYTES);
        double sum = tree(segment, at, (int) count, block);
        end(start, count * Double.BYTES);
        return sum;
    }

    private static double tree(MemorySegment s, long at, int count, double[] block) {
        if (count > LEAF) {
            int half = (int) half(count);
            return tree(s, at, half, block) + tree(s, at + half * Double.BYTES, count - half, block);
        }
        boolean isWhole = count % 8 == 0 && count >= VectorLeaf.LEAST;
        return isWhole ? VectorLeaf.ofDoubles(s, at, count / 8 - 1) : copied(s, at, count, block);
    }

    /// The sum of numbers that are copied first.
    private static double copied(MemorySegment s, long at, int count, double[] block) {
        if (count > Fold.BLOCK) {
            int half = (int) half(count);
            return copied(s, at, half, block) + copied(s, at + half * Double.BYTES, count - half, block);
        }
        MemorySegment.copy(s, JAVA_DOUBLE_UNALIGNED, at, block, 0, count);
        return Doubles.pairwise(block, 0, count);
    }

    private float floats(long at, long count, float[] block) {
        if (count > BLOCK_BYTES / Float.BYTES) {
            long half = half(count);
            return floats(at, half, block) + floats(at + half * Float.BYTES, count - half, block);
        }
        if (!takesVectors()) {
            return copied(segment, at, (int) count, block);
        }
        long start = begin(at, count * Float.BYTES);
        float sum = tree(segment, at, (int) count, block);
        end(start, count * Float.BYTES);
        return sum;
    }

    private static float tree(MemorySegment s, long at, int count, float[] block) {
        if (count > LEAF) {
            int half = (int) half(count);
            return tree(s, at, half, block) + tree(s, at + half * Float.BYTES, count - half, block);
        }
        boolean isWhole = count % 8 == 0 && count >= VectorLeaf.LEAST;
        return isWhole ? VectorLeaf.ofFloats(s, at, count / 8 - 1) : copied(s, at, count, block);
    }

    /// The sum of numbers that are copied first.
    private static float copied(MemorySegment s, long at, int count, float[] block) {
        if (count > Fold.BLOCK) {
            int half = (int) half(count);
            return copied(s, at, half, block) + copied(s, at + half * Float.BYTES, count - half, block);
        }
        MemorySegment.copy(s, JAVA_FLOAT_UNALIGNED, at, block, 0, count);
        return Floats.pairwise(block, 0, count);
    }

    /// While vectors are slow, which they are until all is compiled, only the first block and those after twice as many
    /// as before try them: a slow one takes a hundred times as long.
    private boolean takesVectors() {
        return BlockSum.HAS_VECTORS && (quick || Integer.bitCount(++blocks) == 1);
    }

    /// Makes a page that a cut file has lost throw here. A vector load from it is safe only in a method that is
    /// compiled with all its loads, and a scalar one among them; a block that was quick is.
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
