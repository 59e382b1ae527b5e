package dev.npymap.internal.decimal;

/// Rounds a float64 so that a second rounding, to a narrower type, gives what one rounding would.
public final class RoundToOdd {
    private RoundToOdd() {
    }

    /// {@return a float32 from which a narrower type is rounded as if from the float64: inexact, its last bit is set}
    /// @param value any
    public static float of(double value) {
        float nearest = (float) value;
        if (nearest == value || !Float.isFinite(nearest) || Double.isNaN(value)) {
            return nearest;
        }
        float truncated = Math.abs(nearest) > Math.abs(value) ? Math.nextAfter(nearest, 0) : nearest;
        return Float.intBitsToFloat(Float.floatToRawIntBits(truncated) | 1);
    }
}
