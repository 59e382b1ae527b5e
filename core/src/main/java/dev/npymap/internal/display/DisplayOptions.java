package dev.npymap.internal.display;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

/// The options of `np.set_printoptions`.
///
/// @param precision the number of digits after the decimal point, a maximum or exact; -1 for as many as identify each
///                  value
/// @param exact     whether floats have exactly `precision` digits
/// @param equal     whether all floats of an array have as many digits as the longest one
/// @param threshold an array with more elements is summarised
/// @param edgeItems how many positions are shown at each end of a summarised axis
/// @param lineWidth the line width in characters
/// @param suppress  whether small floats are printed without an exponent
/// @param nan       the text for "not a number"
/// @param infinity  the text for infinity, without a sign
/// @param plus      the text in front of numbers that are not negative: empty, `+` or a space
/// @param words     formatters for elements of some kinds, which are given as layouts without axes
public record DisplayOptions(int precision, boolean exact, boolean equal, long threshold, long edgeItems, int lineWidth,
        boolean suppress, String nan, String infinity, String plus, Map<Dtype.Kind, Function<Layout, String>> words) {
    /// NumPy's initial options.
    public static final DisplayOptions DEFAULT = new DisplayOptions(8, false, false, 1000, 3, 75, false, "nan", "inf",
            "",
            Map.of());

    /// These options with a formatter for integers that are the numbers of other elements.
    DisplayOptions withNumbered(LongFunction<String> element) {
        Map<Dtype.Kind, Function<Layout, String>> all = new EnumMap<>(Dtype.Kind.class);
        all.putAll(words);
        all.put(Dtype.Kind.INT, number -> element.apply(ElementCodec.whole(number, number.offset())));
        return new DisplayOptions(precision, exact, equal, threshold, edgeItems, lineWidth, suppress, nan, infinity,
                plus,
                all);
    }
}
