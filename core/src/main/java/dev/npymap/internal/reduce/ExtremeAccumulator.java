package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import dev.npymap.model.Reduction;
import java.util.Arrays;

/// Finds the positions of the least or greatest elements, and the least or greatest complex numbers.
///
/// Elements become pairs of keys, and the first of the least pairs is the result. NaN and NaT have the least keys of
/// all.
final class ExtremeAccumulator extends Accumulator {
    private static final long NAN = Long.MIN_VALUE;

    private final Layout array;
    private final ReductionRule what;
    private final boolean greatest;
    private final double[] parts = new double[2 * ElementCursor.BLOCK];
    private final long[] high = new long[ElementCursor.BLOCK];
    private final long[] low = new long[ElementCursor.BLOCK];
    private long[] highest;
    private long[] lowest;
    /// The positions of the least keys.
    private long[] positions;
    /// The numbers with the least keys, if they are complex.
    private double[] values;
    /// Whether an element was found that is not NaN.
    private boolean[] found;

    ExtremeAccumulator(Layout a, ReductionRule what) {
        this.array = a;
        this.what = what;
        this.greatest = what.kind() == Reduction.Kind.MAX || what.kind() == Reduction.Kind.ARG_MAX;
    }

    @Override
    void start(int outputs) {
        highest = new long[outputs];
        lowest = new long[outputs];
        positions = new long[outputs];
        values = new double[array.isComplex() ? 2 * outputs : 0];
        found = new boolean[outputs];
        Arrays.fill(highest, Long.MAX_VALUE);
        Arrays.fill(lowest, Long.MAX_VALUE);
        Arrays.fill(positions, -1);
    }

    private void read(ElementCursor in, int count) {
        switch (array.dtype().kind()) {
            case FLOAT, BFLOAT16, FLOAT8 -> {
                in.next(parts, count);
                for (int n = 0; n < count; n++) {
                    high[n] = key(parts[n]);
                }
            }
            case COMPLEX -> {
                in.nextParts(parts, count);
                for (int n = 0; n < count; n++) {
                    high[n] = key(parts[2 * n]);
                    low[n] = key(parts[2 * n + 1]);
                    if (high[n] == NAN || low[n] == NAN) {
                        high[n] = NAN;
                        low[n] = NAN;
                    }
                }
            }
            default -> {
                in.next(high, count);
                boolean times = array.dtype().kind().isTime();
                long flip = array.dtype().kind() == Dtype.Kind.UINT ? NAN : 0;
                for (int n = 0; n < count; n++) {
                    high[n] = times && greatest ? -high[n] : greatest ? ~(high[n] ^ flip) : high[n] ^ flip;
                }
            }
        }
    }

    /// A key that orders numbers by value, with both zeros equal.
    private long key(double value) {
        if (value != value) {
            return NAN;
        }
        return BitBlock.fold(Double.doubleToRawLongBits((greatest ? -value : value) + 0.0));
    }

    private void fold(int n, int o, long position) {
        long highKey = high[n];
        long lowKey = low[n];
        if (highKey == NAN && what.skipsNaN()) {
            // To find positions NumPy replaces NaN by an infinity, which may come before a true one; as a value NaN
            // never wins over a number.
            boolean wanted = what.isPosition();
            highKey = wanted ? key(greatest ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY) : Long.MAX_VALUE;
            lowKey = !wanted ? Long.MAX_VALUE : array.isComplex() ? key(0.0) : 0;
        } else {
            found[o] = true;
        }
        if (positions[o] < 0 || highKey < highest[o] || highKey == highest[o] && lowKey < lowest[o]) {
            highest[o] = highKey;
            lowest[o] = lowKey;
            positions[o] = position;
            if (values.length > 0) {
                values[2 * o] = parts[2 * n];
                values[2 * o + 1] = parts[2 * n + 1];
            }
        }
    }

    @Override
    void along(ElementCursor in, int rows, int length, int o, int step) {
        read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < length; n++) {
                fold(row * length + n, o + row * step, n);
            }
        }
    }

    @Override
    void across(ElementCursor in, long rows, int length, int o, int step, long index) {
        byBlocks(rows, length, (some, first) -> acrossBlock(in, some, length, o, step, index + first));
    }

    private void acrossBlock(ElementCursor in, int rows, int length, int o, int step, long index) {
        read(in, rows * length);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < length; n++) {
                fold(row * length + n, o + row * step + n, step == 0 ? index + row : index);
            }
        }
    }

    @Override
    void chunk(ElementCursor in, long count, int o, long index) {
        for (long done = 0; done < count; done += ElementCursor.BLOCK) {
            int length = (int) Math.min(count - done, ElementCursor.BLOCK);
            read(in, length);
            for (int n = 0; n < length; n++) {
                fold(n, o, index + done + n);
            }
        }
    }

    @Override
    Accumulator parts(int parts, int o) {
        ExtremeAccumulator fold = new ExtremeAccumulator(array, what);
        fold.start(parts);
        return fold;
    }

    @Override
    Accumulator twin() {
        ExtremeAccumulator fold = new ExtremeAccumulator(array, what);
        fold.highest = highest;
        fold.lowest = lowest;
        fold.positions = positions;
        fold.values = values;
        fold.found = found;
        return fold;
    }

    @Override
    void add(int o, Accumulator parts, int part) {
        ExtremeAccumulator other = (ExtremeAccumulator) parts;
        found[o] |= other.found[part];
        if (positions[o] < 0 || other.highest[part] < highest[o]
                || other.highest[part] == highest[o] && other.lowest[part] < lowest[o]) {
            highest[o] = other.highest[part];
            lowest[o] = other.lowest[part];
            positions[o] = other.positions[part];
            System.arraycopy(other.values, Math.min(2 * part, other.values.length), values,
                    Math.min(2 * o, values.length), Math.min(2, values.length));
        }
    }

    @Override
    void store(Layout to, long first) {
        if (!what.isPosition()) {
            ElementCodec.writeParts(to, first, values);
            return;
        }
        for (boolean any : found) {
            if (!any) {
                throw new IllegalArgumentException(array.name() + ": " + what + " of elements that are all NaN");
            }
        }
        ElementCodec.write(to, first, positions);
    }
}
