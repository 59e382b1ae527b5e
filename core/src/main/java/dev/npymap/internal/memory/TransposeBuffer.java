package dev.npymap.internal.memory;

/// A typed buffer of a square tile of integers, whose rows and columns can be exchanged.
abstract sealed class TransposeBuffer extends TypedBuffer
        permits ByteArrayBuffer, ShortArrayBuffer, IntArrayBuffer, LongArrayBuffer {
    /// The number of rows and of columns, in words.
    static final int EDGE = 64;
    /// The number of words.
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

    /// Transposes the buffer: the first columns become rows.
    ///
    /// @param rows    the number of rows before
    /// @param columns the number of columns before, which become rows
    abstract void turn(int rows, int columns);
}
