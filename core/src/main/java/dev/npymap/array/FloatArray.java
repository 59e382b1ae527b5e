package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/// An array of float32.
public final class FloatArray extends NdArray {
    private static final ValueLayout.OfFloat LITTLE = JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat BIG = JAVA_FLOAT_UNALIGNED.withOrder(BIG_ENDIAN);

    FloatArray(Layout layout) {
        super(layout);
    }

    /// Builds an array on the heap.
    ///
    /// @param values the elements in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static FloatArray of(float[] values, long... dims) {
        FloatArray array = zeros(Dtype.FLOAT32, dims.length == 0 ? new long[]{values.length} : dims).asFloat();
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
    /// @param value the new element
    public void set(long i, float value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element
    public void set(long i, long j, float value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element
    public void set(long i, long j, long k, float value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element
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
    /// @param values as many as this array has elements, in C order
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

    /// {@return the sum of all elements, added as float32 in NumPy's pairwise order and bit for bit its result}
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

    /// {@return the arithmetic mean; NaN for no elements}
    public float mean() {
        return mean(Threads.ONE);
    }

    /// {@return what [#mean()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float mean(Threads threads) {
        return (float) real(Reduction.MEAN, threads);
    }

    /// {@return the variance with divisor n, in two passes}
    public float var() {
        return var(Threads.ONE);
    }

    /// {@return what [#var()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public float var(Threads threads) {
        return (float) real(Reduction.VAR, threads);
    }

    /// {@return the standard deviation with divisor n, in two passes}
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
    public FloatArray slice(Slice... items) {
        return (FloatArray) super.slice(items);
    }

    @Override
    public FloatArray slice(String items) {
        return (FloatArray) super.slice(items);
    }

    @Override
    public FloatArray select(int axis, long position) {
        return (FloatArray) super.select(axis, position);
    }

    @Override
    public FloatArray transpose(int... axes) {
        return (FloatArray) super.transpose(axes);
    }

    @Override
    public FloatArray reshape(long... dims) {
        return (FloatArray) super.reshape(dims);
    }

    @Override
    public FloatArray copy() {
        return (FloatArray) super.copy();
    }

    @Override
    public FloatArray copy(Threads threads) {
        return (FloatArray) super.copy(threads);
    }

    @Override
    public FloatArray take(int axis, long... indices) {
        return (FloatArray) super.take(axis, indices);
    }

    private float load(long at) {
        return bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
    }

    private void store(long at, float value) {
        if (bigEndian) {
            segment.set(BIG, at, value);
        } else {
            segment.set(LITTLE, at, value);
        }
    }
}
