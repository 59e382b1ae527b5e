package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Finds the least or the greatest real numbers or times, as the greatest of keys.
final class GreatestFold extends Fold {
    private final NdArray array;
    private final Reduction what;
    private final KeyOrder order;
    private final BitBlock block;
    /// The greatest of each place of a block.
    private final long[] places = new long[BLOCK];
    private long[] keys;

    GreatestFold(NdArray a, Reduction what) {
        this.array = a;
        this.what = what;
        this.order = KeyOrder.of(a.dtype(), what);
        this.block = new BitBlock(a);
    }

    @Override
    void start(int outputs) {
        keys = new long[outputs];
        Arrays.fill(keys, Long.MIN_VALUE);
    }

    @Override
    void along(Elements in, int rows, int length, int o, int step) {
        block.read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            keys[o + row * step] = order.greatest(keys[o + row * step], block.bits, row * length, length);
        }
    }

    @Override
    void across(Elements in, long rows, int length, int o, int step, long index) {
        int many = (int) Math.min(rows, BLOCK / length);
        Arrays.fill(places, 0, many * length, Long.MIN_VALUE);
        for (long left = rows; left > 0; left -= many) {
            int count = (int) Math.min(left, many) * length;
            block.read(in, count);
            order.greater(places, block.bits, count);
        }
        for (int row = 0; row < many; row++) {
            for (int n = 0; n < length; n++) {
                int to = o + row * step + n;
                keys[to] = Math.max(keys[to], places[row * length + n]);
            }
        }
    }

    @Override
    void piece(Elements in, long count, int o, long index) {
        for (long left = count; left > 0; left -= BLOCK) {
            int length = (int) Math.min(left, BLOCK);
            block.read(in, length);
            keys[o] = order.greatest(keys[o], block.bits, 0, length);
        }
    }

    @Override
    boolean isDirect() {
        return Longs.isDirect(array);
    }

    @Override
    void acrossDirect(MemorySegment s, long at, long stride, long rows, int length, int o) {
        for (long row = 0; row < rows; row += 2) {
            long first = at + row * stride;
            order.greater(keys, o, s, first, row + 1 < rows ? first + stride : first, length);
        }
    }

    @Override
    Fold parts(int parts, int o) {
        GreatestFold fold = new GreatestFold(array, what);
        fold.start(parts);
        return fold;
    }

    @Override
    Fold twin() {
        GreatestFold fold = new GreatestFold(array, what);
        fold.keys = keys;
        return fold;
    }

    @Override
    void join(int left, int right) {
        add(left, this, right);
    }

    @Override
    void add(int o, Fold parts, int part) {
        keys[o] = Math.max(keys[o], ((GreatestFold) parts).keys[part]);
    }

    @Override
    void store(NdArray to, long first) {
        long unit = to.dtype().byteSize();
        for (int o = 0; o < keys.length; o++) {
            keys[o] = order.bits(keys[o]);
        }
        if (!BitBlock.isFloat(to.dtype())) {
            to.write(first * unit, unit, keys, 0, keys.length);
            return;
        }
        double[] numbers = Arrays.stream(keys).mapToDouble(bits -> BitBlock.number(to.dtype(), bits)).toArray();
        to.write(first * unit, unit, numbers, 0, numbers.length);
    }
}
