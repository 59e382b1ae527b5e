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
            case FLOAT, COMPLEX -> LegacyNumber.str(array, at, options.legacy());
            default -> array.element(at);
        };
    }

    /// What `str` prints of an array without axes.
    static String alone(NdArray array, Display options) {
        if (isPython(array, options)) {
            return PythonItem.str(array, options);
        }
        String text = of(array, array.layout().offset(), options);
        boolean named = array.dtype().kind() == Dtype.Kind.BYTES && !options.legacy().upTo(Display.Legacy.NUMPY_1_25);
        return named ? "np.bytes_(" + text + ")" : text;
    }

    /// Whether an array is printed as Python's object: in NumPy 1.13 one without axes that is no record.
    static boolean isPython(NdArray array, Display options) {
        return options.legacy() == Display.Legacy.NUMPY_1_13 && array.rank() == 0
                && array.dtype().kind() != Dtype.Kind.STRUCT;
    }
}
