package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Moves rows between positions along an axis of one layout and the places 0, 1, 2... on the same axis of another.
///
/// What lies inside of the axis is copied as a whole, for one position after another, for each place on the axes
/// outside.
final class RowCopying {
    private static final long PIECE_BYTES = 1 << 18;
    /// Rows between two looks at the clock.
    private static final int CHUNK = 64;
    /// A row that takes longer than this was not in memory, in nanoseconds.
    private static final long SLOW = 15_000;
    /// Positions that lie nearer to each other than this are written by one thread.
    private static final int NEAR = 64;

    private final Layout from;
    private final Layout to;
    private final MemorySegment positions;
    private final long count;
    private final int width;
    private final TwinAxes outer;
    private final TwinAxes inner;
    private final long fromStep;
    private final long toStep;
    private final boolean whole;

    RowCopying(Layout from, Layout to, int axis, MemorySegment positions, long count) {
        this.from = from;
        this.to = to;
        this.positions = positions;
        this.count = count;
        long size = from.dtype().byteSize();
        this.width = size == 0 ? 1 : Copying.width(size);
        long[] dims = to.shape().toArray();
        this.outer = TwinAxes.of(Arrays.copyOf(dims, axis), Arrays.copyOf(from.strides(), axis),
                Arrays.copyOf(to.strides(), axis), from.offset(), to.offset());
        int rank = dims.length;
        this.inner = TwinAxes.of(Copying.concat(Arrays.copyOfRange(dims, axis + 1, rank), size / width),
                Copying.concat(Arrays.copyOfRange(from.strides(), axis + 1, rank), width),
                Copying.concat(Arrays.copyOfRange(to.strides(), axis + 1, rank), width), 0, 0);
        this.fromStep = from.strides()[axis];
        this.toStep = to.strides()[axis];
        this.whole = inner.rank() == 0
                || inner.rank() == 1 && inner.from()[0] == width && inner.to()[0] == width;
    }

    /// Copies from the positions.
    void gather(Threads threads) {
        long outside = outer.size();
        int pieces = pieces(Math.max(outside, count));
        run(threads, pieces, piece -> {
            Copying copying = new Copying(from.segment(), to.segment(), width, false);
            long first = outside > count ? edge(outside, piece, pieces) : 0;
            long end = outside > count ? edge(outside, piece + 1, pieces) : outside;
            long firstRow = outside > count ? 0 : edge(count, piece, pieces);
            long endRow = outside > count ? count : edge(count, piece + 1, pieces);
            for (long n = first; n < end; n++) {
                gather(copying, from(n), to(n), firstRow, endRow);
            }
        });
    }

    /// Copies to the positions, each by one thread alone and in the order of the rows.
    void scatter(Threads threads) {
        long outside = outer.size();
        int pieces = threads.count() == 1 ? 1 : Math.min(pieces(outside * count), 4 * threads.count());
        run(threads, pieces, piece -> {
            Copying copying = new Copying(from.segment(), to.segment(), width, false);
            for (long n = 0; n < outside; n++) {
                for (long row = 0; row < count; row++) {
                    long position = position(row);
                    if (position / NEAR % pieces == piece) {
                        copy(copying, from(n) + row * fromStep, to(n) + position * toStep);
                    }
                }
            }
        });
    }

    private void run(Threads threads, int pieces, Threads.Worker<RuntimeException> worker) {
        if (inner.size() == 0 || pieces == 0) {
            return;
        }
        if (pieces == 1) {
            worker.run(0);
            return;
        }
        threads.on(from.segment()).on(to.segment()).on(positions).<RuntimeException>run(pieces, () -> piece -> {
            worker.run(piece);
            Memory.fence();
        });
    }

    private int pieces(long places) {
        long byteSize = outer.size() * count * inner.size() * width;
        return (int) Math.min(Math.min(places, 1 + byteSize / PIECE_BYTES), 1 << 20);
    }

    private static long edge(long length, int piece, int pieces) {
        return length * piece / pieces;
    }

    private void gather(Copying copying, long fromAt, long toAt, long first, long end) {
        boolean watched = from.segment().isNative() && from.segment().isMapped() && Advice.isHeard();
        long since = watched ? System.nanoTime() : 0;
        for (long row = first; row < end; row++) {
            copy(copying, fromAt + position(row) * fromStep, toAt + row * toStep);
            if (watched && (row - first) % CHUNK == CHUNK - 1) {
                long now = System.nanoTime();
                if (now - since > SLOW * CHUNK) {
                    askFor(fromAt, row + 1, Math.min(row + 1 + CHUNK, end));
                    now = System.nanoTime();
                }
                since = now;
            }
        }
    }

    private void askFor(long fromAt, long first, long end) {
        long byteSize = whole ? inner.size() * width : 1;
        for (long row = first; row < end; row++) {
            Advice.WILLNEED.give(from.segment().asSlice(fromAt + position(row) * fromStep, byteSize));
        }
    }

    private void copy(Copying copying, long fromAt, long toAt) {
        if (whole) {
            MemorySegment.copy(from.segment(), JAVA_BYTE, fromAt, to.segment(), JAVA_BYTE, toAt, inner.size() * width);
        } else {
            copying.copy(inner, fromAt + inner.fromAt(), toAt + inner.toAt());
        }
    }

    private long position(long row) {
        return positions.get(JAVA_LONG_UNALIGNED, row * Long.BYTES);
    }

    /// Where the n-th place on the outer axes is in the one memory.
    private long from(long n) {
        return outer.fromAt() + place(n, outer.from());
    }

    private long to(long n) {
        return outer.toAt() + place(n, outer.to());
    }

    private long place(long n, long[] steps) {
        long at = 0;
        long rest = n;
        for (int axis = steps.length - 1; axis >= 0; axis--) {
            at += rest % outer.dims()[axis] * steps[axis];
            rest /= outer.dims()[axis];
        }
        return at;
    }
}
