package dev.npymap.internal.memory;

import dev.npymap.model.Dtype;
import dev.npymap.model.Source;

/// Converts numbers of one dtype between the type that is stored, in a [TypedBuffer], and `long`, `float` or `double`: loops from one Java array to another become vectors, loops over memory do not.
///
/// Other kinds of numbers than those of the dtype are refused, and all of a dtype that has no real numbers.
public sealed class ElementCodec permits IntegerCodec, FloatCodec, DoubleCodec {
    final Dtype dtype;
    final int size;
    final int room;
    private final Source source;

    ElementCodec(Layout layout, int room) {
        this.dtype = layout.dtype();
        this.source = layout.source();
        this.size = (int) dtype.byteSize();
        this.room = room;
    }

    /// Moves words from or to memory.
    interface Move {
        /// @param place of the first word in its Java array
        void on(TypedBuffer words, int place, int count);
    }

    /// Reads words of an array at equal distances.
    ///
    /// @param at     the first, in bytes into the segment
    /// @param stride from one to the next, in bytes
    static Move reader(Layout a, long at, long stride) {
        return (words, to, count) -> words.read(a.segment(), a.bigEndian(), at, stride, to, count);
    }

    /// Writes words of an array at equal distances; as [#reader].
    public static Move writer(Layout a, long at, long stride) {
        return (words, from, count) -> words.write(a.segment(), a.bigEndian(), at, stride, from, count);
    }

    /// The number at a place in the segment, as the nearest double.
    public static double number(Layout a, long at) {
        double[] one = new double[1];
        of(a, 1).read(reader(a, at, 0), one, 0, 1);
        return one[0];
    }

    /// The integer, boolean or time at a place in the segment; uint64 as its bits.
    public static long whole(Layout a, long at) {
        long[] one = new long[1];
        of(a, 1).read(reader(a, at, 0), one, 0, 1);
        return one[0];
    }

    /// Writes numbers one behind the other into an array without gaps.
    ///
    /// @param first the position of the first
    public static void write(Layout to, long first, double[] values) {
        write(to, first * to.dtype().byteSize(), to.dtype().byteSize(), values, values.length);
    }

    /// Writes numbers at equal distances.
    ///
    /// @param at     the first, in bytes into the segment
    /// @param stride from one to the next, in bytes
    public static void write(Layout to, long at, long stride, double[] values, int count) {
        of(to, count).write(writer(to, at, stride), values, 0, count);
    }

    /// Writes the parts of complex numbers one behind the other into an array without gaps.
    ///
    /// @param first the position of the first number
    public static void writeParts(Layout to, long first, double[] parts) {
        long size = to.dtype().byteSize();
        write(to.real(), first * size, size / 2, parts, parts.length);
    }

    /// As [#write(Layout, long, double\[\])].
    public static void write(Layout to, long first, float[] values) {
        long size = to.dtype().byteSize();
        of(to, values.length).write(writer(to, first * size, size), values, 0, values.length);
    }

    /// As [#write(Layout, long, double\[\])].
    public static void write(Layout to, long first, long[] values) {
        long size = to.dtype().byteSize();
        of(to, values.length).write(writer(to, first * size, size), values, 0, values.length);
    }

    /// The numbers of an array.
    ///
    /// @param room how many are moved at a time at most
    public static ElementCodec of(Layout layout, int room) {
        Dtype dtype = layout.dtype();
        return switch (dtype.kind()) {
            case BOOL, INT, UINT, DATETIME, TIMEDELTA -> new IntegerCodec(layout, room);
            case FLOAT, BFLOAT16, FLOAT8 ->
                dtype.byteSize() <= Float.BYTES ? new FloatCodec(layout, room) : new DoubleCodec(layout, room);
            case COMPLEX, BYTES, TEXT, VOID, STRUCT, OBJECT -> new ElementCodec(layout, room);
        };
    }

    /// Reads numbers as the nearest doubles.
    ///
    /// @param in reads their words
    void read(Move in, double[] to, int from, int count) {
        throw otherKind();
    }

    /// Reads floats of at most 32 bits.
    void read(Move in, float[] to, int from, int count) {
        throw otherKind();
    }

    /// Reads integers, booleans and times; uint64 as its bits.
    void read(Move in, long[] to, int from, int count) {
        throw otherKind();
    }

    /// Reads the low 32 bits of integers.
    void read(Move in, int[] to, int from, int count) {
        throw otherKind();
    }

    /// Writes the nearest that the dtype has of each number; integers drop the fraction.
    ///
    /// @param out writes the words
    public void write(Move out, double[] values, int from, int count) {
        throw otherKind();
    }

    /// Writes floats of at most 32 bits.
    public void write(Move out, float[] values, int from, int count) {
        throw otherKind();
    }

    /// Writes the low bits of integers.
    public void write(Move out, long[] values, int from, int count) {
        throw otherKind();
    }

    /// Writes the low bits of integers.
    public void write(Move out, int[] values, int from, int count) {
        throw otherKind();
    }

    private ClassCastException otherKind() {
        return new ClassCastException(source.name() + ": elements are " + dtype + ", not numbers of that kind");
    }
}
