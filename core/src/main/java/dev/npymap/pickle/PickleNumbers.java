package dev.npymap.pickle;

import dev.npymap.model.ArrayFormatException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Numbers that a pickle has as text.
final class PickleNumbers {
    /// The most digits that Python's `int` accepts.
    private static final int MAX_DIGITS = 4300;
    private static final BigInteger TOO_LARGE = BigInteger.TEN.pow(MAX_DIGITS);
    private static final int MAX_DECIMAL_BITS = TOO_LARGE.bitLength();
    private static final Pattern WHOLE = Pattern.compile("[+-]?[0-9]{1," + MAX_DIGITS + "}");
    /// Possessive quantifiers: digits that matched one part are not tried as another.
    private static final Pattern REAL = Pattern
            .compile("[+-]?(?:[0-9]++\\.?[0-9]*+|\\.[0-9]++)(?:[eE][+-]?[0-9]{1,9}+)?");
    private static final Pattern SPECIAL = Pattern.compile("([+-]?)(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);

    private PickleNumbers() {
    }

    /// An `int`; Python 2 wrote long ones with a suffix `L`, and booleans as `00` and `01`.
    static Value whole(byte[] line, boolean truths, PickleMachine machine) throws ArrayFormatException {
        String text = new String(line, StandardCharsets.ISO_8859_1).strip();
        if (truths && text.equals("00")) {
            return Value.Truth.FALSE;
        }
        if (truths && text.equals("01")) {
            return Value.Truth.TRUE;
        }
        String digits = text.endsWith("L") ? text.substring(0, text.length() - 1) : text;
        if (digits.length() > MAX_DIGITS + 1 || !WHOLE.matcher(digits).matches()) {
            throw machine.wrong("not an int of at most " + MAX_DIGITS + " digits: " + brief(text));
        }
        return new Value.Whole(new BigInteger(digits));
    }

    static Value real(byte[] line, PickleMachine machine) throws ArrayFormatException {
        String text = new String(line, StandardCharsets.ISO_8859_1).strip();
        if (REAL.matcher(text).matches()) {
            return new Value.Real(Double.parseDouble(text));
        }
        var special = SPECIAL.matcher(text);
        if (!special.matches()) {
            throw machine.wrong("not a float: " + brief(text));
        }
        double value = special.group(2).equalsIgnoreCase("nan") ? Double.NaN : Double.POSITIVE_INFINITY;
        return new Value.Real(special.group(1).equals("-") ? -value : value);
    }

    /// A number in decimal digits or, if there are more than Python prints, in hexadecimal digits, which take linear
    /// time.
    static String text(BigInteger number) {
        if (number.bitLength() <= MAX_DECIMAL_BITS && number.abs().compareTo(TOO_LARGE) < 0) {
            return number.toString();
        }
        String digits = HexFormat.of().formatHex(number.abs().toByteArray());
        int first = 0;
        while (digits.charAt(first) == '0') {
            first++;
        }
        return (number.signum() < 0 ? "-0x" : "0x") + digits.substring(first);
    }

    private static String brief(String text) {
        String printable = text.replaceAll("[^ -~]", "?");
        return printable.length() <= 40 ? printable : printable.substring(0, 40) + "...";
    }
}
