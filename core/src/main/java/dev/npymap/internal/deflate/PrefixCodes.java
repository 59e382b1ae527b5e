package dev.npymap.internal.deflate;

import java.util.Arrays;

/// The two prefix codes of a deflate block, as a table that is indexed by the next bits of the stream; an entry
/// describes the symbols that they encode.
///
/// The lower half is for literals and lengths, the upper one for distances. A code longer than [#BITS] leads to a link:
/// 16 entries after the halves, indexed by the code's other bits. An entry for literals includes the symbols that
/// follow as long as their codes fit the same bits; its fields are then sums.
///
/// | bits of an entry | |
/// |---|---|
/// | 0-5 | the number of bits to consume, including extra bits |
/// | 6-10 | mask of a length's extra bits |
/// | 11 | set if the entry ends with a length, which a distance follows |
/// | 12-25 | the number of bytes, without the extra bits; the index that a link leads to; a code length |
/// | 26-29 | the number of bits in the codes, which the extra bits follow |
///  31 | set if the entry is not a symbol, but the end (bit 30 set), undefined (bit 29 set), or a link |
final class PrefixCodes {
    static final int MASK = (1 << 11) - 1;
    /// The first index of the upper half.
    static final int DISTANCES_AT = MASK + 1;
    static final int LENGTH_MASK = 127;
    static final int MAX_SYMBOLS = 288 + 32;

    /// The number of bits that index one half.
    private static final int BITS = 11;
    private static final int HALF = 1 << BITS;
    private static final int MAX_LENGTH = 15;
    private static final int LINK_MASK = (1 << MAX_LENGTH - BITS) - 1;
    private static final int CODE_SHIFT = 26;
    private static final int SIZE_SHIFT = 12;
    private static final int SIZE_MASK = 0x3FFF;
    private static final int END = 3 << 30;
    private static final int UNDEFINED = 1 << 31 | 1 << 29;
    private static final int LINK = 1 << 31;
    private static final int END_OF_BLOCK = 256;

    private static final int[] LITERALS = literals();
    private static final int[] DISTANCES = distances();
    private static final int[] LENGTHS = lengths();

    private final int[] table = new int[2 * HALF + MAX_SYMBOLS * (LINK_MASK + 1)];
    private final int[] single = new int[HALF];
    private final int[] lengthTable = new int[LENGTH_MASK + 1];
    private final int[] starts = new int[MAX_LENGTH + 2];
    private final int[] sorted = new int[MAX_SYMBOLS];
    /// The end of the used links.
    private int linked;

    /// The codes of blocks that define none.
    static PrefixCodes fixed() {
        byte[] lengths = new byte[MAX_SYMBOLS];
        Arrays.fill(lengths, 0, 144, (byte) 8);
        Arrays.fill(lengths, 144, 256, (byte) 9);
        Arrays.fill(lengths, 256, 280, (byte) 7);
        Arrays.fill(lengths, 280, 288, (byte) 8);
        Arrays.fill(lengths, 288, MAX_SYMBOLS, (byte) 5);
        PrefixCodes codes = new PrefixCodes();
        codes.define(lengths, 288, 32);
        return codes;
    }

    int[] table() {
        return table;
    }

    /// The entry that a link leads to, or else the entry itself.
    static int followed(int[] table, int entry, long bits) {
        return entry >>> 29 == LINK >>> 29 ? table[byteSize(entry) + ((int) (bits >>> BITS) & LINK_MASK)] : entry;
    }

    static boolean isLiteral(int entry) {
        return (entry & (1 << 31 | HALF)) == 0;
    }

    static boolean ends(int entry) {
        return (entry & END) == END;
    }

    static int taken(int entry) {
        return entry & 63;
    }

    /// The number of bytes that an entry without extra bits stands for.
    static int byteSize(int entry) {
        return entry >>> SIZE_SHIFT & SIZE_MASK;
    }

    /// The number of bytes that an entry stands for; its bits are the lowest of `bits`.
    static int byteSize(int entry, long bits) {
        return byteSize(entry) + ((int) (bits >>> (entry >>> CODE_SHIFT)) & entry >>> 6 & 31);
    }

    /// The code length that an entry of [#lengthTable] stands for.
    static int symbol(int entry) {
        return entry >>> SIZE_SHIFT & SIZE_MASK;
    }

    /// The table for the code of code lengths.
    int[] lengthTable(byte[] lengths) {
        Arrays.fill(lengthTable, UNDEFINED);
        if (fits(lengths, 0, lengths.length)) {
            fill(lengthTable, 0, 7, lengths, 0, lengths.length, LENGTHS);
        }
        return lengthTable;
    }

    /// Sets the codes of literals and distances, whose lengths follow each other.
    ///
    /// @return whether such codes exist
    boolean define(byte[] lengths, int literals, int distances) {
        linked = 2 * HALF;
        if (!fits(lengths, 0, literals)) {
            return false;
        }
        fill(table, 0, BITS, lengths, 0, literals, LITERALS);
        join();
        if (!fits(lengths, literals, distances)) {
            return false;
        }
        fill(table, HALF, BITS, lengths, literals, distances, DISTANCES);
        return true;
    }

    /// Sorts the symbols by the lengths of their codes, and tells whether codes of these lengths exist.
    private boolean fits(byte[] lengths, int from, int number) {
        Arrays.fill(starts, 0);
        for (int n = from; n < from + number; n++) {
            starts[lengths[n] + 1]++;
        }
        int room = 1 << MAX_LENGTH;
        for (int length = 1; length <= MAX_LENGTH; length++) {
            room -= starts[length + 1] << MAX_LENGTH - length;
            starts[length + 1] += starts[length];
        }
        int first = starts[1];
        for (int n = 0; n < number; n++) {
            int length = lengths[from + n];
            if (length > 0) {
                sorted[starts[length]++ - first] = n;
            }
        }
        // Each start has moved to the place of the next one.
        for (int length = 0; length <= MAX_LENGTH; length++) {
            starts[length] -= first;
        }
        return room >= 0;
    }

    /// Fills a table that is indexed by `bits` bits, in the order of the codes.
    ///
    /// Codes are matched from their first bit, which is the lowest of the index: the table for one more bit is the
    /// table twice, with the codes of that length added.
    private void fill(int[] into, int base, int bits, byte[] lengths, int from, int number, int[] symbols) {
        into[base] = UNDEFINED;
        int code = 0;
        int next = 0;
        for (int length = 1; length <= bits; length++) {
            int half = 1 << length - 1;
            System.arraycopy(into, base, into, base + half, half);
            code <<= 1;
            for (; next < starts[length]; next++) {
                into[base + reversed(code++, length)] = entry(symbols[sorted[next]], length);
            }
        }
        int prefix = -1;
        for (int length = bits + 1; length <= MAX_LENGTH; length++) {
            code <<= 1;
            for (; next < starts[length]; next++) {
                int index = reversed(code++, length);
                if ((index & MASK) != prefix) {
                    prefix = index & MASK;
                    into[base + prefix] = LINK | linked << SIZE_SHIFT;
                    Arrays.fill(into, linked, linked + LINK_MASK + 1, UNDEFINED);
                    linked += LINK_MASK + 1;
                }
                int entry = entry(symbols[sorted[next]], length);
                for (int n = index >>> bits; n <= LINK_MASK; n += 1 << length - bits) {
                    into[linked - LINK_MASK - 1 + n] = entry;
                }
            }
        }
    }

    private static int reversed(int code, int length) {
        return Integer.reverse(code) >>> Integer.SIZE - length;
    }

    private static int entry(int symbol, int length) {
        return symbol < 0 ? symbol + length : symbol + length + (length << CODE_SHIFT);
    }

    /// Extends entries for literals by the symbols that follow.
    private void join() {
        System.arraycopy(table, 0, single, 0, HALF);
        for (int index = 0; index < HALF; index++) {
            int entry = single[index];
            if (isLiteral(entry)) {
                int length = entry >>> CODE_SHIFT;
                int rest = index >>> length;
                int room = BITS - length;
                if (isWithin(table[rest], room) && rest < index) {
                    table[index] = entry + table[rest];
                } else if (isWithin(single[rest], room)) {
                    table[index] = entry + single[rest];
                }
            }
        }
    }

    private static boolean isWithin(int entry, int bits) {
        return entry >= 0 && entry >>> CODE_SHIFT <= bits;
    }

    private static int[] literals() {
        int[] entries = new int[288];
        Arrays.fill(entries, 0, END_OF_BLOCK, 1 << SIZE_SHIFT);
        entries[END_OF_BLOCK] = END;
        int size = 3;
        for (int symbol = 257; symbol < 285; symbol++) {
            int extra = symbol < 265 ? 0 : (symbol - 261) / 4;
            entries[symbol] = extra | (1 << extra) - 1 << 6 | HALF | size << SIZE_SHIFT;
            size += 1 << extra;
        }
        entries[285] = HALF | 258 << SIZE_SHIFT;
        Arrays.fill(entries, 286, 288, UNDEFINED);
        return entries;
    }

    private static int[] distances() {
        int[] entries = new int[32];
        for (int symbol = 4; symbol < 30; symbol++) {
            entries[symbol] = symbol / 2 - 1;
        }
        Arrays.fill(entries, 30, 32, UNDEFINED);
        return entries;
    }

    private static int[] lengths() {
        int[] entries = new int[19];
        for (int symbol = 0; symbol < entries.length; symbol++) {
            entries[symbol] = symbol << SIZE_SHIFT;
        }
        return entries;
    }
}
