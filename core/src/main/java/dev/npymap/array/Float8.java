package dev.npymap.array;

import java.util.Locale;

/// The 8-bit floating-point formats of ml_dtypes: one sign bit, some exponent bits, the rest mantissa.
///
/// NumPy's files do not name them (`|V1`, or `<f1` for E5M2); the caller does, through [NdArray#as].
///
/// @see <a href="https://github.com/jax-ml/ml_dtypes">ml_dtypes</a>
public enum Float8 {
    /// 3 exponent bits, bias 3, infinities.
    E3M4(3, 3, Specials.IEEE),
    /// 4 exponent bits, bias 7, infinities.
    E4M3(4, 7, Specials.IEEE),
    /// 4 exponent bits, bias 11, no infinity, NaN instead of negative zero.
    E4M3B11FNUZ(4, 11, Specials.NEGATIVE_ZERO_IS_NAN),
    /// 4 exponent bits, bias 7, no infinity, NaN where all bits below the sign are set.
    E4M3FN(4, 7, Specials.ALL_ONES_IS_NAN),
    /// 4 exponent bits, bias 8, no infinity, NaN instead of negative zero.
    E4M3FNUZ(4, 8, Specials.NEGATIVE_ZERO_IS_NAN),
    /// 5 exponent bits, bias 15, infinities: the upper half of a `float16`.
    E5M2(5, 15, Specials.IEEE),
    /// 5 exponent bits, bias 16, no infinity, NaN instead of negative zero.
    E5M2FNUZ(5, 16, Specials.NEGATIVE_ZERO_IS_NAN),
    /// 8 exponent bits, bias 127, no sign and no mantissa: powers of two, NaN where all bits are set.
    E8M0FNU(8, 127, Specials.ALL_ONES_IS_NAN);

    private enum Specials {
        IEEE, ALL_ONES_IS_NAN, NEGATIVE_ZERO_IS_NAN
    }

    private final int exponentBits;
    private final int bias;
    private final Specials specials;
    private final float[] values = new float[256];

    Float8(int exponentBits, int bias, Specials specials) {
        this.exponentBits = exponentBits;
        this.bias = bias;
        this.specials = specials;
        for (int bits = 0; bits < 256; bits++) {
            values[bits] = value(bits);
        }
    }

    /// Returns the value of a stored byte.
    ///
    /// @param bits the stored byte
    /// @return its exact value
    public float toFloat(byte bits) {
        return values[bits & 0xff];
    }

    /// Returns the byte that stores a value: the nearest, ties to the one with an even last bit. A value out of
    /// range becomes infinity, or NaN where the format has none.
    ///
    /// @param value any float
    /// @return the stored byte
    public byte toBits(float value) {
        if (Float.isNaN(value)) {
            return nan(value);
        }
        int best = -1;
        for (int bits = 0; bits < 256; bits++) {
            if (Float.isFinite(values[bits]) && sameSign(values[bits], value) && nearer(value, bits, best)) {
                best = bits;
            }
        }
        return best >= 0 && Math.abs(value) < overflow() ? (byte) best : outOfRange(value);
    }

    /// The nearest value that this format has.
    float round(float value) {
        return toFloat(toBits(value));
    }

    private float value(int bits) {
        // No constant of this enum is assigned yet.
        if (exponentBits == 8) {
            return bits == 0xff ? Float.NaN : (float) Math.scalb(1.0, bits - bias);
        }
        int mantissaBits = 7 - exponentBits;
        int exponent = (bits & 0x7f) >> mantissaBits;
        int mantissa = bits & (1 << mantissaBits) - 1;
        boolean negative = bits >= 0x80;
        boolean highest = exponent == (1 << exponentBits) - 1;
        if (specials == Specials.IEEE && highest) {
            return mantissa != 0 ? Float.NaN : negative ? Float.NEGATIVE_INFINITY : Float.POSITIVE_INFINITY;
        }
        if (specials == Specials.ALL_ONES_IS_NAN && (bits & 0x7f) == 0x7f
                || specials == Specials.NEGATIVE_ZERO_IS_NAN && bits == 0x80) {
            return Float.NaN;
        }
        double magnitude = exponent == 0 ? Math.scalb((double) mantissa, 1 - bias - mantissaBits)
                : Math.scalb((double) (1 << mantissaBits | mantissa), exponent - bias - mantissaBits);
        return (float) (negative ? -magnitude : magnitude);
    }

    private boolean sameSign(float stored, float value) {
        boolean negativeZero = specials == Specials.NEGATIVE_ZERO_IS_NAN && stored == 0;
        return negativeZero || (Float.floatToRawIntBits(stored) < 0) == (Float.floatToRawIntBits(value) < 0);
    }

    private boolean nearer(float value, int bits, int best) {
        if (best < 0) {
            return true;
        }
        double distance = Math.abs((double) values[bits] - value);
        double least = Math.abs((double) values[best] - value);
        return distance < least || distance == least && (bits & 1) == 0;
    }

    /// The magnitude from which a value rounds beyond the largest finite one: half a step above it.
    private double overflow() {
        double largest = 0;
        double below = 0;
        for (float v : values) {
            if (Float.isFinite(v) && v > largest) {
                below = largest;
                largest = v;
            }
        }
        if (this == E8M0FNU) {
            return largest * 1.5;
        }
        int last = toBitsOf(largest);
        double half = (largest - below) / 2;
        return (last & 1) == 0 ? Math.nextUp(largest + half) : largest + half;
    }

    private int toBitsOf(double stored) {
        for (int bits = 0; bits < 256; bits++) {
            if (values[bits] == stored) {
                return bits;
            }
        }
        throw new IllegalArgumentException(stored + " is no value of " + this);
    }

    private byte outOfRange(float value) {
        if (specials == Specials.IEEE) {
            return (byte) toBitsOf(value < 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY);
        }
        return nan(value);
    }

    private byte nan(float value) {
        boolean negative = Float.floatToRawIntBits(value) < 0;
        return (byte) switch (specials) {
            case NEGATIVE_ZERO_IS_NAN -> 0x80;
            case ALL_ONES_IS_NAN -> this == E8M0FNU || negative ? 0xff : 0x7f;
            case IEEE -> (negative ? 0x80 : 0) | ((1 << exponentBits) - 1) << 7 - exponentBits | 1 << 6 - exponentBits;
        };
    }

    /// {@return ml_dtypes' name, as in `float8_e4m3fn`}
    @Override
    public String toString() {
        return "float8_" + name().toLowerCase(Locale.ROOT);
    }
}
