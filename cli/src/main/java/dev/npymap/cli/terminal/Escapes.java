package dev.npymap.cli.terminal;

import java.util.HexFormat;

/// Escapes for characters that a terminal would obey, or that nobody would see.
///
/// They are those that Python's `repr` escapes, in its form: control characters, format characters (among them those
/// that turn the direction of text), separators of lines and paragraphs, halves of surrogate pairs, private and
/// unassigned characters. Spaces of all kinds are seen. The block of tags and variation selectors, in which bytes can
/// be hidden, is added as a whole.
final class Escapes {
    private static final HexFormat HEX = HexFormat.of();
    private static final int FIRST_IGNORABLE = 0xe0000;
    private static final int LAST_IGNORABLE = 0xe0fff;

    private Escapes() {
    }

    /// Whether a character is seen for what it is.
    static boolean isVisible(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL, Character.FORMAT, Character.SURROGATE, Character.PRIVATE_USE, Character.UNASSIGNED,
                    Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR ->
                false;
            default -> c < FIRST_IGNORABLE || c > LAST_IGNORABLE;
        };
    }

    /// The escape for a character.
    static String of(int c) {
        if (c < 0x100) {
            return "\\x" + HEX.toHexDigits(c, 2);
        }
        return c < Character.MIN_SUPPLEMENTARY_CODE_POINT
                ? "\\u" + HEX.toHexDigits(c, 4)
                : "\\U" + HEX.toHexDigits(c, 8);
    }
}
