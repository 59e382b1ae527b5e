package dev.npymap.array;

/// Loops over 64-bit integers in Java arrays, and the conversions of unsigned ones.
final class Longs {
    private Longs() {
    }

    /// Adds to each of some values the element in its place.
    static void add(long[] values, int to, long[] a, int from, int count) {
        for (int n = 0; n < count; n++) {
            values[to + n] += a[from + n];
        }
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
