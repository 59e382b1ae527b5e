package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/// An array of datetime64 or timedelta64: counts of the dtype's unit, from 1970-01-01T00:00:00 for points in time.
///
/// Elements are the counts; [#instant] and [#duration] convert them. The least `long` is NaT, "not a time".
public final class TimeArray extends NdArray {
    /// The count that means "not a time".
    public static final long NAT = DatetimeUnit.NAT;

    private static final ValueLayout.OfLong LITTLE = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong BIG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    TimeArray(Layout layout) {
        super(layout);
    }

    /// Builds an array on the heap.
    ///
    /// @param dtype  a datetime64 or timedelta64
    /// @param values the counts in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static TimeArray of(Dtype dtype, long[] values, long... dims) {
        TimeArray array = zeros(dtype, dims.length == 0 ? new long[]{values.length} : dims).asTime();
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

    /// Tells whether an element is NaT.
    ///
    /// @param index its position on each axis, from 0
    /// @return whether it is "not a time"
    public boolean isNaT(long... index) {
        return get(index) == NAT;
    }

    /// Returns an element of a datetime64 array as a point in time, in UTC. Fractions below a nanosecond are dropped.
    ///
    /// @param index its position on each axis, from 0
    /// @return the point in time
    /// @throws ClassCastException          if the elements are spans or have no unit
    /// @throws java.time.DateTimeException if it is NaT, or lies beyond the range of [Instant]
    public Instant instant(long... index) {
        return Times.instant(layout(), get(index));
    }

    /// Returns an element of a timedelta64 array as a span. Fractions below a nanosecond are dropped.
    ///
    /// @param index its position on each axis, from 0
    /// @return the span
    /// @throws ClassCastException          if the elements are points, count years or months, or have no unit
    /// @throws java.time.DateTimeException if it is NaT, or lies beyond the range of [Duration]
    public Duration duration(long... index) {
        return Times.duration(layout(), get(index));
    }

    /// {@return the counts in C order, in a new array}
    public long[] toArray() {
        long[] values = new long[arrayLength()];
        Memory.guard(layout(), () -> Elements.inOrder(layout()).next(values, values.length));
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many counts as this array has elements, in C order
    public void copyFrom(long... values) {
        checkLength(values.length);
        requireWritable();
        Memory.guard(layout(), () -> Elements.inOrder(layout()).set(values, values.length));
    }

    /// {@return the counts in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
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

    /// {@return the sum of the counts of a timedelta64 array, or NaT if there is one}
    /// @throws ClassCastException if the elements are points in time
    public long sum() {
        return sum(Threads.ONE);
    }

    /// {@return what [#sum()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long sum(Threads threads) {
        return whole(Reduction.SUM, threads);
    }

    /// {@return the mean of the counts of a timedelta64 array, without its fraction; NaT if there is one, or for no
    /// elements}
    /// @throws ClassCastException if the elements are points in time
    public long mean() {
        return mean(Threads.ONE);
    }

    /// {@return what [#mean()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long mean(Threads threads) {
        return whole(Reduction.MEAN, threads);
    }

    /// {@return the least count, or NaT if there is one}
    /// @throws IllegalArgumentException if there is no element
    public long min() {
        return min(Threads.ONE);
    }

    /// {@return what [#min()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long min(Threads threads) {
        return whole(Reduction.MIN, threads);
    }

    /// {@return the greatest count, or NaT if there is one}
    /// @throws IllegalArgumentException if there is no element
    public long max() {
        return max(Threads.ONE);
    }

    /// {@return what [#max()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public long max(Threads threads) {
        return whole(Reduction.MAX, threads);
    }

    /// {@return how many elements are NaT}
    public long countNaT() {
        return whole(Reduction.COUNT_NAN, Threads.ONE);
    }

    /// Returns a count as NumPy prints it: ISO 8601 for a point, the count for a span, `NaT`.
    ///
    /// @param count an element, or a result such as [#min()]
    /// @return its text, without quotes
    public String text(long count) {
        return Times.text(dtype(), count);
    }

    @Override
    public TimeArray slice(Slice... items) {
        return (TimeArray) super.slice(items);
    }

    @Override
    public TimeArray slice(String items) {
        return (TimeArray) super.slice(items);
    }

    @Override
    public TimeArray select(int axis, long position) {
        return (TimeArray) super.select(axis, position);
    }

    @Override
    public TimeArray transpose(int... axes) {
        return (TimeArray) super.transpose(axes);
    }

    @Override
    public TimeArray reshape(long... dims) {
        return (TimeArray) super.reshape(dims);
    }

    @Override
    public TimeArray copy() {
        return (TimeArray) super.copy();
    }

    @Override
    public TimeArray copy(Threads threads) {
        return (TimeArray) super.copy(threads);
    }

    @Override
    public TimeArray take(int axis, long... indices) {
        return (TimeArray) super.take(axis, indices);
    }

    private long load(long at) {
        return bigEndian ? segment.get(BIG, at) : segment.get(LITTLE, at);
    }

    private void store(long at, long value) {
        if (bigEndian) {
            segment.set(BIG, at, value);
        } else {
            segment.set(LITTLE, at, value);
        }
    }
}
