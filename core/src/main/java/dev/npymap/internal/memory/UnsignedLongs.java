package dev.npymap.internal.memory;

/// Unsigned 64-bit integers, whose bits Java holds in a `long`.
public final class UnsignedLongs {
    private UnsignedLongs() {
    }

    /// The double nearest to an unsigned value.
    public static double toDouble(long bits) {
        // The lowest bit is kept as a sticky bit, so that halving does not change the rounding.
        return bits >= 0 ? bits : 2.0 * (bits >>> 1 | bits & 1);
    }

    /// The unsigned integer of a double without its fraction.
    static long ofDouble(double value) {
        return value < 0x1p63 ? (long) value : (long) (value - 0x1p63) ^ Long.MIN_VALUE;
    }
}
