package dev.npymap.internal.display;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.LongFunction;

/// How arrays become text: the options of `np.set_printoptions`.
///
/// @param precision digits of floats after the point at most, or exactly; -1 for as many as tell each value apart
/// @param exact     whether floats have exactly `precision` digits
/// @param equal     whether all floats of an array have as many digits as the longest
/// @param threshold above so many elements an array is summarised
/// @param edgeItems how many positions of a summarised axis are shown at each end
/// @param lineWidth the characters of a line
/// @param suppress  whether floats are printed without an exponent however small they are
/// @param nan       the text for "not a number"
/// @param infinity  the text for infinity, without a sign
/// @param plus      what stands before numbers that are not negative: nothing, `+` or a space
/// @param words     what puts an element of a kind, a layout without axes, into words instead
public record DisplayOptions(int precision, boolean exact, boolean equal, long threshold, long edgeItems, int lineWidth,
        boolean suppress, String nan, String infinity, String plus, Map<Dtype.Kind, Function<Layout, String>> words) {
    /// Those that NumPy starts with.
    public static final DisplayOptions DEFAULT = new DisplayOptions(8, false, false, 1000, 3, 75, false, "nan", "inf",
            "",
            Map.of());

    /// These options with other words for the numbers of elements that stand in their places.
    DisplayOptions withNumbered(LongFunction<String> element) {
        Map<Dtype.Kind, Function<Layout, String>> all = new EnumMap<>(Dtype.Kind.class);
        all.putAll(words);
        all.put(Dtype.Kind.INT, number -> element.apply(ElementCodec.whole(number, number.offset())));
        return new DisplayOptions(precision, exact, equal, threshold, edgeItems, lineWidth, suppress, nan, infinity,
                plus,
                all);
    }
}
