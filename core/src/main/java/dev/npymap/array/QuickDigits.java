package dev.npymap.array;

import java.util.Optional;

/// The digits that [Dragon4] finds, without large integers, where that is possible.
final class QuickDigits {
    private static final long[] POWERS = powers();
    /// Up to so many significant digits a float64 has zeros behind its shortest ones.
    private static final int SAFE_DOUBLE = 15;
    /// The same for float32.
    private static final int SAFE_FLOAT = 6;
    private QuickDigits() {
    }

    private static long[] powers() {
        long[] powers = new long[20];
        powers[0] = 1;
        for (int n = 1; n < powers.length; n++) {
            powers[n] = 10 * powers[n - 1];
        }
        return powers;
    }

    /// Finds the digits of a value other than zero, or nothing where they need more than 128 bits.
    static Optional<Decimal> of(BinaryFloat value, Dragon4.Cutoff cutoff) {
        if (cutoff.most() >= 0) {
            int places = cutoff.fraction()
                    ? cutoff.most()
                    : cutoff.most() - Dragon4.digitExponent(value.mantissa(), value.exponent());
            long rounded = scaled(value, places, cutoff.unique());
            if (rounded >= 0 && !cutoff.fraction() && cutoff.most() < 18 && rounded > POWERS[cutoff.most()]) {
                // The estimate was too low by one.
                places--;
                rounded = scaled(value, places, cutoff.unique());
            }
            if (rounded >= 0 && (cutoff.fraction() || cutoff.most() < 18)) {
                return Optional.of(Decimal.of(rounded, -places));
            }
        }
        // Below the normal values fewer digits are certain, and the JDK prints two where one may do.
        return switch (value.bits()) {
            case 53 -> {
                double magnitude = Math.scalb((double) value.mantissa(), value.exponent());
                yield magnitude < Double.MIN_NORMAL
                        ? Optional.empty()
                        : cut(Decimal.parse(Double.toString(magnitude)), cutoff, SAFE_DOUBLE);
            }
            case 24 -> {
                float magnitude = Math.scalb((float) value.mantissa(), value.exponent());
                yield magnitude < Float.MIN_NORMAL
                        ? Optional.empty()
                        : cut(Decimal.parse(Float.toString(magnitude)), cutoff, SAFE_FLOAT);
            }
            default -> Optional.empty();
        };
    }

    /// The value times a power of ten, rounded half to even; -1 if that takes more bits, or if several numbers of so
    /// many digits may mean the value, of which only one is the shortest.
    private static long scaled(BinaryFloat value, int places, boolean unique) {
        int shift = -value.exponent();
        if (places < 0 || places >= POWERS.length || shift <= 0 || shift >= 127
                || unique && shift < 64 && POWERS[places] >>> shift != 0) {
            return -1;
        }
        long power = POWERS[places];
        long high = Math.unsignedMultiplyHigh(value.mantissa(), power);
        long low = value.mantissa() * power;
        long whole;
        long rest;
        long half;
        boolean more;
        if (shift < 64) {
            if (high >>> shift - 1 != 0) {
                return -1;
            }
            whole = high << 64 - shift | low >>> shift;
            rest = low & (1L << shift) - 1;
            half = 1L << shift - 1;
            more = false;
        } else if (shift == 64) {
            whole = high;
            rest = low;
            half = Long.MIN_VALUE;
            more = false;
        } else {
            whole = high >>> shift - 64;
            rest = high & (1L << shift - 64) - 1;
            half = 1L << shift - 65;
            more = low != 0;
        }
        int above = Long.compareUnsigned(rest, half);
        boolean up = above > 0 || above == 0 && (more || (whole & 1) != 0);
        long rounded = up ? whole + 1 : whole;
        return rounded < 0 ? -1 : rounded;
    }

    /// The digits of a value whose shortest ones are known: these, or rounded.
    ///
    /// Where there are more than are wanted, the value lies on the same side of the middle as they do, unless they
    /// are the middle: else the middle would be shorter.
    private static Optional<Decimal> cut(Decimal shortest, Dragon4.Cutoff cutoff, int safe) {
        int before = cutoff.fraction() ? shortest.exponent() + 1 : 0;
        int most = cutoff.most() < 0 ? Integer.MAX_VALUE : cutoff.most() + before;
        int exact = cutoff.unique() ? cutoff.least() < 0 ? 0 : cutoff.least() + before : most;
        if (shortest.length() <= most) {
            return exact <= Math.max(safe, cutoff.unique() ? shortest.length() : 0)
                    ? Optional.of(shortest)
                    : Optional.empty();
        }
        byte[] digits = shortest.digits();
        if (most <= 0 || digits[most] == '5' && shortest.length() == most + 1) {
            return Optional.empty();
        }
        return Optional.of(Decimal.rounded(digits, most, digits[most] >= '5', shortest.exponent()));
    }
}
