package dev.npymap.internal.decimal;

import java.math.BigInteger;

/// The powers of ten to 128 bits: `10^power = (high * 2^64 + low) * 2^exponent`, rounded down.
public final class PowersOfTen {
    /// The least power.
    public static final int MIN = -310;
    /// The greatest power.
    public static final int MAX = 345;
    /// The powers from 0 to this one are exact.
    public static final int LAST_EXACT = 55;

    private static final long[] HIGH = new long[MAX - MIN + 1];
    private static final long[] LOW = new long[MAX - MIN + 1];
    private static final int[] EXPONENT = new int[MAX - MIN + 1];
    private static final long[] WHOLE = new long[19];

    static {
        BigInteger five = BigInteger.ONE;
        for (int n = 0; n <= Math.max(MAX, -MIN); n++) {
            int bits = five.bitLength();
            if (n <= MAX) {
                set(n, bits > 128 ? five.shiftRight(bits - 128) : five.shiftLeft(128 - bits), n + bits - 128);
            }
            if (n > 0 && n <= -MIN) {
                set(-n, BigInteger.ONE.shiftLeft(127 + bits).divide(five), -n - 127 - bits);
            }
            five = five.multiply(BigInteger.valueOf(5));
        }
        WHOLE[0] = 1;
        for (int n = 1; n < WHOLE.length; n++) {
            WHOLE[n] = 10 * WHOLE[n - 1];
        }
    }

    private PowersOfTen() {
    }

    private static void set(int power, BigInteger mantissa, int exponent) {
        HIGH[power - MIN] = mantissa.shiftRight(64).longValue();
        LOW[power - MIN] = mantissa.longValue();
        EXPONENT[power - MIN] = exponent;
    }

    /// {@return the upper 64 bits of a power, of which the highest is set}
    /// @param power from [#MIN] to [#MAX]
    public static long high(int power) {
        return HIGH[power - MIN];
    }

    /// {@return the lower 64 bits of a power}
    /// @param power from [#MIN] to [#MAX]
    public static long low(int power) {
        return LOW[power - MIN];
    }

    /// {@return the power of two by which a power's 128 bits are multiplied}
    /// @param power from [#MIN] to [#MAX]
    public static int exponent(int power) {
        return EXPONENT[power - MIN];
    }

    /// {@return a power of ten as an integer}
    /// @param n from 0 to 18
    public static long power(int n) {
        return WHOLE[n];
    }
}
