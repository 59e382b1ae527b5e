package dev.npymap.internal.decimal;

/// Floats as Python and NumPy's scalars print them: the shortest digits that identify the value.
public final class PythonNumber {
    /// Floats from this power of ten on are printed with an exponent.
    private static final int LIMIT = 16;
    private static final int FLOAT_LIMIT = 6;
    private static final int HALF_LIMIT = 3;

    private PythonNumber() {
    }

    /// Returns `repr(value)`.
    ///
    /// @param value any number
    /// @return a Python literal, or `nan`, `inf`, `-inf`
    public static String text(double value) {
        return text(BinaryFloat.of(value));
    }

    /// Returns `str` of a NumPy scalar of the float's width.
    ///
    /// @param value any float
    /// @return a Python literal, or `nan`, `inf`, `-inf`
    public static String text(BinaryFloat value) {
        return text(value, Cutoff.SHORTEST, switch (value.bits()) {
            case 11 -> HALF_LIMIT;
            case 24 -> FLOAT_LIMIT;
            default -> LIMIT;
        });
    }

    /// The text of a float of ml_dtypes, which prints with `%.6g`.
    public static String sixDigits(float value) {
        return withoutZero(text(BinaryFloat.of(value), Cutoff.leading(FLOAT_LIMIT), FLOAT_LIMIT));
    }

    /// A complex number, from the texts of its parts: `(1+2j)`, or `2j` where the real part is positive zero.
    public static String complex(String re, String im) {
        String imaginary = withoutZero(im) + "j";
        return re.equals("0.0")
                ? imaginary
                : "(" + withoutZero(re) + (imaginary.startsWith("-") ? "" : "+") + imaginary + ")";
    }

    private static String withoutZero(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// Prints positional digits from 1e-4 up to 10^limit, otherwise an exponent.
    private static String text(BinaryFloat value, Cutoff cutoff, int limit) {
        String sign = value.negative() ? "-" : "";
        return switch (value.kind()) {
            case NAN -> "nan";
            case INFINITE -> sign + "inf";
            case ZERO -> sign + "0.0";
            case FINITE -> {
                Decimal digits = value.digits(cutoff);
                StringBuilder out = new StringBuilder(sign);
                if (digits.exponent() >= -4 && digits.exponent() < limit && !isBelowPositional(value)) {
                    digits.appendPositional(out);
                    yield out.append(digits.fractionDigits() == 0 ? "0" : "").toString();
                }
                digits.appendScientific(out);
                if (digits.length() == 1) {
                    out.setLength(out.length() - 1);
                }
                int exponent = Math.abs(digits.exponent());
                yield out.append(digits.exponent() < 0 ? "e-" : "e+").append(exponent < 10 ? "0" : "").append(exponent)
                        .toString();
            }
        };
    }

    /// Whether a value is below 1e-4 though its digits are not, as is the nearest float32.
    private static boolean isBelowPositional(BinaryFloat value) {
        return value.bits() == 24 && Math.scalb((double) value.mantissa(), value.exponent()) < 1e-4;
    }
}
