package dev.npymap.array;

import java.util.stream.LongStream;

/// The elements of an array one behind the other, wherever they lie.
final class Elements {
    private final NdArray array;
    private final Runs run;
    private long at;
    private long left;

    private Elements(NdArray array, Runs run) {
        this.array = array;
        this.run = run;
    }

    /// Elements as they lie in memory.
    static Elements inMemoryOrder(NdArray array) {
        return new Elements(array, Runs.inMemoryOrder(array.layout()));
    }

    /// Elements in C order.
    static Elements inOrder(NdArray array) {
        return new Elements(array, Runs.inOrder(array.layout()));
    }

    /// The elements of one run.
    static Elements of(NdArray array, Runs run) {
        Elements elements = new Elements(array, run);
        elements.enter();
        return elements;
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

    /// Reads the next elements as doubles; there must be as many.
    void next(double[] to, int count) {
        for (int filled = 0; filled < count;) {
            int n = ahead(count - filled);
            array.read(at, run.stride, to, filled, n);
            filled += skip(n);
        }
    }

    /// Reads the next elements as floats; there must be as many.
    void next(float[] to, int count) {
        for (int filled = 0; filled < count;) {
            int n = ahead(count - filled);
            array.read(at, run.stride, to, filled, n);
            filled += skip(n);
        }
    }

    /// Reads the next elements as integers; there must be as many.
    void next(long[] to, int count) {
        for (int filled = 0; filled < count;) {
            int n = ahead(count - filled);
            array.read(at, run.stride, to, filled, n);
            filled += skip(n);
        }
    }

    private int ahead(int wanted) {
        if (left == 0) {
            run.next();
            enter();
        }
        return (int) Math.min(left, wanted);
    }

    private int skip(int n) {
        at += n * run.stride;
        left -= n;
        return n;
    }

    private void enter() {
        at = run.at;
        left = run.count;
    }
}
