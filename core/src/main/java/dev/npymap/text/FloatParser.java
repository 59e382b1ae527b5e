package dev.npymap.text;

import dev.npymap.array.Float8Array;
import dev.npymap.array.HalfArray;
import dev.npymap.array.NdArray;
import dev.npymap.internal.decimal.RoundToOdd;
import dev.npymap.internal.decimal.X87;
import dev.npymap.model.Dtype;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Parses floats and complex numbers in fields.
///
/// Fields of ml_dtypes' dtypes, which `np.loadtxt` does not read, become the nearest element to the number in the text.
///
/// Threads: one.
final class FloatParser {
    private final int size;
    private final boolean python;
    private final Bits bits;
    private final FloatScanner numbers = new FloatScanner();
    /// One element of a dtype of ml_dtypes, which rounds the value that is set; unused for other dtypes.
    private final NdArray narrow;

    /// @param python whether numbers follow Python's `float`
    FloatParser(Dtype dtype, boolean python) {
        this.size = (int) dtype.byteSize();
        this.python = python;
        this.bits = Bits.of(dtype);
        this.narrow = NdArray.zeros(dtype, 1);
    }

    boolean parse(byte[] text, int from, int to, boolean plain, byte[] out, int at) {
        if (size > 8) {
            return extended(text, from, to, out, at);
        }
        if (!numbers.whole(text, from, to, plain, python || size < 4)) {
            return false;
        }
        switch (size) {
            case 8 -> bits.store(out, at, Double.doubleToRawLongBits(numbers.value), 8);
            case 4 -> bits.store(out, at, Float.floatToRawIntBits((float) numbers.value), 4);
            default -> bits.store(out, at, Float.floatToFloat16(RoundToOdd.of(numbers.value)), 2);
        }
        return true;
    }

    /// Parses a bfloat16 or an 8-bit float.
    boolean parseNarrow(byte[] text, int from, int to, boolean plain, byte[] out, int at) {
        if (!numbers.whole(text, from, to, plain, true)) {
            return false;
        }
        switch (narrow) {
            case HalfArray half -> half.set(0, RoundToOdd.of(numbers.value));
            case Float8Array eighth -> eighth.set(0, RoundToOdd.of(numbers.value));
            default -> throw new IllegalStateException("elements are " + narrow.dtype());
        }
        MemorySegment.copy(narrow.segment(), ValueLayout.JAVA_BYTE, 0, out, at, size);
        return true;
    }

    private boolean extended(byte[] text, int from, int to, byte[] out, int at) {
        if (!numbers.prefix(text, from, to) || numbers.end != to) {
            return false;
        }
        boolean negative = text[from] == '-';
        int first = negative || text[from] == '+' ? from + 1 : from;
        MemorySegment target = MemorySegment.ofArray(out);
        if (Double.isNaN(numbers.value) || (text[first] | 0x20) == 'i') {
            X87.store(target, at, bits.big(), Math.copySign(numbers.value, negative ? -1 : 1));
        } else {
            X87.store(target, at, bits.big(), negative, FloatScanner.exact(text, first, to));
        }
        return true;
    }

    /// Parses a complex number: `1`, `2j`, `1+2j`, `(1-2j)`, `1+-2j`.
    boolean parseComplex(byte[] text, int from, int to, byte[] out, int at) {
        if (!python) {
            return complex(text, from, to, out, at);
        }
        byte[] field = FloatScanner.withoutUnderscores(text, from, to);
        return complex(field, 0, field.length, out, at);
    }

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
            case 8 -> bits.store(out, at, Float.floatToRawIntBits((float) value), 4);
            case 16 -> bits.store(out, at, Double.doubleToRawLongBits(value), 8);
            default -> X87.store(MemorySegment.ofArray(out), at, bits.big(), value);
        }
    }
}
