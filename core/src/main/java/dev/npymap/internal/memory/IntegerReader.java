package dev.npymap.internal.memory;

/// Reads single integers, booleans or times of an array; uint64 as its bits.
///
/// Threads: one.
public final class IntegerReader {
    private final BufferedSegment memory;
    private final IntegerCodec numbers;
    private final long[] one = new long[1];

    public IntegerReader(Layout array) {
        this.memory = BufferedSegment.of(array);
        this.numbers = IntegerCodec.of(array, 1);
    }

    /// @param at an offset in the segment, in bytes
    public long at(long at) {
        numbers.buffer(one, 0).read(memory, at, 0, 0, 1);
        numbers.decode(one, 0, 1);
        return one[0];
    }
}
