package dev.npymap.npy;

import dev.npymap.model.ArrayFormatException;

/// A position in a Python text, which skips what Python's tokenizer treats as blank.
final class PythonScanner {
    /// The character that [#peek] returns at the end of the text; Python allows it nowhere in a text.
    private static final char END = '\0';

    private final HeaderText source;
    private final String text;
    private int at;
    private int depth;

    PythonScanner(HeaderText source) {
        this.source = source;
        this.text = source.text();
    }

    /// Skips to the first value, which must begin its line; NumPy strips the blanks of the first line.
    void begin() throws ArrayFormatException {
        int nul = text.indexOf(END);
        if (nul >= 0) {
            throw wrong("it holds a NUL", nul);
        }
        while (peek() == ' ' || peek() == '\t') {
            at++;
        }
        int column = 0;
        while (at < text.length()) {
            char c = peek();
            if (c == '\n' || c == '\r') {
                newline();
                column = 0;
            } else if (c == ' ' || c == '\t') {
                at++;
                column++;
            } else if (c == '\f') {
                at++;
                column = 0;
            } else if (c == '#') {
                skipComment();
            } else if (column > 0) {
                throw wrong("its first line is indented", at);
            } else {
                return;
            }
        }
    }

    /// Checks that only blanks and comments follow. Python rejects blanks on a last line without a line break; they do
    /// no harm here.
    void end() throws ArrayFormatException {
        skipBlanks();
        while (peek() == '\n' || peek() == '\r') {
            newline();
            skipBlanks();
        }
        if (at < text.length()) {
            throw unexpected();
        }
    }

    /// Skips blanks and comments; inside brackets also line breaks.
    void skipBlanks() {
        while (true) {
            switch (peek()) {
                case ' ', '\t', '\f' -> at++;
                case '#' -> skipComment();
                case '\n', '\r' -> {
                    if (depth == 0) {
                        return;
                    }
                    at++;
                }
                default -> {
                    return;
                }
            }
        }
    }

    /// Skips Python 2's suffix of a `long`, which must be on the line of its number.
    void skipLongSuffixes() {
        while (true) {
            int start = at;
            while (peek() == ' ' || peek() == '\t' || peek() == '\f') {
                at++;
            }
            if (peek() != 'L' || Character.isUnicodeIdentifierPart(peek(1)) && peek(1) != END) {
                at = start;
                return;
            }
            at++;
        }
    }

    private void skipComment() {
        while (at < text.length() && peek() != '\n' && peek() != '\r') {
            at++;
        }
    }

    /// Takes a line break: `\n`, `\r` or both.
    void newline() {
        at += peek() == '\r' && peek(1) == '\n' ? 2 : 1;
    }

    boolean atEnd() {
        return at == text.length();
    }

    boolean atLineEnd() {
        return atEnd() || peek() == '\n' || peek() == '\r';
    }

    boolean atNumber() {
        return digit(peek(), 10) || peek() == '.' && digit(peek(1), 10);
    }

    boolean atString() {
        return PythonString.prefixLength(this) >= 0;
    }

    /// Takes a name, if there is one.
    String name() {
        int start = at;
        while (at < text.length() && Character.isUnicodeIdentifierPart(peek())) {
            at++;
        }
        return text.substring(start, at);
    }

    /// Takes a character if it is the next one, with the blanks around it.
    boolean take(char c) {
        skipBlanks();
        if (peek() != c) {
            return false;
        }
        at++;
        skipBlanks();
        return true;
    }

    void open() {
        at++;
        depth++;
        skipBlanks();
    }

    void close() {
        at++;
        depth--;
    }

    char peek() {
        return peek(0);
    }

    char peek(int ahead) {
        return at + ahead < text.length() ? text.charAt(at + ahead) : END;
    }

    void skip(int count) {
        at += count;
    }

    /// Takes digits that may have single underscores between them.
    void skipDigits(int radix) {
        while (digit(peek(), radix) || peek() == '_' && digit(peek(1), radix)) {
            at++;
        }
    }

    static boolean digit(char c, int radix) {
        return c < 0x80 && Character.digit(c, radix) >= 0;
    }

    int position() {
        return at;
    }

    int depth() {
        return depth;
    }

    String textFrom(int start) {
        return text.substring(start, at);
    }

    ArrayFormatException unexpected() {
        if (at >= text.length()) {
            return wrong("it ends too early", text.length());
        }
        String found = new PythonLiteral.Text(Character.toString(text.codePointAt(at))).repr();
        return wrong("unexpected " + found, at);
    }

    ArrayFormatException wrong(String problem, int index) {
        return source.wrong("header is not a Python literal: " + problem, index);
    }
}
