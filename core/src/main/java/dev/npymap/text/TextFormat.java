package dev.npymap.text;

import dev.npymap.model.Threads;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.function.LongConsumer;

/// How arrays are written as text: the arguments of `np.savetxt`.
///
/// Immutable; each `with` method returns another format. [#DEFAULT] has NumPy's defaults.
///
/// ```java
/// Text.write(path, array, TextFormat.DEFAULT.withFmt("%d").withDelimiter("\t"));
/// ```
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.savetxt.html">savetxt</a>
public final class TextFormat {
    /// `%.18e` in every column, separated by spaces, in UTF-8.
    public static final TextFormat DEFAULT = new TextFormat(List.of("%.18e"), false, " ", "\n", "", "", "# ",
            StandardCharsets.UTF_8, Threads.ONE, _ -> {
            });

    private final List<String> fmt;
    private final boolean perColumn;
    private final String delimiter;
    private final String newline;
    private final String header;
    private final String footer;
    private final String comments;
    private final Charset encoding;
    private final Threads threads;
    private final LongConsumer progress;

    private TextFormat(List<String> fmt, boolean perColumn, String delimiter, String newline, String header,
            String footer, String comments, Charset encoding, Threads threads, LongConsumer progress) {
        this.fmt = List.copyOf(fmt);
        this.perColumn = perColumn;
        this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
        this.newline = Objects.requireNonNull(newline, "newline");
        this.header = Objects.requireNonNull(header, "header");
        this.footer = Objects.requireNonNull(footer, "footer");
        this.comments = Objects.requireNonNull(comments, "comments");
        this.encoding = Objects.requireNonNull(encoding, "encoding");
        this.threads = Objects.requireNonNull(threads, "threads");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /// Returns this format with one format for every column, or for a row.
    ///
    /// @param all `%d`; or `%d: %.3f, %.3f`, with one conversion for each column
    /// @return the other format
    public TextFormat withFmt(String all) {
        return new TextFormat(List.of(all), false, delimiter, newline, header, footer, comments, encoding, threads,
                progress);
    }

    /// Returns this format with a format for each column.
    ///
    /// @param columns as many as the array has columns
    /// @return the other format
    public TextFormat withFmt(List<String> columns) {
        return new TextFormat(columns, true, delimiter, newline, header, footer, comments, encoding, threads, progress);
    }

    /// Returns this format with another delimiter.
    ///
    /// @param text the delimiter between columns
    /// @return the other format
    public TextFormat withDelimiter(String text) {
        return new TextFormat(fmt, perColumn, text, newline, header, footer, comments, encoding, threads, progress);
    }

    /// Returns this format with another line ending.
    ///
    /// @param text the end of each row, of the header and of the footer
    /// @return the other format
    public TextFormat withNewline(String text) {
        return new TextFormat(fmt, perColumn, delimiter, text, header, footer, comments, encoding, threads, progress);
    }

    /// Returns this format with a header.
    ///
    /// @param text one or more lines; empty for no header
    /// @return the other format
    public TextFormat withHeader(String text) {
        return new TextFormat(fmt, perColumn, delimiter, newline, text, footer, comments, encoding, threads, progress);
    }

    /// Returns this format with a footer.
    ///
    /// @param text one or more lines; empty for no footer
    /// @return the other format
    public TextFormat withFooter(String text) {
        return new TextFormat(fmt, perColumn, delimiter, newline, header, text, comments, encoding, threads, progress);
    }

    /// Returns this format with another comment prefix.
    ///
    /// @param text the beginning of every line of header and footer
    /// @return the other format
    public TextFormat withComments(String text) {
        return new TextFormat(fmt, perColumn, delimiter, newline, header, footer, text, encoding, threads, progress);
    }

    /// Returns this format with another encoding.
    ///
    /// @param charset the encoding of the file
    /// @return the other format
    public TextFormat withEncoding(Charset charset) {
        return new TextFormat(fmt, perColumn, delimiter, newline, header, footer, comments, charset, threads, progress);
    }

    /// Returns this format with other threads for formatting. The written text does not depend on them.
    ///
    /// @param workers the threads that share the work
    /// @return the other format
    public TextFormat withThreads(Threads workers) {
        return new TextFormat(fmt, perColumn, delimiter, newline, header, footer, comments, encoding, workers,
                progress);
    }

    /// Returns this format with a receiver of progress reports.
    ///
    /// @param bytes receives the number of bytes of elements written since the last call
    /// @return the other format
    public TextFormat withProgress(LongConsumer bytes) {
        return new TextFormat(fmt, perColumn, delimiter, newline, header, footer, comments, encoding, threads, bytes);
    }

    /// {@return Python's formats: one for every column; or one for a whole row, with a conversion for each column and
    /// without delimiters; or a list with one for each column}
    public List<String> fmt() {
        return fmt;
    }

    /// {@return whether [#fmt()] is a list with one format for each column, even if the list has a single item}
    public boolean perColumn() {
        return perColumn;
    }

    /// {@return the delimiter between columns}
    public String delimiter() {
        return delimiter;
    }

    /// {@return the end of each row, of the header and of the footer}
    public String newline() {
        return newline;
    }

    /// {@return the text before the rows; empty for none}
    public String header() {
        return header;
    }

    /// {@return the text after the rows; empty for none}
    public String footer() {
        return footer;
    }

    /// {@return the beginning of every line of header and footer}
    public String comments() {
        return comments;
    }

    /// {@return the encoding of the file; UTF-16 and UTF-32 are written as Python does, little-endian with a byte order
    /// mark}
    public Charset encoding() {
        return encoding;
    }

    /// {@return the threads that share the work}
    public Threads threads() {
        return threads;
    }

    /// {@return the receiver of progress reports, in bytes of elements, on the calling thread}
    public LongConsumer progress() {
        return progress;
    }
}
