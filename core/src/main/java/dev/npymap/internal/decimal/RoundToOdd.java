package dev.npymap.internal.decimal;

/// Rounds a float64 so that a second rounding, to a narrower type, gives the same result as a single rounding.
public final class RoundToOdd {
    private RoundToOdd() {
    }

    /// {@return a float32 whose rounding to a narrower type equals that of the float64: if inexact, its last bit is
    /// set}
    /// @param value any float64
    public static float of(double value) {
        float nearest = (float) value;
        if (nearest == value || !Float.isFinite(nearest) || Double.isNaN(value)) {
            return nearest;
        }
        float truncated = Math.abs(nearest) > Math.abs(value) ? Math.nextAfter(nearest, 0) : nearest;
        return Float.intBitsToFloat(Float.floatToRawIntBits(truncated) | 1);
    }
}
