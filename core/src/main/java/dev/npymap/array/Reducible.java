package dev.npymap.array;

/// What is reduced along its axes: every [NdArray], by NumPy's functions under their names.
///
/// [#reduce(Reduction, Threads, int...)] is the one door; the others are short for it. Along an axis, the result is a
/// new array in memory without that axis, of the dtype that [Reduction] says; over all elements it is a number, which
/// the typed views give in their own type. An axis counts from 0, or from the last if it is negative.
///
/// Threads: the calling one, or those that are passed. Results have the same bits whoever works; sums, means, variances
/// and standard deviations of floats and complex numbers have the bits of NumPy's. longdouble and complex256 are
/// computed as float64.
///
/// An array without axes may be reduced along axis 0 or -1, but for [Reduction#MEAN], [Reduction#VAR] and
/// [Reduction#STD], as in NumPy.
///
/// Every reduction throws [IndexOutOfBoundsException] if there is no such axis, [IllegalArgumentException] if an axis
/// is given twice, if positions are asked for along several, or if there are no elements where it needs some, and
/// [ClassCastException] if NumPy does not reduce elements of that dtype so.
public sealed interface Reducible permits NdArray {
    /// Reduces the elements along some axes to one each.
    ///
    /// @param what    what is made of the elements
    /// @param threads who works
    /// @param axes    the axes; none for all of them
    /// @return a new array in memory without those axes
    NdArray reduce(Reduction what, Threads threads, int... axes);

    /// As [#reduce(Reduction, Threads, int...)], on the calling thread.
    ///
    /// @param what what is made of the elements
    /// @param axes the axes; none for all of them
    /// @return a new array in memory without those axes
    default NdArray reduce(Reduction what, int... axes) {
        return reduce(what, Threads.ONE, axes);
    }

    /// {@return the sums along an axis; see [Reduction#SUM]}
    /// @param axis the axis that goes
    default NdArray sum(int axis) {
        return reduce(Reduction.SUM, axis);
    }

    /// {@return the products along an axis; see [Reduction#PROD]}
    /// @param axis the axis that goes
    default NdArray prod(int axis) {
        return reduce(Reduction.PROD, axis);
    }

    /// {@return the means along an axis; see [Reduction#MEAN]}
    /// @param axis the axis that goes
    default NdArray mean(int axis) {
        return reduce(Reduction.MEAN, axis);
    }

    /// {@return the variances along an axis; see [Reduction#VAR]}
    /// @param axis the axis that goes
    default NdArray var(int axis) {
        return reduce(Reduction.VAR, axis);
    }

    /// {@return the standard deviations along an axis; see [Reduction#STD]}
    /// @param axis the axis that goes
    default NdArray std(int axis) {
        return reduce(Reduction.STD, axis);
    }

    /// {@return the least elements along an axis; see [Reduction#MIN]}
    /// @param axis the axis that goes
    default NdArray min(int axis) {
        return reduce(Reduction.MIN, axis);
    }

    /// {@return the greatest elements along an axis; see [Reduction#MAX]}
    /// @param axis the axis that goes
    default NdArray max(int axis) {
        return reduce(Reduction.MAX, axis);
    }

    /// {@return the positions of the least elements along an axis; see [Reduction#ARG_MIN]}
    /// @param axis the axis that goes
    default NdArray argMin(int axis) {
        return reduce(Reduction.ARG_MIN, axis);
    }

    /// {@return the positions of the greatest elements along an axis; see [Reduction#ARG_MAX]}
    /// @param axis the axis that goes
    default NdArray argMax(int axis) {
        return reduce(Reduction.ARG_MAX, axis);
    }

    /// {@return the position in C order of the first of the least elements, or of the first NaN or NaT if there is one}
    default long argMin() {
        return argMin(Threads.ONE);
    }

    /// {@return what [#argMin()] returns, found by several threads}
    /// @param threads who works
    default long argMin(Threads threads) {
        return reduce(Reduction.ARG_MIN, threads).asLong().get();
    }

    /// {@return the position in C order of the first of the greatest elements, or of the first NaN or NaT if there is
    /// one}
    default long argMax() {
        return argMax(Threads.ONE);
    }

    /// {@return what [#argMax()] returns, found by several threads}
    /// @param threads who works
    default long argMax(Threads threads) {
        return reduce(Reduction.ARG_MAX, threads).asLong().get();
    }

    /// {@return whether an element is not zero; NaN and NaT are not}
    default boolean any() {
        return any(Threads.ONE);
    }

    /// {@return what [#any()] returns, found by several threads}
    /// @param threads who works
    default boolean any(Threads threads) {
        return reduce(Reduction.ANY, threads).asBoolean().get();
    }

    /// {@return whether no element is zero}
    default boolean all() {
        return all(Threads.ONE);
    }

    /// {@return what [#all()] returns, found by several threads}
    /// @param threads who works
    default boolean all(Threads threads) {
        return reduce(Reduction.ALL, threads).asBoolean().get();
    }

    /// {@return how many elements are not zero}
    default long countNonZero() {
        return countNonZero(Threads.ONE);
    }

    /// {@return what [#countNonZero()] returns, counted by several threads}
    /// @param threads who works
    default long countNonZero(Threads threads) {
        return reduce(Reduction.COUNT_NON_ZERO, threads).asLong().get();
    }
}
