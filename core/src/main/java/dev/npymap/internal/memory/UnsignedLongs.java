package dev.npymap.internal.memory;

/// Unsigned 64-bit integers, as which Java has the bits.
public final class UnsignedLongs {
    private UnsignedLongs() {
    }

    /// The nearest double of an unsigned value.
    public static double toDouble(long bits) {
        // The lowest bit is kept as a sticky one, so that halving does not change the rounding.
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }

    /// The unsigned integer that a double becomes when its fraction is dropped.
    static long ofDouble(double value) {
        return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
}
