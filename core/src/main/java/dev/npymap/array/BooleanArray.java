package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.lang.foreign.MemorySegment;
import java.util.stream.Stream;

/// An array of booleans, a byte each. Any byte but 0 is true, as in NumPy; copies keep the byte.
public final class BooleanArray extends NdArray {

    BooleanArray(Layout layout) {
        super(layout);
    }

    /// Builds an array on the heap.
    ///
    /// @param values the elements in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static BooleanArray of(boolean[] values, long... dims) {
        BooleanArray array = zeros(Dtype.BOOL, dims.length == 0 ? new long[]{values.length} : dims).asBoolean();
        array.copyFrom(values);
        return array;
    }

    /// {@return the element at a position of an array with one axis}
    /// @param i its position, from 0
    public boolean get(long i) {
        return load(at(i));
    }

    /// {@return the element at a position of an array with two axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    public boolean get(long i, long j) {
        return load(at(i, j));
    }

    /// {@return the element at a position of an array with three axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    public boolean get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// {@return the element at a position of an array with any number of axes}
    /// @param index its position on each axis, from 0
    public boolean get(long... index) {
        return load(at(index));
    }

    /// Sets an element of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param value the new element
    public void set(long i, boolean value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element
    public void set(long i, long j, boolean value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element
    public void set(long i, long j, long k, boolean value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element
    public void set(long[] index, boolean value) {
        store(at(index), value);
    }

    /// {@return the elements in C order, in a new array}
    public boolean[] toArray() {
        boolean[] values = new boolean[arrayLength()];
        byte[] bytes = new byte[values.length];
        copyTo(MemorySegment.ofArray(bytes));
        for (int n = 0; n < bytes.length; n++) {
            values[n] = bytes[n] != 0;
        }
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many as this array has elements, in C order
    public void copyFrom(boolean... values) {
        checkLength(values.length);
        byte[] bytes = new byte[values.length];
        for (int n = 0; n < bytes.length; n++) {
            bytes[n] = (byte) (values[n] ? 1 : 0);
        }
        copyFrom(MemorySegment.ofArray(bytes));
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public Stream<Boolean> stream() {
        return Elements.stream(layout()).mapToObj(this::load);
    }

    /// {@return the positions in C order of the elements that are true, ascending: `np.flatnonzero`; those of a mask with
    /// one axis pick rows, `a.take(0, mask.indices())` is NumPy's `a[mask]`}
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices() {
        return indices(Threads.ONE);
    }

    /// {@return what [#indices()] returns, found by several threads}
    /// @param threads who works
    public long[] indices(Threads threads) {
        return Filter.indicesOfTrue(layout(), threads);
    }

    /// {@return how many elements are true}
    public long sum() {
        return sum(Threads.ONE);
    }

    /// {@return what [#sum()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long sum(Threads threads) {
        return whole(Reduction.SUM, threads);
    }

    /// {@return 1 if all elements are true, else 0}
    public long prod() {
        return prod(Threads.ONE);
    }

    /// {@return what [#prod()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long prod(Threads threads) {
        return whole(Reduction.PROD, threads);
    }

    /// {@return the share of elements that are true; NaN for no elements}
    public double mean() {
        return mean(Threads.ONE);
    }

    /// {@return what [#mean()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double mean(Threads threads) {
        return real(Reduction.MEAN, threads);
    }

    /// {@return the variance of zeros and ones with divisor n, in two passes}
    public double var() {
        return var(Threads.ONE);
    }

    /// {@return what [#var()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double var(Threads threads) {
        return real(Reduction.VAR, threads);
    }

    /// {@return the standard deviation of zeros and ones with divisor n, in two passes}
    public double std() {
        return std(Threads.ONE);
    }

    /// {@return what [#std()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double std(Threads threads) {
        return real(Reduction.STD, threads);
    }

    /// {@return whether all elements are true}
    /// @throws IllegalArgumentException if there is no element
    public boolean min() {
        return min(Threads.ONE);
    }

    /// {@return what [#min()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public boolean min(Threads threads) {
        return whole(Reduction.MIN, threads) != 0;
    }

    /// {@return whether an element is true}
    /// @throws IllegalArgumentException if there is no element
    public boolean max() {
        return max(Threads.ONE);
    }

    /// {@return what [#max()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public boolean max(Threads threads) {
        return whole(Reduction.MAX, threads) != 0;
    }

    @Override
    public BooleanArray slice(Slice... items) {
        return (BooleanArray) super.slice(items);
    }

    @Override
    public BooleanArray slice(String items) {
        return (BooleanArray) super.slice(items);
    }

    @Override
    public BooleanArray select(int axis, long position) {
        return (BooleanArray) super.select(axis, position);
    }

    @Override
    public BooleanArray transpose(int... axes) {
        return (BooleanArray) super.transpose(axes);
    }

    @Override
    public BooleanArray reshape(long... dims) {
        return (BooleanArray) super.reshape(dims);
    }

    @Override
    public BooleanArray copy() {
        return (BooleanArray) super.copy();
    }

    @Override
    public BooleanArray copy(Threads threads) {
        return (BooleanArray) super.copy(threads);
    }

    @Override
    public BooleanArray take(int axis, long... indices) {
        return (BooleanArray) super.take(axis, indices);
    }

    private boolean load(long at) {
        return segment.get(JAVA_BYTE, at) != 0;
    }

    private void store(long at, boolean value) {
        segment.set(JAVA_BYTE, at, (byte) (value ? 1 : 0));
    }
}
