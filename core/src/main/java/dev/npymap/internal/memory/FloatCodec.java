package dev.npymap.internal.memory;

import dev.npymap.internal.decimal.RoundToOdd;
import dev.npymap.internal.work.NotInlined;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;

/// The codec of floats of 8, 16 and 32 bits: widens them to float32, and rounds to the nearest.
final class FloatCodec extends ElementCodec {
    private final TypedBuffer stored;
    /// Those of 32 bits, and others on the way to and from doubles.
    private float[] floats = new float[0];

    FloatCodec(Layout layout, int room) {
        super(layout, room);
        int size = (int) dtype.byteSize();
        this.stored = TransposeBuffer.of(size, size == Float.BYTES ? 0 : room);
    }

    @Override
    TypedBuffer buffer(float[] to, int from) {
        return dtype.byteSize() == Float.BYTES ? new FloatArrayBuffer(to, from) : stored;
    }

    @Override
    void decode(float[] to, int from, int count) {
        switch (stored) {
            case ByteArrayBuffer bytes -> {
                Float8 format = dtype.float8().orElseThrow();
                for (int n = 0; n < count; n++) {
                    to[from + n] = format.toFloat(bytes.words[n]);
                }
            }
            case ShortArrayBuffer shorts -> NotInlined.run(() -> widen(shorts.words, to, from, count));
            default -> {
            }
        }
    }

    /// C2 makes no vectors of these loops where they are inlined into another.
    private void widen(short[] halves, float[] to, int from, int count) {
        if (dtype.kind() == Dtype.Kind.BFLOAT16) {
            for (int n = 0; n < count; n++) {
                to[from + n] = Float.intBitsToFloat(halves[n] << 16);
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = Float.float16ToFloat(halves[n]);
            }
        }
    }

    @Override
    TypedBuffer encode(float[] values, int from, int count) {
        switch (stored) {
            case ByteArrayBuffer bytes -> {
                Float8 format = dtype.float8().orElseThrow();
                for (int n = 0; n < count; n++) {
                    bytes.words[n] = format.toBits(values[from + n]);
                }
            }
            case ShortArrayBuffer shorts -> narrow(values, from, shorts.words, count);
            default -> {
                return new FloatArrayBuffer(values, from);
            }
        }
        return stored;
    }

    private void narrow(float[] values, int from, short[] halves, int count) {
        if (dtype.kind() == Dtype.Kind.BFLOAT16) {
            for (int n = 0; n < count; n++) {
                halves[n] = Bfloat16.bits(values[from + n]);
            }
        } else {
            for (int n = 0; n < count; n++) {
                halves[n] = Float.floatToFloat16(values[from + n]);
            }
        }
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
