package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/// An array of NumPy's: elements of one dtype along any number of axes, somewhere in memory.
///
/// What every array has is here: shape, dtype, views, raw memory. The elements are read through the typed views, one
/// final class for each width that is stored; `switch` or [#asDouble()] and the like tell them apart. Slicing,
/// transposing, reshaping and selecting give views of the same memory and copy nothing.
///
/// Lifetime: that of the memory. An access after the arena of a mapping is closed throws [IllegalStateException].
/// Threads: those that may access the memory; an array itself never changes, its elements are not synchronised.
/// A file that is cut while it is mapped makes the operations on many elements throw
/// [java.io.UncheckedIOException] whose cause is an [ArrayFormatException] naming the file, and those on one element
/// [InternalError]; or it kills the JVM, where an int32 that is widened to `long` was compiled to an instruction that
/// HotSpot on x86 cannot follow. A cut within the last page, which reads as zeros from then on, is noticed by operations that reach
/// over at least 4 KiB or over all of a file.
public abstract sealed class NdArray permits BooleanArray, ByteArray, ShortArray, IntArray, UIntArray, LongArray,
        HalfArray, Float8Array, FloatArray, DoubleArray, LongDoubleArray, ComplexArray, TextArray, TimeArray,
        RecordArray {

    final MemorySegment segment;
    final boolean bigEndian;
    private final Layout layout;
    private final long offset;
    private final int rank;
    private final long dim0;
    private final long dim1;
    private final long dim2;
    private final long stride0;
    private final long stride1;
    private final long stride2;

    NdArray(Layout layout) {
        this.layout = layout;
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
        long needed = byteSize(dtype, shape, source);
        if (segment.byteSize() < needed) {
            throw new IllegalArgumentException(source.name() + ": shape " + shape + " of " + dtype.descr() + " needs "
                    + needed + " bytes, the segment has " + segment.byteSize());
        }
        if (dtype.holdsObjects()) {
            throw new IllegalArgumentException(
                    source.name() + ": elements of " + dtype.descr() + " are Python objects");
        }
        return of(new Layout(segment, 0, dtype, shape, shape.strides(dtype.byteSize(), order), source));
    }

    /// Makes an array of zeros in memory, in C order.
    ///
    /// @param dtype what an element is
    /// @param dims  how many elements there are on each axis
    /// @return an array that can be written to, on the heap up to 2 GiB
    public static NdArray zeros(Dtype dtype, long... dims) {
        return zeros(dtype, Shape.of(dims), Order.C, Source.MEMORY);
    }

    /// Makes an array of zeros in memory, in an order and under a name of the caller's choice.
    ///
    /// @param dtype  what an element is
    /// @param shape  how many elements there are on each axis
    /// @param order  how the elements lie in memory
    /// @param source names the array in messages
    /// @return an array that can be written to, on the heap up to 2 GiB
    public static NdArray zeros(Dtype dtype, Shape shape, Order order, Source source) {
        return of(Memory.allocate(byteSize(dtype, shape, source)), dtype, shape, order, source);
    }

    private static long byteSize(Dtype dtype, Shape shape, Source source) {
        long size = shape.size();
        if (Math.multiplyHigh(size, dtype.byteSize()) != 0 || size * dtype.byteSize() < 0) {
            throw new IllegalArgumentException(
                    source.name() + ": shape " + shape + " of " + dtype.descr()
                            + " has more bytes than 64 bits can count");
        }
        return size * dtype.byteSize();
    }

    static NdArray of(Layout layout) {
        Dtype dtype = layout.dtype();
        return switch (dtype.kind()) {
            case BOOL -> new BooleanArray(layout);
            case INT, UINT -> switch ((int) dtype.byteSize()) {
                case 1 -> new ByteArray(layout);
                case 2 -> new ShortArray(layout);
                case 4 -> dtype.kind() == Dtype.Kind.INT ? new IntArray(layout) : new UIntArray(layout);
                default -> new LongArray(layout);
            };
            case FLOAT -> switch ((int) dtype.byteSize()) {
                case 2 -> new HalfArray(layout);
                case 4 -> new FloatArray(layout);
                case 8 -> new DoubleArray(layout);
                default -> new LongDoubleArray(layout);
            };
            case BFLOAT16 -> new HalfArray(layout);
            case FLOAT8 -> new Float8Array(layout);
            case COMPLEX -> new ComplexArray(layout);
            case BYTES, TEXT -> new TextArray(layout);
            case DATETIME, TIMEDELTA -> new TimeArray(layout);
            case VOID, STRUCT, OBJECT -> new RecordArray(layout);
        };
    }

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
        return layout.shape().size();
    }

    /// {@return the bytes that the elements take without gaps: size times the dtype's bytes}
    public final long byteSize() {
        return size() * dtype().byteSize();
    }

    /// {@return the name that messages about this array begin with}
    public final String source() {
        return layout.source().name();
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

    /// Returns how far apart neighbours on an axis lie.
    ///
    /// @param axis from 0, or negative to count from the last
    /// @return the distance in bytes, negative where the axis runs backwards through the memory
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

    /// Returns a part of this array, `a[items]` of NumPy's basic indexing, without copying it.
    ///
    /// @param items one for each axis, fewer for whole axes at the end
    /// @return a view
    /// @throws IndexOutOfBoundsException if an integer lies outside its axis, or there are more items than axes
    public NdArray slice(Slice... items) {
        return of(Slicing.slice(layout, List.of(items)));
    }

    /// Returns a part of this array in NumPy's notation: `slice("2:6, ..., ::-1")` for `a[2:6, ..., ::-1]`.
    ///
    /// @param items as [Slice#parse] reads them
    /// @return a view
    /// @throws IllegalArgumentException  if the text is malformed
    /// @throws IndexOutOfBoundsException if an integer lies outside its axis, or there are more items than axes
    public NdArray slice(String items) {
        return of(Slicing.slice(layout, Slice.parse(items)));
    }

    /// Returns what lies at one position of one axis: `a[:, position]` for axis 1.
    ///
    /// @param axis     from 0, or negative to count from the last
    /// @param position from 0, or negative to count from the end
    /// @return a view with one axis less
    /// @throws IndexOutOfBoundsException if there is no such axis or position
    public NdArray select(int axis, long position) {
        return of(Slicing.along(layout, axis, Slice.at(position)));
    }

    /// Returns this array with its axes in another order.
    ///
    /// @param axes each axis of this array once, in the new order; none to reverse them
    /// @return a view
    public NdArray transpose(int... axes) {
        int[] order = axes;
        if (axes.length == 0) {
            order = new int[rank];
            Arrays.setAll(order, n -> rank - 1 - n);
        }
        return of(Slicing.transpose(layout, order));
    }

    /// Returns the same elements, in C order, with other axes.
    ///
    /// @param dims the lengths of the new axes; one may be -1, to be inferred
    /// @return a view
    /// @throws IllegalArgumentException if the number of elements differs, or no view of this layout has that shape
    public NdArray reshape(long... dims) {
        return of(Slicing.reshape(layout, dims));
    }

    /// Returns a copy in memory of its own.
    ///
    /// @return an array in C order, of the same dtype, that can be written to
    public NdArray copy() {
        MemorySegment memory = Memory.allocate(byteSize());
        copyTo(memory);
        return of(new Layout(memory, 0, dtype(), shape(), shape().strides(dtype().byteSize(), Order.C),
                Source.of(source())));
    }

    /// Sees the same bytes as elements of another dtype of the same size: `|V2` as [Dtype#BFLOAT16], `<i8` as `<M8[s]`.
    ///
    /// @param dtype a dtype with as many bytes
    /// @return a view
    /// @throws IllegalArgumentException if the sizes differ or the dtype holds Python objects
    public final NdArray as(Dtype dtype) {
        if (dtype.byteSize() != dtype().byteSize() || dtype.holdsObjects()) {
            throw new IllegalArgumentException(
                    source() + ": elements are " + dtype() + " and cannot be seen as " + dtype);
        }
        return of(layout.with(offset, dtype, shape(), layout.strides()));
    }

    /// Copies the elements, in their own byte order and in C order, without gaps.
    ///
    /// @param target at least [#byteSize()] bytes, not overlapping this array
    /// @throws IndexOutOfBoundsException if the target is too short
    public final void copyTo(MemorySegment target) {
        copyTo(target, Order.C);
    }

    /// Copies the elements, in their own byte order, without gaps.
    ///
    /// @param target at least [#byteSize()] bytes, not overlapping this array
    /// @param order  the order in which the elements shall lie in the target
    /// @throws IndexOutOfBoundsException if the target is too short
    public final void copyTo(MemorySegment target, Order order) {
        MemorySegment room = part(target);
        Layout from = order == Order.C ? layout : Slicing.transpose(layout, reversedAxes());
        Memory.guard(layout, () -> Copying.gather(from, room));
    }

    private MemorySegment part(MemorySegment bytes) {
        if (bytes.byteSize() < byteSize()) {
            throw new IndexOutOfBoundsException(
                    source() + ": a segment of " + bytes.byteSize() + " bytes is too short for " + byteSize());
        }
        return bytes.asSlice(0, byteSize());
    }

    /// Fills this array with elements that lie in its byte order and in C order, without gaps.
    ///
    /// @param elements at least [#byteSize()] bytes, not overlapping this array
    /// @throws IndexOutOfBoundsException if there are too few bytes
    /// @throws IllegalArgumentException  if this array cannot be written to
    public final void copyFrom(MemorySegment elements) {
        requireWritable();
        MemorySegment given = part(elements);
        Memory.guard(layout, () -> Copying.scatter(given, layout));
    }

    /// Fills this array with the elements of another, which may be a view of the same memory.
    ///
    /// @param other an array of the same shape, and of the same dtype but for the byte order
    /// @throws IllegalArgumentException if shape or dtype differ, or this array cannot be written to
    public final void copyFrom(NdArray other) {
        if (!shape().equals(other.shape()) || !dtype().withOrder(ByteOrder.LITTLE_ENDIAN)
                .equals(other.dtype().withOrder(ByteOrder.LITTLE_ENDIAN))) {
            throw new IllegalArgumentException(source() + ": shape " + shape() + " of " + dtype()
                    + " cannot be filled from shape " + other.shape() + " of " + other.dtype());
        }
        requireWritable();
        Layout from = layout.overlaps(other.layout) ? other.copy().layout() : other.layout;
        Memory.guard(other.layout, layout, () -> {
            Copying.copy(from, layout);
            return this;
        });
    }

    final void requireWritable() {
        if (segment.isReadOnly()) {
            throw new IllegalArgumentException(source() + ": is mapped or wrapped read-only");
        }
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
        return Matmul.of(this, other);
    }

    /// {@return these elements as booleans}
    /// @throws ClassCastException if they are others
    public final BooleanArray asBoolean() {
        return typed(BooleanArray.class);
    }

    /// {@return these elements as int8 or uint8}
    /// @throws ClassCastException if they are others
    public final ByteArray asByte() {
        return typed(ByteArray.class);
    }

    /// {@return these elements as int16 or uint16}
    /// @throws ClassCastException if they are others
    public final ShortArray asShort() {
        return typed(ShortArray.class);
    }

    /// {@return these elements as int32}
    /// @throws ClassCastException if they are others
    public final IntArray asInt() {
        return typed(IntArray.class);
    }

    /// {@return these elements as uint32}
    /// @throws ClassCastException if they are others
    public final UIntArray asUInt() {
        return typed(UIntArray.class);
    }

    /// {@return these elements as int64 or uint64}
    /// @throws ClassCastException if they are others
    public final LongArray asLong() {
        return typed(LongArray.class);
    }

    /// {@return these elements as float16 or bfloat16}
    /// @throws ClassCastException if they are others
    public final HalfArray asHalf() {
        return typed(HalfArray.class);
    }

    /// {@return these elements as 8-bit floats}
    /// @throws ClassCastException if they are others; raw bytes become 8-bit floats through [#as]
    public final Float8Array asFloat8() {
        return typed(Float8Array.class);
    }

    /// {@return these elements as float32}
    /// @throws ClassCastException if they are others
    public final FloatArray asFloat() {
        return typed(FloatArray.class);
    }

    /// {@return these elements as float64}
    /// @throws ClassCastException if they are others
    public final DoubleArray asDouble() {
        return typed(DoubleArray.class);
    }

    /// {@return these elements as longdouble}
    /// @throws ClassCastException if they are others
    public final LongDoubleArray asLongDouble() {
        return typed(LongDoubleArray.class);
    }

    /// {@return these elements as complex numbers}
    /// @throws ClassCastException if they are others
    public final ComplexArray asComplex() {
        return typed(ComplexArray.class);
    }

    /// {@return these elements as byte strings or texts}
    /// @throws ClassCastException if they are others
    public final TextArray asText() {
        return typed(TextArray.class);
    }

    /// {@return these elements as datetime64 or timedelta64}
    /// @throws ClassCastException if they are others
    public final TimeArray asTime() {
        return typed(TimeArray.class);
    }

    /// {@return these elements as records or raw bytes}
    /// @throws ClassCastException if they are others
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

    /// {@return what `str` of this array prints in NumPy: `[1. 2.]`; see [Display] for its options}
    @Override
    public final String toString() {
        return Display.DEFAULT.str(this);
    }

    /// {@return what `repr` of this array prints in NumPy: `array([1., 2.], dtype=float32)`; see [Display]}
    public final String repr() {
        return Display.DEFAULT.repr(this);
    }

    /// The text of the element at a place in the segment, as `str` of a NumPy scalar prints it.
    abstract String element(long at);

    /// The float at a place in the segment, taken apart.
    BinaryFloat binary(long at) {
        throw noNumbers();
    }

    /// Reads elements at equal distances as the nearest doubles.
    ///
    /// One call moves a block, never a single element: it goes through a table of methods.
    ///
    /// @param at     the first element, in bytes into the segment
    /// @param stride from one to the next, in bytes
    void read(long at, long stride, double[] to, int from, int count) {
        throw noNumbers();
    }

    /// As [#read(long, long, double\[\], int, int)], for floats of at most 32 bits.
    void read(long at, long stride, float[] to, int from, int count) {
        throw noNumbers();
    }

    /// As [#read(long, long, double\[\], int, int)], for integers and booleans; uint64 as its bits.
    void read(long at, long stride, long[] to, int from, int count) {
        throw noNumbers();
    }

    /// Writes elements at equal distances, each the nearest that the dtype has; integers drop the fraction.
    void write(long at, long stride, double[] values, int from, int count) {
        throw noNumbers();
    }

    /// As [#write(long, long, double\[\], int, int)].
    void write(long at, long stride, float[] values, int from, int count) {
        throw noNumbers();
    }

    /// Writes the low bits of integers at equal distances.
    void write(long at, long stride, long[] values, int from, int count) {
        throw noNumbers();
    }

    /// Checks that the elements have an order and can be added.
    final void requireReal() {
        if (this instanceof ComplexArray || this instanceof TimeArray || this instanceof TextArray
                || this instanceof RecordArray) {
            throw new ClassCastException(source() + ": elements are " + dtype() + ", not real numbers");
        }
    }

    private ClassCastException noNumbers() {
        return new ClassCastException(source() + ": elements are " + dtype() + ", not numbers of that kind");
    }

    final Layout layout() {
        return layout;
    }

    final int[] reversedAxes() {
        int[] axes = new int[rank];
        Arrays.setAll(axes, n -> rank - 1 - n);
        return axes;
    }

    /// The number of elements as the length of a Java array.
    final int arrayLength() {
        if (size() > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    source() + ": " + size()
                            + " elements do not fit into a Java array; take slices, or copyTo a segment");
        }
        return (int) size();
    }

    final void checkLength(long length) {
        if (length != size()) {
            throw new IllegalArgumentException(
                    source() + ": " + length + " values do not fill shape " + shape() + ", which has " + size()
                            + " elements");
        }
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
            if (index[axis] < 0 || index[axis] >= shape().dim(axis)) {
                throw Slicing.outOfBounds(layout, axis, index[axis]);
            }
            at += index[axis] * layout.strides()[axis];
        }
        return at;
    }

    private IndexOutOfBoundsException wrongRank(int indices) {
        return new IndexOutOfBoundsException(
                source() + ": " + indices + " indices for shape " + shape() + ", which has " + rank + " axes");
    }
}
