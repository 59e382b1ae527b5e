package dev.npymap.internal.memory;

import dev.npymap.internal.work.NotInlined;

/// IEEE 754's binary16 in Java arrays of its bits.
final class Float16 {
    private Float16() {
    }

    /// Makes float32 of the first halves; C2 makes vectors of this loop only where it is inlined into no other.
    static void widen(short[] halves, float[] to, int from, int count) {
        NotInlined.run(() -> {
            for (int n = 0; n < count; n++) {
                to[from + n] = Float.float16ToFloat(halves[n]);
            }
        });
    }

    /// Makes the first halves of float32, each the nearest, ties to even.
    static void round(float[] values, int from, short[] halves, int count) {
        for (int n = 0; n < count; n++) {
            halves[n] = Float.floatToFloat16(values[from + n]);
        }
    }
}
