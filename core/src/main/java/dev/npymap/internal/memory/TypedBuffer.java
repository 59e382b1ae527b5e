package dev.npymap.internal.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A Java array of the type that is stored, through which elements ("words") move from or to memory where they lie at
/// equal distances: a class for each Java type, so that all loops are over arrays of one type. One call moves many.
///
/// Where they have gaps they move through buffers. An access to a segment asks the segment's class for its base, and
/// takes ten times as long where a JVM has used more than two of these classes; buffers have two, and the accesses to
/// both are compiled into the loop.
abstract sealed class TypedBuffer permits TransposeBuffer, FloatArrayBuffer, DoubleArrayBuffer, LongDoubleArrayBuffer {
    /// Fewer words take less time one by one than all at once.
    private static final int FEW = 8;
    /// Fewer words take less time than it takes to make a buffer.
    private static final int BUFFERED = 64;

    private final int width;

    /// @param width the bytes of a word
    TypedBuffer(int width) {
        this.width = width;
    }

    /// Reads words at equal distances.
    ///
    /// @param at   the first, in bytes into the segment
    /// @param step from one to the next, in bytes
    /// @param to   the place of the first in the Java array
    final void read(MemorySegment segment, boolean bigEndian, long at, long step, int to, int count) {
        if (step == width && count >= FEW) {
            copyFrom(segment, bigEndian, at, to, count);
        } else if (isBuffer(segment, step, count)) {
            // All are read-only, so that they are of two classes.
            ByteBuffer buffer = buffer(segment.asReadOnly(), bigEndian, at, step, count);
            get(buffer, first(buffer, step), (int) step, to, count);
        } else {
            get(segment, bigEndian, at, step, to, count);
        }
    }

    /// Writes words at equal distances; as [#read].
    final void write(MemorySegment segment, boolean bigEndian, long at, long step, int from, int count) {
        if (step == width && count >= FEW) {
            copyTo(segment, bigEndian, at, from, count);
        } else if (isBuffer(segment, step, count)) {
            ByteBuffer buffer = buffer(segment, bigEndian, at, step, count);
            set(buffer, first(buffer, step), (int) step, from, count);
        } else {
            set(segment, bigEndian, at, step, from, count);
        }
    }

    /// Whether words are worth a buffer, and one can hold them all.
    private static boolean isBuffer(MemorySegment segment, long step, int count) {
        return count >= BUFFERED && Math.abs(step) < Integer.MAX_VALUE / count
                && (segment.isNative() || segment.heapBase().orElse("") instanceof byte[]);
    }

    /// The bytes from the first of some words in memory to the end of the last.
    private ByteBuffer buffer(MemorySegment segment, boolean bigEndian, long at, long step, int count) {
        long last = (count - 1) * step;
        return segment.asSlice(at + Math.min(last, 0), Math.abs(last) + width).asByteBuffer()
                .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
    }

    private int first(ByteBuffer buffer, long step) {
        return step < 0 ? buffer.limit() - width : 0;
    }

    /// Reads words that have no gaps.
    abstract void copyFrom(MemorySegment segment, boolean bigEndian, long at, int to, int count);

    /// Writes words without gaps.
    abstract void copyTo(MemorySegment segment, boolean bigEndian, long at, int from, int count);

    abstract void get(MemorySegment segment, boolean bigEndian, long at, long step, int to, int count);

    abstract void get(ByteBuffer buffer, int at, int step, int to, int count);

    abstract void set(MemorySegment segment, boolean bigEndian, long at, long step, int from, int count);

    abstract void set(ByteBuffer buffer, int at, int step, int from, int count);
}
