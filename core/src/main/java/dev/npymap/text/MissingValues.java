package dev.npymap.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which fields are missing values, and the values that fill them, as in `np.genfromtxt`.
///
/// A field that is not a valid element of its column is missing if it is empty, or if [#texts] or [#columnTexts]
/// contain it. Any other invalid field is an error, unless [#loose] makes it missing too, which is NumPy's default. A
/// valid field is never missing, whatever its text, as in NumPy. The default fillings are NaN for floats, NaT for
/// points in time, -1 for integers and timedelta64, and false for booleans.
///
/// Columns are those of the file, counted from 0.
///
/// Immutable; each `with` method returns another instance.
///
/// @param loose          whether every invalid field is missing
/// @param texts          the texts of missing values in every column
/// @param columnTexts    further texts of missing values in single columns
/// @param filling        the text that replaces a missing value, as it would be written in the file
/// @param columnFillings the same for single columns
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.genfromtxt.html">genfromtxt</a>
public record MissingValues(boolean loose, Set<String> texts, Map<Integer, Set<String>> columnTexts,
        Optional<String> filling, Map<Integer, String> columnFillings) {
    /// Only empty fields are missing; they are filled with NaN, NaT, -1 or false.
    public static final MissingValues DEFAULT = new MissingValues(false, Set.of(), Map.of(), Optional.empty(),
            Map.of());

    /// Copies the collections.
    public MissingValues {
        texts = Set.copyOf(texts);
        Map<Integer, Set<String>> copied = new HashMap<>();
        columnTexts.forEach((column, some) -> copied.put(column, Set.copyOf(some)));
        columnTexts = Map.copyOf(copied);
        columnFillings = Map.copyOf(columnFillings);
    }

    /// Returns missing values with another treatment of invalid fields, such as a number with a thousands separator, or
    /// a quoted number where no quote character is set.
    ///
    /// @param every whether every invalid field is missing; otherwise only fields with a given text are
    /// @return the other missing values
    public MissingValues withLoose(boolean every) {
        return new MissingValues(every, texts, columnTexts, filling, columnFillings);
    }

    /// Returns missing values with other texts in every column.
    ///
    /// @param some texts such as `N/A`, without white space around them
    /// @return the other missing values
    public MissingValues withTexts(String... some) {
        return new MissingValues(loose, new HashSet<>(List.of(some)), columnTexts, filling, columnFillings);
    }

    /// Returns missing values with other texts in one column.
    ///
    /// @param column the column, from 0
    /// @param some   texts such as `N/A`, without white space around them
    /// @return the other missing values
    public MissingValues withTexts(int column, String... some) {
        Map<Integer, Set<String>> more = new HashMap<>(columnTexts);
        more.put(column, new HashSet<>(List.of(some)));
        return new MissingValues(loose, texts, more, filling, columnFillings);
    }

    /// Returns missing values with another filling in every column.
    ///
    /// @param text a value, as it would be written in the file
    /// @return the other missing values
    public MissingValues withFilling(String text) {
        return new MissingValues(loose, texts, columnTexts, Optional.of(text), columnFillings);
    }

    /// Returns missing values with another filling in one column.
    ///
    /// @param column the column, from 0
    /// @param text   a value, as it would be written in the file
    /// @return the other missing values
    public MissingValues withFilling(int column, String text) {
        Map<Integer, String> more = new HashMap<>(columnFillings);
        more.put(column, text);
        return new MissingValues(loose, texts, columnTexts, filling, more);
    }

    /// Whether an invalid field of a column is missing.
    boolean isMissing(int column, String field) {
        String text = field.strip();
        return loose || text.isEmpty() || texts.contains(text)
                || columnTexts.getOrDefault(column, Set.of()).contains(text);
    }

    /// The text that replaces missing values in a column, if one is given.
    Optional<String> filling(int column) {
        return Optional.ofNullable(columnFillings.get(column)).or(() -> filling);
    }
}
