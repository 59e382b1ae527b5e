package dev.npymap.internal.display;

import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.MappingGuard;
import java.util.Arrays;

/// The elements between brackets: nested, wrapped into lines, with `...` for omitted ones.
public final class ArrayText {
    /// The text of an array without elements, for any axes.
    static final String EMPTY = "[]";
    private static final String DOTS = "...";

    private final StringBuilder out = new StringBuilder();
    private final EdgeItems excerpt;
    private final ElementFormat format;
    private final String separator;
    private final String stripped;
    private int column;

    private ArrayText(EdgeItems excerpt, ElementFormat format, String separator) {
        this.excerpt = excerpt;
        this.format = format;
        this.separator = separator;
        this.stripped = separator.stripTrailing();
    }

    /// The text of the elements of an array.
    ///
    /// @param separator the text between two elements
    /// @param prefix    the text that will precede the first line
    /// @param suffix    the text that will follow
    public static String of(Layout a, String separator, String prefix, String suffix, DisplayOptions options) {
        return a.size() == 0
                ? EMPTY
                : of(MappingGuard.guard(a, () -> EdgeItems.of(a, options)), separator, prefix, suffix, options);
    }

    /// The text of edge items; as [#of(Layout, String, String, String, DisplayOptions)].
    public static String of(EdgeItems excerpt, String separator, String prefix, String suffix, DisplayOptions options) {
        ElementFormat format = ElementFormat.of(excerpt.data(), options, false);
        ArrayText text = new ArrayText(excerpt, format, separator);
        Layout a = excerpt.data();
        if (a.shape().rank() == 0) {
            format.append(text.out, a.offset());
        } else {
            text.axis(0, a.offset(), 1 + prefix.length(), options.lineWidth() - suffix.length());
        }
        return text.out.toString();
    }

    private void axis(int axis, long at, int hanging, int width) {
        out.append('[');
        if (axis == excerpt.first().length - 1) {
            row(axis, at, hanging, width - Math.max(1, stripped.length()));
        } else {
            block(axis, at, hanging, width);
        }
        out.append(']');
    }

    private void block(int axis, long at, int hanging, int width) {
        long stride = excerpt.data().strides()[axis];
        long dim = excerpt.data().shape().dim(axis);
        String between = stripped + "\n".repeat(excerpt.first().length - axis - 1) + " ".repeat(hanging);
        for (long n = 0; n < excerpt.first()[axis]; n++) {
            axis(axis + 1, at + n * stride, hanging + 1, width - 1);
            out.append(between);
        }
        if (excerpt.cut()[axis]) {
            out.append(DOTS).append(excerpt.last()[axis] > 0 ? between : "");
        }
        for (long n = dim - excerpt.last()[axis]; n < dim; n++) {
            axis(axis + 1, at + n * stride, hanging + 1, width - 1);
            out.append(n < dim - 1 ? between : "");
        }
    }

    private void row(int axis, long at, int hanging, int width) {
        long stride = excerpt.data().strides()[axis];
        long dim = excerpt.data().shape().dim(axis);
        // As in NumPy the first line begins like the others, and its beginning is removed at the end.
        int start = out.length();
        out.repeat(' ', hanging);
        column = hanging;
        for (long n = 0; n < excerpt.first()[axis]; n++) {
            word(at + n * stride, hanging, width);
            separate();
        }
        if (excerpt.cut()[axis]) {
            out.append(DOTS);
            wrap(out.length() - DOTS.length(), hanging, width);
            if (excerpt.last()[axis] > 0) {
                separate();
            }
        }
        for (long n = dim - excerpt.last()[axis]; n < dim; n++) {
            word(at + n * stride, hanging, width);
            if (n < dim - 1) {
                separate();
            }
        }
        out.delete(start, start + hanging);
    }

    private void separate() {
        out.append(separator);
        column += separator.length();
    }

    private void word(long at, int hanging, int width) {
        int start = out.length();
        format.append(out, at);
        if (out.indexOf("\n", start) < 0) {
            wrap(start, hanging, width);
        } else {
            lines(start, hanging, width);
        }
    }

    /// Formats the word that begins at `start` as a block of lines, one below the other.
    private void lines(int start, int hanging, int width) {
        String[] lines = out.substring(start).split("\n");
        int longest = Arrays.stream(lines).mapToInt(ArrayText::length).max().orElse(0);
        out.setLength(start);
        if (column + longest > width && column > hanging) {
            breakLine(hanging);
            column = hanging;
        }
        int indent = column;
        out.append(lines[0]);
        for (int n = 1; n < lines.length; n++) {
            breakLine(indent);
            out.append(lines[n]);
        }
        out.repeat(' ', longest - length(lines[lines.length - 1]));
        column = indent + longest;
    }

    private static int length(String line) {
        return line.codePointCount(0, line.length());
    }

    private void breakLine(int indent) {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == ' ') {
            end--;
        }
        out.setLength(end);
        out.append('\n').repeat(' ', indent);
    }

    /// Moves the word that begins at `start` to a line of its own, if it does not fit and that helps.
    private void wrap(int start, int hanging, int width) {
        int length = out.codePointCount(start, out.length());
        if (column + length > width && column > hanging) {
            int end = start;
            while (end > 0 && out.charAt(end - 1) == ' ') {
                end--;
            }
            out.replace(end, start, "\n" + " ".repeat(hanging));
            column = hanging;
        }
        column += length;
    }
}
