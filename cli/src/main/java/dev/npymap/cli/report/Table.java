package dev.npymap.cli.report;

import dev.npymap.cli.terminal.Failures;
import java.util.ArrayList;
import java.util.List;

/// A table of cells below their titles, indented; columns of numbers are right-aligned. If a few cells are so long that
/// the others would be mostly blanks, the others are padded less, so that the text stays in proportion to the cells.
public final class Table {
    /// How many times longer padding may make the text of a column.
    private static final long MAX_FILLING = 8;
    private static final long FREE_BLANKS = 1 << 16;

    private final List<List<String>> lines = new ArrayList<>();
    private final int firstNumber;
    private final int lastNumber;

    /// Creates a table without rows.
    ///
    /// @param titles      the titles of the columns
    /// @param firstNumber the title of the first column of numbers
    /// @param lastNumber  the title of the last column of numbers; all columns in between are numbers too
    public Table(List<String> titles, String firstNumber, String lastNumber) {
        lines.add(titles);
        this.firstNumber = titles.indexOf(firstNumber);
        this.lastNumber = titles.indexOf(lastNumber);
    }

    /// Adds a row.
    ///
    /// @param line the cells, with any characters
    public void add(List<String> line) {
        lines.add(line.stream().map(Failures::oneLine).toList());
    }

    boolean isEmpty() {
        return lines.size() == 1;
    }

    @Override
    public String toString() {
        int[] widths = new int[lines.getFirst().size()];
        for (int n = 0; n < widths.length; n++) {
            widths[n] = columnWidth(n);
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line(line, widths)).append('\n'));
        return text.toString();
    }

    private int columnWidth(int column) {
        long all = 0;
        int widest = 0;
        for (List<String> line : lines) {
            int width = width(line.get(column));
            widest = Math.max(widest, width);
            all += width;
        }
        return (int) Math.min(widest, (FREE_BLANKS + MAX_FILLING * all) / lines.size());
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int n = 0; n < widths.length; n++) {
            String fill = " ".repeat(Math.max(0, widths[n] - width(cells.get(n))));
            boolean number = n >= firstNumber && n <= lastNumber;
            line.append("  ").append(number ? fill + cells.get(n) : cells.get(n) + fill);
        }
        return line.toString().stripTrailing();
    }
}
