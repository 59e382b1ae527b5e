package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE;

import java.lang.foreign.MemorySegment;

/// The codec of float64 and longdouble.
final class DoubleCodec extends ElementCodec {
    private final boolean extended;
    private final boolean bigEndian;
    /// The bits of float64 in non-native byte order: swapping the bytes of integers is faster.
    private final LongArrayBuffer bits;

    DoubleCodec(Layout layout, int room) {
        super(layout, room);
        this.extended = dtype.byteSize() > Double.BYTES;
        this.bigEndian = layout.bigEndian();
        this.bits = new LongArrayBuffer(new long[bigEndian && !extended ? room : 0]);
    }

    @Override
    TypedBuffer buffer(double[] to, int from) {
        return bigEndian && !extended ? bits : over(to, from);
    }

    @Override
    void decode(double[] to, int from, int count) {
        if (bigEndian && !extended) {
            MemorySegment.copy(MemorySegment.ofArray(bits.words), JAVA_DOUBLE, 0, to, from, count);
        }
    }

    @Override
    TypedBuffer encode(double[] values, int from, int count) {
        return over(values, from);
    }

    private TypedBuffer over(double[] values, int from) {
        return extended ? new LongDoubleArrayBuffer(values, from) : new DoubleArrayBuffer(values, from);
    }
}
