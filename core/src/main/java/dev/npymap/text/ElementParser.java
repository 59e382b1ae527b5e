package dev.npymap.text;

import dev.npymap.array.Dtype;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Turns the text of a field into an element, as NumPy does.
///
/// Threads: one.
final class ElementParser implements FieldParser {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private final Dtype dtype;
    private final Dtype.Kind kind;
    private final int size;
    private final boolean big;
    private final boolean python;
    private final Numbers numbers = new Numbers();
    private boolean beyond;

    /// @param python whether numbers are those of Python's `int` and `float`, and booleans words
    ElementParser(Dtype dtype, boolean python) {
        this.dtype = dtype;
        this.kind = dtype.kind();
        this.size = (int) dtype.byteSize();
        this.big = dtype.byteOrder() == ByteOrder.BIG_ENDIAN;
        this.python = python;
    }

    @Override
    public boolean parse(byte[] text, int from, int to, boolean plain, byte[] out, int at) {
        return switch (kind) {
            case FLOAT -> floating(text, from, to, plain, out, at);
            case INT, UINT, BOOL -> python ? pythonInteger(text, from, to, out, at) : integer(text, from, to, out, at);
            case COMPLEX -> {
                if (!python) {
                    yield complex(text, from, to, out, at);
                }
                byte[] field = Numbers.withoutUnderscores(text, from, to);
                yield complex(field, 0, field.length, out, at);
            }
            case BYTES -> bytes(text, from, to, out, at);
            case TEXT -> text(text, from, to, out, at);
            case DATETIME, TIMEDELTA -> {
                long count = TimeParser.parse(dtype, new String(text, from, to - from, StandardCharsets.UTF_8));
                store(out, at, count, 8);
                yield count != TimeParser.MALFORMED;
            }
            case VOID, STRUCT, OBJECT, BFLOAT16, FLOAT8 -> false;
        };
    }

    @Override
    public boolean isBeyond() {
        return beyond;
    }

    private boolean floating(byte[] text, int from, int to, boolean plain, byte[] out, int at) {
        switch (size) {
            case 8 -> {
                if (!numbers.whole(text, from, to, plain, python)) {
                    return false;
                }
                store(out, at, Double.doubleToRawLongBits(numbers.value), 8);
            }
            case 4 -> {
                if (!numbers.whole(text, from, to, plain, python)) {
                    return false;
                }
                store(out, at, Float.floatToRawIntBits((float) numbers.value), 4);
            }
            case 2 -> {
                if (!numbers.whole(text, from, to, plain, true)) {
                    return false;
                }
                store(out, at, Float.floatToFloat16(roundedToOdd(numbers.value)), 2);
            }
            default -> {
                LongDouble value = extended(text, from, to);
                if (value == null) {
                    return false;
                }
                value.store(out, at, big);
            }
        }
        return true;
    }

    /// A float between whose rounding and that of the double no tie is lost.
    private static float roundedToOdd(double value) {
        float nearest = (float) value;
        if (nearest == value || !Float.isFinite(nearest)) {
            return nearest;
        }
        int bits = Float.floatToRawIntBits(nearest);
        return Float.intBitsToFloat((Math.abs((double) nearest) > Math.abs(value) ? bits - 1 : bits) | 1);
    }

    private LongDouble extended(byte[] text, int from, int to) {
        if (!numbers.prefix(text, from, to) || numbers.end != to) {
            return null;
        }
        boolean negative = text[from] == '-';
        int first = negative || text[from] == '+' ? from + 1 : from;
        LongDouble value = Double.isNaN(numbers.value)
                ? LongDouble.NAN
                : (text[first] | 0x20) == 'i'
                        ? LongDouble.INFINITY
                        : LongDouble.nearest(Numbers.exact(text, first, to));
        return negative ? value.negated() : value;
    }

    /// A sign, digits, and white space around them.
    private boolean integer(byte[] text, int from, int to, byte[] out, int at) {
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

    /// @param magnitude without a sign
    private boolean storeInteger(long magnitude, boolean negative, byte[] out, int at) {
        if (kind == Dtype.Kind.UINT) {
            if (negative || size < 8 && magnitude >>> 8 * size != 0) {
                return false;
            }
            store(out, at, magnitude, size);
            return true;
        }
        long limit = kind == Dtype.Kind.BOOL ? Long.MIN_VALUE : 1L << 8 * size - 1;
        if (Long.compareUnsigned(magnitude, negative ? limit : limit - 1) > 0) {
            return false;
        }
        store(out, at, kind == Dtype.Kind.BOOL ? magnitude == 0 ? 0 : 1 : negative ? -magnitude : magnitude, size);
        return true;
    }

    /// As `np.genfromtxt` reads them: 64 bits by Python's `int`, fewer by `int(float(field))`, booleans as words.
    private boolean pythonInteger(byte[] text, int from, int to, byte[] out, int at) {
        beyond = false;
        int first = Utf8.skipSpace(text, from, to);
        int stop = Utf8.trimSpace(text, first, to);
        if (kind == Dtype.Kind.BOOL) {
            String word = new String(text, from, to - from, StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
            store(out, at, word.equals("TRUE") ? 1 : 0, 1);
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
        byte[] joined = Numbers.withoutUnderscores(text, first, stop);
        return integer(joined, 0, joined.length, out, at);
    }

    /// `1`, `2j`, `1+2j`, `(1-2j)`, `1+-2j`.
    private boolean complex(byte[] text, int from, int to, byte[] out, int at) {
        int next = Utf8.skipSpace(text, from, to);
        boolean open = next < to && text[next] == '(';
        if (open) {
            next = Utf8.skipSpace(text, next + 1, to);
        }
        if (!numbers.prefix(text, next, to)) {
            return false;
        }
        double re = numbers.value;
        double im = 0;
        next = numbers.end;
        if (next < to && text[next] == 'j') {
            im = re;
            re = 0;
            next++;
        } else if (next < to && (text[next] == '+' || text[next] == '-')) {
            next += text[next] == '+' ? 1 : 0;
            if (!numbers.prefix(text, next, to) || numbers.end == to || text[numbers.end] != 'j') {
                return false;
            }
            im = numbers.value;
            next = numbers.end + 1;
        }
        if (open) {
            next = Utf8.skipSpace(text, next, to);
            if (next == to || text[next] != ')') {
                return false;
            }
            next++;
        }
        if (Utf8.skipSpace(text, next, to) < to) {
            return false;
        }
        storePart(re, out, at);
        storePart(im, out, at + size / 2);
        return true;
    }

    private void storePart(double value, byte[] out, int at) {
        switch (size) {
            case 8 -> store(out, at, Float.floatToRawIntBits((float) value), 4);
            case 16 -> store(out, at, Double.doubleToRawLongBits(value), 8);
            default -> LongDouble.of(value).store(out, at, big);
        }
    }

    private boolean bytes(byte[] text, int from, int to, byte[] out, int at) {
        int next = from;
        for (int n = 0; n < size; n++) {
            int c = next < to ? Utf8.at(text, next) : 0;
            if (c > 0xff) {
                return false;
            }
            out[at + n] = (byte) c;
            next += next < to ? Utf8.length(text[next]) : 0;
        }
        return true;
    }

    private boolean text(byte[] text, int from, int to, byte[] out, int at) {
        int next = from;
        for (int n = 0; n < size; n += 4) {
            store(out, at + n, next < to ? Utf8.at(text, next) : 0, 4);
            next += next < to ? Utf8.length(text[next]) : 0;
        }
        return true;
    }

    /// Stores the low bytes of a number.
    private void store(byte[] out, int at, long bits, int bytes) {
        switch (bytes) {
            case 8 -> LONG.set(out, at, big ? Long.reverseBytes(bits) : bits);
            case 4 -> INT.set(out, at, big ? Integer.reverseBytes((int) bits) : (int) bits);
            case 2 -> {
                out[at + (big ? 1 : 0)] = (byte) bits;
                out[at + (big ? 0 : 1)] = (byte) (bits >> 8);
            }
            default -> out[at] = (byte) bits;
        }
    }
}
