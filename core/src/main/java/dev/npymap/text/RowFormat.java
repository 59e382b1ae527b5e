package dev.npymap.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The `%` format of a whole row: literal texts, and conversions between them.
///
/// @param literals    the text before each conversion, and the text after the last one
/// @param conversions one for each value
record RowFormat(List<String> literals, List<PrintfSpecification> conversions) {
    private static final String TYPES = "diuoxXeEfFgGcrsa";

    /// Joins the formats of the columns as `np.savetxt` does.
    ///
    /// @param complex whether all columns are complex numbers
    /// @throws IllegalArgumentException if the number of formats differs from that of columns
    static String joined(TextFormat format, int columns, boolean complex) {
        if (format.perColumn() || format.fmt().size() != 1) {
            if (format.fmt().size() != columns) {
                throw new IllegalArgumentException("fmt has " + format.fmt().size() + " formats for " + columns
                        + " columns: " + format.fmt());
            }
            return String.join(format.delimiter(), format.fmt());
        }
        String fmt = format.fmt().getFirst();
        long signs = fmt.chars().filter(c -> c == '%').count();
        if (signs == 1) {
            String one = complex ? " (" + fmt + "+" + fmt + "j)" : fmt;
            return String.join(format.delimiter(), Collections.nCopies(columns, one));
        }
        if (signs != (complex ? 2L * columns : columns)) {
            throw new IllegalArgumentException("fmt has wrong number of % formats: " + signs + " for " + columns
                    + (complex ? " complex" : "") + " columns: " + fmt);
        }
        return fmt;
    }

    /// Parses a format for a number of values.
    ///
    /// @throws IllegalArgumentException if Python would not format the values with it
    static RowFormat parse(String format, int values) {
        List<String> literals = new ArrayList<>();
        List<PrintfSpecification> conversions = new ArrayList<>();
        StringBuilder literal = new StringBuilder();
        for (int at = 0; at < format.length();) {
            char c = format.charAt(at++);
            if (c != '%') {
                literal.append(c);
                continue;
            }
            if (format.startsWith("%", at)) {
                literal.append('%');
                at++;
                continue;
            }
            Scanner scanner = new Scanner(format, at);
            literals.add(literal.toString());
            literal.setLength(0);
            conversions.add(scanner.next());
            at = scanner.at;
        }
        literals.add(literal.toString());
        if (conversions.size() != values) {
            throw new IllegalArgumentException((conversions.size() > values
                    ? "not enough values for the formats in "
                    : "not all values are formatted by ") + format);
        }
        return new RowFormat(literals, conversions);
    }

    /// Scans the conversion after a `%`.
    private static final class Scanner {
        private final String format;
        private int at;

        Scanner(String format, int at) {
            this.format = format;
            this.at = at;
        }

        PrintfSpecification next() {
            boolean left = false;
            boolean plus = false;
            boolean space = false;
            boolean alternate = false;
            boolean zero = false;
            flags : for (;; at++) {
                switch (peek()) {
                    case '-' -> left = true;
                    case '+' -> plus = true;
                    case ' ' -> space = true;
                    case '#' -> alternate = true;
                    case '0' -> zero = true;
                    default -> {
                        break flags;
                    }
                }
            }
            int width = number();
            int precision = -1;
            if (peek() == '.') {
                at++;
                precision = number();
            }
            if ("hlL".indexOf(peek()) >= 0) {
                at++;
            }
            char type = peek();
            if (TYPES.indexOf(type) < 0) {
                throw new IllegalArgumentException("unsupported format character '" + type + "' (0x"
                        + Integer.toHexString(type) + ") at index " + at + ": " + format);
            }
            at++;
            return new PrintfSpecification(type, left, plus, space, alternate, zero, width, precision);
        }

        private char peek() {
            if (at == format.length()) {
                throw new IllegalArgumentException("incomplete format: " + format);
            }
            return format.charAt(at);
        }

        private int number() {
            long value = 0;
            for (; peek() >= '0' && peek() <= '9'; at++) {
                value = 10 * value + peek() - '0';
                if (value > Integer.MAX_VALUE) {
                    throw new IllegalArgumentException("width or precision too big: " + format);
                }
            }
            return (int) value;
        }
    }
}
