package dev.npymap.internal.pickle;

import dev.npymap.array.NdArray;
import dev.npymap.internal.io.LargeMemory;
import dev.npymap.model.ArrayFormatException;
import dev.npymap.model.Dtype;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import dev.npymap.model.Source;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.function.LongFunction;

/// Reads the bytes of a pickle from a position onwards. They are copied before they are parsed, so that a file
/// truncated while it is mapped causes an exception with its name.
public final class PickleInput {
    private static final int WINDOW_BYTES = 1 << 14;
    /// The largest size in bytes of decoded payloads that are Java arrays.
    private static final int SMALL_BYTES = 1 << 16;
    private static final VarHandle U16 = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle I32 = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle I64 = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle F64 = MethodHandles.byteArrayViewVarHandle(double[].class, ByteOrder.BIG_ENDIAN);

    private final MemorySegment bytes;
    private final LongFunction<Source> sources;
    private final Arena arena;
    private final byte[] window = new byte[WINDOW_BYTES];
    private long windowStart;
    private int windowLength;
    private long position;
    private long missing;

    /// @param bytes   all bytes
    /// @param sources returns the source of an array that begins at an offset
    /// @param arena   owns decoded bytes
    public PickleInput(MemorySegment bytes, LongFunction<Source> sources, Arena arena) {
        this.bytes = bytes;
        this.sources = sources;
        this.arena = arena;
    }

    /// An input of a part of the same bytes.
    public PickleInput over(MemorySegment part, Source source) {
        return new PickleInput(part, at -> source, arena);
    }

    public String name() {
        return sources.apply(0).name();
    }

    public long position() {
        return position;
    }

    public void seek(long newPosition) {
        position = newPosition;
    }

    public long byteSize() {
        return bytes.byteSize();
    }

    public long remaining() {
        return bytes.byteSize() - position;
    }

    /// The number of bytes that were missing when reading failed; 0 if it did not fail.
    public long missing() {
        return missing;
    }

    public Source source(long at) {
        return sources.apply(at);
    }

    /// An exception about the next byte.
    public ArrayFormatException wrong(String problem) {
        return new ArrayFormatException(name(), problem, sources.apply(position).offset());
    }

    /// Allocates memory for decoded bytes, which are no more than the pickle's bytes.
    public MemorySegment allocate(long byteSize) {
        return byteSize <= SMALL_BYTES
                ? MemorySegment.ofArray(new byte[(int) byteSize])
                : LargeMemory.allocate(byteSize, arena);
    }

    public int u8() throws ArrayFormatException {
        if (position < windowStart || position >= windowStart + windowLength) {
            fill(1);
        }
        return window[(int) (position++ - windowStart)] & 0xff;
    }

    public int u16() throws ArrayFormatException {
        return (short) U16.get(window, next(2)) & 0xffff;
    }

    public int i32() throws ArrayFormatException {
        return (int) I32.get(window, next(4));
    }

    public long u32() throws ArrayFormatException {
        return i32() & 0xffffffffL;
    }

    public long i64() throws ArrayFormatException {
        return (long) I64.get(window, next(8));
    }

    public double f64() throws ArrayFormatException {
        return (double) F64.get(window, next(8));
    }

    private int next(int count) throws ArrayFormatException {
        if (position < windowStart || position + count > windowStart + windowLength) {
            fill(count);
        }
        int at = (int) (position - windowStart);
        position += count;
        return at;
    }

    private void fill(int needed) throws ArrayFormatException {
        requireRemaining(needed);
        int length = (int) Math.min(WINDOW_BYTES, remaining());
        copy(bytes.asSlice(position, length), sources.apply(position),
                MemorySegment.ofArray(window).asSlice(0, length));
        windowStart = position;
        windowLength = length;
    }

    private void requireRemaining(long count) throws ArrayFormatException {
        if (count < 0 || count > remaining()) {
            missing = count < 0 ? Long.MAX_VALUE : count - remaining();
            throw wrong("truncated: the pickle needs " + (count < 0 ? Long.toUnsignedString(count) : count)
                    + " more bytes, there are " + remaining());
        }
    }

    /// The next bytes, as a view.
    public MemorySegment view(long count) throws ArrayFormatException {
        requireRemaining(count);
        MemorySegment part = bytes.asSlice(position, count).asReadOnly();
        position += count;
        return part;
    }

    /// The next bytes, copied.
    public byte[] bytes(long count) throws ArrayFormatException {
        requireRemaining(count);
        if (count > Integer.MAX_VALUE - 8) {
            throw wrong("unsupported length of a number or name: " + count + " bytes");
        }
        byte[] copy = new byte[(int) count];
        if (count <= WINDOW_BYTES) {
            System.arraycopy(window, next((int) count), copy, 0, copy.length);
        } else {
            copy(bytes.asSlice(position, count), sources.apply(position), MemorySegment.ofArray(copy));
            position += count;
        }
        return copy;
    }

    /// The next line, as a view without its line break, which is skipped.
    public MemorySegment line() throws ArrayFormatException {
        long start = position;
        while (remaining() > 0) {
            if (u8() == '\n') {
                return bytes.asSlice(start, position - 1 - start).asReadOnly();
            }
        }
        missing = 1;
        throw wrong("truncated: a line has no end");
    }

    /// The next line, copied.
    public byte[] line(int maxLength) throws ArrayFormatException {
        long start = position;
        MemorySegment line = line();
        if (line.byteSize() > maxLength) {
            position = start;
            throw wrong("unsupported length of a number or name: " + line.byteSize() + " bytes, the limit is "
                    + maxLength);
        }
        position = start;
        byte[] copy = bytes(line.byteSize());
        position++;
        return copy;
    }

    /// Copies bytes of a mapping, or throws an exception that names the truncated file.
    public static void copy(MemorySegment from, Source source, MemorySegment target) throws ArrayFormatException {
        try {
            NdArray.of(from, Dtype.UINT8, Shape.of(from.byteSize()), Order.C, source).copyTo(target);
        } catch (UncheckedIOException cut) {
            if (cut.getCause() instanceof ArrayFormatException named) {
                throw named;
            }
            throw cut;
        }
    }
}
