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
    /// float64, separated by white space, comments behind `#`, in UTF-8.
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
    /// @param elements `Dtype.text(0)`, `Dtype.bytes(0)` for as wide as the longest, times without a unit for that of
    ///                 the finest; records have a field for each column
    /// @return the other options
    public TextOptions withDtype(Dtype elements) {
        return new TextOptions(elements, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack,
                encoding, missing, threads, progress);
    }

    /// Returns these options with another delimiter.
    ///
    /// @param character one character
    /// @return the other options
    /// @throws IllegalArgumentException if it is not one character, or ends lines
    public TextOptions withDelimiter(String character) {
        return new TextOptions(dtype, Optional.of(character), comments, quote, columns, skipRows, maxRows, ndmin,
                unpack, encoding, missing, threads, progress);
    }

    /// Returns these options with other comments.
    ///
    /// @param marks what begins a comment; none for no comments
    /// @return the other options
    /// @throws IllegalArgumentException if a mark is empty or the delimiter
    public TextOptions withComments(String... marks) {
        return new TextOptions(dtype, delimiter, List.of(marks), quote, columns, skipRows, maxRows, ndmin, unpack,
                encoding, missing, threads, progress);
    }

    /// Returns these options with quotes.
    ///
    /// @param character one character
    /// @return the other options
    /// @throws IllegalArgumentException if it is not one character, or there are several comments, or longer ones
    public TextOptions withQuote(String character) {
        return new TextOptions(dtype, delimiter, comments, Optional.of(character), columns, skipRows, maxRows, ndmin,
                unpack, encoding, missing, threads, progress);
    }

    /// Returns these options with some of the columns.
    ///
    /// @param numbers from 0, negative ones from the end, in any order; none for rows without columns
    /// @return the other options
    public TextOptions withColumns(int... numbers) {
        return new TextOptions(dtype, delimiter, comments, quote, Optional.of(Arrays.stream(numbers).boxed().toList()),
                skipRows, maxRows, ndmin, unpack, encoding, missing, threads, progress);
    }

    /// Returns these options with lines to be left out.
    ///
    /// @param lines how many, at the beginning, whatever they hold
    /// @return the other options
    /// @throws IllegalArgumentException if the number is negative
    public TextOptions withSkipRows(long lines) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, lines, maxRows, ndmin, unpack, encoding,
                missing, threads, progress);
    }

    /// Returns these options with a limit.
    ///
    /// @param rows how many rows are read at most
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
    /// @throws IllegalArgumentException if it is another
    public TextOptions withNdmin(int axes) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, axes, unpack, encoding,
                missing, threads, progress);
    }

    /// Returns these options with the result transposed, or not.
    ///
    /// @param transposed whether it is
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

    /// Returns these options with missing values.
    ///
    /// @param values what stands for them
    /// @return the other options
    public TextOptions withMissing(MissingValues values) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack, encoding,
                Optional.of(values), threads, progress);
    }

    /// Returns these options with others to do the work. What is read does not depend on it.
    ///
    /// @param workers who parses
    /// @return the other options
    public TextOptions withThreads(Threads workers) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack, encoding,
                missing, workers, progress);
    }

    /// Returns these options with somebody to tell how far reading is.
    ///
    /// @param bytes receives the number of bytes of a file read since the last call, not
    ///              while widths or units are measured
    /// @return the other options
    public TextOptions withProgress(LongConsumer bytes) {
        return new TextOptions(dtype, delimiter, comments, quote, columns, skipRows, maxRows, ndmin, unpack, encoding,
                missing, threads, bytes);
    }

    /// {@return what an element is, or a row where it is a record}
    public Dtype dtype() {
        return dtype;
    }

    /// {@return the character between two fields; nothing for any white space}
    public Optional<String> delimiter() {
        return delimiter;
    }

    /// {@return what begins a comment, which ends with its line}
    public List<String> comments() {
        return comments;
    }

    /// {@return the character around fields with delimiters or line ends in them; nothing for none}
    public Optional<String> quote() {
        return quote;
    }

    /// {@return the columns that are read, from 0, negative ones from the end; nothing for all}
    public Optional<List<Integer>> columns() {
        return columns;
    }

    /// {@return how many lines are left out at the beginning}
    public long skipRows() {
        return skipRows;
    }

    /// {@return how many rows are read at most; nothing for all}
    public OptionalLong maxRows() {
        return maxRows;
    }

    /// {@return how many axes the result has at least, up to 2; others are left out where they have length 1}
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

    /// {@return what stands for missing values, if fields are read as `np.genfromtxt` reads them; nothing if none are
    /// missing}
    public Optional<MissingValues> missing() {
        return missing;
    }

    /// {@return who parses; fields in quotes are parsed by the caller alone}
    public Threads threads() {
        return threads;
    }

    /// {@return what receives the progress of reading, in bytes of the file, on the thread that reads}
    public LongConsumer progress() {
        return progress;
    }
}
