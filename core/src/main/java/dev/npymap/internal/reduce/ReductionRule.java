package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import java.nio.ByteOrder;

/// The rules by which NumPy reduces elements of a dtype.
///
/// @param reduction the requested reduction
/// @param skipsNaN  whether NaN is left out
record ReductionRule(Reduction reduction, boolean skipsNaN) {
    /// Returns the rule for a dtype; NaN is not left out if the dtype has none, or if NumPy does not leave it out.
    static ReductionRule of(Reduction reduction, Dtype dtype) {
        Reduction.Kind kind = reduction.kind();
        boolean skips = reduction.skipsNaN() && !dtype.kind().isWhole() && !NonZero.isAskedOf(dtype)
                && (!dtype.kind().isTime() || kind == Reduction.Kind.MIN || kind == Reduction.Kind.MAX);
        return new ReductionRule(reduction, skips);
    }

    /// Whether NumPy treats a single element without axes as having an axis 0, as its ufuncs do.
    boolean isAlongAxisOfOne() {
        return skipsNaN || kind() != Reduction.Kind.MEAN && !isDeviation();
    }

    /// The divisor of the sum of squared distances for the variance.
    double divisor(long count) {
        return count <= reduction.ddof() ? skipsNaN ? Double.NaN : 0 : count - reduction.ddof();
    }

    /// The dtype of the result, in little-endian order.
    ///
    /// @throws ClassCastException if NumPy has no such reduction for the dtype
    Dtype result(Layout a) {
        Dtype dtype = a.dtype().withOrder(ByteOrder.LITTLE_ENDIAN);
        boolean refused = switch (dtype.kind()) {
            case BOOL, INT, UINT, FLOAT, BFLOAT16, FLOAT8, COMPLEX -> false;
            case TIMEDELTA -> kind() == Reduction.Kind.PROD || isDeviation();
            case DATETIME -> isSum();
            case BYTES, TEXT -> !isPosition() && !isCondition();
            case VOID, STRUCT -> !isCondition();
            case OBJECT -> true;
        };
        if (refused) {
            throw new ClassCastException(a.name() + ": elements are " + a.dtype() + ", which have no " + reduction);
        }
        boolean whole = dtype.kind().isWhole();
        return switch (kind()) {
            case MIN, MAX -> dtype;
            case ARG_MIN, ARG_MAX, COUNT_NON_ZERO, COUNT_NAN -> Dtype.INT64;
            case ANY, ALL -> Dtype.BOOL;
            case SUM, PROD -> !whole ? dtype : dtype.kind() == Dtype.Kind.UINT ? Dtype.UINT64 : Dtype.INT64;
            case MEAN -> whole ? Dtype.FLOAT64 : dtype;
            case VAR, STD -> whole
                    ? Dtype.FLOAT64
                    : a.isComplex() ? a.real().dtype().withOrder(dtype.byteOrder()) : dtype;
        };
    }

    Reduction.Kind kind() {
        return reduction.kind();
    }

    /// Whether squared distances from the mean are added.
    boolean isDeviation() {
        return kind() == Reduction.Kind.VAR || kind() == Reduction.Kind.STD;
    }

    /// Whether elements are added or multiplied, so that the order may matter.
    boolean isSum() {
        return kind() == Reduction.Kind.SUM || kind() == Reduction.Kind.MEAN || kind() == Reduction.Kind.PROD
                || isDeviation();
    }

    /// As [#isSum], except for elements whose sums and products are exact.
    boolean isOrdered(Layout a) {
        return isSum() && !result(a).kind().isWhole();
    }

    /// Whether the results are positions.
    boolean isPosition() {
        return kind() == Reduction.Kind.ARG_MIN || kind() == Reduction.Kind.ARG_MAX;
    }

    /// Whether elements are only compared with zero.
    boolean isCondition() {
        return kind() == Reduction.Kind.ANY || kind() == Reduction.Kind.ALL
                || kind() == Reduction.Kind.COUNT_NON_ZERO;
    }

    /// Whether the reduction of no elements is an error.
    boolean needsElements() {
        return kind() == Reduction.Kind.MIN || kind() == Reduction.Kind.MAX || isPosition();
    }

    /// The name of the requested function in NumPy.
    @Override
    public String toString() {
        return reduction.toString();
    }
}
