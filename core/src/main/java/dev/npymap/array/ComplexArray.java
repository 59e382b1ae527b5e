package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.ValueLayout;
import java.util.stream.Stream;

/// An array of complex64, complex128 or complex256: two floats each, the real part first.
///
/// Parts of complex256 are longdoubles and are read as the nearest doubles; see [LongDoubleArray]. Parts of complex64
/// that are written are rounded to the nearest floats.
public final class ComplexArray extends NdArray {
    private static final ValueLayout.OfFloat FLOAT = JAVA_FLOAT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfFloat FLOAT_BIG = JAVA_FLOAT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE = JAVA_DOUBLE_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfDouble DOUBLE_BIG = JAVA_DOUBLE_UNALIGNED.withOrder(BIG_ENDIAN);

    /// The bytes of one part.
    private final int width;

    ComplexArray(Layout layout) {
        super(layout);
        this.width = (int) (layout.dtype().byteSize() / 2);
    }

    /// Builds an array of complex128 on the heap.
    ///
    /// @param parts the real and the imaginary part of each element in turn, in C order, copied
    /// @param dims  the lengths of the axes; none for one axis of all elements
    /// @return an array that can be written to
    public static ComplexArray of(double[] parts, long... dims) {
        long[] lengths = dims.length == 0 ? new long[]{parts.length / 2} : dims;
        ComplexArray array = zeros(Dtype.COMPLEX128, lengths).asComplex();
        array.copyFrom(parts);
        return array;
    }

    /// {@return the element at a position of an array with one axis}
    /// @param i its position, from 0
    public Complex get(long i) {
        return load(at(i));
    }

    /// {@return the element at a position of an array with two axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    public Complex get(long i, long j) {
        return load(at(i, j));
    }

    /// {@return the element at a position of an array with three axes}
    /// @param i its position on the first axis, from 0
    /// @param j its position on the second
    /// @param k its position on the third
    public Complex get(long i, long j, long k) {
        return load(at(i, j, k));
    }

    /// {@return the element at a position of an array with any number of axes}
    /// @param index its position on each axis, from 0
    public Complex get(long... index) {
        return load(at(index));
    }

    /// Sets an element of an array with one axis.
    ///
    /// @param i     its position, from 0
    /// @param value the new element; complex64 rounds its parts to float32
    public void set(long i, Complex value) {
        store(at(i), value);
    }

    /// Sets an element of an array with two axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param value the new element; complex64 rounds its parts to float32
    public void set(long i, long j, Complex value) {
        store(at(i, j), value);
    }

    /// Sets an element of an array with three axes.
    ///
    /// @param i     its position on the first axis, from 0
    /// @param j     its position on the second
    /// @param k     its position on the third
    /// @param value the new element; complex64 rounds its parts to float32
    public void set(long i, long j, long k, Complex value) {
        store(at(i, j, k), value);
    }

    /// Sets an element.
    ///
    /// @param index its position on each axis, from 0
    /// @param value the new element; complex64 rounds its parts to float32
    public void set(long[] index, Complex value) {
        store(at(index), value);
    }

    /// Returns the real parts.
    ///
    /// @return a view, an array of floats of half the width
    public NdArray real() {
        return of(layout().real());
    }

    /// Returns the imaginary parts.
    ///
    /// @return a view, an array of floats of half the width
    public NdArray imag() {
        return of(layout().imag());
    }

    /// {@return the real and the imaginary part of each element in turn, in C order, in a new array}
    public double[] toArray() {
        if (size() > (Integer.MAX_VALUE - 8) / 2) {
            throw new IllegalArgumentException(source() + ": the parts of " + size()
                    + " elements do not fit into a Java array; take slices, or copyTo a segment");
        }
        double[] parts = new double[2 * (int) size()];
        Memory.guard(layout(), () -> Elements.inOrder(layout()).nextParts(parts, parts.length / 2));
        return parts;
    }

    /// Fills this array.
    ///
    /// @param parts the real and the imaginary part of each element in turn, in C order; complex64 rounds each to
    ///              float32
    public void copyFrom(double... parts) {
        if (parts.length % 2 != 0) {
            throw new IllegalArgumentException(source() + ": " + parts.length + " parts are no complex numbers");
        }
        checkLength(parts.length / 2);
        requireWritable();
        Memory.guard(layout(), () -> {
            for (Runs run = Runs.inOrder(layout()); run.next();) {
                for (int n = 0; n < run.count; n++) {
                    int from = 2 * ((int) run.position + n);
                    store(run.at + n * run.stride, parts[from], parts[from + 1]);
                }
            }
        });
    }

    /// {@return the elements in C order; a fault in a mapping surfaces in the terminal operation as [InternalError]}
    public Stream<Complex> stream() {
        return Elements.stream(layout()).mapToObj(this::load);
    }

    /// {@return how many elements a condition holds for}
    /// @param condition asked once for each element
    public long count(ComplexPredicate condition) {
        return count(condition, Threads.ONE);
    }

    /// {@return what [#count(ComplexPredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long count(ComplexPredicate condition, Threads threads) {
        return Filter.ofComplex(condition).count(layout(), threads);
    }

    /// {@return the positions in C order of the elements that a condition holds for, ascending: `np.flatnonzero`}
    /// @param condition asked once for each element
    /// @throws IllegalArgumentException if they do not fit into a Java array
    public long[] indices(ComplexPredicate condition) {
        return indices(condition, Threads.ONE);
    }

    /// {@return what [#indices(ComplexPredicate)] returns, found by several threads}
    /// @param condition asked once for each element, by any of the threads
    /// @param threads   who asks
    public long[] indices(ComplexPredicate condition, Threads threads) {
        return Filter.ofComplex(condition).indices(layout(), threads);
    }

    /// {@return the sum of all elements in NumPy's pairwise order: of complex64 in float32, of wider ones in float64}
    public Complex sum() {
        return sum(Threads.ONE);
    }

    /// {@return what [#sum()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public Complex sum(Threads threads) {
        return reduce(Reduction.SUM, threads).asComplex().get();
    }

    /// {@return the product of all elements, in the order in which they lie in memory}
    public Complex prod() {
        return prod(Threads.ONE);
    }

    /// {@return what [#prod()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public Complex prod(Threads threads) {
        return reduce(Reduction.PROD, threads).asComplex().get();
    }

    /// {@return the arithmetic mean, computed from the sum as NumPy does; NaN for no elements}
    public Complex mean() {
        return mean(Threads.ONE);
    }

    /// {@return what [#mean()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public Complex mean(Threads threads) {
        return reduce(Reduction.MEAN, threads).asComplex().get();
    }

    /// {@return the variance with divisor n: the mean squared distance from the mean, in two passes in NumPy's order}
    public double var() {
        return var(Threads.ONE);
    }

    /// {@return what [#var()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double var(Threads threads) {
        return real(Reduction.VAR, threads);
    }

    /// {@return the standard deviation with divisor n, the root of the variance; of complex64 in float32, of wider ones
    /// in float64}
    public double std() {
        return std(Threads.ONE);
    }

    /// {@return what [#std()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public double std(Threads threads) {
        return real(Reduction.STD, threads);
    }

    /// {@return the least element by real part, then imaginary part; one with NaN if there is any}
    /// @throws IllegalArgumentException if there is no element
    public Complex min() {
        return min(Threads.ONE);
    }

    /// {@return what [#min()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public Complex min(Threads threads) {
        return reduce(Reduction.MIN, threads).asComplex().get();
    }

    /// {@return the greatest element by real part, then imaginary part; one with NaN if there is any}
    /// @throws IllegalArgumentException if there is no element
    public Complex max() {
        return max(Threads.ONE);
    }

    /// {@return what [#max()] returns, bit for bit, computed by several threads}
    /// @param threads who works
    public Complex max(Threads threads) {
        return reduce(Reduction.MAX, threads).asComplex().get();
    }

    /// {@return how many elements have a part that is NaN}
    public long countNaN() {
        return whole(Reduction.COUNT_NAN, Threads.ONE);
    }

    @Override
    public ComplexArray slice(Slice... items) {
        return (ComplexArray) super.slice(items);
    }

    @Override
    public ComplexArray slice(String items) {
        return (ComplexArray) super.slice(items);
    }

    @Override
    public ComplexArray select(int axis, long position) {
        return (ComplexArray) super.select(axis, position);
    }

    @Override
    public ComplexArray transpose(int... axes) {
        return (ComplexArray) super.transpose(axes);
    }

    @Override
    public ComplexArray reshape(long... dims) {
        return (ComplexArray) super.reshape(dims);
    }

    @Override
    public ComplexArray copy() {
        return (ComplexArray) super.copy();
    }

    @Override
    public ComplexArray copy(Threads threads) {
        return (ComplexArray) super.copy(threads);
    }

    @Override
    public ComplexArray take(int axis, long... indices) {
        return (ComplexArray) super.take(axis, indices);
    }

    /// Whether the parts are float32.
    boolean isSingle() {
        return width == Float.BYTES;
    }

    /// The number at a place in the segment.
    Complex load(long at) {
        return new Complex(part(at), part(at + width));
    }

    private void store(long at, Complex value) {
        store(at, value.re(), value.im());
    }

    private void store(long at, double re, double im) {
        storePart(at, re);
        storePart(at + width, im);
    }

    private double part(long at) {
        return switch (width) {
            case 4 -> single(at);
            case 8 -> bigEndian ? segment.get(DOUBLE_BIG, at) : segment.get(DOUBLE, at);
            default -> X87.toDouble(segment, at, bigEndian);
        };
    }

    private float single(long at) {
        return bigEndian ? segment.get(FLOAT_BIG, at) : segment.get(FLOAT, at);
    }

    private void storePart(long at, double value) {
        switch (width) {
            case 4 -> segment.set(bigEndian ? FLOAT_BIG : FLOAT, at, (float) value);
            case 8 -> segment.set(bigEndian ? DOUBLE_BIG : DOUBLE, at, value);
            default -> X87.store(segment, at, bigEndian, value);
        }
    }
}
