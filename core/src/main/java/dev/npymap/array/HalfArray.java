package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/// An array of float16, or of bfloat16; both are exact as float.
public final class HalfArray extends NdArray {
    private static final ValueLayout.OfShort LITTLE = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort BIG = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);

    private final boolean brain;

    HalfArray(Layout layout) {
        super(layout);
        this.brain = layout.dtype().kind() == Dtype.Kind.BFLOAT16;
    }

    /// Builds an array of float16 on the heap.
    ///
    /// @param values the elements in C order, each rounded to the nearest float16
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static HalfArray of(float[] values, long... dims) {
        HalfArray array = zeros(Dtype.FLOAT16, dims.length == 0 ? new long[]{values.length} : dims).asHalf();
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
    public HalfArray slice(Slice... items) {
        return (HalfArray) super.slice(items);
    }

    @Override
    public HalfArray slice(String items) {
        return (HalfArray) super.slice(items);
    }

    @Override
    public HalfArray select(int axis, long position) {
        return (HalfArray) super.select(axis, position);
    }

    @Override
    public HalfArray transpose(int... axes) {
        return (HalfArray) super.transpose(axes);
    }

    @Override
    public HalfArray reshape(long... dims) {
        return (HalfArray) super.reshape(dims);
    }

    @Override
    public HalfArray copy() {
        return (HalfArray) super.copy();
    }

    @Override
    public HalfArray copy(Threads threads) {
        return (HalfArray) super.copy(threads);
    }

    @Override
    public HalfArray take(int axis, long... indices) {
        return (HalfArray) super.take(axis, indices);
    }

    private float load(long at) {
        short bits = bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
        return brain ? Float.intBitsToFloat(bits << 16) : Float.float16ToFloat(bits);
    }

    private void store(long at, float value) {
        short bits = brain ? Bfloat16.bits(value) : Float.floatToFloat16(value);
        if (bigEndian) {
            segment.set(BIG, at, bits);
        } else {
            segment.set(LITTLE, at, bits);
        }
    }
}
