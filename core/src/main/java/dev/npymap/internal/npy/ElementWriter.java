package dev.npymap.internal.npy;

import dev.npymap.array.NdArray;
import dev.npymap.model.Dtype;
import dev.npymap.model.Field;
import dev.npymap.model.Order;
import dev.npymap.model.Slice;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.util.Arrays;

/// Writes the elements of an array as the payload of a file: without gaps, and with the padding of longdoubles zeroed.
public final class ElementWriter {
    /// The number of bytes that are gathered and written at a time; they stay in the second-level cache meanwhile.
    private static final long BLOCK_BYTES = 1 << 18;
    /// The number of padding bytes in a longdouble.
    private static final int PADDING_BYTES = 6;

    private final Order order;
    private final WritableByteChannel out;
    private final MemorySegment block;

    private ElementWriter(Order order, WritableByteChannel out, MemorySegment block) {
        this.order = order;
        this.out = out;
        this.block = block;
    }

    /// The order in which `np.save` writes an array: Fortran order only if the elements already lie so.
    public static Order order(NdArray array) {
        return array.isContiguous(Order.F) && !array.isContiguous(Order.C) ? Order.F : Order.C;
    }

    /// Writes all elements.
    ///
    /// Mapped elements are copied first, since the copy notices a truncated file. Elements in Java arrays other than
    /// byte arrays are copied too, since a [ByteBuffer] cannot wrap them.
    public static void write(NdArray array, Order order, WritableByteChannel out) throws IOException {
        if (array.byteSize() == 0) {
            return;
        }
        MemorySegment segment = array.segment();
        boolean lendable = segment.isNative() ? !segment.isMapped() : segment.heapBase().orElse(null) instanceof byte[];
        if (lendable && array.isContiguous(order) && !padded(array.dtype())) {
            write(segment.asSlice(array.offset(new long[array.rank()]), array.byteSize()), out);
            return;
        }
        try (Arena arena = Arena.ofConfined()) {
            long blockSize = Math.max(Math.min(array.byteSize(), BLOCK_BYTES), array.dtype().byteSize());
            new ElementWriter(order, out, arena.allocate(blockSize)).gather(array);
        } catch (UncheckedIOException cut) {
            throw cut.getCause();
        }
    }

    /// Writes a part, halved along its outermost axis until it fits the buffer.
    private void gather(NdArray part) throws IOException {
        int axis = outermost(part);
        if (part.byteSize() <= BLOCK_BYTES || axis < 0) {
            MemorySegment target = block.asSlice(0, part.byteSize());
            part.copyTo(target, order);
            if (padded(part.dtype())) {
                zeroPadding(target, 0, part.dtype(), part.size(), part.dtype().byteSize());
            }
            write(target, out);
            return;
        }
        long half = part.shape().dim(axis) / 2;
        gather(slice(part, axis, 0, half));
        gather(slice(part, axis, half, part.shape().dim(axis)));
    }

    private int outermost(NdArray part) {
        int rank = part.rank();
        for (int n = 0; n < rank; n++) {
            int axis = order == Order.C ? n : rank - 1 - n;
            if (part.shape().dim(axis) > 1) {
                return axis;
            }
        }
        return -1;
    }

    private static NdArray slice(NdArray part, int axis, long start, long stop) {
        Slice[] items = new Slice[axis + 1];
        Arrays.fill(items, Slice.all());
        items[axis] = Slice.range(start, stop);
        return part.slice(items);
    }

    private static void write(MemorySegment bytes, WritableByteChannel out) throws IOException {
        for (long at = 0; at < bytes.byteSize(); at += BLOCK_BYTES) {
            ByteBuffer buffer = bytes.asSlice(at, Math.min(BLOCK_BYTES, bytes.byteSize() - at)).asByteBuffer();
            while (buffer.hasRemaining()) {
                out.write(buffer);
            }
        }
    }

    /// Whether an element is or holds a longdouble.
    private static boolean padded(Dtype dtype) {
        return switch (dtype.kind()) {
            case FLOAT -> dtype.byteSize() == 16;
            case COMPLEX -> dtype.byteSize() == 32;
            case STRUCT -> dtype.fields().stream().anyMatch(field -> padded(field.dtype()));
            case BOOL, INT, UINT, BYTES, TEXT, VOID, DATETIME, TIMEDELTA, OBJECT, BFLOAT16, FLOAT8 -> false;
        };
    }

    /// Zeroes the padding of the longdoubles in elements at a constant stride.
    private static void zeroPadding(MemorySegment elements, long at, Dtype dtype, long count, long step) {
        if (dtype.kind() == Dtype.Kind.STRUCT) {
            for (Field field : dtype.fields()) {
                for (long n = 0; n < count && padded(field.dtype()); n++) {
                    zeroPadding(elements, at + n * step + field.offset(), field.dtype(), field.shape().size(),
                            field.dtype().byteSize());
                }
            }
            return;
        }
        int first = dtype.byteOrder() == ByteOrder.BIG_ENDIAN ? 0 : 16 - PADDING_BYTES;
        for (long n = 0; n < count; n++) {
            for (long part = 0; part < dtype.byteSize(); part += 16) {
                elements.asSlice(at + n * step + part + first, PADDING_BYTES).fill((byte) 0);
            }
        }
    }
}
