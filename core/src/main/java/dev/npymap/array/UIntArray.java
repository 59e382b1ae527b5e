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

    /// Returns an element of an array with one axis.
    ///
    /// @param i its position, from 0
    /// @return the element
    public long get(long i) {
        return load(at(i));
    }

    /// Returns an element of an array with two axes.
    ///
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @return the element
    public long get(long i, long j) {
        return load(at(i, j));
    }

    /// Returns an element of an array with three axes.
    ///
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    /// @return the element
    public long get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// Returns an element.
    ///
    /// @param index its position on each axis, from 0
    /// @return the element
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
        Memory.guard(layout(), () -> {
            for (Runs run = Runs.inOrder(layout()); run.next();) {
                read(run.at, run.stride, values, (int) run.position, (int) run.count);
            }
        });
        return values;
    }

    /// Fills this array.
    ///
    /// @param values as many as this array has elements, in C order
    public void copyFrom(long... values) {
        checkLength(values.length);
        requireWritable();
        Memory.guard(layout(), () -> {
            for (Runs run = Runs.inOrder(layout()); run.next();) {
                write(run.at, run.stride, values, (int) run.position, (int) run.count);
            }
        });
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public LongStream stream() {
        return Elements.stream(layout()).map(this::load);
    }

    /// Counts the elements that a condition holds for.
    ///
    /// @param condition asked once for each element
    /// @return how many it holds for
    public long count(LongPredicate condition) {
        return count(condition, Threads.ONE);
    }

    /// As [#count(LongPredicate)], with several threads.
    ///
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    /// @return how many it holds for
    public long count(LongPredicate condition, Threads threads) {
        return Filter.ofLongs(condition).count(this, threads);
    }

    /// Finds the elements that a condition holds for, as `np.flatnonzero`.
    ///
    /// @param condition asked once for each element
    /// @return their positions in C order, as if there were a single axis, ascending
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(LongPredicate condition) {
        return indices(condition, Threads.ONE);
    }

    /// As [#indices(LongPredicate)], with several threads.
    ///
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    /// @return their positions in C order, as if there were a single axis, ascending
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(LongPredicate condition, Threads threads) {
        return Filter.ofLongs(condition).indices(this, threads);
    }

    /// {@return the sum of all elements as NumPy's uint64, wrapping around as that does}
    public long sum() {
        return Memory.guard(layout(), () -> Longs.sum(this));
    }

    /// {@return the arithmetic mean as float64; NaN for no elements}
    public double mean() {
        return Memory.guard(layout(), () -> Doubles.bufferedSum(this)) / size();
    }

    /// {@return the standard deviation with divisor n as float64, in two passes}
    public double std() {
        return Memory.guard(layout(), () -> Doubles.std(this, mean()));
    }

    /// {@return the least element}
    /// @throws IllegalArgumentException if there is no element
    public long min() {
        return Memory.guard(layout(), () -> Longs.min(this, true));
    }

    /// {@return the greatest element}
    /// @throws IllegalArgumentException if there is no element
    public long max() {
        return Memory.guard(layout(), () -> Longs.max(this, true));
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
    void read(long at, long stride, long[] to, int from, int count) {
        for (int n = 0; n < count; n++) {
            to[from + n] = load(at + n * stride);
        }
    }

    @Override
    void write(long at, long stride, long[] values, int from, int count) {
        for (int n = 0; n < count; n++) {
            store(at + n * stride, values[from + n]);
        }
    }

    @Override
    void read(long at, long stride, double[] to, int from, int count) {
        for (int n = 0; n < count; n++) {
            to[from + n] = load(at + n * stride);
        }
    }

    @Override
    void write(long at, long stride, double[] values, int from, int count) {
        for (int n = 0; n < count; n++) {
            store(at + n * stride, (long) values[from + n]);
        }
    }

    @Override
    String element(long at) {
        return Long.toString(load(at));
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
