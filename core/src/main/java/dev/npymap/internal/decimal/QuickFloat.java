package dev.npymap.internal.decimal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds the nearest float64 of a decimal number of at most 19 digits, if one multiplication by a power of ten of 128
/// bits determines it.
///
/// As in [ScaledDigits] the product is less than the true one by less than two units of its middle 64 bits, so the
/// float is known unless the part that is rounded off is within two units of a half.
///
/// Threads: one.
public final class QuickFloat {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int MOST_DIGITS = 19;
    /// Exponents of larger magnitude are not handled here.
    private static final int MOST_EXPONENT = 9999;
    /// The number of bits of a product's upper 64 that are rounded off, if its highest bit is set.
    private static final int ROUNDED_BITS = 11;

    private double value;

    /// Creates a parser.
    public QuickFloat() {
    }

    /// {@return the last number}
    public double value() {
        return value;
    }

    /// Parses a whole text as a number.
    ///
    /// @param text ASCII
    /// @param from where the number begins
    /// @param to   where it ends
    /// @return whether the text is a number and its float is known
    public boolean parse(byte[] text, int from, int to) {
        boolean negative = from < to && text[from] == '-';
        int at = negative || from < to && text[from] == '+' ? from + 1 : from;
        int first = at;
        long digits = 0;
        int point = -1;
        for (; at < to; at++) {
            int c = text[at] - '0';
            if (c >= 0 && c <= 9) {
                digits = 10 * digits + c;
            } else if (c == '.' - '0' && point < 0) {
                point = at;
                for (; to - at > 8 && at - first < MOST_DIGITS - 7; at += 8) {
                    long eight = eight(text, at + 1);
                    if (!isDigits(eight)) {
                        break;
                    }
                    digits = 100_000_000 * digits + decimal(eight);
                }
            } else {
                break;
            }
        }
        int count = at - first - (point < 0 ? 0 : 1);
        if (count == 0 || count > MOST_DIGITS) {
            return false;
        }
        int power = point < 0 ? 0 : point + 1 - at;
        if (at < to) {
            if ((text[at] | 0x20) != 'e' || at + 1 == to) {
                return false;
            }
            boolean below = text[at + 1] == '-';
            int exponent = 0;
            at += below || text[at + 1] == '+' ? 2 : 1;
            if (at == to) {
                return false;
            }
            for (; at < to; at++) {
                int c = text[at] - '0';
                if (c < 0 || c > 9 || exponent > MOST_EXPONENT) {
                    return false;
                }
                exponent = 10 * exponent + c;
            }
            power += below ? -exponent : exponent;
        }
        return nearest(digits, power, negative);
    }

    /// Skips as many digits as there are in groups of eight.
    ///
    /// @param text ASCII
    /// @param from where to begin
    /// @param to   where to end at the latest
    /// @return where the last group ends
    public static int skipDigits(byte[] text, int from, int to) {
        int at = from;
        while (to - at >= 8 && isDigits(eight(text, at))) {
            at += 8;
        }
        return at;
    }

    /// Eight bytes of text as a number, the first byte in the lowest bits.
    private static long eight(byte[] text, int at) {
        return (long) LONG.get(text, at);
    }

    /// Whether eight bytes are digits.
    private static boolean isDigits(long bytes) {
        return ((bytes + 0x4646464646464646L | bytes - 0x3030303030303030L) & 0x8080808080808080L) == 0;
    }

    /// The number in eight digits, the first of which is in the lowest byte.
    private static long decimal(long bytes) {
        long pairs = (bytes & 0x0f0f0f0f0f0f0f0fL) * 2561 >>> 8;
        long fours = (pairs & 0x00ff00ff00ff00ffL) * 6553601 >>> 16;
        return (fours & 0x0000ffff0000ffffL) * 42949672960001L >>> 32;
    }

    private boolean nearest(long digits, int power, boolean negative) {
        if (digits == 0) {
            value = negative ? -0.0 : 0.0;
            return true;
        }
        if (power < PowersOfTen.MIN || power > PowersOfTen.MAX) {
            return false;
        }
        int zeros = Long.numberOfLeadingZeros(digits);
        long factor = digits << zeros;
        long high = PowersOfTen.high(power);
        long low = PowersOfTen.low(power);
        long carried = Math.unsignedMultiplyHigh(factor, low);
        long middle = factor * high + carried;
        long top = Math.unsignedMultiplyHigh(factor, high) + (Long.compareUnsigned(middle, carried) < 0 ? 1 : 0);
        boolean exact = power >= 0 && power <= PowersOfTen.LAST_EXACT;
        int shift = top < 0 ? ROUNDED_BITS : ROUNDED_BITS - 1;
        long mantissa = top >>> shift;
        long rest = top << 64 - shift | middle >>> shift;
        if (!exact && rest - (Long.MIN_VALUE - 2) >= 0 && rest - (Long.MIN_VALUE - 2) <= 2) {
            return false;
        }
        boolean more = (middle << 64 - shift | factor * low) != 0;
        int above = Long.compareUnsigned(rest, Long.MIN_VALUE);
        if (above > 0 || above == 0 && (more || (mantissa & 1) != 0)) {
            mantissa++;
        }
        // A mantissa rounded up to 54 bits adds one to the exponent, and is followed by zeros.
        int stored = PowersOfTen.exponent(power) - zeros + 128 + shift + 1075;
        if (stored < 1 || stored > 2045) {
            return false;
        }
        long bits = ((long) stored << 52) + (mantissa - (1L << 52));
        value = Double.longBitsToDouble(negative ? bits | Long.MIN_VALUE : bits);
        return true;
    }
}
