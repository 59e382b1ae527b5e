package dev.npymap.text;

import dev.npymap.model.Dtype;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Parses integers and booleans in fields.
///
/// Threads: one.
final class IntegerParser {
    private final Dtype.Kind kind;
    private final int size;
    private final Bits bits;
    private final FloatScanner numbers = new FloatScanner();
    private boolean beyond;

    IntegerParser(Dtype dtype) {
        this.kind = dtype.kind();
        this.size = (int) dtype.byteSize();
        this.bits = Bits.of(dtype);
    }

    /// {@return whether the last field was a number out of the dtype's range}
    boolean isBeyond() {
        return beyond;
    }

    /// Parses a sign and digits, with white space around them.
    boolean parse(byte[] text, int from, int to, byte[] out, int at) {
        beyond = false;
        int next = from;
        if (next < to && !isSignOrDigit(text[next])) {
            next = Utf8.skipSpace(text, next, to);
        }
        boolean negative = next < to && text[next] == '-';
        if (negative || next < to && text[next] == '+') {
            next++;
        }
        int first = next;
        long value = 0;
        for (; next < to && text[next] >= '0' && text[next] <= '9'; next++) {
            int digit = text[next] - '0';
            if (Long.compareUnsigned(value, 1844674407370955161L) > 0
                    || value == 1844674407370955161L && digit > 5) {
                beyond = true;
                return false;
            }
            value = value * 10 + digit;
        }
        if (next == first || next < to && Utf8.skipSpace(text, next, to) < to) {
            return false;
        }
        beyond = !storeInteger(value, negative, out, at);
        return !beyond;
    }

    private static boolean isSignOrDigit(byte b) {
        return b >= '0' && b <= '9' || b == '-' || b == '+';
    }

    /// @param magnitude the number without its sign
    private boolean storeInteger(long magnitude, boolean negative, byte[] out, int at) {
        if (kind == Dtype.Kind.UINT) {
            if (negative || size < 8 && magnitude >>> 8 * size != 0) {
                return false;
            }
            bits.store(out, at, magnitude, size);
            return true;
        }
        long limit = kind == Dtype.Kind.BOOL ? Long.MIN_VALUE : 1L << 8 * size - 1;
        if (Long.compareUnsigned(magnitude, negative ? limit : limit - 1) > 0) {
            return false;
        }
        bits.store(out, at, kind == Dtype.Kind.BOOL ? magnitude == 0 ? 0 : 1 : negative ? -magnitude : magnitude, size);
        return true;
    }

    /// Parses numbers as `np.genfromtxt` does: 64-bit integers by Python's `int`, shorter ones by `int(float(field))`,
    /// booleans as words.
    boolean parsePython(byte[] text, int from, int to, byte[] out, int at) {
        beyond = false;
        int first = Utf8.skipSpace(text, from, to);
        int stop = Utf8.trimSpace(text, first, to);
        if (kind == Dtype.Kind.BOOL) {
            String word = new String(text, from, to - from, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
            bits.store(out, at, word.equals("TRUE") ? 1 : 0, 1);
            return word.equals("TRUE") || word.equals("FALSE");
        }
        if (size < 8) {
            if (!numbers.whole(text, from, to, false, true) || Double.isNaN(numbers.value)) {
                return false;
            }
            long whole = (long) numbers.value;
            beyond = Math.abs(numbers.value) >= 1L << 53 || !storeInteger(Math.abs(whole), whole < 0, out, at);
            return !beyond;
        }
        byte[] joined = FloatScanner.withoutUnderscores(text, first, stop);
        return parse(joined, 0, joined.length, out, at);
    }
}
