package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCodec;
import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Reduction;

/// Adds, multiplies and averages complex numbers: complex64 in float32 arithmetic, wider ones in float64.
///
/// Both parts of a number are doubles here; results of complex64 are rounded to float32, which gives the bits of
/// float32 arithmetic for a single sum, difference, product or quotient.
final class ComplexAccumulator extends Accumulator implements Accumulator.TwoPass {
    private final Layout array;
    private final ReductionRule what;
    private final Reduction.Kind kind;
    private final long size;
    private final boolean single;
    /// Whether this is the second of two passes, which adds squared distances from means.
    private final boolean squares;
    private final double[] block = new double[2 * ElementCursor.BLOCK];
    private double[] values;
    /// The number of elements of each result that are not NaN, if NaN is left out.
    private long[] numbers;
    /// The means, from which a second pass computes squared distances.
    private double[] means;

    /// A complex number.
    private record Parts(double re, double im) {
    }

    /// @param size the number of elements for each result
    ComplexAccumulator(Layout a, ReductionRule what, long size) {
        this(a, what, size, false);
    }

    private ComplexAccumulator(Layout a, ReductionRule what, long size, boolean squares) {
        this.array = a;
        this.what = what;
        this.kind = what.kind();
        this.size = size;
        this.single = a.dtype().byteSize() == 2 * Float.BYTES;
        this.squares = squares;
    }

    @Override
    void start(int outputs) {
        values = new double[2 * outputs];
        for (int o = 0; kind == Reduction.Kind.PROD && o < outputs; o++) {
            values[2 * o] = 1;
        }
        numbers = new long[what.skipsNaN() ? outputs : 0];
        means = new double[squares ? 2 * outputs : 0];
    }

    private double round(double value) {
        return single ? (float) value : value;
    }

    @Override
    void along(ElementCursor in, int rows, int length, int o, int step) {
        in.nextParts(block, rows * length);
        for (int row = 0; row < rows; row++) {
            fold(row * length, length, o + row * step);
        }
    }

    @Override
    void across(ElementCursor in, long rows, int length, int o, int step, long index) {
        byBlocks(rows, length, (some, first) -> acrossBlock(in, some, length, o, step, index + first));
    }

    private void acrossBlock(ElementCursor in, int rows, int length, int o, int step, long index) {
        in.nextParts(block, rows * length);
        for (int row = 0; row < rows; row++) {
            for (int n = 0; n < length; n++) {
                prepare(row * length + n, 1, o + row * step + n);
                foldAlone(row * length + n, o + row * step + n);
            }
        }
    }

    @Override
    void chunk(ElementCursor in, long count, int o, long index) {
        if (kind == Reduction.Kind.PROD) {
            for (long left = count; left > 0; left -= ElementCursor.BLOCK) {
                int length = (int) Math.min(left, ElementCursor.BLOCK);
                in.nextParts(block, length);
                fold(0, length, o);
            }
            return;
        }
        Parts sum = tree(in, count, o);
        add(o, sum.re(), sum.im());
    }

    private Parts tree(ElementCursor in, long count, int o) {
        if (count > ElementCursor.BLOCK) {
            long half = half(count);
            Parts left = tree(in, half, o);
            Parts right = tree(in, count - half, o);
            return new Parts(round(left.re() + right.re()), round(left.im() + right.im()));
        }
        in.nextParts(block, (int) count);
        prepare(0, (int) count, o);
        return sum(0, (int) count);
    }

    /// NumPy splits the parts of complex numbers at a multiple of 8 parts, and squared distances as it splits floats.
    @Override
    long half(long count) {
        return squares ? PairwiseSum.half(count) : PairwiseSum.half(2 * count) / 2;
    }

    /// The pairwise sum of prepared elements.
    private Parts sum(int from, int count) {
        if (squares) {
            return new Parts(pairwise(from, count), 0);
        }
        return new Parts(pairwiseParts(2 * from, 2 * count), pairwiseParts(2 * from + 1, 2 * count));
    }

    private void fold(int from, int count, int o) {
        prepare(from, count, o);
        if (kind == Reduction.Kind.PROD) {
            for (int n = 2 * from; n < 2 * (from + count); n += 2) {
                double re = values[2 * o];
                double im = values[2 * o + 1];
                values[2 * o] = round(round(re * block[n]) - round(im * block[n + 1]));
                values[2 * o + 1] = round(round(re * block[n + 1]) + round(im * block[n]));
            }
            return;
        }
        Parts sum = sum(from, count);
        add(o, sum.re(), sum.im());
    }

    /// Accumulates an element as NumPy does if neighbours go to different results: products are rounded once less.
    private void foldAlone(int n, int o) {
        double re = block[2 * n];
        double im = block[2 * n + 1];
        if (squares) {
            add(o, block[n], 0);
        } else if (kind == Reduction.Kind.PROD) {
            double left = values[2 * o];
            double right = values[2 * o + 1];
            values[2 * o] = fused(left, re, -round(right * im));
            values[2 * o + 1] = fused(left, im, round(right * re));
        } else {
            add(o, re, im);
        }
    }

    /// A product and a sum with a single rounding.
    private double fused(double x, double y, double z) {
        return single ? Math.fma((float) x, (float) y, (float) z) : Math.fma(x, y, z);
    }

    private void add(int o, double re, double im) {
        values[2 * o] = round(values[2 * o] + re);
        values[2 * o + 1] = round(values[2 * o + 1] + im);
    }

    /// Prepares elements of one result for accumulating; squared distances from the mean become the first parts.
    private void prepare(int from, int count, int o) {
        for (int n = from; (squares || what.skipsNaN()) && n < from + count; n++) {
            boolean dropped = what.skipsNaN() && (block[2 * n] != block[2 * n] || block[2 * n + 1] != block[2 * n + 1]);
            if (squares) {
                double re = dropped ? 0 : round(block[2 * n] - means[2 * o]);
                double im = dropped ? 0 : round(block[2 * n + 1] - means[2 * o + 1]);
                block[n] = what.skipsNaN() ? fused(re, re, round(im * im)) : round(round(re * re) + round(im * im));
            } else {
                numbers[o] += dropped ? 0 : 1;
                block[2 * n] = !dropped ? block[2 * n] : kind == Reduction.Kind.PROD ? 1 : 0;
                block[2 * n + 1] = dropped ? 0 : block[2 * n + 1];
            }
        }
    }

    /// The pairwise sum of squared distances.
    private double pairwise(int from, int count) {
        if (!single) {
            return DoubleKernels.pairwise(block, from, count);
        }
        float[] rounded = new float[count];
        for (int n = 0; n < count; n++) {
            rounded[n] = (float) block[from + n];
        }
        return FloatKernels.pairwise(rounded, 0, count);
    }

    /// The pairwise sum of every second of `count` parts: the real and the imaginary parts use 4 of NumPy's 8
    /// accumulators each.
    private double pairwiseParts(int from, int count) {
        if (count > PairwiseSum.LEAF) {
            int half = (int) PairwiseSum.half(count);
            return round(pairwiseParts(from, half) + pairwiseParts(from + half, count - half));
        }
        double sum = -0.0;
        int n = 0;
        if (count >= 8) {
            double r0 = block[from];
            double r1 = block[from + 2];
            double r2 = block[from + 4];
            double r3 = block[from + 6];
            for (n = 8; n < count - count % 8; n += 8) {
                int p = from + n;
                r0 = round(r0 + block[p]);
                r1 = round(r1 + block[p + 2]);
                r2 = round(r2 + block[p + 4]);
                r3 = round(r3 + block[p + 6]);
            }
            sum = round(round(r0 + r1) + round(r2 + r3));
        }
        for (; n < count; n += 2) {
            sum = round(sum + block[from + n]);
        }
        return sum;
    }

    @Override
    boolean hasParts() {
        return kind != Reduction.Kind.PROD;
    }

    @Override
    Accumulator parts(int parts, int o) {
        ComplexAccumulator fold = new ComplexAccumulator(array, what, size, squares);
        fold.start(parts);
        if (squares) {
            for (int part = 0; part < parts; part++) {
                fold.means[2 * part] = means[2 * o];
                fold.means[2 * part + 1] = means[2 * o + 1];
            }
        }
        return fold;
    }

    @Override
    Accumulator twin() {
        ComplexAccumulator fold = new ComplexAccumulator(array, what, size, squares);
        fold.values = values;
        fold.numbers = numbers;
        fold.means = means;
        return fold;
    }

    @Override
    void add(int o, Accumulator parts, int part) {
        ComplexAccumulator other = (ComplexAccumulator) parts;
        add(o, other.values[2 * part], other.values[2 * part + 1]);
        if (what.skipsNaN()) {
            numbers[o] += other.numbers[part];
        }
    }

    @Override
    public Accumulator deviations() {
        ComplexAccumulator fold = new ComplexAccumulator(array, what, size, true);
        fold.start(values.length / 2);
        fold.numbers = numbers;
        fold.means = values;
        for (int o = 0; o < values.length / 2; o++) {
            divide(o);
        }
        return fold;
    }

    private long count(int o) {
        return what.skipsNaN() ? numbers[o] : size;
    }

    /// NumPy's quotient of complex128, by Smith's method, rounded to the width of the parts.
    private void divide(int o) {
        // The divisor's imaginary part stays in the formula: multiplied by an infinity it makes the other part NaN.
        double scale = 1.0 / count(o);
        double re = values[2 * o];
        double im = values[2 * o + 1];
        values[2 * o] = round((re + im * 0.0) * scale);
        values[2 * o + 1] = round((im - re * 0.0) * scale);
    }

    @Override
    void store(Layout to, long first) {
        int count = values.length / 2;
        long unit = to.dtype().byteSize();
        if (squares) {
            for (int o = 0; o < count; o++) {
                double variance = round(values[2 * o] / what.divisor(count(o)));
                values[o] = kind == Reduction.Kind.VAR ? variance : Math.sqrt(variance);
            }
            ElementCodec.write(to, first * unit, unit, values, count);
            return;
        }
        for (int o = 0; o < count; o++) {
            if (kind == Reduction.Kind.MEAN) {
                divide(o);
            }
            if (kind == Reduction.Kind.MEAN && count(o) == 0) {
                values[2 * o] = Double.NaN;
                values[2 * o + 1] = Double.NaN;
            }
        }
        ElementCodec.writeParts(to, first, values);
    }
}
