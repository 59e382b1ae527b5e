package dev.npymap.cli;

import java.util.ArrayList;
import java.util.List;

/// Lines of cells below their titles, indented; cells of numbers end below each other.
final class Table {
    private final List<List<String>> lines = new ArrayList<>();
    private final int firstNumber;
    private final int lastNumber;

    /// Makes a table without lines.
    ///
    /// @param titles      of the columns
    /// @param firstNumber the first column of numbers
    /// @param lastNumber  the last one, none in between being anything else
    Table(List<String> titles, String firstNumber, String lastNumber) {
        lines.add(titles);
        this.firstNumber = titles.indexOf(firstNumber);
        this.lastNumber = titles.indexOf(lastNumber);
    }

    /// Adds a line, whatever its cells hold.
    void add(List<String> line) {
        lines.add(line.stream().map(Failures::oneLine).toList());
    }

    boolean isEmpty() {
        return lines.size() == 1;
    }

    @Override
    public String toString() {
        int[] widths = new int[lines.getFirst().size()];
        for (List<String> line : lines) {
            for (int n = 0; n < widths.length; n++) {
                widths[n] = Math.max(widths[n], width(line.get(n)));
            }
        }
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(line(line, widths)).append('\n'));
        return text.toString();
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }

    private String line(List<String> cells, int[] widths) {
        StringBuilder line = new StringBuilder();
        for (int n = 0; n < widths.length; n++) {
            String fill = " ".repeat(widths[n] - width(cells.get(n)));
            boolean number = n >= firstNumber && n <= lastNumber;
            line.append("  ").append(number ? fill + cells.get(n) : cells.get(n) + fill);
        }
        return line.toString().stripTrailing();
    }
}
