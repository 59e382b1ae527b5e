package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/// An array of int32.
public final class IntArray extends NdArray {
    private static final ValueLayout.OfInt LITTLE = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    IntArray(Layout layout) {
        super(layout);
    }

    /// Builds an array on the heap.
    ///
    /// @param values the elements in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static IntArray of(int[] values, long... dims) {
        IntArray array = zeros(Dtype.INT32, dims.length == 0 ? new long[]{values.length} : dims).asInt();
        array.copyFrom(values);
        return array;
    }

    /// {@return the element at a position of an array with one axis}
    /// @param i its position, from 0
    public int get(long i) {
        return load(at(i));
    }

    /// {@return the element at a position of an array with two axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    public int get(long i, long j) {
        return load(at(i, j));
    }

    /// {@return the element at a position of an array with three axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    public int get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// {@return the element at a position of an array with any number of axes}
    /// @param index its position on each axis, from 0
    public int get(long... index) {
        return load(at(index));
    }

    /// Sets an element of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param value the new element
    public void set(long i, int value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element
    public void set(long i, long j, int value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element
    public void set(long i, long j, long k, int value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element
    public void set(long[] index, int value) {
        store(at(index), value);
    }

    /// {@return the elements in C order, in a new array}
    public int[] toArray() {
        int[] values = new int[arrayLength()];
        Memory.guard(layout(), () -> Elements.inOrder(layout()).next(values, values.length));
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many as this array has elements, in C order
    public void copyFrom(int... values) {
        checkLength(values.length);
        requireWritable();
        Memory.guard(layout(), () -> Elements.inOrder(layout()).set(values, values.length));
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public IntStream stream() {
        return Elements.stream(layout()).mapToInt(this::load);
    }

    /// {@return how many elements a condition holds for}
    /// @param condition asked once for each element
    public long count(IntPredicate condition) {
        return count(condition, Threads.ONE);
    }

    /// {@return what [#count(IntPredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long count(IntPredicate condition, Threads threads) {
        return Filter.ofInts(condition).count(layout(), threads);
    }

    /// {@return the positions in C order of the elements that a condition holds for, ascending: `np.flatnonzero`}
    /// @param condition asked once for each element
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(IntPredicate condition) {
        return indices(condition, Threads.ONE);
    }

    /// {@return what [#indices(IntPredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long[] indices(IntPredicate condition, Threads threads) {
        return Filter.ofInts(condition).indices(layout(), threads);
    }

    /// {@return the sum of all elements as NumPy's int64, wrapping around as that does}
    public long sum() {
        return sum(Threads.ONE);
    }

    /// {@return what [#sum()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long sum(Threads threads) {
        return whole(Reduction.SUM, threads);
    }

    /// {@return the product of all elements as NumPy's int64, wrapping around as that does}
    public long prod() {
        return prod(Threads.ONE);
    }

    /// {@return what [#prod()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long prod(Threads threads) {
        return whole(Reduction.PROD, threads);
    }

    /// {@return the arithmetic mean as float64; NaN for no elements}
    public double mean() {
        return mean(Threads.ONE);
    }

    /// {@return what [#mean()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double mean(Threads threads) {
        return real(Reduction.MEAN, threads);
    }

    /// {@return the variance with divisor n as float64, in two passes}
    public double var() {
        return var(Threads.ONE);
    }

    /// {@return what [#var()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double var(Threads threads) {
        return real(Reduction.VAR, threads);
    }

    /// {@return the standard deviation with divisor n as float64, in two passes}
    public double std() {
        return std(Threads.ONE);
    }

    /// {@return what [#std()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double std(Threads threads) {
        return real(Reduction.STD, threads);
    }

    /// {@return the least element}
    /// @throws IllegalArgumentException if there is no element
    public int min() {
        return min(Threads.ONE);
    }

    /// {@return what [#min()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public int min(Threads threads) {
        return (int) whole(Reduction.MIN, threads);
    }

    /// {@return the greatest element}
    /// @throws IllegalArgumentException if there is no element
    public int max() {
        return max(Threads.ONE);
    }

    /// {@return what [#max()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public int max(Threads threads) {
        return (int) whole(Reduction.MAX, threads);
    }

    @Override
    public IntArray slice(Slice... items) {
        return (IntArray) super.slice(items);
    }

    @Override
    public IntArray slice(String items) {
        return (IntArray) super.slice(items);
    }

    @Override
    public IntArray select(int axis, long position) {
        return (IntArray) super.select(axis, position);
    }

    @Override
    public IntArray transpose(int... axes) {
        return (IntArray) super.transpose(axes);
    }

    @Override
    public IntArray reshape(long... dims) {
        return (IntArray) super.reshape(dims);
    }

    @Override
    public IntArray copy() {
        return (IntArray) super.copy();
    }

    @Override
    public IntArray copy(Threads threads) {
        return (IntArray) super.copy(threads);
    }

    @Override
    public IntArray take(int axis, long... indices) {
        return (IntArray) super.take(axis, indices);
    }

    private int load(long at) {
        return bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
    }

    private void store(long at, int value) {
        if (bigEndian) {
            segment.set(BIG, at, value);
        } else {
            segment.set(LITTLE, at, value);
        }
    }
}
