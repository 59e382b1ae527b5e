package dev.npymap.internal.decimal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A magnitude in decimal digits: `digits[0].digits[1]...` times 10^`exponent`, without trailing zeros.
///
/// @param digits   characters, of which the first `length` are used
/// @param length   at least 1
/// @param exponent the power of ten of the first digit; 0 for zero
public record Decimal(byte[] digits, int length, int exponent) {
    static final Decimal ZERO = new Decimal(new byte[]{'0'}, 1, 0);

    /// Drops zeros at both ends.
    static Decimal of(byte[] digits, int count, int exponent) {
        int end = count;
        while (end > 0 && digits[end - 1] == '0') {
            end--;
        }
        return end == 0 ? ZERO : new Decimal(digits, end, exponent);
    }

    /// An unsigned integer times a power of ten.
    static Decimal of(long unscaled, int power) {
        byte[] digits = new byte[20];
        int start = 20;
        long rest = unscaled;
        if (rest < 0) {
            digits[--start] = (byte) ('0' + Long.remainderUnsigned(rest, 10));
            rest = Long.divideUnsigned(rest, 10);
        }
        for (; rest != 0; rest /= 10) {
            digits[--start] = (byte) ('0' + rest % 10);
        }
        int count = 20 - start;
        System.arraycopy(digits, start, digits, 0, count);
        return of(digits, count, power + count - 1);
    }

    static Decimal of(BigDecimal magnitude) {
        byte[] digits = magnitude.unscaledValue().toString().getBytes(StandardCharsets.US_ASCII);
        return of(digits, digits.length, digits.length - 1 - magnitude.scale());
    }

    /// Takes the first digits, plus one in the last place if they are rounded up.
    static Decimal rounded(byte[] digits, int count, boolean up, int exponent) {
        if (!up) {
            return of(digits, count, exponent);
        }
        int end = count;
        while (end > 0 && digits[end - 1] == '9') {
            end--;
        }
        if (end == 0) {
            return new Decimal(new byte[]{'1'}, 1, exponent + 1);
        }
        byte[] sum = Arrays.copyOf(digits, end);
        sum[end - 1]++;
        return new Decimal(sum, end, exponent);
    }

    /// Parses the JDK's text of a float above zero: `0.001`, `12.5`, `1.0E-5`.
    static Decimal parse(String text) {
        byte[] digits = new byte[20];
        int count = 0;
        int exponent = -1;
        boolean point = false;
        for (int n = 0; n < text.length(); n++) {
            char c = text.charAt(n);
            if (c == '.') {
                point = true;
            } else if (c == 'E') {
                exponent += Integer.parseInt(text, n + 1, text.length(), 10);
                break;
            } else if (count > 0 || c != '0') {
                digits[count++] = (byte) c;
                exponent += point ? 0 : 1;
            } else {
                exponent -= point ? 1 : 0;
            }
        }
        return of(digits, count, exponent);
    }

    /// The number of digits before the decimal point, at least one.
    public int wholeDigits() {
        return Math.max(exponent, 0) + 1;
    }

    /// The number of digits after the decimal point.
    public int fractionDigits() {
        return Math.max(0, length - exponent - 1);
    }

    /// Appends all digits, with a decimal point.
    public void appendPositional(StringBuilder out) {
        for (int place = Math.max(exponent, 0); place >= 0; place--) {
            out.append(digit(exponent - place));
        }
        out.append('.');
        int fraction = fractionDigits();
        for (int place = 1; place <= fraction; place++) {
            out.append(digit(exponent + place));
        }
    }

    /// Appends all digits, with a decimal point after the first.
    public void appendScientific(StringBuilder out) {
        out.append((char) digits[0]).append('.');
        for (int n = 1; n < length; n++) {
            out.append((char) digits[n]);
        }
    }

    /// {@return a digit; zero before the first and after the last}
    /// @param n the digit's place, from 0
    public char digit(int n) {
        return n >= 0 && n < length ? (char) digits[n] : '0';
    }
}
