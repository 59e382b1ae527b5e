package dev.npymap.text;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import dev.npymap.array.NdArray;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.ByteOrder;

/// The 80 bits of x87's extended floats: a mantissa of 64 bits, a sign and a power of two.
///
/// @param mantissa the 64 bits, the leading one among them unless the value is subnormal
/// @param head     the sign and the biased power of two, 16 bits
record LongDouble(long mantissa, int head) {
    static final LongDouble ZERO = new LongDouble(0, 0);
    static final LongDouble INFINITY = new LongDouble(Long.MIN_VALUE, 0x7fff);
    static final LongDouble NAN = new LongDouble(3L << 62, 0x7fff);

    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG = JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BIG = JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    private static final int BIAS = 16383 + 63;
    private static final int LARGEST = 0x7ffe;
    /// Decimal powers beyond which a value is 0 or infinite whatever its digits.
    private static final int DECIMAL_LIMIT = 5000;

    LongDouble negated() {
        return new LongDouble(mantissa, head ^ 0x8000);
    }

    /// The integer part of a finite element.
    static BigInteger integer(NdArray element) {
        boolean big = element.dtype().byteOrder() == ByteOrder.BIG_ENDIAN;
        long at = element.offset();
        int head = big ? element.segment().get(SHORT_BIG, at + 6) : element.segment().get(SHORT, at + 8);
        long mantissa = big ? element.segment().get(LONG_BIG, at + 8) : element.segment().get(LONG, at);
        BigInteger value = new BigInteger(Long.toUnsignedString(mantissa)).shiftLeft((head & 0x7fff) - BIAS);
        return (head & 0x8000) != 0 ? value.negate() : value;
    }

    /// The value of a double.
    static LongDouble of(double value) {
        LongDouble magnitude = Double.isNaN(value)
                ? NAN
                : Double.isInfinite(value) ? INFINITY : nearest(new BigDecimal(Math.abs(value)));
        return Double.doubleToRawLongBits(value) < 0 ? magnitude.negated() : magnitude;
    }

    /// The nearest value, half to even.
    ///
    /// @param value not negative
    static LongDouble nearest(BigDecimal value) {
        long magnitude = (long) value.precision() - value.scale();
        if (value.signum() == 0 || magnitude < -DECIMAL_LIMIT) {
            return ZERO;
        }
        if (magnitude > DECIMAL_LIMIT) {
            return INFINITY;
        }
        BigInteger numerator = value.unscaledValue().multiply(BigInteger.TEN.pow(Math.max(0, -value.scale())));
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, value.scale()));
        int power = Math.max(numerator.bitLength() - denominator.bitLength() - 64, 1 - BIAS);
        BigInteger mantissa = rounded(numerator, denominator, power);
        if (mantissa.bitLength() > 64) {
            mantissa = rounded(numerator, denominator, ++power);
        }
        if (mantissa.bitLength() > 64) {
            mantissa = mantissa.shiftRight(1);
            power++;
        }
        if (power + BIAS > LARGEST) {
            return INFINITY;
        }
        boolean subnormal = mantissa.bitLength() < 64;
        return new LongDouble(mantissa.longValue(), subnormal ? 0 : power + BIAS);
    }

    private static BigInteger rounded(BigInteger numerator, BigInteger denominator, int power) {
        BigDecimal dividend = new BigDecimal(numerator.shiftLeft(Math.max(0, -power)));
        BigDecimal divisor = new BigDecimal(denominator.shiftLeft(Math.max(0, power)));
        return dividend.divide(divisor, 0, RoundingMode.HALF_EVEN).toBigInteger();
    }

    /// Stores this as an element of 16 bytes, its padding zero.
    void store(byte[] to, int at, boolean big) {
        for (int n = 0; n < 10; n++) {
            int part = n < 8 ? (int) (mantissa >>> 8 * n) : head >> 8 * (n - 8);
            to[big ? at + 15 - n : at + n] = (byte) part;
        }
        for (int n = 10; n < 16; n++) {
            to[big ? at + 15 - n : at + n] = 0;
        }
    }
}
