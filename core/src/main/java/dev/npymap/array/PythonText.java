package dev.npymap.array;

/// Python's `repr` of strings, numbers and shapes, as it stands in `.npy` headers and in what NumPy prints.
public final class PythonText {
    private PythonText() {
    }

    /// Returns `repr(text)`: in single quotes unless it has some and no double ones, with escapes for what does not
    /// print.
    ///
    /// @param text any text
    /// @return a Python literal
    public static String quote(String text) {
        return quote(text.codePoints().toArray());
    }

    /// As [#quote(String)], for characters that a Java string would join: halves of a surrogate pair.
    static String quote(int[] text) {
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

    /// Returns `repr(value)` of a float: the shortest digits that only this value has.
    ///
    /// @param value any number
    /// @return a Python literal, or `nan`, `inf`, `-inf`
    public static String number(double value) {
        return PythonNumber.text(value);
    }

    /// Returns `str(element)` of NumPy's scalar: `0.1`, `b'ab'`, `2000-01-01`, `(1, 2.0)`.
    ///
    /// @param element an array without axes
    /// @return its text
    /// @throws IllegalArgumentException if the array has axes
    public static String str(NdArray element) {
        if (element.rank() > 0) {
            throw new IllegalArgumentException(element.source() + ": shape " + element.shape() + " is not one element");
        }
        return Memory.guard(element.layout(), () -> element.element(element.layout().offset()));
    }

    /// Returns a shape as Python's tuple: `(2, 3)`, `(3,)`, `()`.
    ///
    /// @param shape any shape
    /// @return a Python literal
    public static String tuple(Shape shape) {
        StringBuilder out = new StringBuilder("(");
        for (int axis = 0; axis < shape.rank(); axis++) {
            out.append(axis == 0 ? "" : ", ").append(shape.dim(axis));
        }
        return out.append(shape.rank() == 1 ? ",)" : ")").toString();
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
