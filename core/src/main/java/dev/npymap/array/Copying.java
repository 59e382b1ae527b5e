package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// Moves elements between layouts as bytes, whatever they mean.
final class Copying {
    /// Large copies between two layouts go through this many bytes at a time.
    private static final long BLOCK_BYTES = 1 << 20;

    private Copying() {
    }

    /// Copies the elements of a layout, in C order, to the beginning of a segment, without gaps.
    static void gather(Layout from, MemorySegment to) {
        long size = from.dtype().byteSize();
        for (Runs run = Runs.inOrder(from); run.next();) {
            strided(from.segment(), run.at, run.stride, to, run.position * size, size, run.count, size);
        }
    }

    /// The inverse of [#gather].
    static void scatter(MemorySegment from, Layout to) {
        long size = to.dtype().byteSize();
        for (Runs run = Runs.inOrder(to); run.next();) {
            strided(from, run.position * size, size, to.segment(), run.at, run.stride, run.count, size);
        }
    }

    /// Copies element by element between layouts of one shape, changing the byte order where it differs.
    static void copy(Layout from, Layout to) {
        long bytes = from.shape().size() * from.dtype().byteSize();
        int axis = 0;
        while (axis < from.shape().rank() && from.shape().dim(axis) == 1) {
            axis++;
        }
        if (bytes > BLOCK_BYTES && axis < from.shape().rank()) {
            long half = from.shape().dim(axis) / 2;
            copy(part(from, axis, 0, half), part(to, axis, 0, half));
            copy(part(from, axis, half, Long.MAX_VALUE), part(to, axis, half, Long.MAX_VALUE));
            return;
        }
        MemorySegment block = Memory.allocate(bytes);
        gather(from, block);
        if (!from.dtype().equals(to.dtype())) {
            swap(block, 0, from.dtype(), from.shape().size(), from.dtype().byteSize());
        }
        scatter(block, to);
    }

    private static Layout part(Layout a, int axis, long start, long stop) {
        return Slicing.along(a, axis, Slice.range(start, stop));
    }

    /// Copies elements at equal distances to places at equal distances.
    private static void strided(MemorySegment from, long at, long step, MemorySegment to, long toAt, long toStep,
            long count, long size) {
        if (step == size && toStep == size || count == 1) {
            MemorySegment.copy(from, at, to, toAt, count * size);
            return;
        }
        switch ((int) Math.min(size, 32)) {
            case 1 -> {
                for (long i = 0; i < count; i++) {
                    to.set(JAVA_BYTE, toAt + i * toStep, from.get(JAVA_BYTE, at + i * step));
                }
            }
            case 2 -> {
                for (long i = 0; i < count; i++) {
                    to.set(JAVA_SHORT_UNALIGNED, toAt + i * toStep, from.get(JAVA_SHORT_UNALIGNED, at + i * step));
                }
            }
            case 4 -> {
                for (long i = 0; i < count; i++) {
                    to.set(JAVA_INT_UNALIGNED, toAt + i * toStep, from.get(JAVA_INT_UNALIGNED, at + i * step));
                }
            }
            case 8 -> {
                for (long i = 0; i < count; i++) {
                    to.set(JAVA_LONG_UNALIGNED, toAt + i * toStep, from.get(JAVA_LONG_UNALIGNED, at + i * step));
                }
            }
            default -> {
                for (long i = 0; i < count; i++) {
                    MemorySegment.copy(from, at + i * step, to, toAt + i * toStep, size);
                }
            }
        }
    }

    /// Reverses the bytes of every number in some elements.
    private static void swap(MemorySegment block, long at, Dtype dtype, long count, long step) {
        switch (dtype.kind()) {
            case STRUCT -> {
                for (Field field : dtype.fields()) {
                    for (long i = 0; i < count; i++) {
                        swap(block, at + i * step + field.offset(), field.dtype(), field.shape().size(),
                                field.dtype().byteSize());
                    }
                }
            }
            case COMPLEX -> {
                swapNumbers(block, at, dtype.byteSize() / 2, count, step);
                swapNumbers(block, at + dtype.byteSize() / 2, dtype.byteSize() / 2, count, step);
            }
            case TEXT -> {
                for (long i = 0; i < count; i++) {
                    swapNumbers(block, at + i * step, 4, dtype.byteSize() / 4, 4);
                }
            }
            case INT, UINT, FLOAT, BFLOAT16, DATETIME, TIMEDELTA ->
                swapNumbers(block, at, dtype.byteSize(), count, step);
            case BOOL, BYTES, VOID, OBJECT, FLOAT8 -> {
            }
        }
    }

    private static void swapNumbers(MemorySegment block, long at, long width, long count, long step) {
        for (long i = 0, p = at; i < count; i++, p += step) {
            for (long low = p, high = p + width - 1; low < high; low++, high--) {
                byte b = block.get(JAVA_BYTE, low);
                block.set(JAVA_BYTE, low, block.get(JAVA_BYTE, high));
                block.set(JAVA_BYTE, high, b);
            }
        }
    }
}
