package dev.npymap.internal.deflate;

import java.util.Arrays;

/// The two prefix codes of a deflate block, as a table: the next bits of the stream are an index into it, and the entry
/// there says what they stand for.
///
/// The lower half is for literals and lengths, the upper one for distances. A code longer than [#BITS] leads to a link:
/// 16 entries behind the halves, for its other bits. An entry for literals goes on with the symbols after it as long as
/// their codes are within the same bits; its fields are then the sums.
///
/// | bits of an entry | |
/// |---|---|
/// | 0-5 | the bits to take, extra bits among them |
/// | 6-10 | mask of a length's extra bits |
/// | 11 | set if it ends with a length, behind which there is a distance |
/// | 12-25 | the number of bytes, without the extra bits; the index that a link leads to; a code length |
/// | 26-29 | the bits of the codes, behind which the extra bits are |
/// | 31 | set if it is no symbol, but the end (bit 30 set), undefined (bit 29 set), or a link |
final class PrefixCodes {
    static final int MASK = (1 << 11) - 1;
    /// The first index of the upper half.
    static final int DISTANCES_AT = MASK + 1;
    static final int LENGTH_MASK = 127;
    static final int MAX_SYMBOLS = 288 + 32;

    /// The bits of an index into one half.
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
    /// The end of the links in use.
    private int linked;

    /// The codes that are used where a block defines none.
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

    /// How many bytes an entry stands for that has no extra bits.
    static int byteSize(int entry) {
        return entry >>> SIZE_SHIFT & SIZE_MASK;
    }

    /// How many bytes an entry stands for, whose bits are the lowest of `bits`.
    static int byteSize(int entry, long bits) {
        return byteSize(entry) + ((int) (bits >>> (entry >>> CODE_SHIFT)) & entry >>> 6 & 31);
    }

    /// The code length that an entry of [#lengthTable] stands for.
    static int symbol(int entry) {
        return entry >>> SIZE_SHIFT & SIZE_MASK;
    }

    /// The table for the code of the code lengths.
    int[] lengthTable(byte[] lengths) {
        Arrays.fill(lengthTable, UNDEFINED);
        if (fits(lengths, 0, lengths.length)) {
            fill(lengthTable, 0, 7, lengths, 0, lengths.length, LENGTHS);
        }
        return lengthTable;
    }

    /// Sets the codes of literals and distances, whose lengths are behind each other.
    ///
    /// @return false if there are no such codes
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

    /// Sorts the symbols by the lengths of their codes, and tells whether there are that many codes.
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
        // Each start has moved to the next one's place.
        for (int length = 0; length <= MAX_LENGTH; length++) {
            starts[length] -= first;
        }
        return room >= 0;
    }

    /// Fills a table whose index has `bits` bits, in the order of the codes.
    ///
    /// Codes are compared from their first bit, which is the lowest of the index: a table for one bit more is the table
    /// twice, and the codes of that length go into it.
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

    /// Lets literals go on with what follows.
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
