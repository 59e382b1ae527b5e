package dev.npymap.array;

import dev.npymap.internal.memory.Allocation;
import dev.npymap.internal.memory.ArrayCopy;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Slicing;
import dev.npymap.internal.reduce.Matmul;
import dev.npymap.internal.reduce.ReductionEngine;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Reduction;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.List;

/// An array of NumPy's: elements of one dtype along any number of axes, somewhere in memory.
///
/// What every array has is here: shape, dtype, views, raw memory. The elements are read through the typed views, one
/// final class for each width that is stored; `switch` or [#asDouble()] and the like tell them apart, the latter
/// throwing [ClassCastException] for others. Slicing, transposing, reshaping and selecting give views of the same
/// memory and copy nothing. Arrays that are made, by copying or otherwise, are in C order in memory of their own, on
/// the heap up to 2 GiB, and can be written to. An axis counts from 0, or from the last if it is negative.
///
/// A getter or setter throws [IndexOutOfBoundsException] if there is no such element, and a setter
/// [IllegalArgumentException] if the memory is read-only.
///
/// Lifetime: that of the memory. An access after the arena of a mapping is closed throws [IllegalStateException]. So does
/// an operation that is under way when another thread closes a shared arena; on that thread the JVM may then also have set
/// the interrupt flag, which [Thread#interrupted()] clears, and with which it could not read or write any file.
///
/// Threads: those that may access the memory; an array itself never changes, its elements are not synchronised. Who
/// works is the caller alone, unless a view [with other threads][#with] is used; results do not depend on it. A file that is cut while it is
/// mapped makes the operations on many elements throw [java.io.UncheckedIOException] whose cause is an
/// [ArrayFormatException] naming the file, and those on one element [InternalError]; or it kills the JVM, where an
/// int32 that is widened to `long` was compiled to an instruction that HotSpot on x86 cannot follow. A cut within the
/// last page, which reads as zeros from then on, is noticed by operations that reach over at least 4 KiB or over all of
/// a file.
public abstract sealed class NdArray
        permits BooleanArray, ByteArray, ShortArray, IntArray, UIntArray, LongArray, HalfArray, Float8Array, FloatArray,
        DoubleArray, LongDoubleArray, ComplexArray, TextArray, TimeArray, RecordArray {

    /// The first three axes are fields, because a getter has nothing to spare for the arrays of a layout.
    final MemorySegment segment;
    final boolean bigEndian;
    final int rank;
    private final Layout layout;
    private final Threads threads;
    private final long offset;
    private final long dim0;
    private final long dim1;
    private final long dim2;
    private final long stride0;
    private final long stride1;
    private final long stride2;

    NdArray(Layout layout, Threads threads) {
        this.layout = layout;
        this.threads = threads;
        this.segment = layout.segment();
        this.offset = layout.offset();
        this.bigEndian = layout.dtype().byteOrder() == ByteOrder.BIG_ENDIAN;
        this.rank = layout.shape().rank();
        this.dim0 = rank > 0 ? layout.shape().dim(0) : 0;
        this.dim1 = rank > 1 ? layout.shape().dim(1) : 0;
        this.dim2 = rank > 2 ? layout.shape().dim(2) : 0;
        this.stride0 = rank > 0 ? layout.strides()[0] : 0;
        this.stride1 = rank > 1 ? layout.strides()[1] : 0;
        this.stride2 = rank > 2 ? layout.strides()[2] : 0;
    }

    /// Sees memory as an array, without copying it.
    ///
    /// @param segment the elements without gaps, the first at byte 0, at any alignment
    /// @param dtype   what an element is
    /// @param shape   how many elements there are on each axis
    /// @param order   the order in which the elements lie in memory
    /// @param source  names the memory in messages
    /// @return the view whose class goes with the dtype
    /// @throws IllegalArgumentException if the segment is too short, or the dtype holds Python objects
    public static NdArray of(MemorySegment segment, Dtype dtype, Shape shape, Order order, Source source) {
        return of(Layout.of(segment, dtype, shape, order, source), Threads.ONE);
    }

    /// The view whose class goes with the dtype.
    static NdArray of(Layout layout, Threads threads) {
        return switch (layout.dtype().kind()) {
            case BOOL -> new BooleanArray(layout, threads);
            case INT, UINT -> switch ((int) layout.dtype().byteSize()) {
                case 1 -> new ByteArray(layout, threads);
                case 2 -> new ShortArray(layout, threads);
                case 4 -> layout.dtype().kind() == Dtype.Kind.INT
                        ? new IntArray(layout, threads)
                        : new UIntArray(layout, threads);
                default -> new LongArray(layout, threads);
            };
            case FLOAT -> switch ((int) layout.dtype().byteSize()) {
                case 2 -> new HalfArray(layout, threads);
                case 4 -> new FloatArray(layout, threads);
                case 8 -> new DoubleArray(layout, threads);
                default -> new LongDoubleArray(layout, threads);
            };
            case BFLOAT16 -> new HalfArray(layout, threads);
            case FLOAT8 -> new Float8Array(layout, threads);
            case COMPLEX -> new ComplexArray(layout, threads);
            case BYTES, TEXT -> new TextArray(layout, threads);
            case DATETIME, TIMEDELTA -> new TimeArray(layout, threads);
            case VOID, STRUCT, OBJECT -> new RecordArray(layout, threads);
        };
    }

    /// A view that is worked on by the same threads.
    final NdArray view(Layout other) {
        return of(other, threads);
    }

    final Layout layout() {
        return layout;
    }

    final Threads threads() {
        return threads;
    }

    /// {@return a new array of zeros}
    /// @param dtype what an element is
    /// @param dims  how many elements there are on each axis
    public static NdArray zeros(Dtype dtype, long... dims) {
        return zeros(dtype, Shape.of(dims), Order.C, Source.MEMORY);
    }

    /// {@return a new array of zeros, in an order and under a name of the caller's choice}
    /// @param dtype  what an element is
    /// @param shape  how many elements there are on each axis
    /// @param order  how the elements lie in memory
    /// @param source names the array in messages
    public static NdArray zeros(Dtype dtype, Shape shape, Order order, Source source) {
        return of(Allocation.zeros(Layout.byteSize(dtype, shape, source)), dtype, shape, order, source);
    }

    /// Says who works on the elements: all that is made from the view inherits it; of two arrays, the receiver's counts.
    ///
    /// @param threads who works; memory that one thread owns is worked on by that thread alone, whoever is named
    /// @return a view of the same elements
    public abstract NdArray with(Threads threads);

    /// {@return what an element is}
    public final Dtype dtype() {
        return layout.dtype();
    }

    /// {@return how many elements there are on each axis}
    public final Shape shape() {
        return layout.shape();
    }

    /// {@return the number of axes}
    public final int rank() {
        return rank;
    }

    /// {@return the number of elements}
    public final long size() {
        return shape().size();
    }

    /// {@return the bytes that the elements take without gaps: size times the dtype's bytes}
    public final long byteSize() {
        return size() * dtype().byteSize();
    }

    /// {@return where the elements come from, by whose name messages about this array begin; its offset is where
    /// [#segment()] begins in it}
    public final Source source() {
        return layout.source();
    }

    /// {@return the memory that the elements lie in; it may hold more than them}
    public final MemorySegment segment() {
        return segment;
    }

    /// Returns where an element lies.
    ///
    /// @param index one position for each axis, from 0
    /// @return the element's first byte, counted in bytes from the beginning of [#segment()]
    /// @throws IndexOutOfBoundsException if there is no such element
    public final long offset(long... index) {
        return switch (index.length) {
            case 1 -> at(index[0]);
            case 2 -> at(index[0], index[1]);
            case 3 -> at(index[0], index[1], index[2]);
            default -> at(index);
        };
    }

    /// {@return how far apart neighbours on an axis lie, in bytes; negative where it runs backwards through the memory}
    /// @param axis the axis
    /// @throws IndexOutOfBoundsException if there is no such axis
    public final long stride(int axis) {
        return layout.strides()[Slicing.axis(layout, axis)];
    }

    /// Tells whether the elements follow each other in memory without gaps.
    ///
    /// @param order the order in which they should
    /// @return whether they do; an array with at most one axis longer than 1 may be so in both orders
    public final boolean isContiguous(Order order) {
        return layout.contiguous(order);
    }

    /// Compares the checksum of this array with its bytes, if it has one that was not compared: only an array that is
    /// all of a stored member of a `.npz` archive has, whatever its layout, and no slice of one.
    ///
    /// Whatever writes arrays to files and streams calls this first, so that what was damaged does not get a new
    /// checksum; views, copies and all else do without. Cost: one pass over the file's bytes, by several threads where
    /// the arena allows it.
    ///
    /// @throws ArrayFormatException if the bytes, or those of the member's header, are not those that were written
    /// @throws IOException          if they cannot be read
    public final void verify() throws IOException {
        layout.source().verify(layout.memory());
    }

    /// {@return the same elements as an array that has nothing to [verify][#verify()], for what can still be read of
    /// a damaged archive}
    public final NdArray unverified() {
        return view(layout.unverified());
    }

    /// Returns a part of this array, `a[items]` of NumPy's basic indexing, without copying it.
    ///
    /// @param items one for each axis, fewer for whole axes at the end
    /// @return a view
    /// @throws IndexOutOfBoundsException if an integer lies outside its axis, or there are more items than axes
    public NdArray slice(Slice... items) {
        return view(Slicing.slice(layout, List.of(items)));
    }

    /// Returns a part of this array in NumPy's notation: `slice("2:6, ..., ::-1")` for `a[2:6, ..., ::-1]`.
    ///
    /// @param items as [Slice#parse] reads them
    /// @return a view
    /// @throws IllegalArgumentException  if the text is malformed
    /// @throws IndexOutOfBoundsException if an integer lies outside its axis, or there are more items than axes
    public NdArray slice(String items) {
        return view(Slicing.slice(layout, Slice.parse(items)));
    }

    /// Returns what lies at one position of one axis: `a[:, position]` for axis 1.
    ///
    /// @param axis     the axis that goes
    /// @param position from 0, or negative to count from the end
    /// @return a view with one axis less
    /// @throws IndexOutOfBoundsException if there is no such axis or position
    public NdArray select(int axis, long position) {
        return view(Slicing.along(layout, axis, Slice.at(position)));
    }

    /// Returns this array with its axes in another order.
    ///
    /// @param axes each axis of this array once, in the new order; none to reverse them
    /// @return a view
    /// @throws IllegalArgumentException  if an axis is missing or named twice
    /// @throws IndexOutOfBoundsException if there is no such axis
    public NdArray transpose(int... axes) {
        return view(Slicing.transpose(layout, axes.length == 0 ? Slicing.reversed(rank()) : axes));
    }

    /// Returns the same elements, in C order, with other axes.
    ///
    /// @param dims the lengths of the new axes; one may be -1, to be inferred
    /// @return a view
    /// @throws IllegalArgumentException if the number of elements differs, or no view of this layout has that shape
    public NdArray reshape(long... dims) {
        return view(Slicing.reshape(layout, dims));
    }

    /// Sees the same bytes as elements of another dtype of the same size: `|V2` as [Dtype#BFLOAT16], `<i8` as `<M8[s]`.
    ///
    /// @param dtype a dtype with as many bytes
    /// @return a view
    /// @throws IllegalArgumentException if the sizes differ or the dtype holds Python objects
    public final NdArray as(Dtype dtype) {
        return view(layout.as(dtype));
    }

    /// {@return these elements as booleans}
    public final BooleanArray asBoolean() {
        return typed(BooleanArray.class);
    }

    /// {@return these elements as int8 or uint8}
    public final ByteArray asByte() {
        return typed(ByteArray.class);
    }

    /// {@return these elements as int16 or uint16}
    public final ShortArray asShort() {
        return typed(ShortArray.class);
    }

    /// {@return these elements as int32}
    public final IntArray asInt() {
        return typed(IntArray.class);
    }

    /// {@return these elements as uint32}
    public final UIntArray asUInt() {
        return typed(UIntArray.class);
    }

    /// {@return these elements as int64 or uint64}
    public final LongArray asLong() {
        return typed(LongArray.class);
    }

    /// {@return these elements as float16 or bfloat16}
    public final HalfArray asHalf() {
        return typed(HalfArray.class);
    }

    /// {@return these elements as 8-bit floats, which raw bytes become through [#as]}
    public final Float8Array asFloat8() {
        return typed(Float8Array.class);
    }

    /// {@return these elements as float32}
    public final FloatArray asFloat() {
        return typed(FloatArray.class);
    }

    /// {@return these elements as float64}
    public final DoubleArray asDouble() {
        return typed(DoubleArray.class);
    }

    /// {@return these elements as longdouble}
    public final LongDoubleArray asLongDouble() {
        return typed(LongDoubleArray.class);
    }

    /// {@return these elements as complex numbers}
    public final ComplexArray asComplex() {
        return typed(ComplexArray.class);
    }

    /// {@return these elements as byte strings or texts}
    public final TextArray asText() {
        return typed(TextArray.class);
    }

    /// {@return these elements as datetime64 or timedelta64}
    public final TimeArray asTime() {
        return typed(TimeArray.class);
    }

    /// {@return these elements as records or raw bytes}
    public final RecordArray asRecord() {
        return typed(RecordArray.class);
    }

    private <A extends NdArray> A typed(Class<A> type) {
        if (!type.isInstance(this)) {
            String mine = getClass().getSimpleName();
            throw new ClassCastException(source() + ": elements are " + dtype() + ", "
                    + ("AEIOU".indexOf(mine.charAt(0)) >= 0 ? "an " : "a ") + mine + ", not a " + type.getSimpleName());
        }
        return type.cast(this);
    }

    /// {@return a copy}
    public NdArray copy() {
        return view(ArrayCopy.copy(layout, threads));
    }

    /// Copies the elements, in their own byte order and in C order, without gaps.
    ///
    /// @param target at least [#byteSize()] bytes, not overlapping this array
    /// @throws IndexOutOfBoundsException if the target is too short
    /// @throws IllegalArgumentException  if the target is read-only
    public final void copyTo(MemorySegment target) {
        copyTo(target, Order.C);
    }

    /// As [#copyTo(MemorySegment)], in an order of the caller's choice.
    ///
    /// @param target as there
    /// @param order  how the elements shall lie in the target
    public final void copyTo(MemorySegment target, Order order) {
        ArrayCopy.toSegment(layout, target, order, threads);
    }

    /// Fills this array with elements that lie in its byte order and in C order, without gaps.
    ///
    /// @param elements at least [#byteSize()] bytes, not overlapping this array
    /// @throws IndexOutOfBoundsException if there are too few bytes
    /// @throws IllegalArgumentException  if this array cannot be written to
    public final void copyFrom(MemorySegment elements) {
        ArrayCopy.fromSegment(elements, layout(), threads);
    }

    /// Fills this array with the elements of another, which may be a view of the same memory.
    ///
    /// @param other an array of the same shape, and of the same dtype but for the byte order
    /// @throws IllegalArgumentException if shape or dtype differ, or this array cannot be written to
    public final void copyFrom(NdArray other) {
        ArrayCopy.copy(other.layout, layout, threads);
    }

    /// {@return a copy with elements of another dtype, converted as [#convertTo] does}
    /// @param dtype booleans, integers, floats or complex numbers, or this array's dtype in either byte order
    /// @throws ClassCastException if the elements cannot be converted
    public final NdArray to(Dtype dtype) {
        return view(ArrayCopy.convert(layout, dtype, threads));
    }

    /// Fills another array with these elements, converted as NumPy's `astype` does on x86-64.
    ///
    /// Integers keep their low bits; floats lose their fraction to integers, and beyond the range become what that
    /// processor makes of them: the least int64 for int64, the low bits of the least int32 for 8, 16 and 32 bits, those
    /// of the int64 for uint32 (where NumPy's own answer depends on the layout). Floats become the nearest of the other
    /// kind. Booleans are 0 and 1, and true for all but 0. Complex numbers lose their imaginary part. longdoubles go
    /// through float64.
    ///
    /// @param target an array of the same shape, which may be a view of the same memory
    /// @throws ClassCastException       if the elements cannot be converted
    /// @throws IllegalArgumentException if the shape differs, or the target cannot be written to
    public final void convertTo(NdArray target) {
        ArrayCopy.convert(layout, target.layout, threads);
    }

    /// Picks the rows of this array at some positions along an axis: `a[indices]` for axis 0.
    ///
    /// Nothing is copied yet; [Rows] reads and writes them.
    ///
    /// @param axis    the axis
    /// @param indices positions on the axis, negative ones counted from the end
    /// @return the rows
    /// @throws IndexOutOfBoundsException if there is no such axis, or no such position on it
    public final Rows rows(int axis, long... indices) {
        return rows(axis, LongArray.of(indices));
    }

    /// As [#rows(int, long...)], by the integers of an array with any number of axes.
    ///
    /// @param axis    the axis
    /// @param indices positions on the axis, negative ones counted from the end
    /// @return the rows, with all those axes in place of the one
    /// @throws ClassCastException if the indices are not integers
    public final Rows rows(int axis, NdArray indices) {
        return Rows.of(this, Slicing.axis(layout, axis), indices);
    }

    /// Returns a copy of the rows at some positions along an axis: `np.take(a, indices, axis)`.
    ///
    /// An array without axes is taken as one with an axis of one element, as in NumPy.
    ///
    /// @param axis    the axis
    /// @param indices positions on the axis, negative ones counted from the end
    /// @return an array in C order, with an axis as long as there are indices in the axis' place
    /// @throws IndexOutOfBoundsException if there is no such axis, or no such position on it
    public NdArray take(int axis, long... indices) {
        return (rank() == 0 ? reshape(1) : this).rows(axis, indices).copy();
    }

    /// Tells the system how the memory of this array is going to be used.
    ///
    /// Has an effect on Linux, on memory outside of the Java heap, if native access is allowed; elsewhere it does
    /// nothing. It concerns all that lies between this array's first and last byte, to the limits of pages, for
    /// everyone who uses that memory.
    ///
    /// @param advice what to prepare for
    /// @throws IllegalStateException if the memory is gone
    public final void advise(Advice advice) {
        advice.give(layout.memory());
    }

    /// Returns the matrix product `this @ other`, as NumPy defines it for any number of axes.
    ///
    /// The last axis of this array meets the last but one of the other; an array with one axis is a row on the left, a
    /// column on the right; axes before the last two are matched, or used again where one array has length 1.
    ///
    /// @param other an array of the same dtype, but for the byte order
    /// @return a new array in memory, of that dtype
    /// @throws IllegalArgumentException if the dtypes differ or the shapes do not match
    /// @throws ClassCastException       if the elements are not numbers
    public final NdArray matmul(NdArray other) {
        return view(Matmul.of(layout, other.layout, threads));
    }

    /// Reduces the elements along some axes to one each. The typed views have methods for it under NumPy's names, as
    /// far as NumPy reduces elements of their dtypes.
    ///
    /// Results have the same bits whoever works; sums, means, variances and standard deviations of floats and complex
    /// numbers have the bits of NumPy's. longdouble and complex256 are computed as float64. An array without axes may be
    /// reduced along axis 0 or -1, but for [Reduction#MEAN], [Reduction#VAR] and [Reduction#STD], as in NumPy.
    ///
    /// @param what what is made of the elements
    /// @param axes the axes, counted from 0, or from the last if negative; none for all of them
    /// @return a new array in memory without those axes, of the dtype that [Reduction] says
    /// @throws IndexOutOfBoundsException if there is no such axis
    /// @throws IllegalArgumentException  if an axis is given twice, if positions are asked for along several, or if
    ///                                   there are no elements where it needs some
    /// @throws ClassCastException        if NumPy does not reduce elements of that dtype so
    public final NdArray reduce(Reduction what, int... axes) {
        return view(ReductionEngine.of(layout, what, threads, axes));
    }

    /// What all elements are reduced to, if that is a float.
    final double real(Reduction what) {
        return ReductionEngine.real(layout, what, threads);
    }

    /// What all elements are reduced to, if that is an integer, a boolean or a time.
    final long whole(Reduction what) {
        return ReductionEngine.whole(layout, what, threads);
    }

    /// {@return whether an element is not zero; NaN and NaT are not}
    public final boolean any() {
        return whole(Reduction.ANY) != 0;
    }

    /// {@return whether no element is zero}
    public final boolean all() {
        return whole(Reduction.ALL) != 0;
    }

    /// {@return how many elements are not zero}
    public final long countNonZero() {
        return whole(Reduction.COUNT_NON_ZERO);
    }

    final long at(long i) {
        if (rank != 1) {
            throw wrongRank(1);
        }
        if (i < 0 || i >= dim0) {
            throw Slicing.outOfBounds(layout, 0, i);
        }
        return offset + i * stride0;
    }

    final long at(long i, long j) {
        if (rank != 2) {
            throw wrongRank(2);
        }
        if (i < 0 || i >= dim0) {
            throw Slicing.outOfBounds(layout, 0, i);
        }
        if (j < 0 || j >= dim1) {
            throw Slicing.outOfBounds(layout, 1, j);
        }
        return offset + i * stride0 + j * stride1;
    }

    final long at(long i, long j, long k) {
        if (rank != 3) {
            throw wrongRank(3);
        }
        if (i < 0 || i >= dim0) {
            throw Slicing.outOfBounds(layout, 0, i);
        }
        if (j < 0 || j >= dim1) {
            throw Slicing.outOfBounds(layout, 1, j);
        }
        if (k < 0 || k >= dim2) {
            throw Slicing.outOfBounds(layout, 2, k);
        }
        return offset + i * stride0 + j * stride1 + k * stride2;
    }

    final long at(long[] index) {
        if (index.length != rank) {
            throw wrongRank(index.length);
        }
        long at = offset;
        for (int axis = 0; axis < rank; axis++) {
            if (index[axis] < 0 || index[axis] >= layout.shape().dim(axis)) {
                throw Slicing.outOfBounds(layout, axis, index[axis]);
            }
            at += index[axis] * layout.strides()[axis];
        }
        return at;
    }

    private IndexOutOfBoundsException wrongRank(int indices) {
        return new IndexOutOfBoundsException(layout.name() + ": " + indices + " indices for shape " + layout.shape()
                + ", which has " + rank + " axes");
    }

    /// Checks that some values are as many as there are elements.
    final void checkLength(long length) {
        if (length != layout.shape().size()) {
            throw new IllegalArgumentException(
                    layout.name() + ": " + length + " values do not fill shape " + layout.shape()
                            + ", which has " + layout.shape().size() + " elements");
        }
    }

    /// The number of elements as the length of a Java array.
    final int arrayLength() {
        long size = layout.shape().size();
        if (size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(layout.name() + ": " + size
                    + " elements do not fit into a Java array; take slices, or copyTo a segment");
        }
        return (int) size;
    }

    /// {@return what `str` of this array prints in NumPy: `[1. 2.]`; see [Display] for its options}
    @Override
    public final String toString() {
        return Display.DEFAULT.str(this);
    }

    /// {@return what `repr` of this array prints in NumPy: `array([1., 2.], dtype=float32)`; see [Display]}
    public final String repr() {
        return Display.DEFAULT.repr(this);
    }
}
