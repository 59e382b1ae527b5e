package dev.npymap.array;

import java.util.function.DoublePredicate;
import java.util.stream.DoubleStream;

/// An array of longdouble as x86-64 Linux has it: x87 extended precision in 16 bytes, the upper 6 of them padding.
///
/// Elements are read as the nearest double; the bytes keep the full precision, and hold every double exactly. Other
/// platforms' longdouble of 16 bytes (IEEE binary128 on aarch64, double-double on ppc64le) cannot be told apart in a
/// file and would be misread.
public final class LongDoubleArray extends NdArray {

    LongDoubleArray(Layout layout) {
        super(layout);
    }

    /// Builds an array on the heap.
    ///
    /// @param values the elements in C order, copied
    /// @param dims   the lengths of the axes; none for one axis of all values
    /// @return an array that can be written to
    public static LongDoubleArray of(double[] values, long... dims) {
        LongDoubleArray array = zeros(Dtype.LONGDOUBLE, dims.length == 0 ? new long[]{values.length} : dims)
                .asLongDouble();
        array.copyFrom(values);
        return array;
    }

    /// Returns an element of an array with one axis.
    ///
    /// @param i its position, from 0
    /// @return the element
    public double get(long i) {
        return load(at(i));
    }

    /// Returns an element of an array with two axes.
    ///
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @return the element
    public double get(long i, long j) {
        return load(at(i, j));
    }

    /// Returns an element of an array with three axes.
    ///
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    /// @return the element
    public double get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// Returns an element.
    ///
    /// @param index its position on each axis, from 0
    /// @return the element
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
    public void copyFrom(double... values) {
        checkLength(values.length);
        requireWritable();
        Memory.guard(layout(), () -> {
            for (Runs run = Runs.inOrder(layout()); run.next();) {
                write(run.at, run.stride, values, (int) run.position, (int) run.count);
            }
        });
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public DoubleStream stream() {
        return Elements.stream(layout()).mapToDouble(this::load);
    }

    /// Counts the elements that a condition holds for.
    ///
    /// @param condition asked once for each element
    /// @return how many it holds for
    public long count(DoublePredicate condition) {
        return count(condition, Threads.ONE);
    }

    /// As [#count(DoublePredicate)], with several threads.
    ///
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    /// @return how many it holds for
    public long count(DoublePredicate condition, Threads threads) {
        return Filter.ofDoubles(condition).count(this, threads);
    }

    /// Finds the elements that a condition holds for, as `np.flatnonzero`.
    ///
    /// @param condition asked once for each element
    /// @return their positions in C order, as if there were a single axis, ascending
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(DoublePredicate condition) {
        return indices(condition, Threads.ONE);
    }

    /// As [#indices(DoublePredicate)], with several threads.
    ///
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    /// @return their positions in C order, as if there were a single axis, ascending
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(DoublePredicate condition, Threads threads) {
        return Filter.ofDoubles(condition).indices(this, threads);
    }

    /// {@return the sum of all elements, computed as float64}
    public double sum() {
        return Memory.guard(layout(), () -> Doubles.sum(this));
    }

    /// {@return the arithmetic mean, computed as float64; NaN for no elements}
    public double mean() {
        return sum() / size();
    }

    /// {@return the standard deviation with divisor n, computed as float64 in two passes}
    public double std() {
        return Memory.guard(layout(), () -> Doubles.std(this, mean()));
    }

    /// {@return the least element as the nearest double, or NaN if there is one}
    /// @throws IllegalArgumentException if there is no element
    public double min() {
        return Memory.guard(layout(), () -> Doubles.min(this));
    }

    /// {@return the greatest element as the nearest double, or NaN if there is one}
    /// @throws IllegalArgumentException if there is no element
    public double max() {
        return Memory.guard(layout(), () -> Doubles.max(this));
    }

    /// {@return how many elements are NaN}
    public long countNaN() {
        return Memory.guard(layout(), () -> Doubles.countNaN(this));
    }

    @Override
    public LongDoubleArray slice(Slice... items) {
        return (LongDoubleArray) super.slice(items);
    }

    @Override
    public LongDoubleArray slice(String items) {
        return (LongDoubleArray) super.slice(items);
    }

    @Override
    public LongDoubleArray select(int axis, long position) {
        return (LongDoubleArray) super.select(axis, position);
    }

    @Override
    public LongDoubleArray transpose(int... axes) {
        return (LongDoubleArray) super.transpose(axes);
    }

    @Override
    public LongDoubleArray reshape(long... dims) {
        return (LongDoubleArray) super.reshape(dims);
    }

    @Override
    public LongDoubleArray copy() {
        return (LongDoubleArray) super.copy();
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
            store(at + n * stride, values[from + n]);
        }
    }

    @Override
    BinaryFloat binary(long at) {
        return X87.binary(segment, at, bigEndian);
    }

    @Override
    String element(long at) {
        return X87.text(segment, at, bigEndian);
    }

    private double load(long at) {
        return X87.toDouble(segment, at, bigEndian);
    }

    private void store(long at, double value) {
        X87.store(segment, at, bigEndian, value);
    }
}
