package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import dev.npymap.model.Dtype;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// The codec of floats of 64 and of 80 bits.
final class DoubleCodec extends ElementCodec {
    /// Numbers of the foreign byte order before they are doubles.
    private final long[] bits;

    DoubleCodec(Layout layout, int room) {
        super(layout, room);
        this.bits = new long[dtype.equals(Dtype.FLOAT64.withOrder(ByteOrder.BIG_ENDIAN)) ? room : 0];
    }

    @Override
    void read(Move in, double[] to, int from, int count) {
        if (bits.length == 0) {
            in.on(words(to), from, count);
        } else {
            in.on(new LongArrayBuffer(bits), 0, count);
            MemorySegment.copy(MemorySegment.ofArray(bits), JAVA_DOUBLE, 0, to, from, count);
        }
    }

    @Override
    public void write(Move out, double[] values, int from, int count) {
        out.on(words(values), from, count);
    }

    private TypedBuffer words(double[] values) {
        return size == Double.BYTES ? new DoubleArrayBuffer(values) : new LongDoubleArrayBuffer(values);
    }
}
