package dev.npymap.internal.decimal;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// A float of any width, as sign, mantissa and exponent.
///
/// @param kind       zero, another finite value, infinity or NaN
/// @param negative   whether the sign bit is set
/// @param mantissa   an unsigned 64-bit integer; 0 unless the kind is FINITE
/// @param exponent   the power of two by which the mantissa is multiplied
/// @param bits       the number of mantissa bits of this width, including the leading one
/// @param powerOfTwo whether the next lower float is nearer than the next higher one
public record BinaryFloat(Kind kind, boolean negative, long mantissa, int exponent, int bits, boolean powerOfTwo) {
    /// The kinds of floats.
    public enum Kind {
        /// Positive or negative zero.
        ZERO,
        /// Any other finite value.
        FINITE,
        /// Positive or negative infinity.
        INFINITE,
        /// Not a number.
        NAN
    }

    /// {@return the parts of a float64}
    /// @param value any float64
    public static BinaryFloat of(double value) {
        return of(Double.doubleToRawLongBits(value), 52, Double.SIZE);
    }

    /// {@return the parts of a float32}
    /// @param value any float32
    public static BinaryFloat of(float value) {
        return of(Float.floatToRawIntBits(value), 23, Float.SIZE);
    }

    /// Returns the parts of an IEEE 754 float.
    ///
    /// @param bits   the float in the lower bits
    /// @param stored the number of stored mantissa bits
    /// @param width  the number of bits in all
    public static BinaryFloat of(long bits, int stored, int width) {
        boolean negative = (bits >>> width - 1 & 1) != 0;
        int special = (1 << width - 1 - stored) - 1;
        int exponent = (int) (bits >>> stored) & special;
        long fraction = bits & (1L << stored) - 1;
        int bias = (special >> 1) + stored;
        if (exponent == special) {
            return new BinaryFloat(fraction == 0 ? Kind.INFINITE : Kind.NAN, negative, 0, 0, stored + 1, false);
        }
        return finite(negative, exponent == 0 ? fraction : fraction | 1L << stored, Math.max(exponent, 1) - bias,
                stored + 1, exponent > 1 && fraction == 0);
    }

    public static BinaryFloat finite(boolean negative, long mantissa, int exponent, int bits, boolean powerOfTwo) {
        return new BinaryFloat(mantissa == 0 ? Kind.ZERO : Kind.FINITE, negative, mantissa, exponent, bits,
                powerOfTwo);
    }

    /// {@return whether the float is neither infinite nor NaN}
    public boolean isFinite() {
        return kind == Kind.ZERO || kind == Kind.FINITE;
    }

    /// Compares the magnitudes of finite values other than zero.
    public int compareMagnitude(BinaryFloat other) {
        int mine = Long.numberOfLeadingZeros(mantissa);
        int its = Long.numberOfLeadingZeros(other.mantissa);
        int byExponent = Integer.compare(exponent - mine, other.exponent - its);
        return byExponent != 0 ? byExponent : Long.compareUnsigned(mantissa << mine, other.mantissa << its);
    }

    /// Whether `this / other`, rounded to the mantissa's width, exceeds 1000.
    public boolean isThousandTimes(BinaryFloat other) {
        // A quotient of 1000 and half a step is rounded to 1000, which is even.
        int step = bits - 9;
        BigInteger mine = wide(mantissa).shiftLeft(step);
        BigInteger its = wide(other.mantissa).multiply(BigInteger.valueOf(1000).shiftLeft(step).add(BigInteger.ONE));
        int shift = exponent - other.exponent;
        return mine.shiftLeft(Math.max(shift, 0)).compareTo(its.shiftLeft(Math.max(-shift, 0))) > 0;
    }

    /// {@return the decimal digits of a finite value, without its sign}
    /// @param cutoff where the digits end
    public Decimal digits(Cutoff cutoff) {
        if (mantissa == 0) {
            return Decimal.ZERO;
        }
        return cutoff.unique()
                ? QuickDigits.of(this, cutoff).orElseGet(() -> Dragon4.digits(mantissa, exponent, powerOfTwo, cutoff))
                : QuickDigits.exact(this, cutoff).orElseGet(() -> exactDigits(cutoff));
    }

    private Decimal exactDigits(Cutoff cutoff) {
        BigDecimal value = exact();
        return Decimal.of(cutoff.fraction()
                ? value.setScale(Math.min(cutoff.most(), value.scale()), RoundingMode.HALF_EVEN)
                : value.round(new MathContext(cutoff.most(), RoundingMode.HALF_EVEN)));
    }

    /// The magnitude of a finite value.
    private BigDecimal exact() {
        BigInteger whole = wide(mantissa);
        return exponent >= 0
                ? new BigDecimal(whole.shiftLeft(exponent))
                : new BigDecimal(whole.multiply(BigInteger.valueOf(5).pow(-exponent)), -exponent);
    }

    private static BigInteger wide(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }
}
