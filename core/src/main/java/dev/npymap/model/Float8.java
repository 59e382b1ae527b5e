package dev.npymap.model;

import java.util.Locale;

/// The 8-bit floating-point formats of ml_dtypes: one sign bit, some exponent bits, the rest mantissa.
///
/// NumPy's files do not name these formats (they have `|V1`, or `<f1` for E5M2): the caller does, through `NdArray.as`.
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
    /// The byte of the greatest finite value; the bytes from 0 to it are all finite values without a sign, in order.
    private final int greatest;
    /// The magnitude from which a value rounds to more than the greatest finite value.
    private final double overflow;

    Float8(int exponentBits, int bias, Specials specials) {
        this.exponentBits = exponentBits;
        this.bias = bias;
        this.specials = specials;
        for (int bits = 0; bits < 256; bits++) {
            values[bits] = value(bits);
        }
        int last = 0;
        while (last + 1 < 256 && Float.isFinite(values[last + 1]) && values[last + 1] > values[last]) {
            last++;
        }
        this.greatest = last;
        this.overflow = overflow();
    }

    /// Returns the value of a stored byte.
    ///
    /// @param bits the stored byte
    /// @return its exact value
    public float toFloat(byte bits) {
        return values[bits & 0xff];
    }

    /// Returns the byte that stores a value: the nearest one, ties to even. A value out of range becomes infinity, or
    /// NaN where the format has no infinity.
    ///
    /// @param value any float
    /// @return the stored byte
    public byte toBits(float value) {
        if (Float.isNaN(value)) {
            return nan(Float.floatToRawIntBits(value) < 0);
        }
        boolean negative = Float.floatToRawIntBits(value) < 0;
        float magnitude = Math.abs(value);
        if (!(magnitude < overflow) || negative && isUnsigned()) {
            return outOfRange(negative);
        }
        int bits = nearest(magnitude);
        boolean noSign = !negative || bits == 0 && specials == Specials.NEGATIVE_ZERO_IS_NAN;
        return (byte) (noSign ? bits : bits | 0x80);
    }

    /// The byte of the nearest finite value, ties to even.
    private int nearest(float magnitude) {
        int low = 0;
        int high = greatest;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (values[middle] <= magnitude) {
                low = middle;
            } else {
                high = middle;
            }
        }
        double below = Math.abs((double) magnitude - values[low]);
        double above = Math.abs((double) values[high] - magnitude);
        return below < above || below == above && (low & 1) == 0 ? low : high;
    }

    /// {@return the nearest number of this format, rounded as by [#toBits]}
    /// @param value any float
    public float round(float value) {
        return toFloat(toBits(value));
    }

    private float value(int bits) {
        if (isUnsigned()) {
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

    /// Half a step above the greatest finite value; a tie rounds to that value if its byte is even.
    private double overflow() {
        double largest = values[greatest];
        if (isUnsigned()) {
            return largest * 1.5;
        }
        double half = (largest - values[greatest - 1]) / 2;
        return (greatest & 1) == 0 ? Math.nextUp(largest + half) : largest + half;
    }

    /// Whether this is E8M0FNU, which the constructor cannot refer to.
    private boolean isUnsigned() {
        return exponentBits == 8;
    }

    private byte outOfRange(boolean negative) {
        return specials == Specials.IEEE ? (byte) (greatest + 1 | (negative ? 0x80 : 0)) : nan(negative);
    }

    private byte nan(boolean negative) {
        return (byte) switch (specials) {
            case NEGATIVE_ZERO_IS_NAN -> 0x80;
            case ALL_ONES_IS_NAN -> isUnsigned() || negative ? 0xff : 0x7f;
            case IEEE -> (negative ? 0x80 : 0) | ((1 << exponentBits) - 1) << 7 - exponentBits | 1 << 6 - exponentBits;
        };
    }

    /// {@return ml_dtypes' name, as in `float8_e4m3fn`}
    @Override
    public String toString() {
        return "float8_" + name().toLowerCase(Locale.ROOT);
    }
}
