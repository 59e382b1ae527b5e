package dev.npymap.text;

import dev.npymap.model.Dtype;
import dev.npymap.model.Threads;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;

/// How text is read: the arguments of `np.loadtxt`.
///
/// Immutable; each `with` method returns other options. [#DEFAULT] has NumPy's defaults.
///
/// ```java
/// Text.read(path, TextOptions.DEFAULT.withDelimiter(",").withSkipRows(1).withColumns(0, -1));
/// ```
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.loadtxt.html">loadtxt</a>
public final class TextOptions {
    /// float64, separated by white space, comments after `#`, in UTF-8.
    public static final TextOptions DEFAULT = new TextOptions(Dtype.FLOAT64, Optional.empty(), List.of("#"),
            Optional.empty(), Optional.empty(), 0, OptionalLong.empty(), 0, false, StandardCharsets.UTF_8,
            Optional.empty(), Threads.ONE, _ -> {
            });

    private final Dtype dtype;
    private final Optional<String> delimiter;
    private final List<String> comments;
    private final Optional<String> quote;
    private final Optional<List<Integer>> columns;
    private final long skipRows;
    private final OptionalLong maxRows;
    private final int ndmin;
    private final boolean unpack;
    private final Charset encoding;
    private final Optional<MissingValues> missing;
    private final Threads threads;
    private final LongConsumer progress;

    private TextOptions(Dtype dtype, Optional<String> delimiter, List<String> comments, Optional<String> quote,
            Optional<List<Integer>> columns, long skipRows, OptionalLong maxRows, int ndmin, boolean unpack,
            Charset encoding, Optional<MissingValues> missing, Threads threads, LongConsumer progress) {
        if (skipRows < 0 || maxRows.orElse(0) < 0) {
            throw new IllegalArgumentException("numbers of rows are not negative: " + skipRows + " to skip, "
                    + maxRows.orElse(0) + " to read");
        }
        if (ndmin < 0 || ndmin > 2) {
            throw new IllegalArgumentException("text has 0 to 2 axes, not " + ndmin);
        }
        if (dtype.holdsObjects()) {
            throw new IllegalArgumentException("elements of " + dtype + " are Python objects");
        }
        Syntax.check(delimiter, comments, quote);
        this.dtype = dtype;
        this.delimiter = delimiter;
        this.comments = List.copyOf(comments);
        this.quote = quote;
        this.columns = columns.map(List::copyOf);
        this.skipRows = skipRows;
        this.maxRows = maxRows;
        this.ndmin = ndmin;
        this.unpack = unpack;
        this.encoding = Objects.requireNonNull(encoding, "encoding");
        this.missing = missing;
        this.threads = Objects.requireNonNull(threads, "threads");
        this.progress = Objects.requireNonNull(progress, "progress");
    }

    /// Returns these options with another dtype.
    ///
    /// @param elements the dtype; `Dtype.text(0)` and `Dtype.bytes(0)` become as wide as the longest field, times
    ///                 without a unit get that of the finest field; a record has a field for each column
    /// @return the other options
    public TextOptions withDtype(Dtype elements) {
        return new TextOptions(elements, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack,
                encoding, missing, threads, progress);
    }

    /// Returns these options with another delimiter.
    ///
    /// @param character one character
    /// @return the other options
    /// @throws IllegalArgumentException if it is not a single character, or a line break
    public TextOptions withDelimiter(String character) {
        return new TextOptions(dtype, Optional.of(character), comments, quote, columns, skipRows, maxRows, ndmin,
                unpack, encoding, missing, threads, progress);
    }

    /// Returns these options with other comment marks.
    ///
    /// @param marks the texts that begin a comment; none for no comments
    /// @return the other options
    /// @throws IllegalArgumentException if a mark is empty or equals the delimiter
    public TextOptions withComments(String... marks) {
        return new TextOptions(dtype, delimiter, List.of(marks), quote, columns, skipRows, maxRows, ndmin, unpack,
                encoding, missing, threads, progress);
    }

    /// Returns these options with a quote character.
    ///
    /// @param character one character
    /// @return the other options
    /// @throws IllegalArgumentException if it is not a single character, or there is more than one comment mark, or a
    ///                                  longer one
    public TextOptions withQuote(String character) {
        return new TextOptions(dtype, delimiter, comments, Optional.of(character), columns, skipRows, maxRows, ndmin,
                unpack, encoding, missing, threads, progress);
    }

    /// Returns these options with a selection of columns.
    ///
    /// @param numbers the columns, from 0, or negative to count from the end, in any order; none for rows without
    ///                columns
    /// @return the other options
    public TextOptions withColumns(int... numbers) {
        return new TextOptions(dtype, delimiter, comments, quote, Optional.of(Arrays.stream(numbers).boxed().toList()),
                skipRows, maxRows, ndmin, unpack, encoding, missing, threads, progress);
    }

    /// Returns these options with a number of lines to skip.
    ///
    /// @param lines how many lines to skip at the beginning, whatever they contain
    /// @return the other options
    /// @throws IllegalArgumentException if the number is negative
    public TextOptions withSkipRows(long lines) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, lines, maxRows, ndmin, unpack, encoding,
                missing, threads, progress);
    }

    /// Returns these options with a limit on the rows.
    ///
    /// @param rows the largest number of rows to read
    /// @return the other options
    /// @throws IllegalArgumentException if the number is negative
    public TextOptions withMaxRows(long rows) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, OptionalLong.of(rows), ndmin,
                unpack, encoding, missing, threads, progress);
    }

    /// Returns these options with another least number of axes.
    ///
    /// @param axes 0, 1 or 2
    /// @return the other options
    /// @throws IllegalArgumentException if it is another number
    public TextOptions withNdmin(int axes) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, axes, unpack, encoding,
                missing, threads, progress);
    }

    /// Returns these options with the result transposed, or not.
    ///
    /// @param transposed whether to transpose the result
    /// @return the other options
    public TextOptions withUnpack(boolean transposed) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, transposed,
                encoding, missing, threads, progress);
    }

    /// Returns these options with another encoding.
    ///
    /// @param charset the encoding of the file
    /// @return the other options
    public TextOptions withEncoding(Charset charset) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack, charset,
                missing, threads, progress);
    }

    /// Returns these options with a treatment of missing values.
    ///
    /// @param values which fields are missing, and what fills them
    /// @return the other options
    public TextOptions withMissing(MissingValues values) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack, encoding,
                Optional.of(values), threads, progress);
    }

    /// Returns these options with other threads for parsing. The result does not depend on them.
    ///
    /// @param workers the threads that share the work
    /// @return the other options
    public TextOptions withThreads(Threads workers) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack, encoding,
                missing, workers, progress);
    }

    /// Returns these options with a receiver of progress reports.
    ///
    /// @param bytes receives the number of bytes of a file read since the last call, but not while widths or units are
    ///              measured
    /// @return the other options
    public TextOptions withProgress(LongConsumer bytes) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack, encoding,
                missing, threads, bytes);
    }

    /// {@return the type of the elements; for a record dtype, of whole rows}
    public Dtype dtype() {
        return dtype;
    }

    /// {@return the delimiter between fields; empty for any white space}
    public Optional<String> delimiter() {
        return delimiter;
    }

    /// {@return the marks that begin a comment, which ends with its line}
    public List<String> comments() {
        return comments;
    }

    /// {@return the quote character around fields with delimiters or line breaks; empty for none}
    public Optional<String> quote() {
        return quote;
    }

    /// {@return the columns to read, from 0, or negative to count from the end; empty for all}
    public Optional<List<Integer>> columns() {
        return columns;
    }

    /// {@return the number of lines to skip at the beginning}
    public long skipRows() {
        return skipRows;
    }

    /// {@return the largest number of rows to read; empty for all}
    public OptionalLong maxRows() {
        return maxRows;
    }

    /// {@return the least number of axes of the result, up to 2; other axes of length 1 are dropped}
    public int ndmin() {
        return ndmin;
    }

    /// {@return whether the result is transposed, unless its elements are records}
    public boolean unpack() {
        return unpack;
    }

    /// {@return the encoding of the file}
    public Charset encoding() {
        return encoding;
    }

    /// {@return the treatment of missing values, with which fields are read as `np.genfromtxt` reads them; empty if no
    /// value may be missing}
    public Optional<MissingValues> missing() {
        return missing;
    }

    /// {@return the threads that share the work; with a quote character the calling thread parses alone}
    public Threads threads() {
        return threads;
    }

    /// {@return the receiver of progress reports, in bytes of the file, on the reading thread}
    public LongConsumer progress() {
        return progress;
    }
}
