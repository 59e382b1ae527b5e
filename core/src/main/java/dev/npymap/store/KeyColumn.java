package dev.npymap.store;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Slice;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;

/// A column of keys: integers of up to 64 bits, byte strings or texts.
final class KeyColumn {
    private static final long BLOCK_BYTES = 1 << 20;
    private static final long MAX_BLOCK = 1 << 15;

    private final String name;
    private final NdArray column;

    private KeyColumn(String name, NdArray column) {
        this.name = name;
        this.column = column;
    }

    /// Takes an array for a key.
    ///
    /// @throws IllegalArgumentException if it cannot be one
    static KeyColumn of(String name, NdArray column) {
        boolean fits = column.rank() == 1 && switch (column.dtype().kind()) {
            case INT, UINT, BYTES, TEXT -> true;
            default -> false;
        };
        if (!fits) {
            throw new IllegalArgumentException(name + " cannot be a key: it is " + column.dtype() + " of shape "
                    + column.shape() + "; a key is integers, byte strings or texts along one axis");
        }
        return new KeyColumn(name, column);
    }

    long length() {
        return column.size();
    }

    boolean isText() {
        return column.dtype().kind().isText();
    }

    /// How many keys may be read at a time, so that they take little memory.
    int blockLength() {
        return (int) Math.clamp(BLOCK_BYTES / Math.max(1, column.dtype().byteSize()), 1, MAX_BLOCK);
    }

    String name() {
        return name;
    }

    /// Reads keys: integers as they are, unsigned ones as their bits, and the hashes of texts.
    long[] read(long from, int count, long seed) {
        NdArray part = column.slice(Slice.range(from, from + count));
        if (!isText()) {
            Dtype wide = column.dtype().kind() == Dtype.Kind.UINT ? Dtype.UINT64 : Dtype.INT64;
            return (part.dtype().equals(wide) ? part : part.to(wide)).asLong().toArray();
        }
        int width = Math.toIntExact(column.dtype().byteSize());
        byte[] elements = new byte[Math.multiplyExact(count, width)];
        part.copyTo(MemorySegment.ofArray(elements));
        byte[] utf8 = new byte[width];
        long[] hashes = new long[count];
        for (int n = 0; n < count; n++) {
            if (column.dtype().kind() == Dtype.Kind.BYTES) {
                int from8 = n * width;
                hashes[n] = KeyHash.text(elements, from8, length(elements, from8, width), seed);
            } else {
                hashes[n] = KeyHash.text(utf8, 0, encode(elements, n * width, width, utf8, from + n), seed);
            }
        }
        return hashes;
    }

    /// The length of a byte string without the NULs at its end.
    private static int length(byte[] elements, int from, int width) {
        int length = width;
        while (length > 0 && elements[from + length - 1] == 0) {
            length--;
        }
        return length;
    }

    private int encode(byte[] elements, int from, int width, byte[] utf8, long row) {
        boolean bigEndian = column.dtype().byteOrder() == ByteOrder.BIG_ENDIAN;
        int end = length(elements, from, width);
        int length = 0;
        for (int at = from; at < from + end; at += Integer.BYTES) {
            int c = (elements[at] & 0xff) | (elements[at + 1] & 0xff) << 8 | (elements[at + 2] & 0xff) << 16
                    | (elements[at + 3] & 0xff) << 24;
            c = bigEndian ? Integer.reverseBytes(c) : c;
            if (!Character.isValidCodePoint(c) || c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException(name + " cannot be a key: row " + row + " is not a Unicode text");
            }
            length += Utf8.encode(c, utf8, length);
        }
        return length;
    }

    /// Whether two rows with equal [read][#read] values are equal keys.
    boolean isEqual(long row, long other) {
        return !isText() || column.asText().get(row).equals(column.asText().get(other));
    }
}
