package dev.npymap.array;

import java.lang.foreign.MemorySegment;

/// Words of one width in the cache, on their way from memory to memory: a class for each width, so that all loops are
/// over Java arrays of one type. One call moves many words.
abstract sealed class Words permits ByteWords, ShortWords, IntWords, LongWords {
    /// The rows and columns of a tile, in words.
    static final int EDGE = 64;
    /// The words that there is room for: a tile.
    static final int COUNT = EDGE * EDGE;

    static Words of(int width) {
        return switch (width) {
            case 1 -> new ByteWords();
            case 2 -> new ShortWords();
            case 4 -> new IntWords();
            default -> new LongWords();
        };
    }

    /// Reads words at equal distances.
    ///
    /// @param at   the first, in bytes into the segment
    /// @param step from one to the next, in bytes
    /// @param to   the place of the first among these words
    abstract void read(MemorySegment segment, long at, long step, int to, int count);

    /// Writes words at equal distances.
    abstract void write(MemorySegment segment, long at, long step, int from, int count);

    /// Reverses the bytes of the first words.
    abstract void swap(int count);

    /// Makes the first columns of the tile its rows.
    ///
    /// @param rows    how many rows there are before
    /// @param columns how many there are afterwards
    abstract void turn(int rows, int columns);
}
