package dev.npymap.internal.reduce;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import java.lang.foreign.MemorySegment;

/// Converts the bits of a [BitBlock] to keys, of which the greatest belongs to the least or the greatest element, and
/// finds the greatest key.
///
/// A key is `fold(bits ^ flip) + shift`. The flip reverses the order, or makes unsigned numbers signed. Folding is
/// [BitBlock#fold] for floats, with a mask that disables it for other dtypes, so that loops are the same for all. The
/// shift moves NaN and NaT, which are at both ends after folding, past the end of the range: they become the greatest,
/// or, if they are left out, the least keys.
///
/// @param flip  the bits to invert
/// @param fold  the bits to invert again if the highest bit is set
/// @param shift the number to add
record MinMaxOrder(long flip, long fold, long shift) {
    /// The order in which a reduction compares the elements of a dtype.
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

    /// The key for bits.
    long key(long bits) {
        long flipped = bits ^ flip;
        return (flipped ^ flipped >> 63 & fold) + shift;
    }

    /// The bits for a key.
    long bits(long key) {
        long folded = key - shift;
        return folded ^ folded >> 63 & fold ^ flip;
    }

    /// The greatest key of elements.
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

    /// The greatest key of 8-byte elements in native memory.
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

    /// Replaces each key by that of its element, if that is greater.
    void greater(long[] keys, long[] bits, int count) {
        long flipped = flip;
        long folded = fold;
        long shifted = shift;
        for (int n = 0; n < count; n++) {
            long x = bits[n] ^ flipped;
            keys[n] = Math.max(keys[n], (x ^ x >> 63 & folded) + shifted);
        }
    }

    /// As [#greater(long\[\], long\[\], int)], for 8-byte elements in two rows in native memory.
    ///
    /// @param to the index of the first key
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
