package dev.npymap.text;

/// The leading digits of a float64, rounded half to even as if from all of its digits.
///
/// The mantissa is multiplied by a power of ten of 128 bits. That product is below the true one by less than two steps
/// of the last bit that is looked at, so the digits are known unless what follows them is within two steps of a half;
/// then, about once in 2^60, [#scale] gives up, and so it does where the digits do not fit into 64 bits.
final class ScaledDigits {
    private static final long HALF = Long.MIN_VALUE;
    /// The logarithm of 2 in units of 2^-32.
    private static final long LOG10_2 = 1292913986L;
    /// 10^19, without a sign.
    private static final long TEN_TO_19 = -8446744073709551616L;

    /// The digits as an integer without a sign.
    long digits;
    /// The power of ten that the first digit stands for, after [#leading].
    int exponent;

    /// Finds a number of leading digits of a value other than zero.
    ///
    /// @param value finite and positive
    /// @param count from 1 to 19
    /// @return whether they were found
    boolean leading(double value, int count) {
        long bits = Double.doubleToRawLongBits(value);
        int binary = value < Double.MIN_NORMAL ? -1011 - Long.numberOfLeadingZeros(bits) : Math.getExponent(value);
        exponent = (int) (binary * LOG10_2 >> 32);
        int found = scale(value, count - 1 - exponent);
        if (found > 0 || found == 0 && reaches(count)) {
            exponent++;
            found = scale(value, count - 1 - exponent);
        }
        return found == 0;
    }

    private boolean reaches(int count) {
        return Long.compareUnsigned(digits, count == 19 ? TEN_TO_19 : PowersOfTen.power(count)) >= 0;
    }

    /// Multiplies a value by a power of ten and rounds to an integer, which is left in [#digits].
    ///
    /// @param value finite and positive
    /// @return 0 if that was possible; 1 if the integer has more than 64 bits; -1 if it is not known
    int scale(double value, int power) {
        if (power < PowersOfTen.MIN || power > PowersOfTen.MAX) {
            return -1;
        }
        long bits = Double.doubleToRawLongBits(value);
        int stored = (int) (bits >>> 52);
        long fraction = bits & (1L << 52) - 1;
        long mantissa = stored == 0 ? fraction : fraction | 1L << 52;
        int zeros = Long.numberOfLeadingZeros(mantissa);
        mantissa <<= zeros;
        int shift = -(Math.max(stored, 1) - 1075 - zeros + PowersOfTen.exponent(power));
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
