package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.util.stream.LongStream;

/// The elements of an array one behind the other, wherever they lie.
final class Elements {
    /// Fewer elements are read one by one.
    private static final int SHORT = 32;

    private final NdArray array;
    private final Runs run;
    private final DenseBlock block;
    private long at;
    private long left;

    private Elements(NdArray array, Runs run) {
        this.array = array;
        this.run = run;
        this.block = new DenseBlock(array, run.count < SHORT ? 0 : DenseBlock.MOST);
    }

    /// Elements as they lie in memory.
    static Elements inMemoryOrder(NdArray array) {
        return new Elements(array, Runs.inMemoryOrder(array.layout()));
    }

    /// Elements in C order.
    static Elements inOrder(NdArray array) {
        return new Elements(array, Runs.inOrder(array.layout()));
    }

    /// Goes to an element, which there must be.
    Elements seek(long element) {
        run.seek(element);
        at = run.at + (element - run.position) * run.stride;
        left = run.count - (element - run.position);
        return this;
    }

    /// The places of all elements, in C order, in bytes into the segment.
    static LongStream stream(Layout a) {
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

    /// The memory that the elements lie in.
    MemorySegment segment() {
        return array.segment;
    }

    /// Reads the next elements as doubles; there must be as many.
    void next(double[] to, int count) {
        run(() -> read(to, count));
    }

    private void read(double[] to, int count) {
        for (int filled = 0; filled < count;) {
            int n = ahead(count - filled);
            if (isDense(n) && array.dtype().isWhole()) {
                block.read(at, to, filled, n);
            } else {
                array.read(at, run.stride, to, filled, n);
            }
            filled += (int) skip(n);
        }
    }

    /// Reads the next elements as floats; there must be as many.
    void next(float[] to, int count) {
        run(() -> read(to, count));
    }

    private void read(float[] to, int count) {
        for (int filled = 0; filled < count;) {
            int n = ahead(count - filled);
            if (isDense(n)) {
                block.read(at, to, filled, n);
            } else {
                array.read(at, run.stride, to, filled, n);
            }
            filled += (int) skip(n);
        }
    }

    /// Reads the next elements as integers; there must be as many.
    void next(long[] to, int count) {
        run(() -> read(to, count));
    }

    private void read(long[] to, int count) {
        for (int filled = 0; filled < count;) {
            int n = ahead(count - filled);
            if (isDense(n)) {
                block.read(at, to, filled, n);
            } else {
                array.read(at, run.stride, to, filled, n);
            }
            filled += (int) skip(n);
        }
    }

    /// Reads the parts of the next complex numbers as doubles, two for each; there must be as many.
    void nextParts(double[] to, int count) {
        run(() -> readParts(to, count));
    }

    private void readParts(double[] to, int count) {
        for (int filled = 0; filled < count;) {
            int n = ahead(count - filled);
            ((ComplexArray) array).readParts(at, run.stride, to, 2 * filled, n);
            filled += (int) skip(n);
        }
    }

    /// Runs a loop over elements: where they have gaps it is over the segment itself.
    private void run(Runnable loop) {
        if (run.stride == array.dtype().byteSize()) {
            loop.run();
        } else {
            NotInlined.run(loop);
        }
    }

    /// Goes behind the next elements if they lie in one run without gaps.
    ///
    /// @return where they begin, in bytes into the segment; -1 if they do not lie so
    long skipDense(long count) {
        ahead(1);
        if (left < count || run.stride != array.dtype().byteSize()) {
            return -1;
        }
        long first = at;
        skip(count);
        return first;
    }

    /// Goes behind the next elements; there must be as many.
    void skipAll(long count) {
        for (long skipped = 0; skipped < count;) {
            ahead(1);
            skipped += skip(Math.min(left, count - skipped));
        }
    }

    /// Whether the next elements are read as a block of the type that is stored.
    private boolean isDense(int count) {
        return count >= SHORT && count <= block.most() && run.stride == array.dtype().byteSize();
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
