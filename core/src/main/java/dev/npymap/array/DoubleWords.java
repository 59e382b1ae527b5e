package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/// Numbers of float64.
final class DoubleWords extends Words {
    private static final ValueLayout.OfDouble LITTLE = JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble BIG = JAVA_DOUBLE_UNALIGNED.withOrder(BIG_ENDIAN);

    private final double[] words;

    DoubleWords(double[] words) {
        super(Double.BYTES);
        this.words = words;
    }

    @Override
    void copyFrom(MemorySegment segment, boolean bigEndian, long at, int to, int count) {
        MemorySegment.copy(segment, bigEndian ? BIG : LITTLE, at, words, to, count);
    }

    @Override
    void copyTo(MemorySegment segment, boolean bigEndian, long at, int from, int count) {
        MemorySegment.copy(words, from, segment, bigEndian ? BIG : LITTLE, at, count);
    }

    @Override
    void get(MemorySegment segment, boolean bigEndian, long at, long step, int to, int count) {
        for (int n = 0; n < count; n++) {
            words[to + n] = bigEndian ? segment.get(BIG, at + n * step) : segment.get(LITTLE, at + n * step);
        }
    }

    @Override
    void get(ByteBuffer buffer, int at, int step, int to, int count) {
        for (int n = 0; n < count; n++) {
            words[to + n] = buffer.getDouble(at + n * step);
        }
    }

    @Override
    void set(MemorySegment segment, boolean bigEndian, long at, long step, int from, int count) {
        for (int n = 0; n < count; n++) {
            if (bigEndian) {
                segment.set(BIG, at + n * step, words[from + n]);
            } else {
                segment.set(LITTLE, at + n * step, words[from + n]);
            }
        }
    }

    @Override
    void set(ByteBuffer buffer, int at, int step, int from, int count) {
        for (int n = 0; n < count; n++) {
            buffer.putDouble(at + n * step, words[from + n]);
        }
    }
}
