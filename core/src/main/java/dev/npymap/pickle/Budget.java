package dev.npymap.pickle;

/// A limit, proportional to a pickle's length, on the work that is not accounted for by the length of its instructions.
final class Budget {
    private static final long PER_BYTE = 16;
    private static final long LEAST = 1 << 20;

    private long left;

    Budget(long byteSize) {
        this.left = LEAST + PER_BYTE * byteSize;
    }

    /// {@return whether the budget covered the cost}
    boolean pay(long cost) {
        left -= cost;
        return left >= 0;
    }
}
