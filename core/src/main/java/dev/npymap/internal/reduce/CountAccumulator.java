package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.DatetimeUnit;
import dev.npymap.model.Reduction;

/// Counts the elements that are not zero, or those that are NaN or NaT.
final class CountAccumulator extends Accumulator {
    /// The number of elements after which a packed count checks whether the answer is known.
    private static final int PACKED_BLOCK = 8 * ElementCursor.BLOCK;

    private final Layout array;
    private final Reduction.Kind kind;
    private final long size;
    private final boolean nan;
    private final BitBlock block;
    /// Counts narrow elements.
    private final SwarLanes packed;
    private final NonZero nonZero;
    /// The parts of complex numbers.
    private final double[] parts;
    private long[] counts;

    /// @param size the number of elements for each result
    CountAccumulator(Layout a, ReductionRule what, long size) {
        this(a, what.kind(), size);
    }

    private CountAccumulator(Layout a, Reduction.Kind kind, long size) {
        this.array = a;
        this.kind = kind;
        this.size = size;
        this.nan = kind == Reduction.Kind.COUNT_NAN;
        this.block = new BitBlock(a);
        this.packed = new SwarLanes(a);
        this.nonZero = new NonZero(a);
        this.parts = new double[a.isComplex() ? 2 * ElementCursor.BLOCK : 0];
    }

    @Override
    void start(int outputs) {
        counts = new long[outputs];
    }

    /// Reads elements and replaces each by 1 or 0.
    private void read(ElementCursor in, int count) {
        long[] bits = block.bits;
        if (array.isComplex()) {
            in.nextParts(parts, count);
            for (int n = 0; n < count; n++) {
                double re = parts[2 * n];
                double im = parts[2 * n + 1];
                bits[n] = (nan ? re != re || im != im : re != 0 || im != 0) ? 1 : 0;
            }
            return;
        }
        if (NonZero.isAskedOf(array.dtype())) {
            in.places(bits, count);
            nonZero.replace(bits, count);
            return;
        }
        block.read(in, count);
        boolean isFloat = BitBlock.isFloat(array.dtype());
        if (nan && isFloat) {
            long infinity = BitBlock.infinity(array.dtype());
            for (int n = 0; n < count; n++) {
                bits[n] = infinity - (bits[n] & Long.MAX_VALUE) >>> 63;
            }
            return;
        }
        // The sign of a zero is ignored. NaT is an integer other than zero, and the one that is counted as NaN.
        int sign = isFloat ? 1 : 0;
        long base = nan ? DatetimeUnit.NAT : 0;
        long flip = nan ? 1 : 0;
        for (int n = 0; n < count; n++) {
            long x = (bits[n] ^ base) << sign;
            bits[n] = (x | -x) >>> 63 ^ flip;
        }
    }

    @Override
    void along(ElementCursor in, int rows, int length, int o, int step) {
        read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            count(row * length, length, o + row * step);
        }
    }

    private void count(int from, int length, int o) {
        counts[o] += LongKernels.sum(block.bits, from, length);
    }

    @Override
    void across(ElementCursor in, long rows, int length, int o, int step, long index) {
        byBlocks(rows, length, (some, first) -> acrossBlock(in, some, length, o, step, index + first));
    }

    private void acrossBlock(ElementCursor in, int rows, int length, int o, int step, long index) {
        read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < length; n++) {
                counts[o + row * step + n] += block.bits[row * length + n];
            }
        }
    }

    @Override
    void chunk(ElementCursor in, long count, int o, long index) {
        long before = counts[o];
        for (long done = 0; done < count;) {
            boolean any = kind == Reduction.Kind.ANY && counts[o] > 0;
            boolean missing = kind == Reduction.Kind.ALL && counts[o] - before < done;
            if (any || missing) {
                in.skipAll(count - done);
                return;
            }
            long whole = nan ? 0 : packed.whole(Math.min(count - done, PACKED_BLOCK));
            long at = whole == 0 ? -1 : in.skipDense(whole);
            if (at >= 0) {
                counts[o] += packed.nonZero(at, whole);
                done += whole;
                continue;
            }
            int length = (int) Math.min(count - done, ElementCursor.BLOCK);
            read(in, length);
            count(0, length, o);
            done += length;
        }
    }

    @Override
    Accumulator parts(int parts, int o) {
        CountAccumulator fold = new CountAccumulator(array, kind, size);
        fold.start(parts);
        return fold;
    }

    @Override
    Accumulator twin() {
        CountAccumulator fold = new CountAccumulator(array, kind, size);
        fold.counts = counts;
        return fold;
    }

    @Override
    void add(int o, Accumulator parts, int part) {
        counts[o] += ((CountAccumulator) parts).counts[part];
    }

    @Override
    void store(Layout to, long first) {
        for (int o = 0; o < counts.length; o++) {
            counts[o] = switch (kind) {
                case ANY -> counts[o] > 0 ? 1 : 0;
                case ALL -> counts[o] == size ? 1 : 0;
                default -> counts[o];
            };
        }
        ElementCodec.write(to, first, counts);
    }
}
