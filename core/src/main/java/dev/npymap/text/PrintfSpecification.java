package dev.npymap.text;

/// A conversion specification of Python's `%` operator: `%-8.3f`.
///
/// @param type      the conversion's letter
/// @param left      `-`: left-aligned
/// @param plus      `+`: always a sign
/// @param space     ` `: a space instead of a plus sign
/// @param alternate `#`: a prefix, or always a decimal point
/// @param zero      `0`: padded with zeros
/// @param width     the least number of characters
/// @param precision the number of digits; -1 if not given
record PrintfSpecification(char type, boolean left, boolean plus, boolean space, boolean alternate, boolean zero,
        int width,
        int precision) {

    /// The text in front of a number.
    String sign(boolean negative) {
        return negative ? "-" : plus ? "+" : space ? " " : "";
    }

    /// Pads a number that begins at `start` to the width.
    ///
    /// @param prefix the number of characters of the sign and prefix, which zeros follow
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

    /// Appends a text, truncated to the precision and padded to the width.
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
