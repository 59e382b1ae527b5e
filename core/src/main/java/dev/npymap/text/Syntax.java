package dev.npymap.text;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/// The meaning of each byte of text when lines are split into fields.
final class Syntax {
    /// A character of plain decimal numbers: a digit, a sign, a decimal point, an `e`.
    static final byte NUMBER = 0;
    /// Any other character of a field.
    static final byte OTHER = 1;
    /// The end of a field.
    static final byte DELIMITER = 2;
    /// The end of a line.
    static final byte LINE_END = 3;
    /// The beginning of a comment.
    static final byte COMMENT = 4;
    /// A byte of a multi-byte character, which may have any of these meanings.
    static final byte WIDE = 5;

    private static final int NONE = -1;

    /// The meaning of each byte.
    final byte[] classes = new byte[256];
    /// Whether fields are separated by white space.
    final boolean whitespace;
    /// The marks of comments, if they are not single characters.
    final List<byte[]> marks;
    /// The quote character in UTF-8; empty if there is none.
    final byte[] quote;
    /// Whether spaces at both ends of a line are ignored, as in `np.genfromtxt`.
    final boolean stripped;
    /// Whether digits have no other meaning than that of characters of fields.
    final boolean digits;
    private final int delimiter;
    private final int comment;

    Syntax(TextOptions options) {
        this(options.delimiter(), options.comments(), options.quote(), options.missing().isPresent());
    }

    private Syntax(Optional<String> delimiter, List<String> comments, Optional<String> quote, boolean stripped) {
        this.stripped = stripped;
        boolean single = comments.size() == 1 && isCharacter(comments.getFirst());
        this.whitespace = delimiter.isEmpty();
        this.delimiter = delimiter.map(d -> d.codePointAt(0)).orElse(NONE);
        this.comment = single ? comments.getFirst().codePointAt(0) : NONE;
        this.marks = single ? List.of() : comments.stream().map(c -> c.getBytes(StandardCharsets.UTF_8)).toList();
        this.quote = quote.orElse("").getBytes(StandardCharsets.UTF_8);
        this.digits = !Character.isDigit(this.delimiter) && !Character.isDigit(comment);
        boolean wide = whitespace || this.delimiter >= 0x80 || comment >= 0x80;
        for (int c = 0; c < 256; c++) {
            classes[c] = c >= 0x80 && wide ? WIDE : c < 0x80 ? classify(c) : OTHER;
        }
    }

    /// The meaning of a character.
    byte classify(int c) {
        if (c == '\n' || c == '\r') {
            return LINE_END;
        }
        if (c == delimiter || whitespace && isSpace(c)) {
            return DELIMITER;
        }
        if (c == comment) {
            return COMMENT;
        }
        return c >= '0' && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E' ? NUMBER : OTHER;
    }

    /// Whether a character is white space for Python's `str.isspace`.
    static boolean isSpace(int c) {
        return c == ' ' || c >= '\t' && c <= '\r' || c >= 0x1c && c <= 0x1f || c >= 0x80
                && (c == 0x85 || c == 0xa0 || c == 0x1680 || c >= 0x2000 && c <= 0x200a || c == 0x2028 || c == 0x2029
                        || c == 0x202f || c == 0x205f || c == 0x3000);
    }

    /// @throws IllegalArgumentException if NumPy would refuse these characters, or their combination
    static void check(Optional<String> delimiter, List<String> comments, Optional<String> quote) {
        delimiter.ifPresent(d -> checkCharacter("delimiter", d));
        quote.ifPresent(q -> checkCharacter("quote", q));
        if (comments.contains("")) {
            throw new IllegalArgumentException("comments cannot be an empty text; have none to disable comments");
        }
        boolean single = comments.size() == 1 && isCharacter(comments.getFirst());
        if (single) {
            checkCharacter("comment", comments.getFirst());
        } else if (quote.isPresent() && !comments.isEmpty()) {
            throw new IllegalArgumentException("several comments, or longer ones, exclude quotes");
        }
        if (delimiter.isPresent() && (comments.contains(delimiter.get()) || delimiter.equals(quote))
                || quote.isPresent() && comments.contains(quote.get())) {
            throw new IllegalArgumentException("delimiter, comment and quote are not three characters: "
                    + delimiter.orElse("") + " " + comments + " " + quote.orElse(""));
        }
        boolean blank = delimiter.isEmpty() && (single && isSpace(comments.getFirst().codePointAt(0))
                || quote.isPresent() && isSpace(quote.get().codePointAt(0)));
        if (blank) {
            throw new IllegalArgumentException("comment and quote cannot be white space, which separates the fields");
        }
    }

    private static void checkCharacter(String what, String text) {
        if (!isCharacter(text) || text.equals("\n") || text.equals("\r")) {
            throw new IllegalArgumentException("the " + what + " is one character, and no line end: " + text);
        }
    }

    private static boolean isCharacter(String text) {
        return text.codePointCount(0, text.length()) == 1;
    }
}
