package dev.npymap.store;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A key of texts as look-ups compare it: bytes without NULs at their end, in UTF-8 or, of byte strings, as they are.
final class KeyTexts {
    private static final ValueLayout.OfLong WORD = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt LITTLE = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    private final MemorySegment texts;
    private final long first;
    private final int width;
    private final boolean ofBytes;
    private final boolean bigEndian;
    private final Charset charset;

    /// @param keys byte strings or texts without gaps
    KeyTexts(NdArray keys) {
        this.texts = keys.segment();
        this.first = keys.size() == 0 ? 0 : keys.offset(0);
        this.width = Math.toIntExact(keys.dtype().byteSize());
        this.ofBytes = keys.dtype().kind() == Dtype.Kind.BYTES;
        this.bigEndian = keys.dtype().byteOrder() == BIG_ENDIAN;
        this.charset = ofBytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8;
    }

    /// The bytes of a text that is looked for; null if it has characters that no key can have.
    byte[] bytes(String key) {
        byte[] text = key.getBytes(charset);
        if (isReplaced(key, text)) {
            return null;
        }
        int length = text.length;
        while (length > 0 && text[length - 1] == 0) {
            length--;
        }
        return length == text.length ? text : Arrays.copyOf(text, length);
    }

    /// Whether a character that no key can have has become a question mark.
    private boolean isReplaced(String key, byte[] text) {
        for (byte b : text) {
            if (b == '?') {
                return !charset.newEncoder().canEncode(key);
            }
        }
        return false;
    }

    /// Reads a byte of each text, so that all are on their way to the cache when the first is compared; -1 is no row. The
    /// bytes are kept because the compiler would not read what nobody needs.
    void touch(long[] rows) {
        byte[] firsts = new byte[rows.length];
        for (int n = 0; n < rows.length; n++) {
            if (rows[n] >= 0 && width > 0) {
                firsts[n] = texts.get(JAVA_BYTE, first + rows[n] * width);
            }
        }
    }

    /// Whether a row has a text.
    boolean is(long row, byte[] text) {
        long at = first + row * width;
        return ofBytes ? isBytes(at, text) : isUtf8(at, text);
    }

    private boolean isBytes(long at, byte[] text) {
        if (text.length > width) {
            return false;
        }
        int n = 0;
        for (; n + Long.BYTES <= text.length; n += Long.BYTES) {
            if (texts.get(WORD, at + n) != KeyHash.word(text, n)) {
                return false;
            }
        }
        for (; n < width; n++) {
            if (texts.get(JAVA_BYTE, at + n) != (n < text.length ? text[n] : 0)) {
                return false;
            }
        }
        return true;
    }

    private boolean isUtf8(long at, byte[] text) {
        int length = 0;
        for (int n = 0; n < width; n += Integer.BYTES) {
            int c = bigEndian ? texts.get(BIG, at + n) : texts.get(LITTLE, at + n);
            if (length == text.length) {
                if (c != 0) {
                    return false;
                }
            } else if (c >= 0 && c < 0x80) {
                if (c != text[length++]) {
                    return false;
                }
            } else {
                byte[] one = new byte[Integer.BYTES];
                int count = Character.isValidCodePoint(c) ? Utf8.encode(c, one, 0) : 0;
                if (count == 0 || count > text.length - length
                        || !Arrays.equals(one, 0, count, text, length, length + count)) {
                    return false;
                }
                length += count;
            }
        }
        return length == text.length;
    }
}
