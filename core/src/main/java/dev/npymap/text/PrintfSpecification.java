package dev.npymap.text;

/// One of Python's `%` conversions: `%-8.3f`.
///
/// @param type      its letter
/// @param left      `-`: aligned to the left
/// @param plus      `+`: a sign always
/// @param space     ` `: a space instead of a plus
/// @param alternate `#`: a prefix, or a point always
/// @param zero      `0`: padded with zeros
/// @param width     the characters at least
/// @param precision the digits; -1 where it is not given
record PrintfSpecification(char type, boolean left, boolean plus, boolean space, boolean alternate, boolean zero,
        int width,
        int precision) {

    /// What stands before a number.
    String sign(boolean negative) {
        return negative ? "-" : plus ? "+" : space ? " " : "";
    }

    /// Brings a number that begins at `start` to the width.
    ///
    /// @param prefix the characters of its sign and prefix, before which no zeros go
    void pad(TextBuffer out, int start, int prefix) {
        int missing = width - (out.length - start);
        if (missing <= 0) {
            return;
        }
        if (left) {
            out.repeat(' ', missing);
        } else if (zero) {
            out.insert(start + prefix, '0', missing);
        } else {
            out.insert(start, ' ', missing);
        }
    }

    /// Appends a text, cut to the precision and brought to the width.
    void append(TextBuffer out, String text) {
        String shown = text;
        int count = text.codePointCount(0, text.length());
        if (precision >= 0 && count > precision && type != 'c') {
            shown = text.substring(0, text.offsetByCodePoints(0, precision));
            count = precision;
        }
        if (!left && width > count) {
            out.repeat(' ', width - count);
        }
        out.append(shown);
        if (left && width > count) {
            out.repeat(' ', width - count);
        }
    }
}
