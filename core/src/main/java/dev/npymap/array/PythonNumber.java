package dev.npymap.array;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.function.Predicate;

/// Floats as Python and NumPy's scalars print them: the shortest digits that only this value has.
public final class PythonNumber {
    /// From here on float64 is printed with an exponent.
    static final int DOUBLE_LIMIT = 16;
    private static final int FLOAT_LIMIT = 6;
    private static final int HALF_LIMIT = 3;

    private PythonNumber() {
    }

    /// Returns `repr(value)`.
    ///
    /// @param value any number
    /// @return a Python literal, or `nan`, `inf`, `-inf`
    public static String text(double value) {
        return Double.isFinite(value) ? text(shortest(value), signed(value), DOUBLE_LIMIT) : special(value);
    }

    static String text(float value) {
        if (!Float.isFinite(value)) {
            return special(value);
        }
        // 0.0001f lies below 1e-4, which decides, though its digits do not.
        int limit = Math.abs(value) < 1e-4 ? Integer.MIN_VALUE : FLOAT_LIMIT;
        return text(shortest(value), signed(value), limit);
    }

    /// A float16: the fewest digits that round back to it.
    static String half(float value) {
        if (!Float.isFinite(value) || value == 0) {
            return text((double) value);
        }
        float magnitude = Math.abs(value);
        BigDecimal digits = fewest(new BigDecimal(magnitude),
                candidate -> magnitude == Float.float16ToFloat(Float.floatToFloat16(candidate.floatValue())));
        return text(digits, signed(value), HALF_LIMIT);
    }

    /// A float of ml_dtypes, which print with `%.6g`.
    static String sixDigits(float value) {
        if (!Float.isFinite(value)) {
            return special(value);
        }
        BigDecimal digits = new BigDecimal(Math.abs(value)).round(new MathContext(FLOAT_LIMIT, RoundingMode.HALF_EVEN));
        return withoutZero(text(digits, signed(value), FLOAT_LIMIT));
    }

    /// A complex number, from the texts of its parts: `(1+2j)`, or `2j` where the real part is positive zero.
    static String complex(String re, String im) {
        String imaginary = withoutZero(im) + "j";
        return re.equals("0.0")
                ? imaginary
                : "(" + withoutZero(re) + (imaginary.startsWith("-") ? "" : "+") + imaginary + ")";
    }

    private static String withoutZero(String text) {
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    /// The fewest digits that still mean a value: of two texts of one length the nearer, if that one does.
    static BigDecimal fewest(BigDecimal exact, Predicate<BigDecimal> means) {
        int all = exact.precision();
        for (int precision = 1; precision < all; precision++) {
            BigDecimal nearer = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            if (means.test(nearer)) {
                return nearer;
            }
            // Below a power of two the values lie closer together, so that the farther digits may do.
            BigDecimal above = exact.round(new MathContext(precision, RoundingMode.UP));
            if (means.test(above)) {
                return above;
            }
        }
        return exact;
    }

    /// Positional from 1e-4 up to 10^limit, with an exponent outside.
    static String text(BigDecimal magnitude, int limit) {
        return text(magnitude, "", limit);
    }

    private static String text(BigDecimal magnitude, String sign, int limit) {
        if (magnitude.signum() == 0) {
            return sign + "0.0";
        }
        BigDecimal shortened = magnitude.stripTrailingZeros();
        int exponent = shortened.precision() - shortened.scale() - 1;
        if (exponent >= -4 && exponent < limit) {
            String plain = shortened.toPlainString();
            return sign + (plain.indexOf('.') >= 0 ? plain : plain + ".0");
        }
        String digits = shortened.unscaledValue().toString();
        return sign + digits.charAt(0) + (digits.length() > 1 ? "." + digits.substring(1) : "")
                + (exponent < 0 ? "e-" : "e+") + (Math.abs(exponent) < 10 ? "0" : "") + Math.abs(exponent);
    }

    /// The shortest digits; Java prints two at least, where one may do for the smallest values.
    private static BigDecimal shortest(double value) {
        double magnitude = Math.abs(value);
        BigDecimal digits = new BigDecimal(Double.toString(magnitude));
        BigDecimal one = new BigDecimal(magnitude).round(new MathContext(1));
        return one.doubleValue() == magnitude ? one : digits;
    }

    private static BigDecimal shortest(float value) {
        float magnitude = Math.abs(value);
        BigDecimal digits = new BigDecimal(Float.toString(magnitude));
        BigDecimal one = new BigDecimal(magnitude).round(new MathContext(1));
        return one.floatValue() == magnitude ? one : digits;
    }

    private static String signed(double value) {
        return Double.doubleToRawLongBits(value) < 0 ? "-" : "";
    }

    private static String special(double value) {
        return Double.isNaN(value) ? "nan" : value < 0 ? "-inf" : "inf";
    }
}
