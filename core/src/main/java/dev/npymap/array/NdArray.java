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

/// A NumPy array: elements of one dtype along any number of axes, in a memory segment.
///
/// This class has what all arrays share: shape, dtype, views, raw memory. Elements are read through the typed views,
/// one final class for each stored width. A `switch`, or a method such as [#asDouble()], finds the typed view; such a
/// method throws [ClassCastException] for other elements. Slicing, transposing, reshaping and selecting return views of
/// the same memory and copy nothing. New arrays, such as copies, are in C order, have memory of their own, on the heap
/// up to 2 GiB, and can be written to. A negative axis is counted from the last one.
///
/// A getter or setter throws [IndexOutOfBoundsException] for a position outside the array, and a setter throws
/// [IllegalArgumentException] if the memory is read-only.
///
/// Lifetime: that of the memory. An access after the arena of a mapping is closed throws [IllegalStateException]. So
/// does an operation that is under way when another thread closes a shared arena; the JVM may then also have set that
/// thread's interrupt flag, which keeps it from reading or writing files until [Thread#interrupted()] clears the flag.
///
/// Threads: those that may access the memory. An array is immutable; access to its elements is not synchronised. The
/// calling thread does all the work, unless a view [with more threads][#with] is used; results do not depend on it.
///
/// If a file is truncated while it is mapped, operations on many elements throw [java.io.UncheckedIOException] whose
/// cause is an [ArrayFormatException] with the file's name, and operations on one element throw [InternalError]. The
/// JVM may also crash, where an int32 that is widened to `long` was compiled to an instruction that HotSpot on x86
/// cannot recover from. A file truncated within its last page reads as zeros from there on; operations that read at
/// least 4 KiB or all of a file notice it.
public abstract sealed class NdArray
        permits BooleanArray, ByteArray, ShortArray, IntArray, UIntArray, LongArray, HalfArray, Float8Array, FloatArray,
        DoubleArray, LongDoubleArray, ComplexArray, TextArray, TimeArray, RecordArray {

    /// The first three axes have fields of their own, so that a getter reads no array of the layout.
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

    /// Wraps memory as an array, without copying it. Lifetime and threads: those of the memory.
    ///
    /// @param segment the elements without gaps, the first at byte 0, at any alignment
    /// @param dtype   the type of the elements
    /// @param shape   the length of each axis, in elements
    /// @param order   the order in which the elements lie in memory
    /// @param source  names the memory in messages
    /// @return a view of the class that belongs to the dtype
    /// @throws IllegalArgumentException if the segment is too short, or the dtype holds Python objects
    public static NdArray of(MemorySegment segment, Dtype dtype, Shape shape, Order order, Source source) {
        return of(Layout.of(segment, dtype, shape, order, source), Threads.ONE);
    }

    /// The view of the class that belongs to the dtype.
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

    /// A view with the same threads.
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
    /// @param dtype the type of the elements
    /// @param dims  the length of each axis, in elements
    public static NdArray zeros(Dtype dtype, long... dims) {
        return zeros(dtype, Shape.of(dims), Order.C, Source.MEMORY);
    }

    /// {@return a new array of zeros, in a given order and with a given name in messages}
    /// @param dtype  the type of the elements
    /// @param shape  the length of each axis, in elements
    /// @param order  the order in which the elements lie in memory
    /// @param source names the array in messages
    public static NdArray zeros(Dtype dtype, Shape shape, Order order, Source source) {
        return of(Allocation.zeros(Layout.byteSize(dtype, shape, source)), dtype, shape, order, source);
    }

    /// Returns this array with other threads for its operations. Every view and array made from the result has the same
    /// threads; an operation on two arrays uses those of its receiver.
    ///
    /// @param threads the threads that share the work; memory that only one thread may access is processed by that
    ///                thread alone
    /// @return a view of the same elements
    public abstract NdArray with(Threads threads);

    /// {@return the type of the elements}
    public final Dtype dtype() {
        return layout.dtype();
    }

    /// {@return the length of each axis, in elements}
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

    /// {@return the size of all elements without gaps, in bytes: their number times the dtype's size}
    public final long byteSize() {
        return size() * dtype().byteSize();
    }

    /// {@return where the elements come from; messages about this array begin with the source's name, and its offset is
    /// where [#segment()] begins in it}
    public final Source source() {
        return layout.source();
    }

    /// {@return the memory that holds the elements, and possibly more}
    public final MemorySegment segment() {
        return segment;
    }

    /// Returns where an element lies in memory.
    ///
    /// @param index one position for each axis, from 0
    /// @return the offset of the element's first byte from the beginning of [#segment()], in bytes
    /// @throws IndexOutOfBoundsException if the array has no such element
    public final long offset(long... index) {
        return switch (index.length) {
            case 1 -> at(index[0]);
            case 2 -> at(index[0], index[1]);
            case 3 -> at(index[0], index[1], index[2]);
            default -> at(index);
        };
    }

    /// {@return the stride of an axis: the distance of its neighbouring elements in bytes; negative for a reversed
    /// axis}
    /// @param axis the axis
    /// @throws IndexOutOfBoundsException if the array has no such axis
    public final long stride(int axis) {
        return layout.strides()[Slicing.axis(layout, axis)];
    }

    /// Tells whether the elements lie in memory in an order, without gaps.
    ///
    /// @param order C order or Fortran order
    /// @return whether they do; an array with at most one axis longer than 1 may be contiguous in both orders
    public final boolean isContiguous(Order order) {
        return layout.contiguous(order);
    }

    /// Compares this array's bytes with its checksum, if it has one that was not compared yet. Only an array that is
    /// all of a stored member of an `.npz` archive has one, in any layout; a slice of it has none.
    ///
    /// Every method that writes arrays to files or streams calls this first, so that damaged data do not get a new
    /// checksum; views, copies and other operations do not call it. Cost: one pass over the file's bytes, by several
    /// threads where the arena allows it.
    ///
    /// @throws ArrayFormatException if the bytes, or those of the member's header, do not match the checksum
    /// @throws IOException          if the bytes cannot be read
    public final void verify() throws IOException {
        layout.source().verify(layout.memory());
    }

    /// {@return an array of the same elements without a checksum to [verify][#verify()], to save what is still readable
    /// in a damaged archive}
    public final NdArray unverified() {
        return view(layout.unverified());
    }

    /// Returns a part of this array, `a[items]` of NumPy's basic indexing, without copying it.
    ///
    /// @param items one for each axis; missing items at the end stand for whole axes
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

    /// Returns the elements at one position of one axis: `a[:, position]` for axis 1.
    ///
    /// @param axis     the axis, which the result lacks
    /// @param position from 0, or negative to count from the end
    /// @return a view with one axis less
    /// @throws IndexOutOfBoundsException if the array has no such axis or position
    public NdArray select(int axis, long position) {
        return view(Slicing.along(layout, axis, Slice.at(position)));
    }

    /// Returns this array with its axes in another order.
    ///
    /// @param axes each axis of this array once, in the new order; none to reverse them
    /// @return a view
    /// @throws IllegalArgumentException  if an axis is missing or named twice
    /// @throws IndexOutOfBoundsException if the array has no such axis
    public NdArray transpose(int... axes) {
        return view(Slicing.transpose(layout, axes.length == 0 ? Slicing.reversed(rank()) : axes));
    }

    /// Returns the same elements, in C order, with other axes.
    ///
    /// @param dims the lengths of the new axes; one may be -1, to be inferred
    /// @return a view
    /// @throws IllegalArgumentException if the number of elements differs, or no view of this layout has the new shape
    public NdArray reshape(long... dims) {
        return view(Slicing.reshape(layout, dims));
    }

    /// Returns a view of the same bytes as elements of another dtype of the same size: `|V2` as [Dtype#BFLOAT16], `<i8`
    /// as `<M8[s]`.
    ///
    /// @param dtype a dtype with the same size in bytes
    /// @return a view
    /// @throws IllegalArgumentException if the sizes differ or the dtype holds Python objects
    public final NdArray as(Dtype dtype) {
        return view(layout.as(dtype));
    }

    /// {@return this array as an array of booleans}
    public final BooleanArray asBoolean() {
        return typed(BooleanArray.class);
    }

    /// {@return this array as an array of int8 or uint8}
    public final ByteArray asByte() {
        return typed(ByteArray.class);
    }

    /// {@return this array as an array of int16 or uint16}
    public final ShortArray asShort() {
        return typed(ShortArray.class);
    }

    /// {@return this array as an array of int32}
    public final IntArray asInt() {
        return typed(IntArray.class);
    }

    /// {@return this array as an array of uint32}
    public final UIntArray asUInt() {
        return typed(UIntArray.class);
    }

    /// {@return this array as an array of int64 or uint64}
    public final LongArray asLong() {
        return typed(LongArray.class);
    }

    /// {@return this array as an array of float16 or bfloat16}
    public final HalfArray asHalf() {
        return typed(HalfArray.class);
    }

    /// {@return this array as an array of 8-bit floats; [#as] makes one of raw bytes}
    public final Float8Array asFloat8() {
        return typed(Float8Array.class);
    }

    /// {@return this array as an array of float32}
    public final FloatArray asFloat() {
        return typed(FloatArray.class);
    }

    /// {@return this array as an array of float64}
    public final DoubleArray asDouble() {
        return typed(DoubleArray.class);
    }

    /// {@return this array as an array of longdouble}
    public final LongDoubleArray asLongDouble() {
        return typed(LongDoubleArray.class);
    }

    /// {@return this array as an array of complex numbers}
    public final ComplexArray asComplex() {
        return typed(ComplexArray.class);
    }

    /// {@return this array as an array of byte strings or texts}
    public final TextArray asText() {
        return typed(TextArray.class);
    }

    /// {@return this array as an array of datetime64 or timedelta64}
    public final TimeArray asTime() {
        return typed(TimeArray.class);
    }

    /// {@return this array as an array of records or raw bytes}
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

    /// {@return a copy in C order, in memory of its own}
    public NdArray copy() {
        return view(ArrayCopy.copy(layout, threads));
    }

    /// Copies the elements to memory, in this array's byte order and in C order, without gaps.
    ///
    /// @param target at least [#byteSize()] bytes, not overlapping this array
    /// @throws IndexOutOfBoundsException if the target is too short
    /// @throws IllegalArgumentException  if the target is read-only
    public final void copyTo(MemorySegment target) {
        copyTo(target, Order.C);
    }

    /// Copies the elements as [#copyTo(MemorySegment)] does, in a given order.
    ///
    /// @param target at least [#byteSize()] bytes, not overlapping this array
    /// @param order  the order in which the elements will lie in the target
    public final void copyTo(MemorySegment target, Order order) {
        ArrayCopy.toSegment(layout, target, order, threads);
    }

    /// Fills this array with elements that lie in this array's byte order and in C order, without gaps.
    ///
    /// @param elements at least [#byteSize()] bytes, not overlapping this array
    /// @throws IndexOutOfBoundsException if there are fewer bytes
    /// @throws IllegalArgumentException  if this array cannot be written to
    public final void copyFrom(MemorySegment elements) {
        ArrayCopy.fromSegment(elements, layout(), threads);
    }

    /// Fills this array with the elements of another, which may be a view of the same memory.
    ///
    /// @param other an array of the same shape and dtype; the byte order may differ
    /// @throws IllegalArgumentException if the shapes or dtypes differ, or this array cannot be written to
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
    /// Integers keep their low bits. Floats that become integers lose their fraction; beyond the range of the integers
    /// the result is that of an x86-64 processor: the least int64 for int64, the low bits of the least int32 for 8, 16
    /// and 32 bits, and the low bits of the least int64 for uint32 (where NumPy's own answer depends on the layout).
    /// Floats become the nearest float of the other width. Booleans become 0 and 1, and every number but 0 becomes
    /// true. Complex numbers lose their imaginary part. longdoubles are converted through float64.
    ///
    /// @param target an array of the same shape, which may be a view of the same memory
    /// @throws ClassCastException       if the elements cannot be converted
    /// @throws IllegalArgumentException if the shape differs, or the target cannot be written to
    public final void convertTo(NdArray target) {
        ArrayCopy.convert(layout, target.layout, threads);
    }

    /// Selects the rows of this array at some positions along an axis: `a[indices]` for axis 0.
    ///
    /// Nothing is copied yet; [Rows] reads and writes them.
    ///
    /// @param axis    the axis
    /// @param indices positions on the axis, negative ones counted from the end
    /// @return the rows
    /// @throws IndexOutOfBoundsException if the array has no such axis, or the axis no such position
    public final Rows rows(int axis, long... indices) {
        return rows(axis, LongArray.of(indices));
    }

    /// Selects rows as [#rows(int, long...)] does, by the integers of an array with any number of axes.
    ///
    /// @param axis    the axis
    /// @param indices positions on the axis, negative ones counted from the end
    /// @return the rows, with the axes of `indices` in place of the one axis
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
    /// @return an array in C order, whose axis is as long as there are indices
    /// @throws IndexOutOfBoundsException if the array has no such axis, or the axis no such position
    public NdArray take(int axis, long... indices) {
        return (rank() == 0 ? reshape(1) : this).rows(axis, indices).copy();
    }

    /// Tells the system how the memory of this array will be used.
    ///
    /// This has an effect on Linux, on memory outside of the Java heap, if native access is allowed; elsewhere it does
    /// nothing. It applies to all pages from this array's first byte to its last, for every array in that memory.
    ///
    /// @param advice the kind of use
    /// @throws IllegalStateException if the memory has been released
    public final void advise(Advice advice) {
        advice.give(layout.memory());
    }

    /// Reduces the elements along some axes to one each. The typed views have methods with NumPy's names for the
    /// reductions that NumPy has for their dtypes.
    ///
    /// Results are the same to the bit for any number of threads; sums, means, variances and standard deviations of
    /// floats and complex numbers equal NumPy's to the bit. longdouble and complex256 are computed as float64. An array
    /// without axes may be reduced along axis 0 or -1, except by [Reduction#MEAN], [Reduction#VAR] and [Reduction#STD],
    /// as in NumPy.
    ///
    /// @param what the reduction
    /// @param axes the axes, counted from 0, or from the last if negative; none for all of them
    /// @return a new array in memory without those axes, of the dtype that [Reduction] specifies
    /// @throws IndexOutOfBoundsException if the array has no such axis
    /// @throws IllegalArgumentException  if an axis is given twice, if positions are requested along several axes, or
    ///                                   if there are no elements and the reduction needs one
    /// @throws ClassCastException        if NumPy has no such reduction for the dtype
    public final NdArray reduce(Reduction what, int... axes) {
        return view(ReductionEngine.of(layout, what, threads, axes));
    }

    /// The matrix product `this @ other`.
    final NdArray product(NdArray other) {
        return view(Matmul.of(layout, other.layout, threads));
    }

    /// The reduction of all elements, if that is a float.
    final double real(Reduction what) {
        return ReductionEngine.real(layout, what, threads);
    }

    /// The reduction of all elements, if that is an integer, a boolean or a time.
    final long whole(Reduction what) {
        return ReductionEngine.whole(layout, what, threads);
    }

    /// {@return whether any element is not zero; NaN and NaT are not zero}
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

    /// Checks that a number of values is the number of elements.
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
