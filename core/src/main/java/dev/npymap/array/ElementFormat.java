package dev.npymap.array;

import java.util.function.Function;

/// The text of one element as it stands among the others of its array, padded to their width where NumPy does so.
///
/// A format is made for some elements, of which it may have looked at all, and is used by one thread.
interface ElementFormat {
    /// Appends the text of an element.
    ///
    /// @param at the element's place, in bytes into the segment of the array that the format was made for
    void append(StringBuilder out, long at);

    /// Returns the format for all elements of an array.
    ///
    /// @param scalar whether floats shall be printed as scalars are: not padded, with all their digits
    static ElementFormat of(NdArray data, Display options, boolean scalar) {
        Function<NdArray, String> words = options.formatters().get(data.dtype().kind());
        if (words != null && data.dtype().kind() != Dtype.Kind.STRUCT) {
            return (out, at) -> out.append(words.apply(one(data, at)));
        }
        return switch (data.dtype().kind()) {
            case BOOL -> {
                boolean padded = data.rank() > 0;
                yield (out, at) -> out.append(padded
                        ? data.element(at).equals("True") ? " True" : "False"
                        : data.element(at));
            }
            case INT, UINT -> new IntegerFormat(data, options.sign());
            case FLOAT -> scalar
                    ? (out, at) -> out.append(ScalarText.of(data, at, options))
                    : new FloatFormat(data, options, options.sign());
            case COMPLEX -> new ComplexFormat(data.asComplex(), options);
            case DATETIME, TIMEDELTA -> new TimeFormat(data.asTime());
            case BYTES, TEXT -> (out, at) -> out.append(data.asText().quoted(at));
            case STRUCT -> new RecordFormat(data, options, scalar);
            case VOID, BFLOAT16, FLOAT8, OBJECT -> (out, at) -> out.append(data.element(at));
        };
    }

    /// One element as an array without axes.
    static NdArray one(NdArray data, long at) {
        return NdArray.of(data.layout().with(at, Shape.of(), new long[0]));
    }
}
