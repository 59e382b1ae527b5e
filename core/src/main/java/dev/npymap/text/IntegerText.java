package dev.npymap.text;

import java.math.BigInteger;
import java.util.Locale;

/// Formats integers by Python's `%d`, `%o` and `%x`.
final class IntegerText {
    private IntegerText() {
    }

    static void append(TextBuffer out, long value, PrintfSpecification c) {
        if (isDecimal(c)) {
            int start = out.length;
            String sign = c.sign(value < 0);
            out.append(sign);
            out.digits(Math.abs(value), Math.max(c.precision(), 1));
            c.pad(out, start, sign.length());
        } else {
            append(out, BigInteger.valueOf(value), c);
        }
    }

    static void append(TextBuffer out, BigInteger value, PrintfSpecification c) {
        int radix = isDecimal(c) ? 10 : c.type() == 'o' ? 8 : 16;
        int start = out.length;
        String prefix = c.sign(value.signum() < 0)
                + (!c.alternate() || radix == 10 ? "" : radix == 8 ? "0o" : c.type() == 'X' ? "0X" : "0x");
        String digits = value.abs().toString(radix);
        out.append(prefix);
        out.repeat('0', Math.max(0, c.precision() - digits.length()));
        out.append(c.type() == 'X' ? digits.toUpperCase(Locale.ROOT) : digits);
        c.pad(out, start, prefix.length());
    }

    private static boolean isDecimal(PrintfSpecification c) {
        return c.type() == 'd' || c.type() == 'i' || c.type() == 'u';
    }
}
