package dev.npymap.catalog;

/// The number of characters of names that may be made for the values of one file, proportional to its length. A pickle
/// of few bytes can have a long key on the way to any number of values.
final class NameBudget {
    private static final long LEAST = 1 << 22;
    private static final long PER_BYTE = 16;

    private long left;

    /// @param byteSize the size of the file in bytes
    NameBudget(long byteSize) {
        this.left = LEAST + PER_BYTE * byteSize;
    }

    /// Takes some characters, if as many are left.
    ///
    /// @return whether as many were left
    boolean take(long chars) {
        if (chars > left) {
            return false;
        }
        left -= chars;
        return true;
    }
}
