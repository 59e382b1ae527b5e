package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// Words of 2 bytes.
final class ShortWords extends Words {
    private short[] words = new short[COUNT];
    private short[] turned = words;

    @Override
    void read(MemorySegment segment, long at, long step, int to, int count) {
        if (step == Short.BYTES) {
            MemorySegment.copy(segment, JAVA_SHORT_UNALIGNED, at, words, to, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            words[to + n] = segment.get(JAVA_SHORT_UNALIGNED, at + n * step);
        }
    }

    @Override
    void write(MemorySegment segment, long at, long step, int from, int count) {
        if (step == Short.BYTES) {
            MemorySegment.copy(words, from, segment, JAVA_SHORT_UNALIGNED, at, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            segment.set(JAVA_SHORT_UNALIGNED, at + n * step, words[from + n]);
        }
    }

    @Override
    void swap(int count) {
        for (int n = 0; n < count; n++) {
            words[n] = Short.reverseBytes(words[n]);
        }
    }

    @Override
    void turn(int rows, int columns) {
        short[] from = words;
        short[] to = turned == words ? new short[COUNT] : turned;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                to[column * EDGE + row] = from[row * EDGE + column];
            }
        }
        words = to;
        turned = from;
    }
}
