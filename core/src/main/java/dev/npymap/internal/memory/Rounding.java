package dev.npymap.internal.memory;

import dev.npymap.internal.decimal.RoundToOdd;
import dev.npymap.model.Dtype;
import dev.npymap.model.Float8;

/// Rounds to the nearest number of a floating-point type, ties to even.
public interface Rounding {
    /// The nearest number of the type.
    double round(double value);

    /// Rounds to a floating-point dtype; other dtypes, and longdouble, are computed in float64 and not rounded.
    static Rounding of(Dtype dtype) {
        return switch (dtype.kind()) {
            case BFLOAT16 -> value -> Float.intBitsToFloat(Bfloat16.bits(RoundToOdd.of(value)) << 16);
            case FLOAT8 -> {
                Float8 format = dtype.float8().orElseThrow();
                yield value -> format.round(RoundToOdd.of(value));
            }
            case FLOAT -> switch ((int) dtype.byteSize()) {
                case Short.BYTES -> Rounding::half;
                case Float.BYTES -> value -> (float) value;
                default -> value -> value;
            };
            default -> value -> value;
        };
    }

    /// The nearest float16.
    static double half(double value) {
        return Float.float16ToFloat(Float.floatToFloat16(RoundToOdd.of(value)));
    }
}
