package dev.npymap.internal.decimal;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/// x87's 80-bit extended precision in 16 bytes: a 64-bit mantissa with its leading one, then sign and 15 exponent
/// bits, then 6 bytes of padding; big-endian reverses all 16 bytes.
///
/// @see <a href="https://en.wikipedia.org/wiki/Extended_precision">Extended precision</a>
public final class X87 {
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BIG = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);

    private static final int BIAS = 16383;
    private static final int SPECIAL = 0x7fff;
    /// Decimal exponents beyond which a value is 0 or infinite for any digits.
    private static final int DECIMAL_LIMIT = 5000;

    private X87() {
    }

    public static double toDouble(MemorySegment s, long at, boolean big) {
        int head = head(s, at, big);
        long mantissa = mantissa(s, at, big);
        int exponent = head & SPECIAL;
        double magnitude;
        if (exponent == SPECIAL) {
            magnitude = mantissa << 1 == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
        } else if (exponent - BIAS < Double.MIN_EXPONENT) {
            magnitude = subnormal(mantissa, Double.MIN_EXPONENT + 11 - (Math.max(exponent, 1) - BIAS));
        } else {
            // The lowest bit is kept as a sticky one, so that halving does not change the rounding.
            double unsigned = mantissa < 0 ? 2.0 * (mantissa >>> 1 | mantissa & 1) : mantissa;
            magnitude = Math.scalb(unsigned, exponent - BIAS - 63);
        }
        return (head & 0x8000) != 0 ? -magnitude : magnitude;
    }

    /// The nearest subnormal double, as its bits.
    ///
    /// @param shift the number of mantissa bits below the least subnormal, at least 12
    private static double subnormal(long mantissa, int shift) {
        if (shift > Long.SIZE) {
            return 0;
        }
        long multiple = shift == Long.SIZE ? 0 : mantissa >>> shift;
        long rest = mantissa << Long.SIZE - shift;
        boolean up = rest < 0 && (rest != Long.MIN_VALUE || (multiple & 1) != 0);
        return Double.longBitsToDouble(up ? multiple + 1 : multiple);
    }

    /// Stores a double, which has an exact counterpart, with zeros for padding.
    ///
    /// @param s     the memory
    /// @param at    the offset in the memory, in bytes
    /// @param big   whether the byte order is big-endian
    /// @param value any double
    public static void store(MemorySegment s, long at, boolean big, double value) {
        int sign = Double.doubleToRawLongBits(value) < 0 ? 0x8000 : 0;
        int exponent;
        long mantissa;
        if (value == 0) {
            exponent = 0;
            mantissa = 0;
        } else if (!Double.isFinite(value)) {
            exponent = SPECIAL;
            mantissa = Double.isNaN(value) ? 0xc000000000000000L : Long.MIN_VALUE;
        } else {
            long bits = Double.doubleToRawLongBits(value) & (1L << 52) - 1;
            int stored = Math.getExponent(value);
            mantissa = stored < Double.MIN_EXPONENT ? bits : bits | 1L << 52;
            int shift = Long.numberOfLeadingZeros(mantissa);
            mantissa <<= shift;
            exponent = Math.max(stored, Double.MIN_EXPONENT) + BIAS + 11 - shift;
        }
        put(s, at, big, sign | exponent, mantissa);
    }

    public static BinaryFloat binary(MemorySegment s, long at, boolean big) {
        int head = head(s, at, big);
        long mantissa = mantissa(s, at, big);
        int exponent = head & SPECIAL;
        boolean negative = (head & 0x8000) != 0;
        if (exponent == SPECIAL) {
            BinaryFloat.Kind kind = mantissa << 1 == 0 ? BinaryFloat.Kind.INFINITE : BinaryFloat.Kind.NAN;
            return new BinaryFloat(kind, negative, 0, 0, 64, false);
        }
        return BinaryFloat.finite(negative, mantissa, Math.max(exponent, 1) - BIAS - 63, 64,
                exponent > 1 && mantissa << 1 == 0);
    }

    /// Stores the nearest value to a number, ties to even.
    ///
    /// @param s         the memory
    /// @param at        the offset in the memory, in bytes
    /// @param big       whether the byte order is big-endian
    /// @param negative  whether the number is below zero
    /// @param magnitude the number without its sign
    public static void store(MemorySegment s, long at, boolean big, boolean negative, BigDecimal magnitude) {
        int sign = negative ? 0x8000 : 0;
        long digits = (long) magnitude.precision() - magnitude.scale();
        if (magnitude.signum() == 0 || digits < -DECIMAL_LIMIT) {
            put(s, at, big, sign, 0);
            return;
        }
        if (digits > DECIMAL_LIMIT) {
            put(s, at, big, sign | SPECIAL, Long.MIN_VALUE);
            return;
        }
        BigInteger numerator = magnitude.unscaledValue().multiply(BigInteger.TEN.pow(Math.max(0, -magnitude.scale())));
        BigInteger denominator = BigInteger.TEN.pow(Math.max(0, magnitude.scale()));
        int power = Math.max(numerator.bitLength() - denominator.bitLength() - 64, 1 - BIAS - 63);
        BigInteger mantissa = rounded(numerator, denominator, power);
        if (mantissa.bitLength() > 64) {
            mantissa = rounded(numerator, denominator, ++power);
        }
        if (mantissa.bitLength() > 64) {
            mantissa = mantissa.shiftRight(1);
            power++;
        }
        boolean subnormal = mantissa.bitLength() < 64;
        int exponent = subnormal ? 0 : Math.min(power + BIAS + 63, SPECIAL);
        put(s, at, big, sign | exponent, exponent == SPECIAL ? Long.MIN_VALUE : mantissa.longValue());
    }

    private static BigInteger rounded(BigInteger numerator, BigInteger denominator, int power) {
        BigDecimal dividend = new BigDecimal(numerator.shiftLeft(Math.max(0, -power)));
        BigDecimal divisor = new BigDecimal(denominator.shiftLeft(Math.max(0, power)));
        return dividend.divide(divisor, 0, RoundingMode.HALF_EVEN).toBigInteger();
    }

    private static void put(MemorySegment s, long at, boolean big, int head, long mantissa) {
        if (big) {
            for (int n = 0; n < 6; n++) {
                s.set(JAVA_BYTE, at + n, (byte) 0);
            }
            s.set(SHORT_BIG, at + 6, (short) head);
            s.set(LONG_BIG, at + 8, mantissa);
        } else {
            s.set(LONG, at, mantissa);
            s.set(LONG, at + 8, head);
        }
    }

    /// {@return the integer part of a finite value}
    /// @param s   the memory
    /// @param at  the offset in the memory, in bytes
    /// @param big whether the byte order is big-endian
    public static BigInteger integer(MemorySegment s, long at, boolean big) {
        int head = head(s, at, big);
        BigInteger value = new BigInteger(Long.toUnsignedString(mantissa(s, at, big)))
                .shiftLeft((head & SPECIAL) - BIAS - 63);
        return (head & 0x8000) != 0 ? value.negate() : value;
    }

    private static int head(MemorySegment s, long at, boolean big) {
        return Short.toUnsignedInt(big ? s.get(SHORT_BIG, at + 6) : s.get(SHORT, at + 8));
    }

    private static long mantissa(MemorySegment s, long at, boolean big) {
        return big ? s.get(LONG_BIG, at + 8) : s.get(LONG, at);
    }
}
