package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;

/// Words of 8 bytes.
final class LongWords extends Tile {
    private static final ValueLayout.OfLong LITTLE = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong BIG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private long[] words;
    private long[] turned;

    LongWords(long[] words) {
        super(Long.BYTES);
        this.words = words;
        this.turned = words;
    }

    @Override
    void copyFrom(MemorySegment segment, boolean bigEndian, long at, int to, int count) {
        MemorySegment.copy(segment, LITTLE, at, words, to, count);
        if (bigEndian) {
            swap(to, count);
        }
    }

    /// C2 makes vectors of this, which the copy that swaps has not.
    private void swap(int from, int count) {
        for (int n = from; n < from + count; n++) {
            words[n] = Long.reverseBytes(words[n]);
        }
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
            words[to + n] = buffer.getLong(at + n * step);
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
            buffer.putLong(at + n * step, words[from + n]);
        }
    }

    @Override
    void turn(int rows, int columns) {
        long[] from = words;
        long[] to = turned == words ? new long[COUNT] : turned;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                to[column * EDGE + row] = from[row * EDGE + column];
            }
        }
        words = to;
        turned = from;
    }
}
