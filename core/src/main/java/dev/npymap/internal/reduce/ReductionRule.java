package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import java.nio.ByteOrder;

/// How NumPy reduces elements of some dtype.
///
/// @param reduction what was asked for
/// @param skipsNaN  whether NaN is left out
record ReductionRule(Reduction reduction, boolean skipsNaN) {
    /// Leaves NaN in where a dtype has none, or where NumPy does not leave it out.
    static ReductionRule of(Reduction reduction, Dtype dtype) {
        Reduction.Kind kind = reduction.kind();
        boolean skips = reduction.skipsNaN() && !dtype.kind().isWhole() && !NonZero.isAskedOf(dtype)
                && (!dtype.kind().isTime() || kind == Reduction.Kind.MIN || kind == Reduction.Kind.MAX);
        return new ReductionRule(reduction, skips);
    }

    /// Whether NumPy lets a single element without axes have an axis 0, as its ufuncs do.
    boolean isAlongAxisOfOne() {
        return skipsNaN || kind() != Reduction.Kind.MEAN && !isDeviation();
    }

    /// What the sum of the squared distances of some elements is divided by to be their variance.
    double divisor(long count) {
        return count <= reduction.ddof() ? skipsNaN ? Double.NaN : 0 : count - reduction.ddof();
    }

    /// The dtype of the result, in little-endian order.
    ///
    /// @throws ClassCastException if NumPy does not reduce such elements so
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

    /// Whether the squared distances from the mean are added.
    boolean isDeviation() {
        return kind() == Reduction.Kind.VAR || kind() == Reduction.Kind.STD;
    }

    /// Whether the order matters in which elements are added or multiplied.
    boolean isSum() {
        return kind() == Reduction.Kind.SUM || kind() == Reduction.Kind.MEAN || kind() == Reduction.Kind.PROD
                || isDeviation();
    }

    /// As [#isSum], but for elements whose sums and products are exact.
    boolean isOrdered(Layout a) {
        return isSum() && !result(a).kind().isWhole();
    }

    /// Whether positions are the result.
    boolean isPosition() {
        return kind() == Reduction.Kind.ARG_MIN || kind() == Reduction.Kind.ARG_MAX;
    }

    /// Whether elements are only asked whether they are zero.
    boolean isCondition() {
        return kind() == Reduction.Kind.ANY || kind() == Reduction.Kind.ALL
                || kind() == Reduction.Kind.COUNT_NON_ZERO;
    }

    /// Whether no elements have no result.
    boolean needsElements() {
        return kind() == Reduction.Kind.MIN || kind() == Reduction.Kind.MAX || isPosition();
    }

    /// The name of NumPy's function that was asked for.
    @Override
    public String toString() {
        return reduction.toString();
    }
}
