package dev.npymap.array;

/// One element as `str` of a NumPy scalar prints it: `1.5`, `(1+2j)`, `2000-01-01`.
final class ScalarText {
    private ScalarText() {
    }

    /// The text of an element.
    ///
    /// @param at its place, in bytes into the segment
    static String of(NdArray array, long at, Display options) {
        return switch (array.dtype().kind()) {
            case STRUCT -> RecordFormat.scalar(ElementFormat.one(array, at), options);
            default -> array.element(at);
        };
    }

    /// What `str` prints of an array without axes.
    static String alone(NdArray array, Display options) {
        String text = of(array, array.layout().offset(), options);
        return array.dtype().kind() == Dtype.Kind.BYTES ? "np.bytes_(" + text + ")" : text;
    }
}
