package dev.npymap.store;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The hash functions and the slots of an index, in arithmetic modulo 2^64.
final class KeyHash {
    /// The name by which `version.json` calls them: the finaliser of MurmurHash3, of integers and of texts.
    static final String NAME = "fmix64";
    /// A slot is two `long`s.
    static final int SLOT_BYTES = 16;
    /// A key is less than this many slots behind its home; as many slots follow the last home.
    static final int REACH = 64;
    static final int MAX_SEED = 15;
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int ROW_BITS = 40;
    private static final long ROW_MASK = (1L << ROW_BITS) - 1;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;

    private KeyHash() {
    }

    static long mix(long value) {
        long x = value;
        x ^= x >>> 33;
        x *= 0xff51afd7ed558ccdL;
        x ^= x >>> 33;
        x *= 0xc4ceb9fe1a85ec53L;
        return x ^ x >>> 33;
    }

    /// 8 bytes as a number, little-endian.
    static long word(byte[] bytes, int from) {
        return (long) WORD.get(bytes, from);
    }

    static long text(byte[] bytes, int from, int length, long seed) {
        long x = mix(length + seed);
        int at = from;
        for (int left = length; left >= Long.BYTES; left -= Long.BYTES) {
            x = mix(x ^ word(bytes, at));
            at += Long.BYTES;
        }
        int left = from + length - at;
        if (left > 0) {
            long last = 0;
            for (int n = 0; n < left; n++) {
                last |= (bytes[at + n] & 0xffL) << n * Byte.SIZE;
            }
            x = mix(x ^ last);
        }
        return x;
    }

    /// The second word of a slot: the row, and bits that tell whether it belongs to the first.
    static long word(long key, long row) {
        long number = row + 1;
        return number | (key + number) * GOLDEN >>> 41 << ROW_BITS;
    }

    /// The row in the second word; -1 in an empty slot.
    static long row(long word) {
        return (word & ROW_MASK) - 1;
    }

    /// The number of homes for some keys: the smallest power of two of which they are at most three fifths.
    static long homes(long rows) {
        long homes = 1;
        while (5 * rows > 3 * homes) {
            homes *= 2;
        }
        return homes;
    }
}
