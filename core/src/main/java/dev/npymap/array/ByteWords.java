package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// Words of 1 byte.
final class ByteWords extends Tile {
    private byte[] words;
    private byte[] turned;

    ByteWords(byte[] words) {
        super(Byte.BYTES);
        this.words = words;
        this.turned = words;
    }

    @Override
    void copyFrom(MemorySegment segment, boolean bigEndian, long at, int to, int count) {
        MemorySegment.copy(segment, JAVA_BYTE, at, words, to, count);
    }

    @Override
    void copyTo(MemorySegment segment, boolean bigEndian, long at, int from, int count) {
        MemorySegment.copy(words, from, segment, JAVA_BYTE, at, count);
    }

    @Override
    void get(MemorySegment segment, boolean bigEndian, long at, long step, int to, int count) {
        for (int n = 0; n < count; n++) {
            words[to + n] = segment.get(JAVA_BYTE, at + n * step);
        }
    }

    @Override
    void get(ByteBuffer buffer, int at, int step, int to, int count) {
        for (int n = 0; n < count; n++) {
            words[to + n] = buffer.get(at + n * step);
        }
    }

    @Override
    void set(MemorySegment segment, boolean bigEndian, long at, long step, int from, int count) {
        for (int n = 0; n < count; n++) {
            segment.set(JAVA_BYTE, at + n * step, words[from + n]);
        }
    }

    @Override
    void set(ByteBuffer buffer, int at, int step, int from, int count) {
        for (int n = 0; n < count; n++) {
            buffer.put(at + n * step, words[from + n]);
        }
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
