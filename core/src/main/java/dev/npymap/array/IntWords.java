package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// Words of 4 bytes.
final class IntWords extends Words {
    private int[] words = new int[COUNT];
    private int[] turned = words;

    @Override
    void read(MemorySegment segment, long at, long step, int to, int count) {
        if (step == Integer.BYTES) {
            MemorySegment.copy(segment, JAVA_INT_UNALIGNED, at, words, to, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            words[to + n] = segment.get(JAVA_INT_UNALIGNED, at + n * step);
        }
    }

    @Override
    void write(MemorySegment segment, long at, long step, int from, int count) {
        if (step == Integer.BYTES) {
            MemorySegment.copy(words, from, segment, JAVA_INT_UNALIGNED, at, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            segment.set(JAVA_INT_UNALIGNED, at + n * step, words[from + n]);
        }
    }

    @Override
    void swap(int count) {
        for (int n = 0; n < count; n++) {
            words[n] = Integer.reverseBytes(words[n]);
        }
    }

    @Override
    void turn(int rows, int columns) {
        int[] from = words;
        int[] to = turned == words ? new int[COUNT] : turned;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                to[column * EDGE + row] = from[row * EDGE + column];
            }
        }
        words = to;
        turned = from;
    }
}
