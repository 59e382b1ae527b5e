package dev.npymap.internal.decimal;

import java.util.Optional;

/// The digits that [Dragon4] finds, without large integers, where that is possible.
final class QuickDigits {
    /// Up to so many significant digits a float64 has zeros behind its shortest ones.
    private static final int SAFE_DOUBLE = 15;
    /// The same for float32.
    private static final int SAFE_FLOAT = 6;

    private QuickDigits() {
    }

    /// Finds the digits that tell a value other than zero apart, or nothing where only [Dragon4] knows them.
    static Optional<Decimal> of(BinaryFloat value, Cutoff cutoff) {
        if (cutoff.most() >= 0) {
            Optional<Decimal> rounded = rounded(value, cutoff);
            if (rounded.isPresent()) {
                return rounded;
            }
        }
        // Below the normal values the JDK prints two digits where one may do.
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

    /// The value rounded to the most digits, if they lie farther apart than values do: then one number of so many digits
    /// at most means the value, and is the shortest.
    private static Optional<Decimal> rounded(BinaryFloat value, Cutoff cutoff) {
        Optional<Decimal> exact = exact(value, cutoff);
        return exact.filter(decimal -> {
            int places = cutoff.fraction() ? cutoff.most() : cutoff.most() - 1 - decimal.exponent();
            return places >= 0 && places <= PowersOfTen.MAX && 128 + PowersOfTen.exponent(places) <= -value.exponent();
        });
    }

    /// The value rounded half to even to the most digits, which is all there is to exact ones.
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

    /// The digits of a value whose shortest ones are known: these, or rounded.
    ///
    /// Where there are more than are wanted, the value lies on the same side of the middle as they do, unless they
    /// are the middle: else the middle would be shorter.
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
