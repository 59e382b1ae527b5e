package dev.npymap.array;

import java.nio.ByteOrder;
import java.util.Locale;

/// What [NdArray#reduce] makes of the elements along some axes: NumPy's function of that name, with its result dtype.
///
/// Those whose names begin with `NAN` leave out NaN, as NumPy's `nansum` and so on do; on dtypes without NaN they are
/// the others. NaT of timedelta64 and datetime64 is left out by [#NAN_MIN] and [#NAN_MAX] only, as in NumPy.
///
/// Immutable.
public final class Reduction {
    /// The sum: of booleans and signed integers as int64, of unsigned ones as uint64, wrapping around, else of the
    /// dtype itself; 0 of no elements.
    public static final Reduction SUM = new Reduction(Kind.SUM, false, 0);
    /// The product, of the same dtypes as the sum; 1 of no elements.
    public static final Reduction PROD = new Reduction(Kind.PROD, false, 0);
    /// The arithmetic mean: of booleans and integers as float64, else of the dtype itself; NaN of no elements.
    public static final Reduction MEAN = new Reduction(Kind.MEAN, false, 0);
    /// The least element, or NaN or NaT if there is one; no elements have none.
    public static final Reduction MIN = new Reduction(Kind.MIN, false, 0);
    /// The greatest element, or NaN or NaT if there is one; no elements have none.
    public static final Reduction MAX = new Reduction(Kind.MAX, false, 0);
    /// The position of the first of the least elements, or of the first NaN or NaT, as int64: on the axis, or in C
    /// order among all elements. Texts and byte strings are compared character by character.
    public static final Reduction ARG_MIN = new Reduction(Kind.ARG_MIN, false, 0);
    /// The position of the first of the greatest elements, or of the first NaN or NaT, as int64.
    public static final Reduction ARG_MAX = new Reduction(Kind.ARG_MAX, false, 0);
    /// Whether an element is not zero; NaN and NaT are not zero. A text or raw bytes are zero if all their bytes are. A
    /// record is what the first element of its only field is; one of more fields is refused.
    public static final Reduction ANY = new Reduction(Kind.ANY, false, 0);
    /// Whether no element is zero.
    public static final Reduction ALL = new Reduction(Kind.ALL, false, 0);
    /// How many elements are not zero, as int64: along axes of the same elements as [#ANY], and over all of them of
    /// records with any fields, which are zero if all their fields are.
    public static final Reduction COUNT_NON_ZERO = new Reduction(Kind.COUNT_NON_ZERO, false, 0);
    /// The variance with divisor n; see [#var(int)].
    public static final Reduction VAR = var(0);
    /// The standard deviation with divisor n; see [#std(int)].
    public static final Reduction STD = std(0);
    /// The sum of what is not NaN.
    public static final Reduction NAN_SUM = new Reduction(Kind.SUM, true, 0);
    /// The product of what is not NaN.
    public static final Reduction NAN_PROD = new Reduction(Kind.PROD, true, 0);
    /// The mean of what is not NaN; NaN if all are.
    public static final Reduction NAN_MEAN = new Reduction(Kind.MEAN, true, 0);
    /// The least of what is not NaN or NaT; NaN or NaT if all are.
    public static final Reduction NAN_MIN = new Reduction(Kind.MIN, true, 0);
    /// The greatest of what is not NaN or NaT; NaN or NaT if all are.
    public static final Reduction NAN_MAX = new Reduction(Kind.MAX, true, 0);
    /// The position of the first of the least that are not NaN; it is an error if all are.
    public static final Reduction NAN_ARG_MIN = new Reduction(Kind.ARG_MIN, true, 0);
    /// The position of the first of the greatest that are not NaN; it is an error if all are.
    public static final Reduction NAN_ARG_MAX = new Reduction(Kind.ARG_MAX, true, 0);
    /// The variance of what is not NaN, with divisor n.
    public static final Reduction NAN_VAR = nanVar(0);
    /// The standard deviation of what is not NaN, with divisor n.
    public static final Reduction NAN_STD = nanStd(0);

    /// How many elements are NaN or NaT, which NumPy has no function for.
    static final Reduction COUNT_NAN = new Reduction(Kind.COUNT_NAN, false, 0);

    /// What is computed, whether NaN is left out or not.
    enum Kind {
        SUM, PROD, MEAN, VAR, STD, MIN, MAX, ARG_MIN, ARG_MAX, ANY, ALL, COUNT_NON_ZERO, COUNT_NAN;

        /// Whether the squared distances from the mean are added.
        boolean isDeviation() {
            return this == VAR || this == STD;
        }

        /// Whether the order matters in which elements are added or multiplied.
        boolean isSum() {
            return this == SUM || this == MEAN || this == PROD || isDeviation();
        }

        /// Whether positions are the result.
        boolean isPosition() {
            return this == ARG_MIN || this == ARG_MAX;
        }

        /// Whether elements are only asked whether they are zero.
        boolean isCondition() {
            return this == ANY || this == ALL || this == COUNT_NON_ZERO;
        }

        /// Whether no elements have no result.
        boolean needsElements() {
            return this == MIN || this == MAX || isPosition();
        }
    }

    private final Kind kind;
    private final boolean skipsNaN;
    private final int ddof;

    private Reduction(Kind kind, boolean skipsNaN, int ddof) {
        this.kind = kind;
        this.skipsNaN = skipsNaN;
        this.ddof = ddof;
    }

    /// Returns the variance: of booleans and integers as float64, of complex numbers as floats of half their width,
    /// else of the dtype itself.
    ///
    /// @param ddof what the number of elements is lessened by to be the divisor, NumPy's "delta degrees of freedom"
    /// @return the mean squared distance from the mean, in two passes
    public static Reduction var(int ddof) {
        return new Reduction(Kind.VAR, false, ddof);
    }

    /// Returns the standard deviation, of the same dtypes as [#var(int)].
    ///
    /// @param ddof what the number of elements is lessened by to be the divisor
    /// @return the root of the variance
    public static Reduction std(int ddof) {
        return new Reduction(Kind.STD, false, ddof);
    }

    /// Returns the variance of what is not NaN.
    ///
    /// @param ddof what the number of elements is lessened by to be the divisor; NaN if nothing is left
    /// @return the mean squared distance from the mean, in two passes
    public static Reduction nanVar(int ddof) {
        return new Reduction(Kind.VAR, true, ddof);
    }

    /// Returns the standard deviation of what is not NaN.
    ///
    /// @param ddof what the number of elements is lessened by to be the divisor; NaN if nothing is left
    /// @return the root of the variance
    public static Reduction nanStd(int ddof) {
        return new Reduction(Kind.STD, true, ddof);
    }

    Kind kind() {
        return kind;
    }

    boolean skipsNaN() {
        return skipsNaN;
    }

    /// The same without leaving out NaN, where a dtype has none, or NumPy does not leave it out.
    Reduction on(Dtype dtype) {
        boolean times = dtype.kind() == Dtype.Kind.DATETIME || dtype.kind() == Dtype.Kind.TIMEDELTA;
        boolean skips = skipsNaN && !dtype.isWhole() && !NonZero.isAskedOf(dtype)
                && (!times || kind == Kind.MIN || kind == Kind.MAX);
        return skips == skipsNaN ? this : new Reduction(kind, skips, ddof);
    }

    /// Whether NumPy lets a single element without axes have an axis 0, as its ufuncs do.
    boolean isAlongAxisOfOne() {
        return skipsNaN || kind != Kind.MEAN && !kind.isDeviation();
    }

    /// What the sum of the squared distances of some elements is divided by to be their variance.
    double divisor(long count) {
        return count <= ddof ? skipsNaN ? Double.NaN : 0 : count - ddof;
    }

    /// The dtype of the result, in little-endian order.
    ///
    /// @throws ClassCastException if NumPy does not reduce such elements so
    Dtype result(Layout a) {
        Dtype dtype = a.dtype().withOrder(ByteOrder.LITTLE_ENDIAN);
        boolean refused = switch (dtype.kind()) {
            case BOOL, INT, UINT, FLOAT, BFLOAT16, FLOAT8, COMPLEX -> false;
            case TIMEDELTA -> kind == Kind.PROD || kind.isDeviation();
            case DATETIME -> kind == Kind.SUM || kind == Kind.MEAN || kind == Kind.PROD || kind.isDeviation();
            case BYTES, TEXT -> !kind.isPosition() && !kind.isCondition();
            case VOID, STRUCT -> !kind.isCondition();
            case OBJECT -> true;
        };
        if (refused) {
            throw new ClassCastException(a.name() + ": elements are " + a.dtype() + ", which have no " + this);
        }
        boolean whole = dtype.isWhole();
        return switch (kind) {
            case MIN, MAX -> dtype;
            case ARG_MIN, ARG_MAX, COUNT_NON_ZERO, COUNT_NAN -> Dtype.INT64;
            case ANY, ALL -> Dtype.BOOL;
            case SUM, PROD -> !whole ? dtype : dtype.kind() == Dtype.Kind.UINT ? Dtype.UINT64 : Dtype.INT64;
            case MEAN -> whole ? Dtype.FLOAT64 : dtype;
            case VAR,
                    STD ->
                whole
                        ? Dtype.FLOAT64
                        : a.isComplex() ? a.real().dtype().withOrder(dtype.byteOrder()) : dtype;
        };
    }

    /// {@return the name of NumPy's function, as in `nanstd(ddof=1)`}
    @Override
    public String toString() {
        return (skipsNaN ? "nan" : "") + switch (kind) {
            case COUNT_NON_ZERO -> "count_nonzero";
            case ARG_MIN -> "argmin";
            case ARG_MAX -> "argmax";
            default -> kind.name().toLowerCase(Locale.ROOT);
        } + (ddof == 0 ? "" : "(ddof=" + ddof + ")");
    }
}
