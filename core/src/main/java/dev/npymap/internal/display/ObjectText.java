package dev.npymap.internal.display;

import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import java.util.function.LongFunction;

/// Texts of arrays whose elements the caller formats, such as Python objects, with NumPy's default options.
///
/// An element is requested by its position in C order, and its text may have several lines.
public final class ObjectText {
    private static final DisplayOptions OPTIONS = DisplayOptions.DEFAULT;

    private ObjectText() {
    }

    /// Returns what `repr` prints.
    ///
    /// @param shape   the lengths of the axes
    /// @param dtype   the dtype
    /// @param element returns the text of an element
    /// @return the text of the array
    public static String repr(Shape shape, Dtype dtype, LongFunction<String> element) {
        return repr(shape, DtypeName.text(dtype), element);
    }

    /// Returns what `repr` prints, with a given text for the dtype.
    ///
    /// @param shape   the lengths of the axes
    /// @param dtype   the text of the dtype: `StringDType()`
    /// @param element returns the text of an element
    /// @return the text of the array
    public static String repr(Shape shape, String dtype, LongFunction<String> element) {
        return ArrayRepr.of(elements(shape, element, ", ", ArrayRepr.PREFIX, ")"), shape, dtype, OPTIONS);
    }

    /// Returns what `str` prints.
    ///
    /// @param shape   the lengths of the axes
    /// @param element returns the text of an element
    /// @return the text of the array
    public static String str(Shape shape, LongFunction<String> element) {
        return elements(shape, element, " ", "", "");
    }

    private static String elements(Shape shape, LongFunction<String> element, String separator, String prefix,
            String suffix) {
        return shape.size() == 0
                ? ArrayText.EMPTY
                : ArrayText.of(EdgeItems.ofPositions(shape, OPTIONS), separator, prefix, suffix,
                        OPTIONS.withNumbered(element));
    }
}
