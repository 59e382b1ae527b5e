package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/// An array of uint32; elements are exact as long. Of a value out of range the low bits are stored.
public final class UIntArray extends NdArray {
    private static final ValueLayout.OfInt LITTLE = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    UIntArray(Layout layout) {
        super(layout);
    }

    /// Builds an array on the heap.
    ///
    /// @param values the elements in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static UIntArray of(long[] values, long... dims) {
        UIntArray array = zeros(Dtype.UINT32, dims.length == 0 ? new long[]{values.length} : dims).asUInt();
        array.copyFrom(values);
        return array;
    }

    /// {@return the element at a position of an array with one axis}
    /// @param i its position, from 0
    public long get(long i) {
        return load(at(i));
    }

    /// {@return the element at a position of an array with two axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    public long get(long i, long j) {
        return load(at(i, j));
    }

    /// {@return the element at a position of an array with three axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    public long get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// {@return the element at a position of an array with any number of axes}
    /// @param index its position on each axis, from 0
    public long get(long... index) {
        return load(at(index));
    }

    /// Sets an element of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param value the new element
    public void set(long i, long value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element
    public void set(long i, long j, long value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element
    public void set(long i, long j, long k, long value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element
    public void set(long[] index, long value) {
        store(at(index), value);
    }

    /// {@return the elements in C order, in a new array}
    public long[] toArray() {
        long[] values = new long[arrayLength()];
        Memory.guard(layout(), () -> Elements.inOrder(layout()).next(values, values.length));
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many as this array has elements, in C order
    public void copyFrom(long... values) {
        checkLength(values.length);
        requireWritable();
        Memory.guard(layout(), () -> Elements.inOrder(layout()).set(values, values.length));
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public LongStream stream() {
        return Elements.stream(layout()).map(this::load);
    }

    /// {@return how many elements a condition holds for}
    /// @param condition asked once for each element
    public long count(LongPredicate condition) {
        return count(condition, Threads.ONE);
    }

    /// {@return what [#count(LongPredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long count(LongPredicate condition, Threads threads) {
        return Filter.ofLongs(condition).count(layout(), threads);
    }

    /// {@return the positions in C order of the elements that a condition holds for, ascending: `np.flatnonzero`}
    /// @param condition asked once for each element
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(LongPredicate condition) {
        return indices(condition, Threads.ONE);
    }

    /// {@return what [#indices(LongPredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long[] indices(LongPredicate condition, Threads threads) {
        return Filter.ofLongs(condition).indices(layout(), threads);
    }

    /// {@return the sum of all elements as NumPy's uint64, wrapping around as that does}
    public long sum() {
        return sum(Threads.ONE);
    }

    /// {@return what [#sum()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long sum(Threads threads) {
        return whole(Reduction.SUM, threads);
    }

    /// {@return the product of all elements as NumPy's uint64, wrapping around as that does}
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
    public long min() {
        return min(Threads.ONE);
    }

    /// {@return what [#min()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long min(Threads threads) {
        return whole(Reduction.MIN, threads);
    }

    /// {@return the greatest element}
    /// @throws IllegalArgumentException if there is no element
    public long max() {
        return max(Threads.ONE);
    }

    /// {@return what [#max()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long max(Threads threads) {
        return whole(Reduction.MAX, threads);
    }

    @Override
    public UIntArray slice(Slice... items) {
        return (UIntArray) super.slice(items);
    }

    @Override
    public UIntArray slice(String items) {
        return (UIntArray) super.slice(items);
    }

    @Override
    public UIntArray select(int axis, long position) {
        return (UIntArray) super.select(axis, position);
    }

    @Override
    public UIntArray transpose(int... axes) {
        return (UIntArray) super.transpose(axes);
    }

    @Override
    public UIntArray reshape(long... dims) {
        return (UIntArray) super.reshape(dims);
    }

    @Override
    public UIntArray copy() {
        return (UIntArray) super.copy();
    }

    @Override
    public UIntArray copy(Threads threads) {
        return (UIntArray) super.copy(threads);
    }

    @Override
    public UIntArray take(int axis, long... indices) {
        return (UIntArray) super.take(axis, indices);
    }

    private long load(long at) {
        return Integer.toUnsignedLong(bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at));
    }

    private void store(long at, long value) {
        if (bigEndian) {
            segment.set(BIG, at, (int) value);
        } else {
            segment.set(LITTLE, at, (int) value);
        }
    }
}
