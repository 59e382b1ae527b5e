package dev.npymap.text;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What is taken for a missing value, and what is put in its place, as in `np.genfromtxt`.
///
/// A field that is no value of its column is filled if it is empty or one that [#texts] and [#columnTexts] name; others
/// are errors, unless [#loose] takes all of them for missing, as NumPy does if it is not told otherwise. A field that
/// is a value is never missing, whatever its text, as in NumPy. Without a filling, floats are filled with NaN, points
/// in time with NaT, integers and spans with -1, booleans with false.
///
/// Columns are those of the file, from 0.
///
/// Immutable; each `with` method returns others.
///
/// @param loose          whether every field that is no value is missing
/// @param texts          what is missing in every column
/// @param columnTexts    what else is missing in some columns
/// @param filling        what stands for missing values, as it would be written in the file
/// @param columnFillings the same for some columns
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.genfromtxt.html">genfromtxt</a>
public record MissingValues(boolean loose, Set<String> texts, Map<Integer, Set<String>> columnTexts,
        Optional<String> filling, Map<Integer, String> columnFillings) {
    /// Empty fields, filled with NaN, NaT, -1 or false.
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

    /// Returns these, with only those fields missing that are named, or all that are not values: also a number with a
    /// thousands separator, or one in quotes that no option names.
    ///
    /// @param every whether every field that is no value is missing
    /// @return the other missing values
    public MissingValues withLoose(boolean every) {
        return new MissingValues(every, texts, columnTexts, filling, columnFillings);
    }

    /// Returns these with other texts for missing values in every column.
    ///
    /// @param some texts such as `N/A`, without white space around them
    /// @return the other missing values
    public MissingValues withTexts(String... some) {
        return new MissingValues(loose, new HashSet<>(List.of(some)), columnTexts, filling, columnFillings);
    }

    /// Returns these with other texts for missing values in one column.
    ///
    /// @param column the column, from 0
    /// @param some   texts such as `N/A`, without white space around them
    /// @return the other missing values
    public MissingValues withTexts(int column, String... some) {
        Map<Integer, Set<String>> more = new HashMap<>(columnTexts);
        more.put(column, new HashSet<>(List.of(some)));
        return new MissingValues(loose, texts, more, filling, columnFillings);
    }

    /// Returns these with another filling of every column.
    ///
    /// @param text a value, as it would be written in the file
    /// @return the other missing values
    public MissingValues withFilling(String text) {
        return new MissingValues(loose, texts, columnTexts, Optional.of(text), columnFillings);
    }

    /// Returns these with another filling of one column.
    ///
    /// @param column the column, from 0
    /// @param text   a value, as it would be written in the file
    /// @return the other missing values
    public MissingValues withFilling(int column, String text) {
        Map<Integer, String> more = new HashMap<>(columnFillings);
        more.put(column, text);
        return new MissingValues(loose, texts, columnTexts, filling, more);
    }

    /// Whether a field that is no value of its column is missing.
    boolean isMissing(int column, String field) {
        String text = field.strip();
        return loose || text.isEmpty() || texts.contains(text)
                || columnTexts.getOrDefault(column, Set.of()).contains(text);
    }

    /// What stands in a column for a missing value, if that is said.
    Optional<String> filling(int column) {
        return Optional.ofNullable(columnFillings.get(column)).or(() -> filling);
    }
}
