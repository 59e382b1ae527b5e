package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// Words of 8 bytes.
final class LongWords extends Words {
    private long[] words = new long[COUNT];
    private long[] turned = words;

    @Override
    void read(MemorySegment segment, long at, long step, int to, int count) {
        if (step == Long.BYTES) {
            MemorySegment.copy(segment, JAVA_LONG_UNALIGNED, at, words, to, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            words[to + n] = segment.get(JAVA_LONG_UNALIGNED, at + n * step);
        }
    }

    @Override
    void write(MemorySegment segment, long at, long step, int from, int count) {
        if (step == Long.BYTES) {
            MemorySegment.copy(words, from, segment, JAVA_LONG_UNALIGNED, at, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            segment.set(JAVA_LONG_UNALIGNED, at + n * step, words[from + n]);
        }
    }

    @Override
    void swap(int count) {
        for (int n = 0; n < count; n++) {
            words[n] = Long.reverseBytes(words[n]);
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
