package dev.npymap.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One item of NumPy's basic indexing, such as `2:6` or `...` in `a[2:6, 4, ..., ::-1]`.
///
/// Immutable.
public sealed interface Slice {
    /// One position on an axis; the result lacks that axis.
    ///
    /// @param position from 0, or negative to count from the end
    record Index(long position) implements Slice {
    }

    /// Every `step`-th position from `start` up to `stop`, exclusive; Python's `start:stop:step`.
    ///
    /// @param start the first position; if absent, the first in the direction of the step; if negative, counted from
    ///              the end
    /// @param stop  the end, exclusive; if absent, the end of the axis in the direction of the step; if negative,
    ///              counted from the end
    /// @param step  not zero; a negative step walks backwards
    record Range(OptionalLong start, OptionalLong stop, long step) implements Slice {
        /// Checks the step.
        public Range {
            if (step == 0) {
                throw new IllegalArgumentException("slice step cannot be zero");
            }
        }
    }

    /// As many whole axes as the other items leave over: `...`.
    record Ellipsis() implements Slice {
    }

    /// A new axis of length 1: `None`, `np.newaxis`.
    record NewAxis() implements Slice {
    }

    /// Returns one position, `i`.
    ///
    /// @param position from 0, or negative to count from the end
    /// @return the item
    static Slice at(long position) {
        return new Index(position);
    }

    /// Returns a whole axis, `:`.
    ///
    /// @return the item
    static Slice all() {
        return new Range(OptionalLong.empty(), OptionalLong.empty(), 1);
    }

    /// Returns a range, `start:stop`.
    ///
    /// @param start the first position
    /// @param stop  the end, exclusive
    /// @return the item
    static Slice range(long start, long stop) {
        return range(start, stop, 1);
    }

    /// Returns a range with a step, `start:stop:step`.
    ///
    /// @param start the first position
    /// @param stop  the end, exclusive
    /// @param step  not zero
    /// @return the item
    static Slice range(long start, long stop, long step) {
        return new Range(OptionalLong.of(start), OptionalLong.of(stop), step);
    }

    /// Returns a range to the end of the axis, `start:`.
    ///
    /// @param start the first position
    /// @return the item
    static Slice from(long start) {
        return new Range(OptionalLong.of(start), OptionalLong.empty(), 1);
    }

    /// Returns a range from the beginning of the axis, `:stop`.
    ///
    /// @param stop the end, exclusive
    /// @return the item
    static Slice until(long stop) {
        return new Range(OptionalLong.empty(), OptionalLong.of(stop), 1);
    }

    /// Returns a whole axis in steps, `::step`.
    ///
    /// @param step not zero; -1 reverses the axis
    /// @return the item
    static Slice every(long step) {
        return new Range(OptionalLong.empty(), OptionalLong.empty(), step);
    }

    /// Returns `...`.
    ///
    /// @return the item
    static Slice ellipsis() {
        return new Ellipsis();
    }

    /// Returns `np.newaxis`.
    ///
    /// @return the item
    static Slice newAxis() {
        return new NewAxis();
    }

    /// Parses NumPy's own notation, the text between the brackets of `a[...]`.
    ///
    /// The text may include brackets around slices. Brackets around integers alone make a list of positions, as in
    /// NumPy, which is not a slice: `NdArray.rows` takes such positions.
    ///
    /// @param text items separated by commas: integers, `start:stop:step`, `...` or `Ellipsis`, `None` or `newaxis`
    /// @return the items in order
    /// @throws IllegalArgumentException if the text is malformed, or is a list of positions
    static List<Slice> parse(String text) {
        String inner = Notation.opened(text);
        if (inner.equals("()")) {
            return List.of();
        }
        List<Slice> items = new ArrayList<>();
        String[] parts = inner.split(",", -1);
        boolean trailingComma = parts.length > 1 && parts[parts.length - 1].isBlank();
        for (int n = 0; n < parts.length - (trailingComma ? 1 : 0); n++) {
            items.add(Notation.item(text, parts[n].strip()));
        }
        return items;
    }
}

/// The parser of one item.
final class Notation {
    private static final String INTEGER = "\\s*+([+-]?+\\s*+(?:0(?:_?+0)*+|[1-9](?:_?+[0-9])*+))?+\\s*+";
    private static final Pattern RANGE = Pattern.compile(INTEGER + ":" + INTEGER + "(?::" + INTEGER + ")?");
    private static final Pattern INDEX = Pattern.compile(INTEGER);

    private Notation() {
    }

    /// The text without the brackets around slices.
    static String opened(String text) {
        String whole = text.strip();
        if (!whole.startsWith("[") || !whole.endsWith("]") || whole.length() < 2) {
            return requireNoList(text, whole);
        }
        String content = whole.substring(1, whole.length() - 1).strip();
        int close = content.indexOf(']');
        boolean around = close < 0 || content.lastIndexOf('[', close) >= 0;
        String inner = requireNoList(text, around ? content : whole);
        boolean integers = Arrays.stream(inner.split(",")).allMatch(item -> INDEX.matcher(item).matches());
        return integers ? requireNoList(text, whole) : inner;
    }

    private static String requireNoList(String text, String items) {
        int open = items.indexOf('[');
        if (open >= 0 && items.indexOf(']', open) > open) {
            throw new IllegalArgumentException("\"" + text + "\" has a list of positions, which no view has;"
                    + " NdArray.rows takes the rows at some positions");
        }
        return items;
    }

    static Slice item(String text, String item) {
        switch (item) {
            case "...", "Ellipsis" -> {
                return Slice.ellipsis();
            }
            case "None", "newaxis", "np.newaxis" -> {
                return Slice.newAxis();
            }
            default -> {
                Matcher range = RANGE.matcher(item);
                if (range.matches()) {
                    return new Slice.Range(integer(text, range.group(1)), integer(text, range.group(2)),
                            integer(text, range.group(3)).orElse(1));
                }
                Matcher index = INDEX.matcher(item);
                if (index.matches() && index.group(1) != null) {
                    return Slice.at(integer(text, index.group(1)).orElseThrow());
                }
                throw malformed(text, item);
            }
        }
    }

    private static OptionalLong integer(String text, String digits) {
        if (digits == null) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(digits.replaceAll("[\\s_]", "")));
        } catch (NumberFormatException tooLong) {
            throw malformed(text, digits);
        }
    }

    private static IllegalArgumentException malformed(String text, String item) {
        return new IllegalArgumentException("malformed slice \"" + text + "\": \"" + item
                + "\" is neither an integer, start:stop:step, ... nor None");
    }
}
