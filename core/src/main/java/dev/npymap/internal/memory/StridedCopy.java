package dev.npymap.internal.memory;

import dev.npymap.internal.work.NotInlined;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Threads;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Copies elements between layouts as bytes, and swaps the byte order where it differs.
///
/// An element consists of words of 1, 2, 4 or 8 bytes, so words have axes as elements do. If the same axis has the
/// least stride in both layouts, the words are copied in runs, otherwise in square tiles that stay in the cache. Only
/// [TypedBuffer] accesses memory: every other loop is over its Java arrays, because a loop that is used on several
/// kinds of memory is slow on all.
public final class StridedCopy {
    /// The least number of bytes in a piece.
    private static final long PIECE_BYTES = 1 << 20;

    /// Below this number of words the overhead of a tile exceeds its benefit.
    private static final int LEAST_EDGE = 8;

    private final BufferedSegment from;
    private final BufferedSegment to;
    private final int width;
    private final boolean swap;
    private TransposeBuffer tile;

    StridedCopy(MemorySegment from, MemorySegment to, int width, boolean swap) {
        this.from = new BufferedSegment(from, swap);
        this.to = new BufferedSegment(to, false);
        this.width = width;
        this.swap = swap;
    }

    /// Copies the elements of a layout, in C order, to the beginning of a segment, without gaps.
    static void gather(Layout from, MemorySegment to, Threads threads) {
        copy(from, packed(from, to), threads);
    }

    /// The inverse of [#gather].
    static void scatter(MemorySegment from, Layout to, Threads threads) {
        copy(packed(to, from), to, threads);
    }

    private static Layout packed(Layout like, MemorySegment memory) {
        return Layout.packed(memory, like.dtype(), like.shape(), Order.C, like.source());
    }

    /// Copies element by element between layouts of one shape that do not overlap, and of one dtype; the byte order may
    /// differ.
    public static void copy(Layout from, Layout to, Threads threads) {
        if (from.dtype().equals(to.dtype())) {
            copyBytes(from, to, threads);
        } else {
            copySwapped(from, to, threads);
        }
    }

    private static void copyBytes(Layout from, Layout to, Threads threads) {
        long size = from.dtype().byteSize();
        if (size > 0) {
            int width = width(size);
            copy(words(from, to, size / width, width, width, 0), from, to, width, false, threads);
        }
    }

    /// The widest words into which an element can be divided.
    static int width(long byteSize) {
        return (int) Math.min(Long.lowestOneBit(byteSize), Long.BYTES);
    }

    private static void copySwapped(Layout from, Layout to, Threads threads) {
        long size = from.dtype().byteSize();
        switch (from.dtype().kind()) {
            case STRUCT -> {
                copyBytes(from, to, threads);
                for (Field field : from.dtype().fields()) {
                    copy(from.field(field), to.field(to.dtype().field(field.name())), threads);
                }
            }
            case COMPLEX -> copyNumbers(from, to, size / 2, 2, threads);
            case TEXT -> copyNumbers(from, to, Integer.BYTES, size / Integer.BYTES, threads);
            case INT, UINT, FLOAT, BFLOAT16, DATETIME, TIMEDELTA -> copyNumbers(from, to, size, 1, threads);
            case BOOL, BYTES, VOID, OBJECT, FLOAT8 -> copyBytes(from, to, threads);
        }
    }

    /// Copies elements that consist of several numbers, swapping their bytes; numbers of 16 bytes as two words in turn.
    private static void copyNumbers(Layout from, Layout to, long size, long count, Threads threads) {
        if (size == 2 * Long.BYTES) {
            for (long n = 0; n < count; n++) {
                copy(words(moved(from, n * size), moved(to, n * size + Long.BYTES), 2, Long.BYTES, -Long.BYTES, 0),
                        from,
                        to, Long.BYTES, true, threads);
            }
        } else if (count > 0) {
            copy(words(from, to, count, size, size, 0), from, to, (int) size, true, threads);
        }
    }

    private static Layout moved(Layout a, long bytes) {
        return a.with(a.offset() + bytes, a.shape(), a.strides());
    }

    static long[] concat(long[] first, long... second) {
        long[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    /// The axes of all words: those of the elements, and the axis of the words in an element.
    private static CopyAxes words(Layout from, Layout to, long count, long fromStep, long toStep, long start) {
        return CopyAxes.of(concat(to.shape().toArray(), count), concat(from.strides(), fromStep),
                concat(to.strides(), toStep), from.offset() + start, to.offset() + start);
    }

    private static void copy(CopyAxes axes, Layout from, Layout to, int width, boolean swap, Threads threads) {
        long byteSize = axes.size() * width;
        if (byteSize <= PIECE_BYTES) {
            new StridedCopy(from.segment(), to.segment(), width, swap).copy(axes);
            return;
        }
        int axis = axes.longest();
        long dim = axes.dims()[axis];
        int pieces = (int) Math.min(Math.min(dim, byteSize / PIECE_BYTES), 1 << 20);
        Workers.run(Workers.on(threads, from.segment(), to.segment()), pieces, () -> {
            StridedCopy copying = new StridedCopy(from.segment(), to.segment(), width, swap);
            return piece -> {
                copying.copy(axes.part(axis, edge(dim, piece, pieces), edge(dim, piece + 1, pieces)));
                MappingGuard.fence();
            };
        });
    }

    /// Where a piece begins; at the edge of a tile, if pieces are longer than tiles.
    public static long edge(long dim, int piece, int pieces) {
        long edge = Partition.edge(dim, piece, pieces);
        return piece == pieces || dim / pieces < TransposeBuffer.EDGE
                ? edge
                : edge / TransposeBuffer.EDGE * TransposeBuffer.EDGE;
    }

    private void copy(CopyAxes axes) {
        NotInlined.run(() -> copy(axes, axes.fromAt(), axes.toAt()));
    }

    /// Copies the elements of some axes, from and to any offsets.
    public void copy(CopyAxes axes, long fromAt, long toAt) {
        if (axes.rank() == 0) {
            run(1, fromAt, width, toAt, width);
            return;
        }
        int column = axes.rank() - 1;
        int row = axes.neighbours();
        // A tile pays off only if it has several rows and columns.
        if (axes.dims()[row] < LEAST_EDGE) {
            row = column;
        } else if (axes.dims()[column] < LEAST_EDGE) {
            column = row;
        }
        walk(axes, 0, row, column, fromAt, toAt);
    }

    /// Walks the axes outside of the runs or tiles.
    private void walk(CopyAxes axes, int axis, int row, int column, long fromAt, long toAt) {
        if (axis == axes.rank()) {
            if (row == column) {
                run(axes.dims()[row], fromAt, axes.from()[row], toAt, axes.to()[row]);
            } else {
                tiles(axes, row, column, fromAt, toAt);
            }
        } else if (axis == row || axis == column) {
            walk(axes, axis + 1, row, column, fromAt, toAt);
        } else {
            for (long n = 0; n < axes.dims()[axis]; n++) {
                walk(axes, axis + 1, row, column, fromAt + n * axes.from()[axis], toAt + n * axes.to()[axis]);
            }
        }
    }

    private void run(long count, long fromAt, long fromStep, long toAt, long toStep) {
        if (fromStep == width && toStep == width && !swap) {
            MemorySegment.copy(from.segment, fromAt, to.segment, toAt, count * width);
            return;
        }
        TransposeBuffer words = tile();
        for (long done = 0; done < count; done += TransposeBuffer.COUNT) {
            int n = (int) Math.min(TransposeBuffer.COUNT, count - done);
            words.read(from, fromAt + done * fromStep, fromStep, 0, n);
            words.write(to, toAt + done * toStep, toStep, 0, n);
        }
    }

    /// Copies tile by tile between the axis of the source's least stride and the axis of the target's.
    private void tiles(CopyAxes axes, int rowAxis, int columnAxis, long fromAt, long toAt) {
        long rows = axes.dims()[rowAxis];
        long columns = axes.dims()[columnAxis];
        long fromRow = axes.from()[rowAxis];
        long fromColumn = axes.from()[columnAxis];
        long toRow = axes.to()[rowAxis];
        long toColumn = axes.to()[columnAxis];
        TransposeBuffer words = tile();
        for (long row = 0; row < rows; row += TransposeBuffer.EDGE) {
            int height = (int) Math.min(TransposeBuffer.EDGE, rows - row);
            for (long column = 0; column < columns; column += TransposeBuffer.EDGE) {
                int breadth = (int) Math.min(TransposeBuffer.EDGE, columns - column);
                for (int n = 0; n < breadth; n++) {
                    words.read(from, fromAt + row * fromRow + (column + n) * fromColumn, fromRow,
                            n * TransposeBuffer.EDGE,
                            height);
                }
                words.turn(breadth, height);
                for (int n = 0; n < height; n++) {
                    words.write(to, toAt + (row + n) * toRow + column * toColumn, toColumn,
                            n * TransposeBuffer.EDGE,
                            breadth);
                }
            }
        }
    }

    private TransposeBuffer tile() {
        if (tile == null) {
            tile = TransposeBuffer.of(width, TransposeBuffer.COUNT);
        }
        return tile;
    }
}
