package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Finds the least or the greatest real numbers or times, as the greatest keys.
final class MinMaxAccumulator extends Accumulator implements Accumulator.Direct {
    private final Layout array;
    private final ReductionRule what;
    private final MinMaxOrder order;
    private final BitBlock block;
    /// Finds the extremes of narrow elements.
    private final SwarLanes packed;
    /// The greatest key at each position of a block.
    private final long[] places = new long[ElementCursor.BLOCK];
    private long[] keys;

    MinMaxAccumulator(Layout a, ReductionRule what) {
        this.array = a;
        this.what = what;
        this.order = MinMaxOrder.of(a.dtype(), what);
        this.block = new BitBlock(a);
        this.packed = new SwarLanes(a);
    }

    @Override
    void start(int outputs) {
        keys = new long[outputs];
        Arrays.fill(keys, Long.MIN_VALUE);
    }

    @Override
    void along(ElementCursor in, int rows, int length, int o, int step) {
        block.read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            put(o + row * step, order.greatest(block.bits, row * length, length));
        }
    }

    @Override
    void across(ElementCursor in, long rows, int length, int o, int step, long index) {
        int many = (int) Math.min(rows, ElementCursor.BLOCK / length);
        Arrays.fill(places, 0, many * length, Long.MIN_VALUE);
        for (long left = rows; left > 0; left -= many) {
            int count = (int) Math.min(left, many) * length;
            block.read(in, count);
            order.greater(places, block.bits, count);
        }
        for (int row = 0; row < many; row++) {
            for (int n = 0; n < length; n++) {
                put(o + row * step + n, places[row * length + n]);
            }
        }
    }

    @Override
    void chunk(ElementCursor in, long count, int o, long index) {
        long done = dense(in, count, o);
        while (done < count) {
            int length = (int) Math.min(count - done, ElementCursor.BLOCK);
            block.read(in, length);
            put(o, order.greatest(block.bits, 0, length));
            done += length;
        }
    }

    /// Accumulates the first elements if they lie so that there is a faster way, and returns their number.
    private long dense(ElementCursor in, long count, int o) {
        boolean direct = isDirect();
        long whole = direct ? count : packed.whole(count);
        long at = whole == 0 ? -1 : in.skipDense(whole);
        if (at < 0) {
            return 0;
        }
        put(o, direct ? order.greatest(in.segment(), at, whole) : order.key(packed.greatest(order, at, whole)));
        return whole;
    }

    private void put(int o, long key) {
        keys[o] = Math.max(keys[o], key);
    }

    @Override
    public boolean isDirect() {
        return LongKernels.isDirect(array);
    }

    @Override
    public void acrossDirect(MemorySegment s, long at, long stride, long rows, int length, int o) {
        for (long row = 0; row < rows; row += 2) {
            long first = at + row * stride;
            order.greater(keys, o, s, first, row + 1 < rows ? first + stride : first, length);
        }
    }

    @Override
    Accumulator parts(int parts, int o) {
        MinMaxAccumulator fold = new MinMaxAccumulator(array, what);
        fold.start(parts);
        return fold;
    }

    @Override
    Accumulator twin() {
        MinMaxAccumulator fold = new MinMaxAccumulator(array, what);
        fold.keys = keys;
        return fold;
    }

    @Override
    void add(int o, Accumulator parts, int part) {
        put(o, ((MinMaxAccumulator) parts).keys[part]);
    }

    @Override
    void store(Layout to, long first) {
        long unit = to.dtype().byteSize();
        for (int o = 0; o < keys.length; o++) {
            keys[o] = order.bits(keys[o]);
        }
        if (!BitBlock.isFloat(to.dtype())) {
            ElementCodec.write(to, first, keys);
            return;
        }
        double[] numbers = Arrays.stream(keys).mapToDouble(bits -> BitBlock.number(to.dtype(), bits)).toArray();
        ElementCodec.write(to, first, numbers);
    }
}
