package dev.npymap.internal.deflate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Walks over a raw deflate stream without inflating it, to find where its last block begins, where the stream ends,
/// and how many bytes it holds.
///
/// It is meant for streams that were just made. It never reads outside of the array, whatever the bytes are, but it
/// does not check distances.
///
/// Threads: one. Source: [RFC 1951](https://www.rfc-editor.org/rfc/rfc1951).
final class DeflateWalk {
    /// The number of bytes by which the array must be longer than the stream.
    static final int LOOK_AHEAD = 24;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int STORED = 0;
    private static final int FIXED = 1;
    private static final int DYNAMIC = 2;
    /// Each literal takes at most 11 bits, and 11 bits must be left for another look-up.
    private static final int LITERAL_LOOKS = 4;
    private static final int[] LENGTH_CODE_ORDER = {16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15};

    private final PrefixCodes fixed = PrefixCodes.fixed();
    private final PrefixCodes dynamic = new PrefixCodes();
    private final byte[] codeLengths = new byte[PrefixCodes.MAX_SYMBOLS];

    private byte[] stream = new byte[0];
    private int length;
    /// The position from which the next bytes are loaded.
    private int position;
    /// The bits that were loaded and not consumed, the next one lowest. `count` of them are valid; higher bits are the
    /// stream's or 0.
    private long bits;
    private int count;

    private long lastBlock;
    private long byteSize;

    /// Walks over the stream in the first `length` bytes of an array.
    ///
    /// @throws IllegalStateException if the bytes are not a whole stream
    void over(byte[] stream, int length) {
        if (stream.length < length + LOOK_AHEAD) {
            throw new IllegalArgumentException("an array of " + stream.length + " bytes for a stream of " + length);
        }
        this.stream = stream;
        this.length = length;
        position = 0;
        bits = 0;
        count = 0;
        byteSize = 0;
        boolean last;
        do {
            refill();
            lastBlock = end();
            last = take(1) == 1;
            switch (take(2)) {
                case STORED -> stored();
                case FIXED -> symbols(fixed.table());
                case DYNAMIC -> {
                    readCodes();
                    symbols(dynamic.table());
                }
                default -> throw malformed("a block of no known type");
            }
        } while (!last);
        if (end() > 8L * length) {
            throw malformed("no end");
        }
        this.stream = new byte[0];
    }

    /// The first bit of the last block's header, which marks it as final.
    long lastBlock() {
        return lastBlock;
    }

    /// The position after the stream's last bit.
    long end() {
        return 8L * position - count;
    }

    /// The number of bytes that the stream inflates to.
    long byteSize() {
        return byteSize;
    }

    private void stored() {
        position = (int) ((end() + 7) >>> 3);
        bits = 0;
        count = 0;
        refill();
        int size = take(16);
        if ((take(16) ^ size) != 0xFFFF) {
            throw malformed("lengths of a stored block that do not agree");
        }
        position = (int) (end() >>> 3) + size;
        bits = 0;
        count = 0;
        byteSize += size;
    }

    private void readCodes() {
        int literals = take(5) + 257;
        int distances = take(5) + 1;
        int lengths = take(4) + 4;
        byte[] ofLengths = new byte[LENGTH_CODE_ORDER.length];
        for (int n = 0; n < lengths; n++) {
            refill();
            ofLengths[LENGTH_CODE_ORDER[n]] = (byte) take(3);
        }
        int[] table = dynamic.lengthTable(ofLengths);
        int total = literals + distances;
        int n = 0;
        while (n < total) {
            refill();
            int entry = table[(int) bits & PrefixCodes.LENGTH_MASK];
            if (entry < 0) {
                throw malformed("an undefined code of a length");
            }
            take(PrefixCodes.taken(entry));
            int symbol = PrefixCodes.symbol(entry);
            int times = 1;
            int value = symbol;
            switch (symbol) {
                case 16 -> {
                    if (n == 0) {
                        throw malformed("a repeated length before the first");
                    }
                    value = codeLengths[n - 1];
                    times = 3 + take(2);
                }
                case 17 -> {
                    value = 0;
                    times = 3 + take(3);
                }
                case 18 -> {
                    value = 0;
                    times = 11 + take(7);
                }
                default -> {
                }
            }
            if (times > total - n) {
                throw malformed("too many lengths of codes");
            }
            for (int end = n + times; n < end; n++) {
                codeLengths[n] = (byte) value;
            }
        }
        if (!dynamic.define(codeLengths, literals, distances)) {
            throw malformed("more codes than their lengths have room for");
        }
    }

    /// Walks over the symbols of a block to its end.
    ///
    /// Each look-up in the table waits for the previous one, which is the whole cost. Literals, which come in long runs
    /// where the cost matters, are therefore taken four or more between two loads.
    private void symbols(int[] table) {
        byte[] from = stream;
        int limit = length + Long.BYTES - 1;
        int at = position;
        long window = bits;
        int left = count;
        long size = byteSize;
        while (true) {
            if (at > limit) {
                throw malformed("no end");
            }
            window |= (long) LONG.get(from, at) << left;
            at += (63 - left) >>> 3;
            left |= 56;
            int entry = table[(int) window & PrefixCodes.MASK];
            for (int n = 0; n < LITERAL_LOOKS && PrefixCodes.isLiteral(entry); n++) {
                size += PrefixCodes.byteSize(entry);
                window >>>= entry;
                left -= PrefixCodes.taken(entry);
                entry = table[(int) window & PrefixCodes.MASK];
            }
            window |= (long) LONG.get(from, at) << left;
            at += (63 - left) >>> 3;
            left |= 56;
            entry = PrefixCodes.followed(table, entry, window);
            if (entry < 0) {
                if (!PrefixCodes.ends(entry)) {
                    throw malformed("an undefined code");
                }
                position = at;
                bits = window >>> entry;
                count = left - PrefixCodes.taken(entry);
                byteSize = size;
                return;
            }
            size += PrefixCodes.byteSize(entry, window);
            window >>>= entry;
            left -= PrefixCodes.taken(entry);
            if (!PrefixCodes.isLiteral(entry)) {
                int distance = PrefixCodes.followed(table,
                        table[PrefixCodes.DISTANCES_AT | (int) window & PrefixCodes.MASK], window);
                if (distance < 0) {
                    throw malformed("an undefined code of a distance");
                }
                window >>>= distance;
                left -= PrefixCodes.taken(distance);
            }
        }
    }

    /// Makes at least 56 bits available.
    private void refill() {
        if (position > length + Long.BYTES - 1) {
            throw malformed("no end");
        }
        bits |= (long) LONG.get(stream, position) << count;
        position += (63 - count) >>> 3;
        count |= 56;
    }

    private int take(int number) {
        int value = (int) bits & (1 << number) - 1;
        bits >>>= number;
        count -= number;
        return value;
    }

    private IllegalStateException malformed(String what) {
        return new IllegalStateException("not a deflate stream of " + length + " bytes: " + what
                + " (before byte " + position + ")");
    }
}
