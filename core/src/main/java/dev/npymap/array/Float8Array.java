package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/// An array of 8-bit floats in one of ml_dtypes' formats; all are exact as float.
public final class Float8Array extends NdArray {
    private final Float8 format;

    Float8Array(Layout layout) {
        super(layout);
        this.format = layout.dtype().float8().orElseThrow();
    }

    /// Builds an array on the heap.
    ///
    /// @param format the format of the elements
    /// @param values the elements in C order, each rounded to the nearest that the format has
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static Float8Array of(Float8 format, float[] values, long... dims) {
        Float8Array array = zeros(Dtype.float8(format), dims.length == 0 ? new long[]{values.length} : dims).asFloat8();
        array.copyFrom(values);
        return array;
    }

    /// {@return the element at a position of an array with one axis}
    /// @param i its position, from 0
    public float get(long i) {
        return load(at(i));
    }

    /// {@return the element at a position of an array with two axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    public float get(long i, long j) {
        return load(at(i, j));
    }

    /// {@return the element at a position of an array with three axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    public float get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// {@return the element at a position of an array with any number of axes}
    /// @param index its position on each axis, from 0
    public float get(long... index) {
        return load(at(index));
    }

    /// Sets an element of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param value the new element, rounded as by [Float8#toBits]
    public void set(long i, float value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element, rounded as by [Float8#toBits]
    public void set(long i, long j, float value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element, rounded as by [Float8#toBits]
    public void set(long i, long j, long k, float value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element, rounded as by [Float8#toBits]
    public void set(long[] index, float value) {
        store(at(index), value);
    }

    /// {@return the elements in C order, in a new array}
    public float[] toArray() {
        float[] values = new float[arrayLength()];
        Memory.guard(layout(), () -> Elements.inOrder(layout()).next(values, values.length));
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many as this array has elements, in C order, each rounded as by [Float8#toBits]
    public void copyFrom(float... values) {
        checkLength(values.length);
        requireWritable();
        Memory.guard(layout(), () -> Elements.inOrder(layout()).set(values, values.length));
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public DoubleStream stream() {
        return Elements.stream(layout()).mapToDouble(this::load);
    }

    /// {@return how many elements a condition holds for}
    /// @param condition asked once for each element
    public long count(DoublePredicate condition) {
        return count(condition, Threads.ONE);
    }

    /// {@return what [#count(DoublePredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long count(DoublePredicate condition, Threads threads) {
        return Filter.ofDoubles(condition).count(layout(), threads);
    }

    /// {@return the positions in C order of the elements that a condition holds for, ascending: `np.flatnonzero`}
    /// @param condition asked once for each element
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(DoublePredicate condition) {
        return indices(condition, Threads.ONE);
    }

    /// {@return what [#indices(DoublePredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long[] indices(DoublePredicate condition, Threads threads) {
        return Filter.ofDoubles(condition).indices(layout(), threads);
    }

    /// {@return the sum of all elements, added as float32 in NumPy's pairwise order, each part rounded to the dtype}
    public float sum() {
        return sum(Threads.ONE);
    }

    /// {@return what [#sum()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float sum(Threads threads) {
        return (float) real(Reduction.SUM, threads);
    }

    /// {@return the product of all elements, in the order in which they lie in memory}
    public float prod() {
        return prod(Threads.ONE);
    }

    /// {@return what [#prod()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float prod(Threads threads) {
        return (float) real(Reduction.PROD, threads);
    }

    /// {@return the arithmetic mean, computed as float32 and rounded to the dtype; NaN for no elements}
    public float mean() {
        return mean(Threads.ONE);
    }

    /// {@return what [#mean()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float mean(Threads threads) {
        return (float) real(Reduction.MEAN, threads);
    }

    /// {@return the variance with divisor n, in two passes, each step rounded to the dtype as NumPy does}
    public float var() {
        return var(Threads.ONE);
    }

    /// {@return what [#var()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float var(Threads threads) {
        return (float) real(Reduction.VAR, threads);
    }

    /// {@return the standard deviation with divisor n, in two passes, each step rounded to the dtype as NumPy does}
    public float std() {
        return std(Threads.ONE);
    }

    /// {@return what [#std()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float std(Threads threads) {
        return (float) real(Reduction.STD, threads);
    }

    /// {@return the least element, or NaN if there is one}
    /// @throws IllegalArgumentException if there is no element
    public float min() {
        return min(Threads.ONE);
    }

    /// {@return what [#min()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float min(Threads threads) {
        return (float) real(Reduction.MIN, threads);
    }

    /// {@return the greatest element, or NaN if there is one}
    /// @throws IllegalArgumentException if there is no element
    public float max() {
        return max(Threads.ONE);
    }

    /// {@return what [#max()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float max(Threads threads) {
        return (float) real(Reduction.MAX, threads);
    }

    /// {@return how many elements are NaN}
    public long countNaN() {
        return whole(Reduction.COUNT_NAN, Threads.ONE);
    }

    @Override
    public Float8Array slice(Slice... items) {
        return (Float8Array) super.slice(items);
    }

    @Override
    public Float8Array slice(String items) {
        return (Float8Array) super.slice(items);
    }

    @Override
    public Float8Array select(int axis, long position) {
        return (Float8Array) super.select(axis, position);
    }

    @Override
    public Float8Array transpose(int... axes) {
        return (Float8Array) super.transpose(axes);
    }

    @Override
    public Float8Array reshape(long... dims) {
        return (Float8Array) super.reshape(dims);
    }

    @Override
    public Float8Array copy() {
        return (Float8Array) super.copy();
    }

    @Override
    public Float8Array copy(Threads threads) {
        return (Float8Array) super.copy(threads);
    }

    @Override
    public Float8Array take(int axis, long... indices) {
        return (Float8Array) super.take(axis, indices);
    }

    private float load(long at) {
        return format.toFloat(segment.get(JAVA_BYTE, at));
    }

    private void store(long at, float value) {
        segment.set(JAVA_BYTE, at, format.toBits(value));
    }
}
