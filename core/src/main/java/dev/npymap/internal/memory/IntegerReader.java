package dev.npymap.internal.memory;

/// Reads single integers, booleans or times of an array; uint64 as its bits.
///
/// Threads: one.
public final class IntegerReader {
    private final Layout array;
    private final ElementCodec numbers;
    private final long[] one = new long[1];

    public IntegerReader(Layout array) {
        this.array = array;
        this.numbers = ElementCodec.of(array, 1);
    }

    /// @param at a place in bytes into the segment
    public long at(long at) {
        numbers.read(ElementCodec.reader(array, at, 0), one, 0, 1);
        return one[0];
    }
}
