package dev.npymap.cli.terminal;

import java.util.HexFormat;

/// Escapes for characters that control a terminal, or that are invisible.
///
/// The escaped characters, and the form of the escapes, are those of Python's `repr`: control characters, format
/// characters (including those that change the direction of text), line and paragraph separators, halves of surrogate
/// pairs, private and unassigned characters. Spaces of all kinds are visible. The whole block of tags and variation
/// selectors, in which bytes can be hidden, is escaped too.
final class Escapes {
    private static final HexFormat HEX = HexFormat.of();
    private static final int FIRST_IGNORABLE = 0xe0000;
    private static final int LAST_IGNORABLE = 0xe0fff;

    private Escapes() {
    }

    /// Whether a character is visible.
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
