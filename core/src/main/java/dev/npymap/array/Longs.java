package dev.npymap.array;

/// Reductions in 64-bit integer arithmetic, and the conversions of unsigned ones.
final class Longs {
    private static final int BLOCK = 1024;

    private Longs() {
    }

    static long sum(NdArray a) {
        long sum = 0;
        long[] block = new long[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            elements.next(block, count);
            for (int n = 0; n < count; n++) {
                sum += block[n];
            }
        }
        return sum;
    }

    static long min(NdArray a, boolean signed) {
        Doubles.requireElements(a);
        long flip = signed ? 0 : Long.MIN_VALUE;
        long min = Long.MAX_VALUE;
        long[] block = new long[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            elements.next(block, count);
            for (int n = 0; n < count; n++) {
                min = Math.min(min, block[n] ^ flip);
            }
        }
        return min ^ flip;
    }

    static long max(NdArray a, boolean signed) {
        Doubles.requireElements(a);
        long flip = signed ? 0 : Long.MIN_VALUE;
        long max = Long.MIN_VALUE;
        long[] block = new long[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            elements.next(block, count);
            for (int n = 0; n < count; n++) {
                max = Math.max(max, block[n] ^ flip);
            }
        }
        return max ^ flip;
    }

    /// The nearest double of an unsigned value.
    static double unsigned(long bits) {
        // The lowest bit is kept as a sticky one, so that halving does not change the rounding.
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }

    /// The bits of an unsigned value.
    static long bits(double value) {
        return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
}
