package dev.npymap.model;

import java.util.Locale;

/// A reduction of the elements along some axes to one, for `NdArray.reduce`: NumPy's function of that name, with its
/// result dtype.
///
/// Reductions whose names begin with `NAN` leave out NaN, as NumPy's `nansum` and so on do; on dtypes without NaN they
/// equal the reductions without the prefix. Only [#NAN_MIN] and [#NAN_MAX] leave out NaT of timedelta64 and datetime64,
/// as in NumPy.
///
/// Immutable.
public final class Reduction {
    /// The sum: int64 for booleans and signed integers, uint64 for unsigned ones, wrapping around on overflow;
    /// otherwise the array's own dtype. The sum of no elements is 0.
    public static final Reduction SUM = new Reduction(Kind.SUM, false, 0);
    /// The product, in the same dtypes as the sum; 1 for no elements.
    public static final Reduction PROD = new Reduction(Kind.PROD, false, 0);
    /// The arithmetic mean: float64 for booleans and integers, otherwise the array's own dtype; NaN for no elements.
    public static final Reduction MEAN = new Reduction(Kind.MEAN, false, 0);
    /// The least element, or NaN or NaT if there is one; an error for no elements.
    public static final Reduction MIN = new Reduction(Kind.MIN, false, 0);
    /// The greatest element, or NaN or NaT if there is one; an error for no elements.
    public static final Reduction MAX = new Reduction(Kind.MAX, false, 0);
    /// The position of the first of the least elements, or of the first NaN or NaT, as int64: on the axis, or in C
    /// order among all elements. Texts and byte strings are compared character by character.
    public static final Reduction ARG_MIN = new Reduction(Kind.ARG_MIN, false, 0);
    /// The position of the first of the greatest elements, or of the first NaN or NaT, as int64.
    public static final Reduction ARG_MAX = new Reduction(Kind.ARG_MAX, false, 0);
    /// Whether any element is not zero; NaN and NaT are not zero. A text or raw bytes are zero if all their bytes are.
    /// A record counts as the first element of its only field; records with several fields are refused.
    public static final Reduction ANY = new Reduction(Kind.ANY, false, 0);
    /// Whether no element is zero, in the sense of [#ANY].
    public static final Reduction ALL = new Reduction(Kind.ALL, false, 0);
    /// How many elements are not zero, as int64. Along axes, elements are those of [#ANY]; over all axes, records may
    /// have any number of fields, and are zero if all their fields are.
    public static final Reduction COUNT_NON_ZERO = new Reduction(Kind.COUNT_NON_ZERO, false, 0);
    /// The variance with divisor n: float64 for booleans and integers, floats of half the width for complex numbers,
    /// otherwise the array's own dtype. It is the mean squared distance from the mean, computed in two passes;
    /// [#withDdof] sets another divisor.
    public static final Reduction VAR = new Reduction(Kind.VAR, false, 0);
    /// The standard deviation with divisor n: the square root of the variance, in the same dtypes.
    public static final Reduction STD = new Reduction(Kind.STD, false, 0);
    /// The sum of the elements that are not NaN.
    public static final Reduction NAN_SUM = new Reduction(Kind.SUM, true, 0);
    /// The product of the elements that are not NaN.
    public static final Reduction NAN_PROD = new Reduction(Kind.PROD, true, 0);
    /// The mean of the elements that are not NaN; NaN if all are.
    public static final Reduction NAN_MEAN = new Reduction(Kind.MEAN, true, 0);
    /// The least of the elements that are not NaN or NaT; NaN or NaT if all are.
    public static final Reduction NAN_MIN = new Reduction(Kind.MIN, true, 0);
    /// The greatest of the elements that are not NaN or NaT; NaN or NaT if all are.
    public static final Reduction NAN_MAX = new Reduction(Kind.MAX, true, 0);
    /// The position of the first of the least elements that are not NaN; an error if all are.
    public static final Reduction NAN_ARG_MIN = new Reduction(Kind.ARG_MIN, true, 0);
    /// The position of the first of the greatest elements that are not NaN; an error if all are.
    public static final Reduction NAN_ARG_MAX = new Reduction(Kind.ARG_MAX, true, 0);
    /// The variance of the elements that are not NaN, with divisor n.
    public static final Reduction NAN_VAR = new Reduction(Kind.VAR, true, 0);
    /// The standard deviation of the elements that are not NaN, with divisor n.
    public static final Reduction NAN_STD = new Reduction(Kind.STD, true, 0);

    /// How many elements are NaN or NaT, as int64; NumPy has no function for it.
    public static final Reduction COUNT_NAN = new Reduction(Kind.COUNT_NAN, false, 0);

    /// What a reduction computes, whether or not it leaves out NaN.
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
        /// Whether any element is not zero.
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

    /// Returns the same variance or standard deviation with the divisor `n - ddof`.
    ///
    /// @param ddof NumPy's "delta degrees of freedom", subtracted from the number of elements; a reduction that leaves
    ///             out NaN is NaN if the divisor is not positive
    /// @return the reduction
    /// @throws IllegalArgumentException if this reduction is neither a variance nor a standard deviation
    public Reduction withDdof(int ddof) {
        if (kind != Kind.VAR && kind != Kind.STD) {
            throw new IllegalArgumentException(this + " has no degrees of freedom");
        }
        return new Reduction(kind, skipsNaN, ddof);
    }

    /// {@return what this reduction computes}
    public Kind kind() {
        return kind;
    }

    /// {@return whether this reduction leaves out NaN}
    public boolean skipsNaN() {
        return skipsNaN;
    }

    /// {@return the number that is subtracted from the number of elements for the divisor of a variance or standard
    /// deviation}
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
