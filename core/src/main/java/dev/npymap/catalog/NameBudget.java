package dev.npymap.catalog;

/// How many characters of names are made for the values of one file: in proportion to its length. A pickle of few bytes
/// has one long key on the way to any number of values.
final class NameBudget {
    private static final long LEAST = 1 << 22;
    private static final long PER_BYTE = 16;

    private long left;

    /// @param byteSize the length of the file
    NameBudget(long byteSize) {
        this.left = LEAST + PER_BYTE * byteSize;
    }

    /// Takes some characters, if there are as many left.
    ///
    /// @return whether there were
    boolean take(long chars) {
        if (chars > left) {
            return false;
        }
        left -= chars;
        return true;
    }
}
