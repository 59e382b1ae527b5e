package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Reduction;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Adds and multiplies integers, booleans and times in 64-bit integer arithmetic, which wraps around.
final class LongAccumulator extends Accumulator implements Accumulator.Direct {
    private final Layout array;
    private final ReductionRule what;
    private final boolean product;
    private final long size;
    private final boolean times;
    /// Sums narrow elements.
    private final SwarLanes packed;
    private final long[] block = new long[ElementCursor.BLOCK];
    /// The sum or product at each position of a block.
    private final long[] places = new long[ElementCursor.BLOCK];
    private long[] values;
    /// The number of elements of each result that are not NaT, for times.
    private long[] numbers;

    /// @param size the number of elements for each result
    LongAccumulator(Layout a, ReductionRule what, long size) {
        this.array = a;
        this.what = what;
        this.product = what.kind() == Reduction.Kind.PROD;
        this.size = size;
        this.times = a.dtype().kind().isTime();
        this.packed = new SwarLanes(a);
    }

    @Override
    void start(int outputs) {
        values = new long[outputs];
        Arrays.fill(values, product ? 1 : 0);
        numbers = new long[times ? outputs : 0];
    }

    @Override
    void along(ElementCursor in, int rows, int length, int o, int step) {
        in.next(block, rows * length);
        for (int row = 0; row < rows; row++) {
            fold(row * length, length, o + row * step);
        }
    }

    @Override
    void across(ElementCursor in, long rows, int length, int o, int step, long index) {
        int many = (int) Math.min(rows, ElementCursor.BLOCK / length);
        Arrays.fill(places, 0, many * length, product ? 1 : 0);
        for (long left = rows; left > 0; left -= many) {
            int count = (int) Math.min(left, many) * length;
            in.next(block, count);
            for (int n = 0; times && n < count; n++) {
                numbers[o + n / length * step + n % length] += block[n] == DatetimeUnit.NAT ? 0 : 1;
            }
            if (product) {
                LongKernels.multiply(places, block, count);
            } else {
                LongKernels.add(places, block, count);
            }
        }
        for (int row = 0; row < many; row++) {
            for (int n = 0; n < length; n++) {
                put(o + row * step + n, places[row * length + n]);
            }
        }
    }

    @Override
    void chunk(ElementCursor in, long count, int o, long index) {
        long done = product ? 0 : dense(in, count, o);
        while (done < count) {
            int length = (int) Math.min(count - done, ElementCursor.BLOCK);
            in.next(block, length);
            fold(0, length, o);
            done += length;
        }
    }

    /// Adds the first elements if they lie so that there is a faster way, and returns their number.
    private long dense(ElementCursor in, long count, int o) {
        boolean direct = isDirect();
        long whole = direct ? count : packed.whole(count);
        long at = whole == 0 ? -1 : in.skipDense(whole);
        if (at < 0) {
            return 0;
        }
        put(o, direct ? LongKernels.sum(in.segment(), at, whole) : packed.sum(at, whole));
        return whole;
    }

    @Override
    public boolean isDirect() {
        return !product && !times && LongKernels.isDirect(array);
    }

    @Override
    public void acrossDirect(MemorySegment s, long at, long stride, long rows, int length, int o) {
        LongKernels.addRows(values, o, s, at, stride, rows, length);
    }

    private void fold(int from, int count, int o) {
        for (int n = from; times && n < from + count; n++) {
            numbers[o] += block[n] == DatetimeUnit.NAT ? 0 : 1;
        }
        put(o, product ? LongKernels.product(block, from, count) : LongKernels.sum(block, from, count));
    }

    private void put(int o, long value) {
        values[o] = product ? values[o] * value : values[o] + value;
    }

    @Override
    Accumulator parts(int parts, int o) {
        LongAccumulator fold = new LongAccumulator(array, what, size);
        fold.start(parts);
        return fold;
    }

    @Override
    Accumulator twin() {
        LongAccumulator fold = new LongAccumulator(array, what, size);
        fold.values = values;
        fold.numbers = numbers;
        return fold;
    }

    @Override
    void add(int o, Accumulator parts, int part) {
        LongAccumulator other = (LongAccumulator) parts;
        put(o, other.values[part]);
        if (times) {
            numbers[o] += other.numbers[part];
        }
    }

    @Override
    void store(Layout to, long first) {
        for (int o = 0; o < values.length && times; o++) {
            boolean mean = what.kind() == Reduction.Kind.MEAN;
            boolean none = numbers[o] < size || mean && size == 0;
            values[o] = none ? DatetimeUnit.NAT : mean ? values[o] / size : values[o];
        }
        ElementCodec.write(to, first, values);
    }
}
