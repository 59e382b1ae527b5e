package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;

/// Words of 1 byte.
final class ByteWords extends Words {
    private byte[] words = new byte[COUNT];
    private byte[] turned = words;

    @Override
    void read(MemorySegment segment, long at, long step, int to, int count) {
        if (step == Byte.BYTES) {
            MemorySegment.copy(segment, JAVA_BYTE, at, words, to, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            words[to + n] = segment.get(JAVA_BYTE, at + n * step);
        }
    }

    @Override
    void write(MemorySegment segment, long at, long step, int from, int count) {
        if (step == Byte.BYTES) {
            MemorySegment.copy(words, from, segment, JAVA_BYTE, at, count);
            return;
        }
        for (int n = 0; n < count; n++) {
            segment.set(JAVA_BYTE, at + n * step, words[from + n]);
        }
    }

    @Override
    void swap(int count) {
        // One byte is its own reverse.
    }

    @Override
    void turn(int rows, int columns) {
        byte[] from = words;
        byte[] to = turned == words ? new byte[COUNT] : turned;
        for (int column = 0; column < columns; column++) {
            for (int row = 0; row < rows; row++) {
                to[column * EDGE + row] = from[row * EDGE + column];
            }
        }
        words = to;
        turned = from;
    }
}
