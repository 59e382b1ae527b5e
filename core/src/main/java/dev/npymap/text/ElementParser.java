package dev.npymap.text;

import dev.npymap.model.Dtype;
import java.nio.charset.StandardCharsets;

/// Converts the text of a field to an element, as NumPy does.
///
/// Threads: one.
final class ElementParser implements FieldParser {
    private final Dtype dtype;
    private final int size;
    private final boolean python;
    private final Bits bits;
    private final FloatParser floats;
    private final IntegerParser integers;
    private final TimeParser times = new TimeParser();

    /// @param python whether numbers follow Python's `int` and `float`, and booleans are words
    ElementParser(Dtype dtype, boolean python) {
        this.dtype = dtype;
        this.size = (int) dtype.byteSize();
        this.python = python;
        this.bits = Bits.of(dtype);
        this.floats = new FloatParser(dtype, python);
        this.integers = new IntegerParser(dtype);
    }

    @Override
    public boolean parse(byte[] text, int from, int to, boolean plain, byte[] out, int at) {
        return switch (dtype.kind()) {
            case FLOAT -> floats.parse(text, from, to, plain, out, at);
            case BFLOAT16, FLOAT8 -> floats.parseNarrow(text, from, to, plain, out, at);
            case COMPLEX -> floats.parseComplex(text, from, to, out, at);
            case INT, UINT, BOOL -> python
                    ? integers.parsePython(text, from, to, out, at)
                    : integers.parse(text, from, to, out, at);
            case BYTES -> bytes(text, from, to, out, at);
            case TEXT -> text(text, from, to, out, at);
            case DATETIME, TIMEDELTA -> {
                boolean isTime = times.parse(dtype, new String(text, from, to - from, StandardCharsets.UTF_8));
                bits.store(out, at, times.count, Long.BYTES);
                yield isTime;
            }
            case VOID, STRUCT, OBJECT -> false;
        };
    }

    @Override
    public boolean isBeyond() {
        return integers.isBeyond();
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
            bits.store(out, at + n, next < to ? Utf8.at(text, next) : 0, 4);
            next += next < to ? Utf8.length(text[next]) : 0;
        }
        return true;
    }
}
