package dev.npymap.internal.memory;

import dev.npymap.internal.decimal.RoundToOdd;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;

/// The codec of floats of 8, 16 and 32 bits, which are widened to float32, and rounded to the nearest.
final class FloatCodec extends ElementCodec {
    private final TypedBuffer stored;
    /// Decoded floats of other widths, or of elements that are converted to or from doubles.
    private float[] floats = new float[0];

    FloatCodec(Layout layout, int room) {
        super(layout, room);
        int size = (int) dtype.byteSize();
        this.stored = TransposeBuffer.of(size, size == Float.BYTES ? 0 : room);
    }

    /// The codec of an array of floats of at most 32 bits; others are refused.
    static FloatCodec of(Layout layout, int room) {
        if (ElementCodec.of(layout, room) instanceof FloatCodec floats) {
            return floats;
        }
        throw otherKind(layout);
    }

    /// The buffer to be filled with what becomes floats.
    TypedBuffer buffer(float[] to, int from) {
        return dtype.byteSize() == Float.BYTES ? new FloatArrayBuffer(to, from) : stored;
    }

    /// Makes floats of what the buffer was filled with.
    void decode(float[] to, int from, int count) {
        switch (stored) {
            case ByteArrayBuffer bytes -> {
                Float8 format = dtype.float8().orElseThrow();
                for (int n = 0; n < count; n++) {
                    to[from + n] = format.toFloat(bytes.words[n]);
                }
            }
            case ShortArrayBuffer halves -> {
                if (dtype.kind() == Dtype.Kind.BFLOAT16) {
                    Bfloat16.widen(halves.words, to, from, count);
                } else {
                    Float16.widen(halves.words, to, from, count);
                }
            }
            default -> {
            }
        }
    }

    /// Makes what is stored of floats, and returns the buffer that has it.
    TypedBuffer encode(float[] values, int from, int count) {
        switch (stored) {
            case ByteArrayBuffer bytes -> {
                Float8 format = dtype.float8().orElseThrow();
                for (int n = 0; n < count; n++) {
                    bytes.words[n] = format.toBits(values[from + n]);
                }
            }
            case ShortArrayBuffer halves -> {
                if (dtype.kind() == Dtype.Kind.BFLOAT16) {
                    Bfloat16.round(values, from, halves.words, count);
                } else {
                    Float16.round(values, from, halves.words, count);
                }
            }
            default -> {
                return new FloatArrayBuffer(values, from);
            }
        }
        return stored;
    }

    @Override
    TypedBuffer buffer(double[] to, int from) {
        return buffer(floats(), 0);
    }

    @Override
    void decode(double[] to, int from, int count) {
        float[] block = floats;
        decode(block, 0, count);
        for (int n = 0; n < count; n++) {
            to[from + n] = block[n];
        }
    }

    @Override
    TypedBuffer encode(double[] values, int from, int count) {
        float[] block = floats();
        if (dtype.byteSize() == Float.BYTES) {
            for (int n = 0; n < count; n++) {
                block[n] = (float) values[from + n];
            }
        } else {
            for (int n = 0; n < count; n++) {
                block[n] = RoundToOdd.of(values[from + n]);
            }
        }
        return encode(block, 0, count);
    }

    private float[] floats() {
        floats = floats.length < room ? new float[room] : floats;
        return floats;
    }
}
