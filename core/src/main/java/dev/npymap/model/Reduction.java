package dev.npymap.model;

import java.util.Locale;

/// What `NdArray.reduce` makes of the elements along some axes: NumPy's function of that name, with its result dtype.
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
    /// The variance with divisor n: of booleans and integers as float64, of complex numbers as floats of half their
    /// width, else of the dtype itself. It is the mean squared distance from the mean, in two passes; [#withDdof] gives
    /// it another divisor.
    public static final Reduction VAR = new Reduction(Kind.VAR, false, 0);
    /// The standard deviation with divisor n, the root of the variance, of the same dtypes.
    public static final Reduction STD = new Reduction(Kind.STD, false, 0);
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
    public static final Reduction NAN_VAR = new Reduction(Kind.VAR, true, 0);
    /// The standard deviation of what is not NaN, with divisor n.
    public static final Reduction NAN_STD = new Reduction(Kind.STD, true, 0);

    /// How many elements are NaN or NaT, as int64, which NumPy has no function for.
    public static final Reduction COUNT_NAN = new Reduction(Kind.COUNT_NAN, false, 0);

    /// What is computed, whether NaN is left out or not.
    public enum Kind {
        /// The sum.
        SUM,
        /// The product.
        PROD,
        /// The arithmetic mean.
        MEAN,
        /// The variance.
        VAR,
        /// The standard deviation.
        STD,
        /// The least element.
        MIN,
        /// The greatest element.
        MAX,
        /// The position of the least element.
        ARG_MIN,
        /// The position of the greatest element.
        ARG_MAX,
        /// Whether an element is not zero.
        ANY,
        /// Whether no element is zero.
        ALL,
        /// How many elements are not zero.
        COUNT_NON_ZERO,
        /// How many elements are NaN or NaT.
        COUNT_NAN
    }

    private final Kind kind;
    private final boolean skipsNaN;
    private final int ddof;

    private Reduction(Kind kind, boolean skipsNaN, int ddof) {
        this.kind = kind;
        this.skipsNaN = skipsNaN;
        this.ddof = ddof;
    }

    /// The same variance or standard deviation with another divisor.
    ///
    /// @param ddof what the number of elements is lessened by to be the divisor, NumPy's "delta degrees of freedom";
    ///             what leaves out NaN is NaN if nothing is left
    /// @return the reduction
    /// @throws IllegalArgumentException if this is neither a variance nor a standard deviation
    public Reduction withDdof(int ddof) {
        if (kind != Kind.VAR && kind != Kind.STD) {
            throw new IllegalArgumentException(this + " has no degrees of freedom");
        }
        return new Reduction(kind, skipsNaN, ddof);
    }

    /// {@return what is computed}
    public Kind kind() {
        return kind;
    }

    /// {@return whether NaN is left out}
    public boolean skipsNaN() {
        return skipsNaN;
    }

    /// {@return what the number of elements is lessened by to be the divisor of a variance or standard deviation}
    public int ddof() {
        return ddof;
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
