package dev.npymap.internal.memory;

/// The upper half of a float32.
public final class Bfloat16 {
    private Bfloat16() {
    }

    /// The bits of the nearest bfloat16, ties to even; NaN stays NaN.
    public static short bits(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
