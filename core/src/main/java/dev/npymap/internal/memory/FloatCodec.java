package dev.npymap.internal.memory;

import dev.npymap.internal.decimal.RoundToOdd;
import dev.npymap.internal.work.NotInlined;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;

/// The codec of floats of 8, 16 and 32 bits: widens them to float32, and rounds to the nearest.
final class FloatCodec extends ElementCodec {
    private final byte[] bytes;
    private final short[] shorts;
    private float[] floats = new float[0];

    FloatCodec(Layout layout, int room) {
        super(layout, room);
        this.bytes = new byte[size == Byte.BYTES ? room : 0];
        this.shorts = new short[size == Short.BYTES ? room : 0];
    }

    @Override
    void read(Move in, float[] to, int from, int count) {
        switch (size) {
            case Byte.BYTES -> {
                in.on(new ByteArrayBuffer(bytes), 0, count);
                Float8 format = dtype.float8().orElseThrow();
                for (int n = 0; n < count; n++) {
                    to[from + n] = format.toFloat(bytes[n]);
                }
            }
            case Short.BYTES -> {
                in.on(new ShortArrayBuffer(shorts), 0, count);
                NotInlined.run(() -> widen(to, from, count));
            }
            default -> in.on(new FloatArrayBuffer(to), from, count);
        }
    }

    /// C2 makes no vectors of these loops where they are inlined into another.
    private void widen(float[] to, int from, int count) {
        if (dtype.kind() == Dtype.Kind.BFLOAT16) {
            for (int n = 0; n < count; n++) {
                to[from + n] = Float.intBitsToFloat(shorts[n] << 16);
            }
        } else {
            for (int n = 0; n < count; n++) {
                to[from + n] = Float.float16ToFloat(shorts[n]);
            }
        }
    }

    @Override
    void read(Move in, double[] to, int from, int count) {
        float[] block = floats();
        read(in, block, 0, count);
        for (int n = 0; n < count; n++) {
            to[from + n] = block[n];
        }
    }

    @Override
    public void write(Move out, float[] values, int from, int count) {
        switch (size) {
            case Byte.BYTES -> {
                Float8 format = dtype.float8().orElseThrow();
                for (int n = 0; n < count; n++) {
                    bytes[n] = format.toBits(values[from + n]);
                }
                out.on(new ByteArrayBuffer(bytes), 0, count);
            }
            case Short.BYTES -> {
                narrow(values, from, count);
                out.on(new ShortArrayBuffer(shorts), 0, count);
            }
            default -> out.on(new FloatArrayBuffer(values), from, count);
        }
    }

    private void narrow(float[] values, int from, int count) {
        if (dtype.kind() == Dtype.Kind.BFLOAT16) {
            for (int n = 0; n < count; n++) {
                shorts[n] = Bfloat16.bits(values[from + n]);
            }
        } else {
            for (int n = 0; n < count; n++) {
                shorts[n] = Float.floatToFloat16(values[from + n]);
            }
        }
    }

    @Override
    public void write(Move out, double[] values, int from, int count) {
        float[] block = floats();
        if (size == Float.BYTES) {
            for (int n = 0; n < count; n++) {
                block[n] = (float) values[from + n];
            }
        } else {
            for (int n = 0; n < count; n++) {
                block[n] = RoundToOdd.of(values[from + n]);
            }
        }
        write(out, block, 0, count);
    }

    private float[] floats() {
        floats = floats.length < room ? new float[room] : floats;
        return floats;
    }
}
