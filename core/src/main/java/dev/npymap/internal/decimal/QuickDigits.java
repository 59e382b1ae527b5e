package dev.npymap.internal.decimal;

import java.util.Optional;

/// Finds the digits that [Dragon4] finds, without large integers, where that is possible.
final class QuickDigits {
    /// Up to this number of significant digits the digits after a float64's shortest ones are zeros.
    private static final int SAFE_DOUBLE = 15;
    /// The same for float32.
    private static final int SAFE_FLOAT = 6;

    private QuickDigits() {
    }

    /// Returns the shortest digits that identify a value other than zero; empty if only [Dragon4] can find them.
    static Optional<Decimal> of(BinaryFloat value, Cutoff cutoff) {
        if (cutoff.most() >= 0) {
            Optional<Decimal> rounded = rounded(value, cutoff);
            if (rounded.isPresent()) {
                return rounded;
            }
        }
        // For subnormal values the JDK prints two digits where one may suffice.
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

    /// The value rounded to the largest number of digits, if such decimals lie farther apart than floats do: then at
    /// most one of them identifies the value, and is the shortest.
    private static Optional<Decimal> rounded(BinaryFloat value, Cutoff cutoff) {
        Optional<Decimal> exact = exact(value, cutoff);
        return exact.filter(decimal -> {
            int places = cutoff.fraction() ? cutoff.most() : cutoff.most() - 1 - decimal.exponent();
            return places >= 0 && places <= PowersOfTen.MAX && 128 + PowersOfTen.exponent(places) <= -value.exponent();
        });
    }

    /// The value rounded half to even to the largest number of digits, which for exact digits is the result.
    static Optional<Decimal> exact(BinaryFloat value, Cutoff cutoff) {
        ScaledDigits scaled = new ScaledDigits();
        if (cutoff.fraction()) {
            return scaled.scale(value.mantissa(), value.exponent(), cutoff.most()) == 0
                    ? Optional.of(Decimal.of(scaled.digits(), -cutoff.most()))
                    : Optional.empty();
        }
        return cutoff.most() <= 19 && scaled.leading(value.mantissa(), value.exponent(), cutoff.most())
                ? Optional.of(Decimal.of(scaled.digits(), scaled.exponent() + 1 - cutoff.most()))
                : Optional.empty();
    }

    /// The digits of a value whose shortest digits are known: those, or those rounded.
    ///
    /// If there are too many digits, the value lies on the same side of a midpoint as they do, unless they are the
    /// midpoint: otherwise the midpoint would be shorter.
    private static Optional<Decimal> cut(Decimal shortest, Cutoff cutoff, int safe) {
        int before = cutoff.fraction() ? shortest.exponent() + 1 : 0;
        int most = cutoff.most() < 0 ? Integer.MAX_VALUE : cutoff.most() + before;
        int least = cutoff.least() < 0 ? 0 : cutoff.least() + before;
        if (shortest.length() <= most) {
            return least <= Math.max(safe, shortest.length()) ? Optional.of(shortest) : Optional.empty();
        }
        byte[] digits = shortest.digits();
        if (most <= 0 || digits[most] == '5' && shortest.length() == most + 1) {
            return Optional.empty();
        }
        return Optional.of(Decimal.rounded(digits, most, digits[most] >= '5', shortest.exponent()));
    }
}
