package dev.npymap.internal.decimal;

import java.math.BigInteger;
import java.util.Arrays;

/// The shortest digits that identify a binary float, exactly as NumPy finds them: they end as soon as no other float of
/// the same width is nearer.
///
/// @see <a href="https://www.ryanjuckett.com/printing-floating-point-numbers/">Dragon4</a>
final class Dragon4 {
    private static final double LOG10_2 = 0.30102999566398119521;

    private Dragon4() {
    }

    /// Finds the digits of `mantissa * 2^exponent`.
    ///
    /// @param mantissa    an unsigned 64-bit integer, not zero
    /// @param exponent    the power of two
    /// @param powerOfTwo  whether the next lower float is nearer than the next higher one
    static Decimal digits(long mantissa, int exponent, boolean powerOfTwo, Cutoff cutoff) {
        boolean even = (mantissa & 1) == 0;
        int shift = powerOfTwo ? 2 : 1;
        BigInteger value = unsigned(mantissa).shiftLeft(Math.max(exponent, 0) + shift);
        BigInteger scale = BigInteger.ONE.shiftLeft(Math.max(-exponent, 0) + shift);
        BigInteger below = BigInteger.ONE.shiftLeft(Math.max(exponent, 0));
        int digitExponent = digitExponent(mantissa, exponent);
        if (cutoff.most() >= 0 && cutoff.fraction()) {
            digitExponent = Math.max(digitExponent, 1 - cutoff.most());
        }
        if (digitExponent > 0) {
            scale = scale.multiply(BigInteger.TEN.pow(digitExponent));
        } else if (digitExponent < 0) {
            BigInteger power = BigInteger.TEN.pow(-digitExponent);
            value = value.multiply(power);
            below = below.multiply(power);
        }
        if (value.compareTo(scale) >= 0) {
            digitExponent++;
        } else {
            value = value.multiply(BigInteger.TEN);
            below = below.multiply(BigInteger.TEN);
        }
        int last = cutoff.most() < 0
                ? Integer.MIN_VALUE
                : cutoff.fraction() ? -cutoff.most() : digitExponent - cutoff.most();
        int enough = cutoff.least() < 0
                ? digitExponent
                : Math.min(digitExponent, cutoff.fraction() ? -cutoff.least() : digitExponent - cutoff.least());
        return generate(value, scale, below, even, powerOfTwo, digitExponent - 1, last, enough);
    }

    /// The number of digits before the decimal point, or minus the number of zeros after it; or one less.
    private static int digitExponent(long mantissa, int exponent) {
        int bit = 63 - Long.numberOfLeadingZeros(mantissa);
        return (int) Math.ceil((bit + exponent) * LOG10_2 - 0.69);
    }

    private static Decimal generate(BigInteger start, BigInteger scale, BigInteger firstMargin, boolean even,
            boolean powerOfTwo, int exponent, int last, int enough) {
        byte[] digits = new byte[32];
        int count = 0;
        BigInteger value = start;
        BigInteger below = firstMargin;
        boolean low = false;
        boolean high = false;
        int digit;
        for (int place = exponent;; place--) {
            BigInteger[] parts = value.divideAndRemainder(scale);
            digit = parts[0].intValue();
            value = parts[1];
            BigInteger above = powerOfTwo ? below.shiftLeft(1) : below;
            low = value.compareTo(below) < (even ? 1 : 0);
            high = value.add(above).compareTo(scale) > (even ? -1 : 0);
            if ((low || high) && place <= enough || place == last) {
                break;
            }
            digits = count == digits.length ? Arrays.copyOf(digits, 2 * count) : digits;
            digits[count++] = (byte) ('0' + digit);
            value = value.multiply(BigInteger.TEN);
            below = below.multiply(BigInteger.TEN);
        }
        boolean down = low;
        if (low == high) {
            int half = value.shiftLeft(1).compareTo(scale);
            down = half < 0 || half == 0 && (digit & 1) == 0;
        }
        digits = Arrays.copyOf(digits, count + 1);
        digits[count] = (byte) ('0' + digit);
        return Decimal.rounded(digits, count + 1, !down, exponent);
    }

    private static BigInteger unsigned(long bits) {
        BigInteger value = BigInteger.valueOf(bits & Long.MAX_VALUE);
        return bits < 0 ? value.setBit(63) : value;
    }
}
