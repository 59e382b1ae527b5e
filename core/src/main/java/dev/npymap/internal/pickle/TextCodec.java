package dev.npymap.internal.pickle;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Source;
import java.io.ByteArrayOutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/// The encodings of texts in pickles.
public final class TextCodec {
    private TextCodec() {
    }

    /// UTF-8 in which unpaired surrogates are encoded like characters (`surrogatepass`).
    public static String utf8(byte[] bytes, Source source) throws ArrayFormatException {
        try {
            return StandardCharsets.UTF_8.newDecoder().onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT).decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException notStrict) {
            return withSurrogates(bytes, source);
        }
    }

    private static String withSurrogates(byte[] bytes, Source source) throws ArrayFormatException {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int first = bytes[at] & 0xff;
            int more = first < 0x80
                    ? 0
                    : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
            int c = more <= 0 ? first : first & 0x3f >> more;
            boolean valid = more >= 0 && at + more < bytes.length;
            for (int n = 1; valid && n <= more; n++) {
                valid = (bytes[at + n] & 0xc0) == 0x80;
                c = c << 6 | bytes[at + n] & 0x3f;
            }
            if (!valid || more == 2 && c < 0x800 || more == 3 && (c < 0x10000 || c > 0x10ffff)) {
                throw new ArrayFormatException(source.name(), "a text is not UTF-8", source.offset() + at);
            }
            text.appendCodePoint(c);
            at += more + 1;
        }
        return text.toString();
    }

    public static byte[] utf8(String text) {
        byte[] strict = text.getBytes(StandardCharsets.UTF_8);
        boolean lone = false;
        for (int n = 0; n < text.length() && !lone; n++) {
            lone = Character.isSurrogate(text.charAt(n));
        }
        if (!lone) {
            return strict;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 3);
        text.codePoints().forEach(c -> {
            if (c >= 0xd800 && c < 0xe000) {
                out.write(0xe0 | c >> 12);
                out.write(0x80 | c >> 6 & 0x3f);
                out.write(0x80 | c & 0x3f);
            } else {
                out.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
            }
        });
        return out.toByteArray();
    }

    /// Latin-1 except for `\\uXXXX` and `\\UXXXXXXXX`; any other character after a backslash stands for itself.
    public static String rawUnicodeEscape(byte[] bytes, Source source) throws ArrayFormatException {
        StringBuilder text = new StringBuilder(bytes.length);
        int at = 0;
        while (at < bytes.length) {
            int c = bytes[at++] & 0xff;
            if (c != '\\' || at == bytes.length) {
                text.append((char) c);
                continue;
            }
            int kind = bytes[at++] & 0xff;
            int digits = kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
            if (digits == 0) {
                text.append('\\').append((char) kind);
                continue;
            }
            long code = 0;
            for (int n = 0; n < digits; n++) {
                int digit = at < bytes.length ? Character.digit((char) (bytes[at] & 0xff), 16) : -1;
                if (digit < 0) {
                    throw new ArrayFormatException(source.name(), "a text has a broken escape", source.offset() + at);
                }
                code = code << 4 | digit;
                at++;
            }
            if (code > Character.MAX_CODE_POINT) {
                throw new ArrayFormatException(source.name(), "a text has an escape beyond U+10FFFF",
                        source.offset() + at);
            }
            text.appendCodePoint((int) code);
        }
        return text.toString();
    }

    /// The `str` of Python 2, decoded as Latin-1, which includes ASCII.
    public static String ascii(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// Decodes to bytes, one for each character.
    public static long latin1OfUtf8(PickleInput from, MemorySegment target) throws ArrayFormatException {
        long size = 0;
        while (from.remaining() > 0) {
            int c = from.u8();
            if (c >= 0x80) {
                int next = c == 0xc2 || c == 0xc3 ? from.u8() : 0;
                if ((next & 0xc0) != 0x80) {
                    throw from.wrong("a text that is to be bytes has a character beyond U+00FF");
                }
                c = (c & 3) << 6 | next & 0x3f;
            }
            target.set(JAVA_BYTE, size++, (byte) c);
        }
        return size;
    }

    /// Decodes to bytes, one for each character.
    public static long latin1OfRawUnicodeEscape(PickleInput from, MemorySegment target) throws ArrayFormatException {
        long size = 0;
        while (from.remaining() > 0) {
            int c = from.u8();
            if (c == '\\' && from.remaining() > 0) {
                int kind = from.u8();
                if (kind == 'u' || kind == 'U') {
                    c = escaped(from, kind == 'u' ? 4 : 8);
                } else {
                    target.set(JAVA_BYTE, size++, (byte) c);
                    c = kind;
                }
            }
            target.set(JAVA_BYTE, size++, (byte) c);
        }
        return size;
    }

    private static int escaped(PickleInput from, int digits) throws ArrayFormatException {
        int code = 0;
        for (int n = 0; n < digits; n++) {
            int digit = Character.digit((char) from.u8(), 16);
            if (digit < 0 || code > 0xf) {
                throw from.wrong("a text that is to be bytes has a broken escape or a character beyond U+00FF");
            }
            code = code << 4 | digit;
        }
        return code;
    }

    /// The bytes of a Python 2 literal, as `repr` writes it: in quotes, with backslashes.
    public static byte[] unquoted(byte[] literal, PickleInput input) throws ArrayFormatException {
        int end = literal.length;
        while (end > 0 && (literal[end - 1] == ' ' || literal[end - 1] == '\t' || literal[end - 1] == '\r')) {
            end--;
        }
        int at = 1;
        if (end < 2 || literal[0] != literal[end - 1] || literal[0] != '\'' && literal[0] != '"') {
            throw input.wrong("a string is not in quotes");
        }
        end--;
        ByteArrayOutputStream out = new ByteArrayOutputStream(end);
        while (at < end) {
            int c = literal[at++];
            if (c != '\\') {
                out.write(c);
                continue;
            }
            if (at == end) {
                throw input.wrong("a string ends in a backslash");
            }
            c = literal[at++];
            switch (c) {
                case 'n' -> out.write('\n');
                case 'r' -> out.write('\r');
                case 't' -> out.write('\t');
                case 'a' -> out.write(7);
                case 'b' -> out.write('\b');
                case 'f' -> out.write('\f');
                case 'v' -> out.write(0xb);
                case '\\', '\'', '"' -> out.write(c);
                case 'x' -> {
                    int high = at + 1 < end ? Character.digit(literal[at], 16) : -1;
                    int low = at + 1 < end ? Character.digit(literal[at + 1], 16) : -1;
                    if (high < 0 || low < 0) {
                        throw input.wrong("a string has a broken escape");
                    }
                    out.write(high << 4 | low);
                    at += 2;
                }
                case '0', '1', '2', '3', '4', '5', '6', '7' -> {
                    int code = c - '0';
                    for (int n = 0; n < 2 && at < end && literal[at] >= '0' && literal[at] <= '7'; n++) {
                        code = code << 3 | literal[at++] - '0';
                    }
                    out.write(code);
                }
                default -> {
                    out.write('\\');
                    out.write(c);
                }
            }
        }
        return out.toByteArray();
    }
}
