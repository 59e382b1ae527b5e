package dev.npymap.internal.memory;

/// Words of integers, of which rows and columns can change places.
abstract sealed class Tile extends Words permits ByteWords, ShortWords, IntWords, LongWords {
    /// The rows and columns, in words.
    static final int EDGE = 64;
    /// All words.
    static final int COUNT = EDGE * EDGE;

    Tile(int width) {
        super(width);
    }

    static Tile of(int width) {
        return switch (width) {
            case 1 -> new ByteWords(new byte[COUNT]);
            case 2 -> new ShortWords(new short[COUNT]);
            case 4 -> new IntWords(new int[COUNT]);
            default -> new LongWords(new long[COUNT]);
        };
    }

    /// Makes the first columns the rows.
    ///
    /// @param rows    how many rows there are before
    /// @param columns how many there are afterwards
    abstract void turn(int rows, int columns);
}
