package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.Rounding;
import dev.npymap.model.Dtype;

/// The floating-point types in which NumPy computes, with rounding to them.
enum Precision {
    /// float16.
    HALF,
    /// float32.
    FLOAT,
    /// float64.
    DOUBLE;

    /// The type in which NumPy computes with elements of a dtype.
    static Precision of(Dtype dtype) {
        return switch (dtype.kind()) {
            case FLOAT -> switch ((int) dtype.byteSize()) {
                case Short.BYTES -> HALF;
                case Float.BYTES -> FLOAT;
                default -> DOUBLE;
            };
            case BFLOAT16, FLOAT8 -> FLOAT;
            default -> DOUBLE;
        };
    }

    /// The nearest number of this type.
    double round(double value) {
        return switch (this) {
            case HALF -> Rounding.half(value);
            case FLOAT -> (float) value;
            case DOUBLE -> value;
        };
    }
}
