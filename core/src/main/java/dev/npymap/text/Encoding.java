package dev.npymap.text;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Converts UTF-8 to the encoding of a file, part by part.
final class Encoding {
    private final Charset charset;
    private final boolean plain;
    private final CharsetEncoder encoder;
    private boolean marked;

    Encoding(Charset charset) {
        this.charset = charset;
        this.plain = charset.equals(StandardCharsets.UTF_8);
        this.encoder = little(charset).newEncoder();
    }

    /// Python writes UTF-16 and UTF-32 in little-endian order with a byte order mark, Java in big-endian order.
    private static Charset little(Charset charset) {
        return charset.equals(StandardCharsets.UTF_16)
                ? StandardCharsets.UTF_16LE
                : charset.equals(StandardCharsets.UTF_32) ? StandardCharsets.UTF_32LE : charset;
    }

    /// Whether UTF-8 needs no conversion.
    boolean isPlain() {
        return plain;
    }

    /// Encodes the next part.
    ///
    /// @throws IllegalArgumentException if the encoding lacks a character
    byte[] encode(byte[] utf8, int length) {
        if (plain) {
            return length == utf8.length ? utf8 : Arrays.copyOf(utf8, length);
        }
        String text = (marked || encoder.charset().equals(charset) ? "" : "\ufeff")
                + new String(utf8, 0, length, StandardCharsets.UTF_8);
        marked = true;
        try {
            ByteBuffer encoded = encoder.encode(CharBuffer.wrap(text));
            return Arrays.copyOf(encoded.array(), encoded.limit());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("a character cannot be encoded in " + charset, e);
        }
    }
}
