package dev.npymap.array;

/// The floats that NumPy computes in, and the steps after which it rounds to them.
enum Precision {
    /// float16.
    HALF,
    /// float32.
    FLOAT,
    /// float64.
    DOUBLE;

    /// What NumPy computes in with the elements of an array.
    static Precision of(NdArray array) {
        return switch (array) {
            case HalfArray half when half.dtype().kind() == Dtype.Kind.FLOAT -> HALF;
            case FloatArray _, HalfArray _, Float8Array _ -> FLOAT;
            default -> DOUBLE;
        };
    }

    /// The nearest number of this precision.
    double round(double value) {
        return switch (this) {
            case HALF -> Float.float16ToFloat(Float.floatToFloat16(Floats.odd(value)));
            case FLOAT -> (float) value;
            case DOUBLE -> value;
        };
    }
}
