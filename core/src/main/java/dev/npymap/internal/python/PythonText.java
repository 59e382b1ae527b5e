package dev.npymap.internal.python;

/// Python's `repr` of strings, bytes and tuples, as in `.npy` headers and in NumPy's output.
public final class PythonText {
    private PythonText() {
    }

    /// Returns `repr(text)`: in single quotes, unless the text has single but no double quotes, with escapes for
    /// non-printable characters.
    ///
    /// @param text any text
    /// @return a Python literal
    public static String quote(String text) {
        return quote(text.codePoints().toArray());
    }

    /// As [#quote(String)], for code points that a Java string would combine: the halves of surrogate pairs.
    public static String quote(int[] text) {
        boolean single = false;
        boolean twice = false;
        for (int c : text) {
            single |= c == '\'';
            twice |= c == '"';
        }
        char quote = single && !twice ? '"' : '\'';
        StringBuilder out = new StringBuilder(text.length + 2).append(quote);
        for (int c : text) {
            switch (c) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (c == quote) {
                        out.append('\\').append(quote);
                    } else if (prints(c)) {
                        out.appendCodePoint(c);
                    } else {
                        out.append(c < 0x100
                                ? "\\x%02x".formatted(c)
                                : c < 0x10000 ? "\\u%04x".formatted(c) : "\\U%08x".formatted(c));
                    }
                }
            }
        }
        return out.append(quote).toString();
    }

    /// Returns `repr(bytes)`.
    ///
    /// @param bytes any bytes
    /// @return a Python literal
    public static String quote(byte[] bytes) {
        boolean single = false;
        boolean twice = false;
        for (byte b : bytes) {
            single |= b == '\'';
            twice |= b == '"';
        }
        char quote = single && !twice ? '"' : '\'';
        StringBuilder out = new StringBuilder(bytes.length + 3).append('b').append(quote);
        for (byte b : bytes) {
            switch (b) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if (b == quote) {
                        out.append('\\').append(quote);
                    } else if (b >= ' ' && b < 0x7f) {
                        out.append((char) b);
                    } else {
                        out.append("\\x%02x".formatted(b & 0xff));
                    }
                }
            }
        }
        return out.append(quote).toString();
    }

    /// Returns numbers as a Python tuple: `(2, 3)`, `(3,)`, `()`.
    ///
    /// @param numbers numbers such as the lengths of axes
    /// @return a Python literal
    public static String tuple(long... numbers) {
        StringBuilder out = new StringBuilder("(");
        for (int n = 0; n < numbers.length; n++) {
            out.append(n == 0 ? "" : ", ").append(numbers[n]);
        }
        return out.append(numbers.length == 1 ? ",)" : ")").toString();
    }

    /// `str.isprintable` of one character.
    private static boolean prints(int c) {
        return c == ' ' || switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR, Character.SPACE_SEPARATOR ->
                false;
            default -> true;
        };
    }
}
