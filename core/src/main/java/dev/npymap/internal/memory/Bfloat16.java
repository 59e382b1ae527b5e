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

    /// Makes float32 of the first halves.
    static void widen(short[] halves, float[] to, int from, int count) {
        for (int n = 0; n < count; n++) {
            to[from + n] = Float.intBitsToFloat(halves[n] << 16);
        }
    }

    /// Makes the first halves of float32.
    static void round(float[] values, int from, short[] halves, int count) {
        for (int n = 0; n < count; n++) {
            halves[n] = bits(values[from + n]);
        }
    }
}
