package dev.npymap.internal.memory;

/// A typed buffer of a square of integers, of which rows and columns can change places.
abstract sealed class TransposeBuffer extends TypedBuffer
        permits ByteArrayBuffer, ShortArrayBuffer, IntArrayBuffer, LongArrayBuffer {
    /// The rows and columns, in words.
    static final int EDGE = 64;
    /// All words.
    static final int COUNT = EDGE * EDGE;

    TransposeBuffer(int width, int base) {
        super(width, base);
    }

    static TransposeBuffer of(int width, int count) {
        return switch (width) {
            case 1 -> new ByteArrayBuffer(new byte[count]);
            case 2 -> new ShortArrayBuffer(new short[count]);
            case 4 -> new IntArrayBuffer(new int[count]);
            default -> new LongArrayBuffer(new long[count]);
        };
    }

    /// Makes the first columns the rows.
    ///
    /// @param rows    how many rows there are before
    /// @param columns how many there are afterwards
    abstract void turn(int rows, int columns);
}
