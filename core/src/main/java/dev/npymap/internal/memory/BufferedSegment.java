package dev.npymap.internal.memory;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// A segment of words of one byte order, with a [ByteBuffer] around the words that were accessed last.
///
/// An access to a segment asks the segment's class for its base, and takes ten times as long if the JVM has used more
/// than two of these classes; buffers have two classes, and accesses to both are compiled into a loop. All buffers for
/// reading are read-only, so that there are only two classes.
///
/// Threads: one.
final class BufferedSegment {
    /// Making a buffer takes longer than accessing fewer words than this.
    private static final int WORTH = 64;

    /// The size in bytes of the largest buffer that the JDK makes of a segment.
    private static final int MOST = Integer.MAX_VALUE - 8;
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    final MemorySegment segment;
    final boolean bigEndian;
    private ByteBuffer window = NONE;
    private long start;

    BufferedSegment(MemorySegment segment, boolean bigEndian) {
        this.segment = segment;
        this.bigEndian = bigEndian;
    }

    static BufferedSegment of(Layout array) {
        return new BufferedSegment(array.segment(), array.bigEndian());
    }

    /// Whether words at a constant stride are worth a buffer, and one can hold them all.
    boolean isBuffered(long step, int count) {
        return count >= WORTH && Math.abs(step) < MOST / count
                && (segment.isNative() || segment.heapBase().orElse("") instanceof byte[]);
    }

    /// A buffer that holds certain words, and as much around them as fits.
    ///
    /// @param at    the offset of the first word in the segment, in bytes
    /// @param step  the stride in bytes
    /// @param width the size of a word in bytes
    ByteBuffer around(long at, long step, int count, int width, boolean readOnly) {
        long last = (count - 1) * step;
        long from = at + Math.min(last, 0);
        long to = at + Math.max(last, 0) + width;
        if (from < start || to > start + window.limit() || window.isReadOnly() != readOnly) {
            start = step < 0 ? Math.max(0, to - MOST) : from;
            MemorySegment near = segment.asSlice(start, Math.min(MOST, segment.byteSize() - start));
            window = (readOnly ? near.asReadOnly() : near).asByteBuffer()
                    .order(bigEndian ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }
        return window;
    }

    /// The offset of a word in the buffer that [#around] has returned.
    int place(long at) {
        return (int) (at - start);
    }
}
