package dev.npymap.array;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Floats as NumPy's scalars print them: the shortest digits that only this value has.
final class PythonNumber {
    /// From here on float64 is printed with an exponent.
    static final int DOUBLE_LIMIT = 16;
    private static final int FLOAT_LIMIT = 6;
    private static final int HALF_LIMIT = 3;

    private PythonNumber() {
    }

    static String text(double value) {
        return Double.isFinite(value) ? text(shortest(value), signed(value), DOUBLE_LIMIT) : special(value);
    }

    static String text(float value) {
        return Float.isFinite(value) ? text(shortest(value), signed(value), FLOAT_LIMIT) : special(value);
    }

    /// A value of 16 bits: the fewest digits that round back to it.
    static String half(float value, boolean brain) {
        if (!Float.isFinite(value) || value == 0) {
            return text((double) value);
        }
        BigDecimal exact = new BigDecimal(Math.abs(value));
        BigDecimal digits = exact;
        for (int precision = 1; precision <= 5; precision++) {
            digits = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
            float back = digits.floatValue();
            float rounded = brain
                    ? Float.intBitsToFloat(Bfloat16.bits(back) << 16)
                    : Float.float16ToFloat(Float.floatToFloat16(back));
            if (rounded == Math.abs(value)) {
                break;
            }
        }
        return text(digits, signed(value), brain ? FLOAT_LIMIT : HALF_LIMIT);
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
