package dev.npymap.cli.convert;

import dev.npymap.npy.Npy;
import dev.npymap.text.MissingValues;
import dev.npymap.text.TextOptions;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// The words about text that is read: the arguments of `np.loadtxt`.
final class TextReading {
    @Option(names = "--dtype", paramLabel = "DTYPE",
            description = "Text read: what a field is, as NumPy writes it: int64, U10, M8[D]; with commas what each column "
                    + "is: \"i4,f8,U5\", or with names: \"[('x', 'f8'), ('n', 'i4')]\". float64 if not "
                    + "given.")
    private Optional<String> dtype = Optional.empty();

    @Option(names = "--quote", paramLabel = "CHAR",
            description = "Text read: what stands around fields that hold a delimiter.")
    private Optional<String> quote = Optional.empty();

    @Option(names = "--usecols", split = ",", paramLabel = "N",
            description = "Text read: the columns to take, from 0, or from the end: 0,2,-1.")
    private int[] columns = {};

    @Option(names = "--skiprows", paramLabel = "N",
            description = "Text read: how many lines to leave out at the beginning.")
    private Optional<Long> skipRows = Optional.empty();

    @Option(names = "--max-rows", paramLabel = "N", description = "Text read: how many rows to take at most.")
    private Optional<Long> maxRows = Optional.empty();

    @Option(names = "--ndmin", paramLabel = "N", description = "Text read: how many axes there are at least, 0 to 2.")
    private Optional<Integer> ndmin = Optional.empty();

    @Option(names = "--unpack", description = "Text read: put columns into rows.")
    private boolean unpack;

    @Option(names = "--missing",
            description = "Text read: take an empty field for a missing value, as genfromtxt does.")
    private boolean missing;

    @Option(names = "--missing-values", split = ",", paramLabel = "TEXT",
            description = "Text read: what else stands for a missing value: N/A,-. Implies --missing; another field that "
                    + "is no value is an error.")
    private String[] missingValues = {};

    @Option(names = "--filling", paramLabel = "VALUE",
            description = "Text read: what stands for missing values, as in the file; nan, -1 or false if not given. "
                    + "Implies --missing.")
    private Optional<String> filling = Optional.empty();

    /// Whether any of the words was said.
    boolean isAny() {
        return Stream.of(dtype, quote, skipRows, maxRows, ndmin, filling).anyMatch(Optional::isPresent)
                || columns.length > 0 || unpack || missing || missingValues.length > 0;
    }

    /// Returns options with what was said.
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
