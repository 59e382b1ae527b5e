package dev.npymap.text;

import dev.npymap.internal.python.PythonText;
import dev.npymap.model.Dtype;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// Parses rows of text into rows of elements.
///
/// Threads: one.
final class RowParser {
    /// The number of characters of a field that a message shows, as in NumPy.
    private static final int SHOWN = 100;

    private final TextOptions options;
    private final RowSplitter splitter;
    private final Table table;
    private final FieldParser[] parsers;
    private byte[] out = new byte[0];
    private int rows;
    private int lines;
    private Optional<RowFailure> failure = Optional.empty();

    /// @param measured whether the elements are the measures of the fields, from which the dtype is determined
    RowParser(TextOptions options, Syntax syntax, Table table, boolean measured) {
        this.options = options;
        this.splitter = new RowSplitter(syntax);
        this.table = table;
        this.parsers = new FieldParser[table.count()];
        for (int n = 0; n < parsers.length; n++) {
            boolean same = n > 0 && table.leaves().get(n).equals(table.leaves().get(n - 1));
            parsers[n] = same
                    ? parsers[n - 1]
                    : measured
                            ? new FieldMeasure(options.dtype())
                            : new ElementParser(table.leaves().get(n), options.missing().isPresent());
        }
    }

    /// Parses rows of text until one fails.
    ///
    /// @param last   whether the text ends at `to`
    /// @param offset the position of `from` in the text, in bytes
    /// @param most   the largest number of rows to parse
    /// @return where the first incomplete row begins
    int parse(byte[] text, int from, int to, boolean last, long offset, long most) {
        rows = 0;
        lines = 0;
        failure = Optional.empty();
        int at = from;
        while (at < to && rows < most) {
            int next = splitter.next(text, at, to, last);
            if (next == RowSplitter.INCOMPLETE) {
                break;
            }
            if (splitter.count > 0) {
                failure = row(text, offset + at - from, at);
                if (failure.isPresent()) {
                    return next;
                }
                rows++;
            }
            lines += splitter.lines;
            at = next;
        }
        return at;
    }

    /// The rows that were parsed.
    ParsedRows result() {
        return new ParsedRows(Arrays.copyOf(out, rows * table.rowSize()), rows, lines, failure);
    }

    private Optional<RowFailure> row(byte[] text, long offset, int at) {
        int found = splitter.count;
        if (table.readsAll() && found != table.count()) {
            return Optional.of(new RowFailure(row -> columnsMessage(found, row), offset));
        }
        int base = rows * table.rowSize();
        if (out.length - base < table.rowSize()) {
            out = Arrays.copyOf(out, Math.max(base + table.rowSize(), Math.min(2 * out.length, Integer.MAX_VALUE - 8)));
        }
        for (int n = 0; n < parsers.length; n++) {
            int column = n;
            if (!table.readsAll()) {
                int selected = table.selection()[n];
                column = selected < 0 ? selected + found : selected;
                if (column < 0 || column >= found) {
                    return Optional.of(new RowFailure(row -> "invalid column index " + selected + " at row " + (row + 1)
                            + " with " + found + " columns", offset));
                }
            }
            int start = splitter.start[column];
            int end = splitter.end[column];
            int to = base + (int) table.offsets()[n];
            if (!parsers[n].parse(splitter.text, start, end, splitter.other[column] == Syntax.NUMBER, out, to)) {
                boolean missing = isMissing(n, column);
                if (!missing || !fill(n, column, to)) {
                    long fieldOffset = splitter.text == text ? offset + start - at : offset;
                    return Optional.of(conversion(missing ? filling(n, column) : field(column), missing, n, column,
                            fieldOffset));
                }
            }
        }
        return Optional.empty();
    }

    /// Sets a missing value to its filling.
    private boolean fill(int n, int column, int to) {
        byte[] filling = filling(n, column).getBytes(StandardCharsets.UTF_8);
        return parsers[n].parse(filling, 0, filling.length, false, out, to);
    }

    private boolean isMissing(int n, int column) {
        return options.missing().isPresent() && !parsers[n].isBeyond()
                && options.missing().get().isMissing(column, field(column));
    }

    private String filling(int n, int column) {
        return options.missing().flatMap(missing -> missing.filling(column))
                .orElse(switch (table.leaves().get(n).kind()) {
                    case INT, UINT, TIMEDELTA -> "-1";
                    case BOOL -> "False";
                    case DATETIME -> "NaT";
                    default -> "nan";
                });
    }

    private String field(int column) {
        int start = splitter.start[column];
        return new String(splitter.text, start, splitter.end[column] - start, StandardCharsets.UTF_8);
    }

    private String columnsMessage(int found, long row) {
        if (options.missing().isPresent()) {
            return "got " + found + " columns instead of " + table.count();
        }
        return (table.record()
                ? "the dtype requires " + table.count() + " columns but " + found + " were found at row " + (row + 1)
                : "the number of columns changed from " + table.count() + " to " + found + " at row " + (row + 1))
                + "; select columns to read a part of them";
    }

    /// @param filling whether the text is a filling, not the field's
    private RowFailure conversion(String field, boolean filling, int n, int column, long offset) {
        String quoted = PythonText.quote(field);
        String shown = quoted.codePointCount(0, quoted.length()) > SHOWN
                ? quoted.substring(0, quoted.offsetByCodePoints(0, SHOWN))
                : quoted;
        Dtype dtype = table.leaves().get(n);
        String name = switch (dtype.kind()) {
            case BYTES, TEXT, VOID -> dtype.descr();
            default -> dtype.name();
        };
        String text = field.strip();
        boolean quotes = options.quote().isEmpty() && text.length() > 1 && text.startsWith("\"") && text.endsWith("\"");
        return new RowFailure(row -> "could not convert " + (filling ? "filling " : "string ") + shown + " to " + name
                + " at row " + row
                + ", column " + (column + 1) + (quotes ? "; no quote character is set" : ""), offset);
    }
}
