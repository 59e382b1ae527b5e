package dev.npymap.internal.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;

/// A Java array of a stored type, through which elements ("words") are copied from or to memory at a constant stride:
/// one class for each Java type, so that all loops are over arrays of one type. One call copies many words.
///
/// Words with gaps are copied through the segment's [ByteBuffer].
abstract sealed class TypedBuffer permits TransposeBuffer, FloatArrayBuffer, DoubleArrayBuffer, LongDoubleArrayBuffer {
    /// Fewer words are faster to copy one by one.
    private static final int FEW = 8;

    private final int width;
    private final int base;

    /// @param width the size of a word in bytes
    /// @param base  the index in the Java array at which the buffer begins
    TypedBuffer(int width, int base) {
        this.width = width;
        this.base = base;
    }

    /// Reads words at a constant stride.
    ///
    /// @param at   the offset of the first word in the segment, in bytes
    /// @param step the stride in bytes
    /// @param to   the index of the first word in the buffer
    final void read(BufferedSegment memory, long at, long step, int to, int count) {
        if (step == width && count >= FEW) {
            copyFrom(memory.segment, memory.bigEndian, at, base + to, count);
        } else if (memory.isBuffered(step, count)) {
            ByteBuffer bytes = memory.around(at, step, count, width, true);
            get(bytes, memory.place(at), (int) step, base + to, count);
        } else {
            get(memory.segment, memory.bigEndian, at, step, base + to, count);
        }
    }

    /// Writes words at a constant stride; as [#read].
    final void write(BufferedSegment memory, long at, long step, int from, int count) {
        if (step == width && count >= FEW) {
            copyTo(memory.segment, memory.bigEndian, at, base + from, count);
        } else if (memory.isBuffered(step, count)) {
            ByteBuffer bytes = memory.around(at, step, count, width, false);
            set(bytes, memory.place(at), (int) step, base + from, count);
        } else {
            set(memory.segment, memory.bigEndian, at, step, base + from, count);
        }
    }

    /// Reads words without gaps.
    abstract void copyFrom(MemorySegment segment, boolean bigEndian, long at, int to, int count);

    /// Writes words without gaps.
    abstract void copyTo(MemorySegment segment, boolean bigEndian, long at, int from, int count);

    abstract void get(MemorySegment segment, boolean bigEndian, long at, long step, int to, int count);

    abstract void get(ByteBuffer buffer, int at, int step, int to, int count);

    abstract void set(MemorySegment segment, boolean bigEndian, long at, long step, int from, int count);

    abstract void set(ByteBuffer buffer, int at, int step, int from, int count);
}
