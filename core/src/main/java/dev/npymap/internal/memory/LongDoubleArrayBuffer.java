package dev.npymap.internal.memory;

import dev.npymap.internal.decimal.X87;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A typed buffer of longdoubles, which the Java array holds as the nearest doubles.
final class LongDoubleArrayBuffer extends TypedBuffer {
    private static final int WIDTH = 16;

    private final double[] words;

    LongDoubleArrayBuffer(double[] words, int base) {
        super(WIDTH, base);
        this.words = words;
    }

    @Override
    void copyFrom(MemorySegment segment, boolean bigEndian, long at, int to, int count) {
        get(segment, bigEndian, at, WIDTH, to, count);
    }

    @Override
    void copyTo(MemorySegment segment, boolean bigEndian, long at, int from, int count) {
        set(segment, bigEndian, at, WIDTH, from, count);
    }

    @Override
    void get(MemorySegment segment, boolean bigEndian, long at, long step, int to, int count) {
        for (int n = 0; n < count; n++) {
            words[to + n] = X87.toDouble(segment, at + n * step, bigEndian);
        }
    }

    @Override
    void get(ByteBuffer buffer, int at, int step, int to, int count) {
        get(MemorySegment.ofBuffer(buffer), buffer.order() == ByteOrder.BIG_ENDIAN, at, step, to, count);
    }

    @Override
    void set(MemorySegment segment, boolean bigEndian, long at, long step, int from, int count) {
        for (int n = 0; n < count; n++) {
            X87.store(segment, at + n * step, bigEndian, words[from + n]);
        }
    }

    @Override
    void set(ByteBuffer buffer, int at, int step, int from, int count) {
        set(MemorySegment.ofBuffer(buffer), buffer.order() == ByteOrder.BIG_ENDIAN, at, step, from, count);
    }
}
