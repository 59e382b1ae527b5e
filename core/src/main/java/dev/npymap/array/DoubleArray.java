package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/// An array of float64.
public final class DoubleArray extends NdArray {
    private static final ValueLayout.OfDouble LITTLE = JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble BIG = JAVA_DOUBLE_UNALIGNED.withOrder(BIG_ENDIAN);

    DoubleArray(Layout layout) {
        super(layout);
    }

    /// Builds an array on the heap.
    ///
    /// @param values the elements in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static DoubleArray of(double[] values, long... dims) {
        DoubleArray array = zeros(Dtype.FLOAT64, dims.length == 0 ? new long[]{values.length} : dims).asDouble();
        array.copyFrom(values);
        return array;
    }

    /// {@return the element at a position of an array with one axis}
    /// @param i its position, from 0
    public double get(long i) {
        return load(at(i));
    }

    /// {@return the element at a position of an array with two axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    public double get(long i, long j) {
        return load(at(i, j));
    }

    /// {@return the element at a position of an array with three axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    public double get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// {@return the element at a position of an array with any number of axes}
    /// @param index its position on each axis, from 0
    public double get(long... index) {
        return load(at(index));
    }

    /// Sets an element of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param value the new element
    public void set(long i, double value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element
    public void set(long i, long j, double value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element
    public void set(long i, long j, long k, double value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element
    public void set(long[] index, double value) {
        store(at(index), value);
    }

    /// {@return the elements in C order, in a new array}
    public double[] toArray() {
        double[] values = new double[arrayLength()];
        Memory.guard(layout(), () -> Elements.inOrder(layout()).next(values, values.length));
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many as this array has elements, in C order
    public void copyFrom(double... values) {
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

    /// {@return the sum of all elements, in NumPy's pairwise order and bit for bit its result}
    public double sum() {
        return sum(Threads.ONE);
    }

    /// {@return what [#sum()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double sum(Threads threads) {
        return real(Reduction.SUM, threads);
    }

    /// {@return the product of all elements, in the order in which they lie in memory}
    public double prod() {
        return prod(Threads.ONE);
    }

    /// {@return what [#prod()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double prod(Threads threads) {
        return real(Reduction.PROD, threads);
    }

    /// {@return the arithmetic mean; NaN for no elements}
    public double mean() {
        return mean(Threads.ONE);
    }

    /// {@return what [#mean()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double mean(Threads threads) {
        return real(Reduction.MEAN, threads);
    }

    /// {@return the variance with divisor n, in two passes}
    public double var() {
        return var(Threads.ONE);
    }

    /// {@return what [#var()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double var(Threads threads) {
        return real(Reduction.VAR, threads);
    }

    /// {@return the standard deviation with divisor n, in two passes}
    public double std() {
        return std(Threads.ONE);
    }

    /// {@return what [#std()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double std(Threads threads) {
        return real(Reduction.STD, threads);
    }

    /// {@return the least element, or NaN if there is one}
    /// @throws IllegalArgumentException if there is no element
    public double min() {
        return min(Threads.ONE);
    }

    /// {@return what [#min()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double min(Threads threads) {
        return real(Reduction.MIN, threads);
    }

    /// {@return the greatest element, or NaN if there is one}
    /// @throws IllegalArgumentException if there is no element
    public double max() {
        return max(Threads.ONE);
    }

    /// {@return what [#max()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double max(Threads threads) {
        return real(Reduction.MAX, threads);
    }

    /// {@return how many elements are NaN}
    public long countNaN() {
        return whole(Reduction.COUNT_NAN, Threads.ONE);
    }

    @Override
    public DoubleArray slice(Slice... items) {
        return (DoubleArray) super.slice(items);
    }

    @Override
    public DoubleArray slice(String items) {
        return (DoubleArray) super.slice(items);
    }

    @Override
    public DoubleArray select(int axis, long position) {
        return (DoubleArray) super.select(axis, position);
    }

    @Override
    public DoubleArray transpose(int... axes) {
        return (DoubleArray) super.transpose(axes);
    }

    @Override
    public DoubleArray reshape(long... dims) {
        return (DoubleArray) super.reshape(dims);
    }

    @Override
    public DoubleArray copy() {
        return (DoubleArray) super.copy();
    }

    @Override
    public DoubleArray copy(Threads threads) {
        return (DoubleArray) super.copy(threads);
    }

    @Override
    public DoubleArray take(int axis, long... indices) {
        return (DoubleArray) super.take(axis, indices);
    }

    private double load(long at) {
        return bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
    }

    private void store(long at, double value) {
        if (bigEndian) {
            segment.set(BIG, at, value);
        } else {
            segment.set(LITTLE, at, value);
        }
    }
}
