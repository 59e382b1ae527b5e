package dev.npymap.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The results as a page for people.
final class MarkdownReport {
    private static final String INTRODUCTION = """
            # Results

            Written by `benchmarks/compare`, and by nothing else. NumPy in one Python process and npymap in a JVM, a new
            one for each table, take turns on the same files, A B A B, after both gave the same answer. What is quick is
            repeated until a turn takes 20 ms. A ratio says how many times faster npymap is: the median of theirs / ours
            over neighbouring turns; the spread is from the first to the third quartile of these, in percent. Where the
            other is not NumPy, the column says who it is. A goal is the least ratio that was asked for: 5 for five
            times as fast, 0.67 for at most 1.5 times as long. Rows "without flags" are the library on a JVM that was
            given none. Files are in the page cache unless a row says cold: then the programs are warm, the file is not.
            """;

    private static final String STORE_INTRODUCTION = """
            # Results of the store

            Written by `benchmarks/compare --store`, and by nothing else. npymap's store and the JVM's key-value stores,
            each in a JVM of its own and a new one for each size and kind of key, have the same keys and values in files of their own
            and take turns, A B A B, after all gave the same answer: 1,000 keys at random, whose values are copied one
            after another into the caller's memory by one thread. Microseconds are therefore nanoseconds for one key. A
            row number is a value of 8 bytes. What is quick is repeated until a turn takes 20 ms. A ratio says how many
            times faster npymap is: the median of theirs / ours over neighbouring turns; the spread is from the first to
            the third quartile of these, in percent. A goal is the least ratio that was asked for. Peers are given the
            flags that they need; rows "without flags" are npymap on a JVM that was given none. "In one call" is npymap
            given 1,000 keys at once, which the others do not offer. Files are in the page cache unless a row says cold:
            then the programs are warm, their files are not. After five minutes rows get half of the turns. 10 million
            keys are left out where less than 16 GB of memory and disk are free, and 10 million rows of 1 KB always,
            because five copies are 55 GB. PalDB has no cold rows: the page cache keeps its mapped file until
            a garbage collection, which would cool the program too.
            """;

    private final StringBuilder page;

    private MarkdownReport(String introduction) {
        page = new StringBuilder(introduction);
    }

    /// Writes the page of the store.
    static void writeStore(Path file, Map<String, String> environment, List<Row> rows) throws IOException {
        write(file, STORE_INTRODUCTION, environment, rows, Map.of());
    }

    /// Writes the page.
    ///
    /// @param charts the names of the pictures beside it, by their titles
    static void write(Path file, Map<String, String> environment, List<Row> rows, Map<String, String> charts)
            throws IOException {
        write(file, INTRODUCTION, environment, rows, charts);
    }

    private static void write(Path file, String introduction, Map<String, String> environment, List<Row> rows,
            Map<String, String> charts) throws IOException {
        MarkdownReport report = new MarkdownReport(introduction);
        report.environment(environment);
        report.summary(rows);
        charts.forEach(
                (title, name) -> report.page.append("\n![").append(title).append("](").append(name).append(")\n"));
        Map<String, List<Row>> sections = new LinkedHashMap<>();
        rows.forEach(row -> sections.computeIfAbsent(row.section(), _ -> new ArrayList<>()).add(row));
        sections.forEach(report::section);
        Files.writeString(file, report.page);
    }

    private void environment(Map<String, String> environment) {
        page.append("\n| environment | |\n|---|---|\n");
        environment.forEach((fact, value) -> page.append("| ").append(fact).append(" | ").append(value).append(" |\n"));
    }

    private void summary(List<Row> rows) {
        List<Row> asked = rows.stream().filter(row -> row.goal().isPresent()).toList();
        page.append("\nOf ").append(asked.size()).append(" goals ").append(asked.stream().filter(Row::isMet).count())
                .append(" are met.\n");
    }

    private void section(String title, List<Row> rows) {
        page.append("\n## ").append(title).append("\n\n");
        page.append(
                "| work | goal | ratio | met | spread | npymap | other | |\n|---|---:|---:|---|---:|---:|---:|---|\n");
        rows.forEach(this::row);
        rows.stream().filter(row -> !row.note().isEmpty()).forEach(row -> page.append("\n* ").append(row.name())
                .append(": ").append(row.note().replace('\n', ' ')).append('\n'));
    }

    private void row(Row row) {
        String goal = row.goal().isPresent() ? number(row.goal().getAsDouble()) : "";
        String met = row.goal().isEmpty() ? "" : row.isMet() ? "yes" : "**no**";
        page.append("| ").append(String.join(" | ", row.name(), goal, number(row.ratio()), met,
                row.isMeasured() ? Math.round(100 * row.spread()) + " %" : "", time(row, row.ours()),
                time(row, row.theirs()), row.against())).append(" |\n");
    }

    private static String time(Row row, double nanos) {
        return row.isMeasured() ? number(row.inUnit(nanos)) + " " + row.unit() : "";
    }

    /// Three digits that mean something.
    static String number(double value) {
        if (Double.isNaN(value)) {
            return "";
        }
        String pattern = value >= 100 ? "%,.0f" : value >= 10 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, pattern, value);
    }
}
