package dev.npymap.text;

import ch.randelshofer.fastdoubleparser.JavaBigDecimalParser;
import ch.randelshofer.fastdoubleparser.JavaDoubleParser;
import dev.npymap.internal.decimal.QuickFloat;
import java.math.BigDecimal;
import java.util.Arrays;

/// Parses floats as Python does, in a part of a text.
///
/// Threads: one.
final class FloatScanner {
    private final QuickFloat quick = new QuickFloat();
    /// The last float.
    double value;
    /// Where the last float ended.
    int end;

    /// Parses a field that has to be a float as a whole.
    ///
    /// @param plain       whether the field has only digits, signs, decimal points and `e`
    /// @param underscores whether underscores are allowed between digits
    /// @return whether the field is a float
    boolean whole(byte[] text, int from, int to, boolean plain, boolean underscores) {
        if (plain) {
            return decimal(text, from, to);
        }
        int first = Utf8.skipSpace(text, from, to);
        int stop = Utf8.trimSpace(text, first, to);
        if (prefix(text, first, stop) && end == stop) {
            return true;
        }
        if (underscores) {
            byte[] joined = withoutUnderscores(text, first, stop);
            return joined.length < stop - first && prefix(joined, 0, joined.length) && end == joined.length;
        }
        return false;
    }

    private boolean decimal(byte[] text, int from, int to) {
        if (quick.parse(text, from, to)) {
            value = quick.value();
            return true;
        }
        if (from == to) {
            return false;
        }
        try {
            value = JavaDoubleParser.parseDouble(text, from, to - from);
            return true;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /// Parses the float at the beginning of a text.
    ///
    /// @return whether the text begins with a float
    boolean prefix(byte[] text, int from, int to) {
        int at = from < to && (text[from] == '+' || text[from] == '-') ? from + 1 : from;
        int word = word(text, at, to);
        if (word > 0) {
            end = at + word;
            value = word == 3 && (text[at] | 0x20) == 'n' ? Double.NaN : Double.POSITIVE_INFINITY;
            value = text[from] == '-' ? -value : value;
            return true;
        }
        end = decimalEnd(text, at, to);
        return end > at && decimal(text, from, end);
    }

    private static int word(byte[] text, int at, int to) {
        for (String word : new String[]{"infinity", "inf", "nan"}) {
            int n = 0;
            while (n < word.length() && at + n < to && (text[at + n] | 0x20) == word.charAt(n)) {
                n++;
            }
            if (n == word.length()) {
                return n;
            }
        }
        return 0;
    }

    /// Where digits with a decimal point and an exponent end.
    private static int decimalEnd(byte[] text, int from, int to) {
        int at = digits(text, from, to);
        int count = at - from;
        if (at < to && text[at] == '.') {
            int fraction = digits(text, at + 1, to);
            count += fraction - at - 1;
            at = fraction;
        }
        if (count == 0) {
            return from;
        }
        if (at < to && (text[at] | 0x20) == 'e') {
            int first = at + 1 < to && (text[at + 1] == '+' || text[at + 1] == '-') ? at + 2 : at + 1;
            int last = digits(text, first, to);
            at = last > first ? last : at;
        }
        return at;
    }

    static int digits(byte[] text, int from, int to) {
        int at = from;
        while (at < to && text[at] >= '0' && text[at] <= '9') {
            at++;
        }
        return at;
    }

    /// Drops the underscores of `1_000`; keeps those that Python would not allow.
    static byte[] withoutUnderscores(byte[] text, int from, int to) {
        byte[] joined = new byte[to - from];
        int count = 0;
        for (int n = from; n < to; n++) {
            boolean between = text[n] == '_' && n > from && digit(text[n - 1]) && n + 1 < to && digit(text[n + 1]);
            if (!between) {
                joined[count++] = text[n];
            }
        }
        return Arrays.copyOf(joined, count);
    }

    private static boolean digit(byte b) {
        return b >= '0' && b <= '9';
    }

    /// The exact value of digits that [#prefix] has parsed.
    static BigDecimal exact(byte[] text, int from, int to) {
        return JavaBigDecimalParser.parseBigDecimal(text, from, to - from);
    }
}
