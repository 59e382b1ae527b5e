package dev.npymap.array;

/// Elements between brackets as NumPy 1.13 set them.
///
/// Closing brackets have no room of their own, a word that is too long for any line begins a new one all the same, a word
/// of several lines is taken for one, and a comma stands behind the dots whatever the separator is.
final class LegacyArrayText {
    private static final String DOTS = "...";

    private final Excerpt excerpt;
    private final ElementFormat format;
    private final String separator;
    private final String stripped;
    private final int width;

    /// An array with axes.
    ///
    /// @param separator what stands between two elements
    /// @param width     the characters of a line
    LegacyArrayText(Excerpt excerpt, ElementFormat format, String separator, int width) {
        this.excerpt = excerpt;
        this.format = format;
        this.separator = separator;
        this.stripped = separator.stripTrailing();
        this.width = width;
    }

    /// The text of the array.
    ///
    /// @param indent how many characters stand before the text on its first line
    String text(int indent) {
        return axis(0, excerpt.data().layout().offset(), " ".repeat(1 + indent));
    }

    private String axis(int axis, long at, String hanging) {
        String text = axis == excerpt.first().length - 1 ? row(axis, at, hanging) : block(axis, at, hanging);
        // Cut off by its length: where a line was broken before the first word, that takes the break and leaves a space.
        return "[" + text.substring(hanging.length()) + "]";
    }

    private String block(int axis, long at, String hanging) {
        long stride = excerpt.data().layout().strides()[axis];
        long dim = excerpt.data().shape().dim(axis);
        String between = stripped + "\n".repeat(excerpt.first().length - axis - 1);
        StringBuilder out = new StringBuilder();
        for (long n = 0; n < excerpt.first()[axis]; n++) {
            out.append(hanging).append(axis(axis + 1, at + n * stride, hanging + " ")).append(between);
        }
        if (excerpt.cut()[axis]) {
            out.append(hanging).append(DOTS).append(excerpt.last()[axis] > 0 ? ", \n" : "");
        }
        for (long n = dim - excerpt.last()[axis]; n < dim; n++) {
            out.append(hanging).append(axis(axis + 1, at + n * stride, hanging + " "))
                    .append(n < dim - 1 ? between : "");
        }
        return out.toString();
    }

    private String row(int axis, long at, String hanging) {
        long stride = excerpt.data().layout().strides()[axis];
        long dim = excerpt.data().shape().dim(axis);
        Lines lines = new Lines(hanging);
        for (long n = 0; n < excerpt.first()[axis]; n++) {
            lines.add(word(at + n * stride), width - stripped.length());
            lines.line.append(separator);
        }
        if (excerpt.cut()[axis]) {
            lines.add(DOTS, width - stripped.length());
            lines.line.append(excerpt.last()[axis] > 0 ? ", " : "");
        }
        for (long n = dim - excerpt.last()[axis]; n < dim - 1; n++) {
            lines.add(word(at + n * stride), width - stripped.length());
            lines.line.append(separator);
        }
        if (excerpt.last()[axis] > 0) {
            lines.add(word(at + (dim - 1) * stride), width);
        }
        return lines.whole.append(lines.line).toString();
    }

    private String word(long at) {
        StringBuilder word = new StringBuilder();
        format.append(word, at);
        return word.toString();
    }

    /// The lines of a row, and the one that words are added to.
    private static final class Lines {
        private final String hanging;
        private final StringBuilder whole = new StringBuilder();
        private final StringBuilder line;

        Lines(String hanging) {
            this.hanging = hanging;
            this.line = new StringBuilder(hanging);
        }

        void add(String word, int most) {
            if (line.codePointCount(0, line.length()) + word.codePointCount(0, word.length()) > most) {
                whole.append(line.toString().stripTrailing()).append('\n');
                line.setLength(0);
                line.append(hanging);
            }
            line.append(word);
        }
    }
}
