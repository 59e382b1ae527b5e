package dev.npymap.text;

import dev.npymap.internal.decimal.BinaryFloat;
import dev.npymap.internal.decimal.Cutoff;
import dev.npymap.internal.decimal.Decimal;
import dev.npymap.internal.decimal.ScaledDigits;
import java.util.Locale;

/// Formats floats by Python's `%e`, `%f` and `%g`, with the digits of the exact value, rounded half to even.
///
/// Threads: one.
final class FloatText {
    private final ScaledDigits scaled = new ScaledDigits();
    private final TextBuffer digits = new TextBuffer();

    void append(TextBuffer out, double value, PrintfSpecification c) {
        int start = out.length;
        String sign = c.sign(Double.doubleToRawLongBits(value) < 0 && !Double.isNaN(value));
        out.append(sign);
        boolean upper = c.type() < 'a';
        double magnitude = Math.abs(value);
        if (!Double.isFinite(value)) {
            String text = Double.isNaN(value) ? "nan" : "inf";
            out.append(upper ? text.toUpperCase(Locale.ROOT) : text);
        } else {
            int precision = c.precision() < 0 ? 6 : c.precision();
            char exponentLetter = upper ? 'E' : 'e';
            switch (c.type()) {
                case 'e', 'E' -> scientific(out, magnitude, precision, c.alternate(), exponentLetter);
                case 'f', 'F' -> fixed(out, magnitude, precision, c.alternate());
                default -> general(out, magnitude, Math.max(precision, 1), c.alternate(), exponentLetter);
            }
        }
        c.pad(out, start, sign.length());
    }

    private void scientific(TextBuffer out, double value, int precision, boolean point, char letter) {
        if (precision < 19 && value != 0 && scaled.leading(value, precision + 1)) {
            // The first digit is moved in front of the decimal point.
            out.reserve(precision + 2);
            int first = out.length++;
            out.digits(scaled.digits(), precision + 1);
            out.bytes[first] = out.bytes[first + 1];
            if (precision > 0 || point) {
                out.bytes[first + 1] = '.';
            } else {
                out.length--;
            }
            exponent(out, scaled.exponent(), letter);
            return;
        }
        int exponent = leading(value, Math.addExact(precision, 1));
        out.append((char) digits.bytes[0]);
        if (precision > 0 || point) {
            out.append('.');
        }
        copy(out, 1, precision + 1);
        exponent(out, exponent, letter);
    }

    private static void exponent(TextBuffer out, int exponent, char letter) {
        out.append(letter);
        out.append(exponent < 0 ? '-' : '+');
        out.digits(Math.abs(exponent), 2);
    }

    private void fixed(TextBuffer out, double value, int precision, boolean point) {
        int first = out.length;
        if (precision < 19 && scaled.scale(value, precision)) {
            out.digits(scaled.digits(), precision + 1);
        } else {
            Decimal exact = BinaryFloat.of(value).digits(Cutoff.fraction(precision));
            for (int place = Math.max(exact.exponent(), 0); place >= -precision; place--) {
                out.append(exact.digit(exact.exponent() - place));
            }
        }
        if (precision > 0 || point) {
            out.insert(Math.max(first, out.length - precision), '.', 1);
        }
    }

    private void general(TextBuffer out, double value, int precision, boolean all, char letter) {
        int exponent = leading(value, precision);
        int count = precision;
        while (!all && count > 1 && digits.bytes[count - 1] == '0') {
            count--;
        }
        if (exponent < -4 || exponent >= precision) {
            out.append((char) digits.bytes[0]);
            if (count > 1 || all) {
                out.append('.');
            }
            copy(out, 1, count);
            exponent(out, exponent, letter);
        } else if (exponent < 0) {
            out.append("0.");
            out.repeat('0', -exponent - 1);
            copy(out, 0, count);
        } else {
            copy(out, 0, Math.min(count, exponent + 1));
            out.repeat('0', Math.max(0, exponent + 1 - count));
            if (count > exponent + 1 || all) {
                out.append('.');
                copy(out, exponent + 1, count);
            }
        }
    }

    private void copy(TextBuffer out, int from, int to) {
        if (to > from) {
            out.reserve(to - from);
            System.arraycopy(digits.bytes, from, out.bytes, out.length, to - from);
            out.length += to - from;
        }
    }

    /// Fills [#digits] with the leading digits and returns the first digit's power of ten.
    private int leading(double value, int count) {
        digits.length = 0;
        if (value == 0) {
            digits.repeat('0', count);
            return 0;
        }
        if (count <= 19 && scaled.leading(value, count)) {
            digits.digits(scaled.digits(), count);
            return scaled.exponent();
        }
        Decimal exact = BinaryFloat.of(value).digits(Cutoff.leading(count));
        for (int n = 0; n < count; n++) {
            digits.append(exact.digit(n));
        }
        return exact.exponent();
    }
}
