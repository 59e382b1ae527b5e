package dev.npymap.text;

/// Characters in valid UTF-8.
final class Utf8 {
    private Utf8() {
    }

    /// The character that begins at an index.
    static int at(byte[] text, int at) {
        int lead = text[at];
        if (lead >= 0) {
            return lead;
        }
        if (lead >= (byte) 0xf0) {
            return (lead & 7) << 18 | (text[at + 1] & 63) << 12 | (text[at + 2] & 63) << 6 | text[at + 3] & 63;
        }
        if (lead >= (byte) 0xe0) {
            return (lead & 15) << 12 | (text[at + 1] & 63) << 6 | text[at + 2] & 63;
        }
        return (lead & 31) << 6 | text[at + 1] & 63;
    }

    /// The length of the character that begins with a byte, in bytes.
    static int length(byte lead) {
        return lead >= 0 ? 1 : lead >= (byte) 0xf0 ? 4 : lead >= (byte) 0xe0 ? 3 : 2;
    }

    /// Where the white space that begins at an index ends.
    static int skipSpace(byte[] text, int from, int to) {
        int at = from;
        while (at < to && Syntax.isSpace(at(text, at))) {
            at += length(text[at]);
        }
        return at;
    }

    /// Where the text ends without trailing white space.
    static int trimSpace(byte[] text, int from, int to) {
        int end = to;
        while (end > from) {
            int start = end - 1;
            while (start > from && (text[start] & 0xc0) == 0x80) {
                start--;
            }
            if (!Syntax.isSpace(at(text, start))) {
                return end;
            }
            end = start;
        }
        return end;
    }
}
