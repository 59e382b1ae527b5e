package dev.npymap.pickle;

/// How much work a pickle may ask for beyond what its instructions cost by themselves: in proportion to its length.
final class Budget {
    private static final long PER_BYTE = 16;
    private static final long LEAST = 1 << 20;

    private long left;

    Budget(long byteSize) {
        this.left = LEAST + PER_BYTE * byteSize;
    }

    /// {@return whether there was enough}
    boolean pay(long cost) {
        left -= cost;
        return left >= 0;
    }
}
