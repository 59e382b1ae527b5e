package dev.npymap.internal.display;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import dev.npymap.internal.memory.Characters;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import java.util.function.Function;

/// Formats one element as it is printed among the others of its array, padded to their width where NumPy pads.
///
/// A format is made for certain elements, all of which it may have read, and is used by one thread.
interface ElementFormat {
    /// Appends the text of an element.
    ///
    /// @param at the element's offset in the segment of the format's array, in bytes
    void append(StringBuilder out, long at);

    /// Returns the format for all elements of an array.
    ///
    /// @param scalar whether floats are printed like scalars: not padded, with all their digits
    static ElementFormat of(Layout a, DisplayOptions options, boolean scalar) {
        Function<Layout, String> words = options.words().get(a.dtype().kind());
        if (words != null && a.dtype().kind() != Dtype.Kind.STRUCT) {
            return (out, at) -> out.append(words.apply(a.element(at)));
        }
        return switch (a.dtype().kind()) {
            case BOOL -> {
                String yes = a.rank() > 0 ? " True" : "True";
                yield (out, at) -> out.append(a.segment().get(JAVA_BYTE, at) != 0 ? yes : "False");
            }
            case INT, UINT -> new IntegerFormat(a, options.plus());
            case FLOAT -> scalar ? scalar(a, options) : new FloatFormat(a, options, options.plus());
            case COMPLEX -> new ComplexFormat(a, options);
            case DATETIME, TIMEDELTA -> new TimeFormat(a);
            case BYTES, TEXT -> (out, at) -> out.append(Characters.quoted(a, at));
            case STRUCT -> new RecordFormat(a, options, scalar);
            case VOID, BFLOAT16, FLOAT8, OBJECT -> scalar(a, options);
        };
    }

    private static ElementFormat scalar(Layout a, DisplayOptions options) {
        return (out, at) -> out.append(ScalarText.of(a, at, options));
    }
}
