package dev.npymap.text;

import dev.npymap.internal.decimal.PowersOfTen;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A growing buffer of text in UTF-8.
final class TextBuffer {
    /// The digits of 00 to 99.
    private static final byte[] PAIRS = pairs();

    byte[] bytes = new byte[1 << 12];
    int length;

    /// Makes room for bytes after the end.
    void reserve(int count) {
        if (bytes.length - length < count) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Integer.MAX_VALUE - 8, 2L * bytes.length + count));
        }
    }

    /// Appends an ASCII character.
    void append(char c) {
        reserve(1);
        bytes[length++] = (byte) c;
    }

    void append(String text) {
        int chars = text.length();
        reserve(chars);
        for (int n = 0; n < chars; n++) {
            char c = text.charAt(n);
            if (c >= 0x80) {
                appendEncoded(text.substring(n));
                return;
            }
            bytes[length++] = (byte) c;
        }
    }

    private void appendEncoded(String text) {
        try {
            ByteBuffer encoded = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            reserve(encoded.remaining());
            int count = encoded.remaining();
            encoded.get(bytes, length, count);
            length += count;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a text with half a surrogate pair cannot be encoded", e);
        }
    }

    /// Appends a character several times.
    void repeat(char c, int count) {
        reserve(count);
        Arrays.fill(bytes, length, length + count, (byte) c);
        length += count;
    }

    /// Inserts a character several times.
    void insert(int at, char c, int count) {
        reserve(count);
        System.arraycopy(bytes, at, bytes, at + count, length - at);
        Arrays.fill(bytes, at, at + count, (byte) c);
        length += count;
    }

    /// Appends the decimal digits of an unsigned number, padded with zeros to a least number of digits.
    void digits(long unsigned, int least) {
        long rest = unsigned;
        if (rest < 0) {
            long head = Long.divideUnsigned(rest, 1_000_000_000);
            digits(head, least - 9);
            digits(rest - head * 1_000_000_000, 9);
            return;
        }
        int count = Math.max(least, digitCount(rest));
        reserve(count);
        int at = length + count;
        length = at;
        for (int left = count; left > 0;) {
            if (rest <= Integer.MAX_VALUE) {
                int small = (int) rest;
                for (; left > 1; left -= 2) {
                    int next = small / 100;
                    int pair = (small - next * 100) << 1;
                    bytes[--at] = PAIRS[pair + 1];
                    bytes[--at] = PAIRS[pair];
                    small = next;
                }
                if (left == 1) {
                    bytes[--at] = (byte) ('0' + small);
                }
                return;
            }
            long next = rest / 100_000_000;
            int eight = (int) (rest - next * 100_000_000);
            for (int n = 0; n < 4; n++) {
                int head = eight / 100;
                int pair = (eight - head * 100) << 1;
                bytes[--at] = PAIRS[pair + 1];
                bytes[--at] = PAIRS[pair];
                eight = head;
            }
            left -= 8;
            rest = next;
        }
    }

    private static byte[] pairs() {
        byte[] pairs = new byte[200];
        for (int n = 0; n < 100; n++) {
            pairs[2 * n] = (byte) ('0' + n / 10);
            pairs[2 * n + 1] = (byte) ('0' + n % 10);
        }
        return pairs;
    }

    /// The number of decimal digits of a number that is not negative.
    static int digitCount(long value) {
        int estimate = (64 - Long.numberOfLeadingZeros(value | 1)) * 1233 >> 12;
        return estimate + (value >= PowersOfTen.power(estimate) ? 1 : 0) + (value == 0 ? 1 : 0);
    }
}
