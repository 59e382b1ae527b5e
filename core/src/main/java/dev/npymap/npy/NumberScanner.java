package dev.npymap.npy;

import dev.npymap.model.ArrayFormatException;
import java.math.BigInteger;

/// Numbers as Python 3 writes them, without a sign.
final class NumberScanner {
    /// CPython's own limit for decimal integers, which keeps the cost linear.
    private static final int MAX_DIGITS = 4300;

    private NumberScanner() {
    }

    /// Takes the number that begins at the scanner's position.
    static PythonLiteral scan(PythonScanner in) throws ArrayFormatException {
        int radix = in.peek() != '0' ? 10 : switch (in.peek(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            default -> 10;
        };
        return radix == 10 ? decimal(in) : prefixed(in, radix);
    }

    private static PythonLiteral prefixed(PythonScanner in, int radix) throws ArrayFormatException {
        int start = in.position();
        in.skip(2);
        int digits = in.position();
        in.skipDigits(radix);
        if (digits == in.position()) {
            throw in.unexpected();
        }
        return whole(in, start, in.textFrom(digits), radix);
    }

    private static PythonLiteral decimal(PythonScanner in) throws ArrayFormatException {
        int start = in.position();
        boolean whole = in.peek() != '.';
        if (whole) {
            in.skipDigits(10);
        }
        if (in.peek() == '.') {
            whole = false;
            in.skip(1);
            if (PythonScanner.digit(in.peek(), 10)) {
                in.skipDigits(10);
            }
        }
        if (in.peek() == 'e' || in.peek() == 'E') {
            int sign = in.peek(1) == '-' || in.peek(1) == '+' ? 1 : 0;
            if (PythonScanner.digit(in.peek(1 + sign), 10)) {
                whole = false;
                in.skip(1 + sign);
                in.skipDigits(10);
            }
        }
        String digits = in.textFrom(start);
        if (!whole) {
            return new PythonLiteral.Real(Double.parseDouble(digits.replace("_", "")));
        }
        if (digits.charAt(0) == '0' && digits.chars().anyMatch(c -> c != '0' && c != '_')) {
            throw in.wrong("a decimal number cannot begin with 0", start);
        }
        return whole(in, start, digits, 10);
    }

    private static PythonLiteral whole(PythonScanner in, int start, String text, int radix)
            throws ArrayFormatException {
        String digits = text.replace("_", "");
        if (digits.length() > MAX_DIGITS) {
            throw in.wrong("a number has " + digits.length() + " digits, more than " + MAX_DIGITS, start);
        }
        return new PythonLiteral.Whole(new BigInteger(digits, radix));
    }
}
