package dev.npymap.cli.convert;

import dev.npymap.npy.Npy;
import dev.npymap.text.MissingValues;
import dev.npymap.text.TextOptions;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The options for reading text: the arguments of `np.loadtxt`.
final class TextReading {
    @Option(names = "--dtype", paramLabel = "DTYPE",
            description = "Reading text: the dtype of the fields as in NumPy: int64, U10, M8[D]; of each column: "
                    + "\"i4,f8,U5\", or with names: \"[('x', 'f8'), ('n', 'i4')]\"; default float64.")
    private Optional<String> dtype = Optional.empty();

    @Option(names = "--quote", paramLabel = "CHAR",
            description = "Reading text: the quote character of fields that contain a delimiter.")
    private Optional<String> quote = Optional.empty();

    @Option(names = "--usecols", split = ",", paramLabel = "N",
            description = "Reading text: the columns to read, from 0; negative numbers count from the end: 0,2,-1.")
    private int[] columns = {};

    @Option(names = "--skiprows", paramLabel = "N",
            description = "Reading text: the number of lines to skip at the beginning.")
    private Optional<Long> skipRows = Optional.empty();

    @Option(names = "--max-rows", paramLabel = "N", description = "Reading text: the maximum number of rows.")
    private Optional<Long> maxRows = Optional.empty();

    @Option(names = "--ndmin", paramLabel = "N",
            description = "Reading text: the minimum number of dimensions, 0 to 2.")
    private Optional<Integer> ndmin = Optional.empty();

    @Option(names = "--unpack", description = "Reading text: transpose the result.")
    private boolean unpack;

    @Option(names = "--missing",
            description = "Reading text: treat empty fields as missing values, as genfromtxt does.")
    private boolean missing;

    @Option(names = "--missing-values", split = ",", paramLabel = "TEXT",
            description = "Reading text: other strings that mean a missing value: N/A,-. Implies --missing; any other "
                    + "invalid field is an error.")
    private String[] missingValues = {};

    @Option(names = "--filling", paramLabel = "VALUE",
            description = "Reading text: the value to use for missing ones; default nan, -1 or false. Implies --missing.")
    private Optional<String> filling = Optional.empty();

    /// Whether any of the options was given.
    boolean isAny() {
        return Stream.of(dtype, quote, skipRows, maxRows, ndmin, filling).anyMatch(Optional::isPresent)
                || columns.length > 0 || unpack || missing || missingValues.length > 0;
    }

    /// Returns options for text with the given ones applied.
    TextOptions options(TextOptions from) {
        TextOptions options = from.withUnpack(unpack).withSkipRows(skipRows.orElse(0L)).withNdmin(ndmin.orElse(0));
        if (dtype.isPresent()) {
            options = options.withDtype(Npy.dtype(dtype.get()));
        }
        if (quote.isPresent()) {
            options = options.withQuote(quote.get());
        }
        if (columns.length > 0) {
            options = options.withColumns(columns);
        }
        if (maxRows.isPresent()) {
            options = options.withMaxRows(maxRows.get());
        }
        if (filling.isEmpty() && missingValues.length == 0) {
            return missing ? options.withMissing(MissingValues.DEFAULT) : options;
        }
        MissingValues some = MissingValues.DEFAULT.withTexts(missingValues);
        return options.withMissing(filling.map(some::withFilling).orElse(some));
    }
}
