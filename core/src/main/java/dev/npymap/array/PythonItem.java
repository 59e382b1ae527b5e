package dev.npymap.array;

/// Elements as the plain Python objects that `tolist` makes of them: `0.1`, `datetime.date(2000, 1, 1)`.
final class PythonItem {
    private PythonItem() {
    }

    /// What `repr` prints of an element that is no record.
    ///
    /// @param at its place, in bytes into the segment
    static String repr(NdArray array, long at, Display options) {
        Dtype dtype = array.dtype();
        return switch (dtype.kind()) {
            case FLOAT, COMPLEX -> isLong(dtype)
                    ? ScalarRepr.of(ElementFormat.one(array, at), options)
                    : number(array, at);
            case BFLOAT16, FLOAT8 -> number(array, at);
            case BYTES, TEXT -> array.asText().quoted(at);
            case VOID -> PythonText.quote(((RecordArray) ElementFormat.one(array, at)).bytes());
            case DATETIME, TIMEDELTA -> PythonTime.of((TimeArray) ElementFormat.one(array, at), true);
            default -> array.element(at);
        };
    }

    /// What `str` prints of the element of an array without axes that is no record.
    static String str(NdArray alone, Display options) {
        long at = alone.layout().offset();
        return switch (alone.dtype().kind()) {
            case FLOAT, COMPLEX -> isLong(alone.dtype()) ? ScalarText.of(alone, at, options) : number(alone, at);
            case TEXT -> alone.asText().get();
            case DATETIME, TIMEDELTA -> PythonTime.of(alone.asTime(), false);
            default -> repr(alone, at, options);
        };
    }

    /// Python has no such numbers: they stay NumPy's.
    private static boolean isLong(Dtype dtype) {
        return dtype.byteSize() > (dtype.kind() == Dtype.Kind.COMPLEX ? 2 : 1) * Double.BYTES;
    }

    private static String number(NdArray array, long at) {
        if (array instanceof ComplexArray complex) {
            return complex.load(at).toString();
        }
        return PythonNumber.text(Numbers.number(array.layout(), at));
    }
}
