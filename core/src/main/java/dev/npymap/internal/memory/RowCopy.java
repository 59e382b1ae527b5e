package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;

import dev.npymap.internal.work.AccessAdvice;
import dev.npymap.internal.work.NotInlined;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Copies rows between positions along an axis of one layout and consecutive positions on the same axis of another.
///
/// All elements on the inner axes of a position are copied together, for one position after another, at each position
/// on the outer axes.
final class RowCopy {
    private static final long PIECE_BYTES = 1 << 18;
    /// The number of rows between two readings of the clock.
    private static final int CHUNK = 64;
    /// A row that takes longer than this, in nanoseconds, was not in memory.
    private static final long SLOW = 15_000;
    /// Positions closer to each other than this are written by the same thread.
    private static final int NEAR = 64;

    private final Layout from;
    private final Layout to;
    private final MemorySegment positions;
    private final long count;
    private final int width;
    private final CopyAxes outer;
    private final CopyAxes inner;
    private final long fromStep;
    private final long toStep;
    /// The size in bytes of the elements on the inner axes.
    private final long byteSize;
    private final boolean whole;

    RowCopy(Layout from, Layout to, int axis, MemorySegment positions, long count) {
        this.from = from;
        this.to = to;
        this.positions = positions;
        this.count = count;
        long size = from.dtype().byteSize();
        this.width = size == 0 ? 1 : StridedCopy.width(size);
        long[] dims = to.shape().toArray();
        int rank = dims.length;
        this.inner = CopyAxes.of(StridedCopy.concat(Arrays.copyOfRange(dims, axis + 1, rank), size / width),
                StridedCopy.concat(Arrays.copyOfRange(from.strides(), axis + 1, rank), width),
                StridedCopy.concat(Arrays.copyOfRange(to.strides(), axis + 1, rank), width), 0, 0);
        // The first byte of a row is that of its first element only if no inner axis is reversed.
        this.outer = CopyAxes.of(Arrays.copyOf(dims, axis), Arrays.copyOf(from.strides(), axis),
                Arrays.copyOf(to.strides(), axis), from.offset() + inner.fromAt(), to.offset() + inner.toAt());
        this.byteSize = inner.size() * width;
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
            StridedCopy copying = new StridedCopy(from.segment(), to.segment(), width, false);
            long first = outside > count ? Partition.edge(outside, piece, pieces) : 0;
            long end = outside > count ? Partition.edge(outside, piece + 1, pieces) : outside;
            long firstRow = outside > count ? 0 : Partition.edge(count, piece, pieces);
            long endRow = outside > count ? count : Partition.edge(count, piece + 1, pieces);
            for (long n = first; n < end; n++) {
                gather(copying, from(n), to(n), firstRow, endRow);
            }
        });
    }

    /// Copies to the positions; each is written by a single thread, in the order of the rows.
    void scatter(Threads threads) {
        long outside = outer.size();
        int pieces = threads.count() == 1 ? 1 : Math.min(pieces(outside * count), 4 * threads.count());
        run(threads, pieces, piece -> {
            StridedCopy copying = new StridedCopy(from.segment(), to.segment(), width, false);
            for (long n = 0; n < outside; n++) {
                scatter(copying, from(n), to(n), piece, pieces);
            }
        });
    }

    private void scatter(StridedCopy copying, long fromAt, long toAt, int piece, int pieces) {
        long[] places = new long[CHUNK];
        for (long row = 0; row < count; row += CHUNK) {
            int rows = places(row, count, 1, places);
            for (int n = 0; n < rows; n++) {
                if (pieces == 1 || places[n] / NEAR % pieces == piece) {
                    copy(copying, fromAt + (row + n) * fromStep, toAt + places[n] * toStep);
                }
            }
        }
    }

    private void run(Threads threads, int pieces, Workers.Worker<RuntimeException> worker) {
        if (byteSize == 0 || pieces == 0) {
            return;
        }
        if (pieces == 1) {
            NotInlined.run(() -> worker.run(0));
            return;
        }
        Threads allowed = Workers.on(threads, from.segment(), to.segment(), positions);
        Workers.<RuntimeException>run(allowed, pieces, () -> piece -> {
            NotInlined.run(() -> worker.run(piece));
            MappingGuard.fence();
        });
    }

    private int pieces(long places) {
        long byteSize = outer.size() * count * this.byteSize;
        return (int) Math.min(Math.min(places, 1 + byteSize / PIECE_BYTES), 1 << 20);
    }

    private void gather(StridedCopy copying, long fromAt, long toAt, long first, long end) {
        boolean watched = from.segment().isMapped() && AccessAdvice.isHeard();
        long[] places = new long[CHUNK];
        long since = watched ? System.nanoTime() : 0;
        for (long row = first; row < end; row += CHUNK) {
            int rows = places(row, end, fromStep, places);
            for (int n = 0; n < rows; n++) {
                copy(copying, fromAt + places[n], toAt + (row + n) * toStep);
            }
            if (watched) {
                long now = System.nanoTime();
                if (now - since > SLOW * CHUNK && row + CHUNK < end) {
                    askFor(fromAt, places, places(row + CHUNK, end, fromStep, places));
                    now = System.nanoTime();
                }
                since = now;
            }
        }
    }

    /// Computes the offsets of the next positions from the first, in bytes.
    private int places(long row, long end, long step, long[] places) {
        int rows = Math.clamp(end - row, 0, CHUNK);
        MemorySegment.copy(positions, JAVA_LONG_UNALIGNED, row * Long.BYTES, places, 0, rows);
        for (int n = 0; n < rows; n++) {
            places[n] *= step;
        }
        return rows;
    }

    private void askFor(long fromAt, long[] places, int rows) {
        for (int n = 0; n < rows; n++) {
            AccessAdvice.give(from.segment().asSlice(fromAt + places[n], whole ? byteSize : 1), AccessAdvice.WILLNEED);
        }
    }

    private void copy(StridedCopy copying, long fromAt, long toAt) {
        if (whole) {
            MemorySegment.copy(from.segment(), fromAt, to.segment(), toAt, byteSize);
        } else {
            copying.copy(inner, fromAt, toAt);
        }
    }

    /// The offset of the n-th position on the outer axes in the source.
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
