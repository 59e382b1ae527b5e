package dev.npymap.internal.memory;

import dev.npymap.internal.work.NotInlined;
import dev.npymap.model.Order;
import dev.npymap.model.Shape;
import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/// Reads and writes the elements of an array in order, in any layout, block by block.
public final class ElementCursor {
    /// The largest number of elements in a block: 8 KiB stay in the first-level cache.
    public static final int BLOCK = 1024;

    private final Layout array;
    private final StridedRuns run;
    private final BufferedSegment memory;
    /// The codec of the elements, or of the parts of complex numbers; made when it is needed.
    private ElementCodec codec;
    private final double[] re;
    private final double[] im;
    private long at;
    private long left;

    private ElementCursor(Layout array, StridedRuns run) {
        this.array = array;
        this.run = run;
        this.memory = BufferedSegment.of(array);
        int room = (int) Math.min(array.size(), BLOCK);
        this.re = new double[array.isComplex() ? room : 0];
        this.im = re.clone();
    }

    /// A cursor over the elements in the order of the memory.
    static ElementCursor inMemoryOrder(Layout array) {
        return new ElementCursor(array, StridedRuns.inMemoryOrder(array));
    }

    /// A cursor over the elements in C order.
    public static ElementCursor inOrder(Layout array) {
        return new ElementCursor(array, StridedRuns.inOrder(array));
    }

    /// Moves to an element, which must exist.
    public ElementCursor seek(long element) {
        run.seek(element);
        at = run.at + (element - run.position) * run.stride;
        left = run.count - (element - run.position);
        return this;
    }

    /// The offsets of all elements in the segment, in C order, in bytes.
    public static LongStream stream(Layout a) {
        Shape shape = a.shape();
        long[] steps = shape.strides(1, Order.C);
        return LongStream.range(0, shape.size()).map(n -> {
            long at = a.offset();
            long rest = n;
            for (int axis = 0; axis < steps.length; axis++) {
                at += rest / steps[axis] * a.strides()[axis];
                rest %= steps[axis];
            }
            return at;
        });
    }

    /// The memory that holds the elements.
    public MemorySegment segment() {
        return array.segment();
    }

    private ElementCodec codec() {
        if (codec == null) {
            int room = (int) Math.min(array.size(), BLOCK);
            codec = array.isComplex() ? ElementCodec.of(array.real(), 2 * room) : ElementCodec.of(array, room);
        }
        return codec;
    }

    private ElementCodec numbers() {
        if (array.isComplex()) {
            throw ElementCodec.otherKind(array);
        }
        return codec();
    }

    private FloatCodec floats() {
        if (numbers() instanceof FloatCodec floats) {
            return floats;
        }
        throw ElementCodec.otherKind(array);
    }

    private IntegerCodec integers() {
        if (numbers() instanceof IntegerCodec integers) {
            return integers;
        }
        throw ElementCodec.otherKind(array);
    }

    /// Reads the next elements as doubles; there must be as many.
    public void next(double[] to, int count) {
        ElementCodec numbers = numbers();
        blocks(count, (done, n) -> {
            fill(numbers.buffer(to, done), n);
            numbers.decode(to, done, n);
        });
    }

    /// Reads the next elements as floats; the array must have as many.
    public void next(float[] to, int count) {
        FloatCodec numbers = floats();
        blocks(count, (done, n) -> {
            fill(numbers.buffer(to, done), n);
            numbers.decode(to, done, n);
        });
    }

    /// Reads the next elements as integers; the array must have as many.
    public void next(long[] to, int count) {
        IntegerCodec numbers = integers();
        blocks(count, (done, n) -> {
            fill(numbers.buffer(to, done), n);
            numbers.decode(to, done, n);
        });
    }

    /// Reads the next elements as integers of at most 32 bits; the array must have as many.
    public void next(int[] to, int count) {
        IntegerCodec numbers = integers();
        blocks(count, (done, n) -> {
            fill(numbers.buffer(to, done), n);
            numbers.decode(to, done, n);
        });
    }

    private void fill(TypedBuffer buffer, int count) {
        for (int done = 0; done < count;) {
            int n = ahead(count - done);
            buffer.read(memory, at, run.stride, done, n);
            done += (int) skip(n);
        }
    }

    /// Reads the parts of the next complex numbers as doubles, two for each; the array must have as many.
    public void nextParts(double[] to, int count) {
        blocks(count, (done, n) -> {
            for (int before = 0; before < n;) {
                int some = ahead(n - before);
                readParts(to, 2 * (done + before), some);
                before += (int) skip(some);
            }
        });
    }

    private void readParts(double[] to, int from, int count) {
        long size = array.dtype().byteSize() / 2;
        if (run.stride == 2 * size) {
            readParts(at, size, to, from, 2 * count);
            return;
        }
        readParts(at, run.stride, re, 0, count);
        readParts(at + size, run.stride, im, 0, count);
        for (int n = 0; n < count; n++) {
            to[from + 2 * n] = re[n];
            to[from + 2 * n + 1] = im[n];
        }
    }

    private void readParts(long first, long stride, double[] to, int from, int count) {
        codec().buffer(to, from).read(memory, first, stride, 0, count);
        codec().decode(to, from, count);
    }

    /// Sets the next elements; the array must have as many.
    public void set(double[] values, int count) {
        ElementCodec numbers = numbers();
        blocks(count, (done, n) -> empty(numbers.encode(values, done, n), n));
    }

    /// Sets the next elements; the array must have as many.
    public void set(float[] values, int count) {
        FloatCodec numbers = floats();
        blocks(count, (done, n) -> empty(numbers.encode(values, done, n), n));
    }

    /// Sets the next elements; the array must have as many.
    public void set(long[] values, int count) {
        IntegerCodec numbers = integers();
        blocks(count, (done, n) -> empty(numbers.encode(values, done, n), n));
    }

    /// Sets the next elements; the array must have as many.
    public void set(int[] values, int count) {
        IntegerCodec numbers = integers();
        blocks(count, (done, n) -> empty(numbers.encode(values, done, n), n));
    }

    private void empty(TypedBuffer buffer, int count) {
        for (int done = 0; done < count;) {
            int n = ahead(count - done);
            buffer.write(memory, at, run.stride, done, n);
            done += (int) skip(n);
        }
    }

    /// Reads or writes a block.
    private interface Block {
        /// @param done the number of elements in the blocks before
        void move(int done, int count);
    }

    private static void blocks(int count, Block block) {
        for (int done = 0; done < count; done += BLOCK) {
            int from = done;
            NotInlined.run(() -> block.move(from, Math.min(BLOCK, count - from)));
        }
    }

    /// Returns the offsets of the next elements in the segment, in bytes; the array must have as many.
    public void places(long[] to, int count) {
        for (int done = 0; done < count;) {
            int n = ahead(count - done);
            for (int i = 0; i < n; i++) {
                to[done + i] = at + i * run.stride;
            }
            done += (int) skip(n);
        }
    }

    /// Skips the next elements if they lie in a single run without gaps.
    ///
    /// @return the offset of the first in the segment, in bytes; -1 if they do not lie so, and then nothing is skipped
    public long skipDense(long count) {
        ahead(1);
        if (left < count || run.stride != array.dtype().byteSize()) {
            return -1;
        }
        long first = at;
        skip(count);
        return first;
    }

    /// Skips the next elements; the array must have as many.
    public void skipAll(long count) {
        for (long skipped = 0; skipped < count;) {
            ahead(1);
            skipped += skip(Math.min(left, count - skipped));
        }
    }

    private int ahead(int wanted) {
        if (left == 0) {
            run.next();
            enter();
        }
        return (int) Math.min(left, wanted);
    }

    private long skip(long n) {
        at += n * run.stride;
        left -= n;
        return n;
    }

    private void enter() {
        at = run.at;
        left = run.count;
    }
}
