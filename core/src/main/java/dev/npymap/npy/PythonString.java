package dev.npymap.npy;

import dev.npymap.model.ArrayFormatException;

/// Strings as Python 3 writes them, with or without Python 2's prefix `u`.
///
/// `\N{...}` takes the names that [Character#codePointOf] knows: Unicode's, without the aliases of control characters
/// and the computed names of ideographs and Hangul syllables.
final class PythonString {
    private final PythonScanner in;
    private final StringBuilder out = new StringBuilder();

    private PythonString(PythonScanner in) {
        this.in = in;
    }

    /// {@return the length of the prefix of the string at the scanner's position, or -1 if no string begins there}
    static int prefixLength(PythonScanner in) {
        for (int length = 0; length <= 1; length++) {
            if (in.peek(length) == '\'' || in.peek(length) == '"') {
                return switch (prefix(in, length)) {
                    case "", "r", "u" -> length;
                    default -> -1;
                };
            }
        }
        return -1;
    }

    private static String prefix(PythonScanner in, int length) {
        StringBuilder prefix = new StringBuilder();
        for (int i = 0; i < length; i++) {
            char c = in.peek(i);
            prefix.append(c < 0x80 ? Character.toLowerCase(c) : c);
        }
        return prefix.toString();
    }

    /// Takes the string at the scanner's position and the strings that directly follow it: Python joins them.
    static PythonLiteral scan(PythonScanner in) throws ArrayFormatException {
        PythonString string = new PythonString(in);
        do {
            String prefix = prefix(in, prefixLength(in));
            in.skip(prefix.length());
            string.scanOne(prefix.equals("r"));
            in.skipBlanks();
        } while (in.atString());
        return new PythonLiteral.Text(string.out.toString());
    }

    private void scanOne(boolean raw) throws ArrayFormatException {
        int start = in.position();
        char quote = in.peek();
        int quotes = in.peek(1) == quote && in.peek(2) == quote ? 3 : 1;
        in.skip(quotes);
        while (!closes(quote, quotes)) {
            char c = in.peek();
            if (in.atEnd() || quotes == 1 && in.atLineEnd()) {
                throw in.wrong("a string does not end", start);
            }
            if (c == '\\' && !raw) {
                escape();
            } else if (c == '\\') {
                in.skip(1);
                out.append(c);
                if (in.peek() == quote || in.peek() == '\\' || in.atLineEnd() && !in.atEnd()) {
                    plain();
                }
            } else {
                plain();
            }
        }
        in.skip(quotes);
    }

    private boolean closes(char quote, int quotes) {
        return in.peek() == quote && (quotes == 1 || in.peek(1) == quote && in.peek(2) == quote);
    }

    /// Takes one character; every line break becomes `\n`.
    private void plain() {
        if (in.atLineEnd()) {
            in.newline();
            out.append('\n');
        } else {
            out.append(in.peek());
            in.skip(1);
        }
    }

    private void escape() throws ArrayFormatException {
        int start = in.position();
        in.skip(1);
        char c = in.peek();
        if (in.atLineEnd()) {
            throw in.wrong("a string continues on the next line", start);
        }
        if (c >= '0' && c <= '7') {
            octal();
            return;
        }
        int simple = "\\'\"abfnrtv".indexOf(c);
        if (simple >= 0) {
            in.skip(1);
            out.append("\\'\"\u0007\b\f\n\r\t\u000b".charAt(simple));
        } else if (c == 'x' || c == 'u' || c == 'U') {
            in.skip(1);
            hexadecimal(c == 'x' ? 2 : c == 'u' ? 4 : 8, start);
        } else if (c == 'N') {
            in.skip(1);
            named(start);
        } else {
            out.append('\\');
        }
    }

    private void octal() {
        int value = 0;
        for (int n = 0; n < 3 && in.peek() >= '0' && in.peek() <= '7'; n++) {
            value = value * 8 + in.peek() - '0';
            in.skip(1);
        }
        out.append((char) value);
    }

    private void hexadecimal(int digits, int start) throws ArrayFormatException {
        int value = 0;
        for (int n = 0; n < digits; n++) {
            if (!PythonScanner.digit(in.peek(), 16) || value > Character.MAX_CODE_POINT >> 4) {
                throw in.wrong("an escape needs " + digits + " hexadecimal digits of a character", start);
            }
            value = value * 16 + Character.digit(in.peek(), 16);
            in.skip(1);
        }
        out.appendCodePoint(value);
    }

    private void named(int start) throws ArrayFormatException {
        int open = in.position();
        while (!in.atEnd() && in.peek() != '}' && in.position() - open < 100) {
            in.skip(1);
        }
        String name = in.textFrom(open);
        if (in.peek() != '}' || !name.matches("\\{[A-Za-z0-9][A-Za-z0-9 -]*[A-Za-z0-9]")) {
            throw in.wrong("\\N needs the name of a character in braces", start);
        }
        in.skip(1);
        try {
            out.appendCodePoint(Character.codePointOf(name.substring(1)));
        } catch (IllegalArgumentException e) {
            throw in.wrong("\\N" + name + "} is not the name of a character", start);
        }
    }
}
