package dev.npymap.internal.memory;

import dev.npymap.model.Dtype;

/// Converts numbers of one dtype between their stored type, in a [TypedBuffer], and `double`, `float`, `long` or `int`:
/// C2 vectorises loops between Java arrays, but not loops over memory.
///
/// To read, take the buffer for an array, fill it from memory, and decode it into the array; to write, encode, and
/// empty the returned buffer into memory. If the array's type is the stored type, the buffer wraps the array itself,
/// and nothing is converted.
///
/// Every codec knows doubles, that of floats also float, that of integers also long and int. Of integers and times the
/// low bits are written, of other numbers the nearest that the dtype has; `long` has uint64 as its bits.
public abstract sealed class ElementCodec permits IntegerCodec, FloatCodec, DoubleCodec {
    final Dtype dtype;
    final int room;

    ElementCodec(Layout layout, int room) {
        this.dtype = layout.dtype();
        this.room = room;
    }

    /// The codec of the real numbers, booleans or times of an array; others are refused.
    ///
    /// @param room the largest number of elements that are converted at a time
    static ElementCodec of(Layout layout, int room) {
        Dtype dtype = layout.dtype();
        return switch (dtype.kind()) {
            case BOOL, INT, UINT, DATETIME, TIMEDELTA -> new IntegerCodec(layout, room);
            case FLOAT, BFLOAT16, FLOAT8 ->
                dtype.byteSize() <= Float.BYTES ? new FloatCodec(layout, room) : new DoubleCodec(layout, room);
            case COMPLEX, BYTES, TEXT, VOID, STRUCT, OBJECT -> throw otherKind(layout);
        };
    }

    static ClassCastException otherKind(Layout layout) {
        return new ClassCastException(
                layout.name() + ": elements are " + layout.dtype() + ", not numbers of that kind");
    }

    /// The number at a place in the segment, as the nearest double.
    public static double number(Layout a, long at) {
        double[] one = new double[1];
        ElementCodec codec = of(a, 1);
        codec.buffer(one, 0).read(BufferedSegment.of(a), at, 0, 0, 1);
        codec.decode(one, 0, 1);
        return one[0];
    }

    /// The integer, boolean or time at an offset in the segment; uint64 as its bits.
    public static long whole(Layout a, long at) {
        return new IntegerReader(a).at(at);
    }

    /// Writes consecutive numbers into an array without gaps.
    ///
    /// @param first the position of the first number
    public static void write(Layout to, long first, double[] values) {
        write(to, first * to.dtype().byteSize(), to.dtype().byteSize(), values, values.length);
    }

    /// Writes numbers at a constant stride.
    ///
    /// @param at     the offset of the first number in the segment, in bytes
    /// @param stride the stride in bytes
    public static void write(Layout to, long at, long stride, double[] values, int count) {
        of(to, count).encode(values, 0, count).write(BufferedSegment.of(to), at, stride, 0, count);
    }

    /// Writes the parts of consecutive complex numbers into an array without gaps.
    ///
    /// @param first the position of the first number
    public static void writeParts(Layout to, long first, double[] parts) {
        long size = to.dtype().byteSize();
        write(to.real(), first * size, size / 2, parts, parts.length);
    }

    /// As [#write(Layout, long, double\[\])].
    public static void write(Layout to, long first, float[] values) {
        long size = to.dtype().byteSize();
        FloatCodec.of(to, values.length).encode(values, 0, values.length).write(BufferedSegment.of(to), first * size,
                size, 0,
                values.length);
    }

    /// As [#write(Layout, long, double\[\])].
    public static void write(Layout to, long first, long[] values) {
        long size = to.dtype().byteSize();
        IntegerCodec.of(to, values.length).encode(values, 0, values.length).write(BufferedSegment.of(to), first * size,
                size, 0,
                values.length);
    }

    /// The buffer to be filled with what becomes doubles.
    abstract TypedBuffer buffer(double[] to, int from);

    /// Makes doubles of what the buffer was filled with.
    abstract void decode(double[] to, int from, int count);

    /// Makes what is stored of doubles, and returns the buffer that has it.
    abstract TypedBuffer encode(double[] values, int from, int count);
}
