package dev.npymap.internal.decimal;

/// Finds the digits of a float, rounded half to even as if from all of them.
///
/// The mantissa is multiplied by a power of ten of 128 bits. The product is less than the true one by less than two
/// units of its last used bit, so the digits are known unless the rest is within two units of a half. In that case,
/// about once in 2^60, and if the digits do not fit into 64 bits, the methods return failure.
///
/// Threads: one.
public final class ScaledDigits {
    private static final long HALF = Long.MIN_VALUE;
    /// The logarithm of 2 in units of 2^-32.
    private static final long LOG10_2 = 1292913986L;
    /// 10^19 as an unsigned integer.
    private static final long TEN_TO_19 = -8446744073709551616L;

    private long digits;
    private int exponent;

    /// Creates a finder.
    public ScaledDigits() {
    }

    /// {@return the last digits, as an unsigned integer}
    public long digits() {
        return digits;
    }

    /// {@return the power of ten of the first digit, after [#leading]}
    public int exponent() {
        return exponent;
    }

    /// Finds a number of leading digits of a float64 other than zero.
    ///
    /// @param value finite and positive
    /// @param count from 1 to 19
    /// @return whether they were found
    public boolean leading(double value, int count) {
        long bits = Double.doubleToRawLongBits(value);
        return leading(mantissa(bits), exponent(bits), count);
    }

    /// Finds a number of leading digits of `significand * 2^binary`.
    boolean leading(long significand, int binary, int count) {
        exponent = (int) ((63 - Long.numberOfLeadingZeros(significand) + binary) * LOG10_2 >> 32);
        int found = scale(significand, binary, count - 1 - exponent);
        if (found > 0 || found == 0 && reaches(count)) {
            exponent++;
            found = scale(significand, binary, count - 1 - exponent);
        }
        return found == 0;
    }

    private boolean reaches(int count) {
        return Long.compareUnsigned(digits, count == 19 ? TEN_TO_19 : PowersOfTen.power(count)) >= 0;
    }

    /// Multiplies a float64 by a power of ten and rounds to an integer, which [#digits] returns.
    ///
    /// @param value finite and positive
    /// @param power any power of ten
    /// @return whether that was possible
    public boolean scale(double value, int power) {
        long bits = Double.doubleToRawLongBits(value);
        return scale(mantissa(bits), exponent(bits), power) == 0;
    }

    private static long mantissa(long bits) {
        long fraction = bits & (1L << 52) - 1;
        return bits >>> 52 == 0 ? fraction : fraction | 1L << 52;
    }

    private static int exponent(long bits) {
        return Math.max((int) (bits >>> 52), 1) - 1075;
    }

    /// Multiplies `significand * 2^binary` by a power of ten and rounds to an integer.
    ///
    /// @param significand an unsigned 64-bit integer, not zero
    /// @return 0 on success; 1 if the integer exceeds 64 bits; -1 if it is not known
    int scale(long significand, int binary, int power) {
        if (power < PowersOfTen.MIN || power > PowersOfTen.MAX) {
            return -1;
        }
        int zeros = Long.numberOfLeadingZeros(significand);
        long mantissa = significand << zeros;
        int shift = zeros - binary - PowersOfTen.exponent(power);
        if (shift < 127) {
            return 1;
        }
        if (shift > 192) {
            digits = 0;
            return 0;
        }
        long high = PowersOfTen.high(power);
        long low = PowersOfTen.low(power);
        long bottom = mantissa * low;
        long carried = Math.unsignedMultiplyHigh(mantissa, low);
        long middle = mantissa * high + carried;
        long top = Math.unsignedMultiplyHigh(mantissa, high)
                + (Long.compareUnsigned(middle, carried) < 0 ? 1 : 0);
        boolean exact = power >= 0 && power <= PowersOfTen.LAST_EXACT;
        if (shift == 127) {
            return top < 0 ? 1 : round(top << 1 | middle >>> 63, middle << 1 | bottom >>> 63, bottom << 1, 0, exact);
        }
        return round(top, middle, bottom, shift - 128, exact);
    }

    private int round(long top, long middle, long bottom, int shift, boolean exact) {
        long whole;
        long rest;
        boolean more;
        if (shift == 0) {
            whole = top;
            rest = middle;
            more = bottom != 0;
        } else if (shift == 64) {
            whole = 0;
            rest = top;
            more = (middle | bottom) != 0;
        } else {
            whole = top >>> shift;
            rest = top << 64 - shift | middle >>> shift;
            more = (middle << 64 - shift | bottom) != 0;
        }
        if (!exact && rest - (HALF - 2) >= 0 && rest - (HALF - 2) <= 2) {
            return -1;
        }
        int above = Long.compareUnsigned(rest, HALF);
        if (above > 0 || above == 0 && (more || (whole & 1) != 0)) {
            whole++;
            if (whole == 0) {
                return 1;
            }
        }
        digits = whole;
        return 0;
    }
}
