package dev.npymap.internal.reduce;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import java.lang.foreign.MemorySegment;

/// Turns the bits of a [BitBlock] into keys, of which the greatest is that of the least or the greatest element, and
/// finds that key.
///
/// A key is `fold(bits ^ flip) + shift`. The flip turns the order around, or makes unsigned numbers signed ones. Folding
/// is [BitBlock#fold], of floats only, as a mask: loops are the same for all dtypes. The shift moves NaN and NaT, which are at both ends then, past
/// the end of the range: all of them are the greatest, or, if they are left out, the least.
///
/// @param flip  which bits are turned over
/// @param fold  which bits are turned over again if the highest is set
/// @param shift what is added
record MinMaxOrder(long flip, long fold, long shift) {
    /// The order in which a reduction compares the elements of an array.
    static MinMaxOrder of(Dtype dtype, ReductionRule what) {
        boolean least = what.kind() == Reduction.Kind.MIN;
        if (BitBlock.isFloat(dtype)) {
            long past = Long.MAX_VALUE ^ BitBlock.infinity(dtype);
            return new MinMaxOrder(least ? Long.MIN_VALUE : 0, Long.MAX_VALUE, what.skipsNaN() ? past : -past);
        }
        return switch (dtype.kind()) {
            case BOOL, UINT -> new MinMaxOrder(least ? Long.MAX_VALUE : Long.MIN_VALUE, 0, 0);
            case DATETIME, TIMEDELTA -> least
                    ? new MinMaxOrder(-1, 0, what.skipsNaN() ? 1 : 0)
                    : new MinMaxOrder(0, 0, what.skipsNaN() ? 0 : -1);
            default -> new MinMaxOrder(least ? -1 : 0, 0, 0);
        };
    }

    /// The key of some bits.
    long key(long bits) {
        long flipped = bits ^ flip;
        return (flipped ^ flipped >> 63 & fold) + shift;
    }

    /// The bits that have a key.
    long bits(long key) {
        long folded = key - shift;
        return folded ^ folded >> 63 & fold ^ flip;
    }

    /// The greatest key of some elements.
    long greatest(long[] bits, int from, int count) {
        long flipped = flip;
        long folded = fold;
        long shifted = shift;
        long greatest = Long.MIN_VALUE;
        for (int n = from; n < from + count; n++) {
            long x = bits[n] ^ flipped;
            greatest = Math.max(greatest, (x ^ x >> 63 & folded) + shifted);
        }
        return greatest;
    }

    /// The greatest key of elements of 8 bytes in native memory.
    long greatest(MemorySegment s, long at, long count) {
        long flipped = flip;
        long folded = fold;
        long shifted = shift;
        long greatest = Long.MIN_VALUE;
        for (long done = 0; done < count; done += LongKernels.STRETCH) {
            int length = (int) Math.min(count - done, LongKernels.STRETCH);
            for (int n = 0; n < length; n++) {
                long x = s.get(JAVA_LONG_UNALIGNED, at + (done + n) * Long.BYTES) ^ flipped;
                greatest = Math.max(greatest, (x ^ x >> 63 & folded) + shifted);
            }
        }
        return greatest;
    }

    /// Keeps of each of the first keys and that of the element in its place the greater one.
    void greater(long[] keys, long[] bits, int count) {
        long flipped = flip;
        long folded = fold;
        long shifted = shift;
        for (int n = 0; n < count; n++) {
            long x = bits[n] ^ flipped;
            keys[n] = Math.max(keys[n], (x ^ x >> 63 & folded) + shifted);
        }
    }

    /// As [#greater(long\[\], long\[\], int)], of elements of 8 bytes in each of two rows in native memory.
    ///
    /// @param to the first of the keys
    void greater(long[] keys, int to, MemorySegment s, long first, long second, int count) {
        long flipped = flip;
        long folded = fold;
        long shifted = shift;
        for (int n = 0; n < count; n++) {
            long x = s.get(JAVA_LONG_UNALIGNED, first + n * 8L) ^ flipped;
            long y = s.get(JAVA_LONG_UNALIGNED, second + n * 8L) ^ flipped;
            long greater = Math.max((x ^ x >> 63 & folded) + shifted, (y ^ y >> 63 & folded) + shifted);
            keys[to + n] = Math.max(keys[to + n], greater);
        }
    }
}
