package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Reduces numbers in float32 arithmetic; those of a narrower type are rounded to it after each step, as in NumPy.
final class FloatFold extends Fold {
    private final Layout array;
    private final Reduction what;
    private final Reduction.Kind kind;
    private final boolean direct;
    /// Whether it adds squared distances from means: the second pass of two.
    private final boolean squares;
    private final boolean single;
    private final long size;
    private final Floats.Rounding rounding;
    /// Whether each step is rounded to a narrower type.
    private final boolean narrow;
    /// Whether the results are, which parts of them are not.
    private final boolean rounds;
    private final float[] block = new float[BLOCK];
    private float[] values;
    /// How many elements of each result are not NaN, if NaN is left out.
    private long[] numbers;
    /// From which the squared distances are added, in a second pass.
    private float[] means;

    /// @param size   how many elements there are for each result
    /// @param single whether there is a single result, without an axis
    FloatFold(Layout a, Reduction what, long size, boolean single) {
        this(a, what, size, single, !a.dtype().equals(Dtype.FLOAT32.withOrder(a.dtype().byteOrder()))
                && (what.kind() != Reduction.Kind.MEAN || what.skipsNaN()), true, false);
    }

    private FloatFold(Layout a, Reduction what, long size, boolean single, boolean narrow,
            boolean rounds, boolean squares) {
        this.array = a;
        this.what = what;
        this.kind = what.kind();
        this.single = single;
        this.size = size;
        this.direct = Floats.isDirect(a) && !what.skipsNaN() && kind != Reduction.Kind.PROD && !squares;
        this.squares = squares;
        this.rounding = Floats.rounding(a.dtype());
        this.narrow = narrow;
        this.rounds = narrow && rounds;
    }

    @Override
    void start(int outputs) {
        values = new float[outputs];
        Arrays.fill(values, neutral());
        numbers = new long[what.skipsNaN() ? outputs : 0];
        means = new float[squares ? outputs : 0];
    }

    private float neutral() {
        return kind == Reduction.Kind.PROD ? 1 : 0;
    }

    @Override
    void along(Elements in, int rows, int length, int o, int step) {
        in.next(block, rows * length);
        for (int row = 0; row < rows; row++) {
            prepare(row * length, length, o + row * step);
            fold(row * length, length, o + row * step);
            round(o + row * step);
        }
    }

    @Override
    void acrossBlock(Elements in, int rows, int length, int o, int step, long index) {
        in.next(block, rows * length);
        for (int row = 0; row < rows; row++) {
            int from = row * length;
            int to = o + row * step;
            if (squares) {
                for (int n = 0; narrow && n < length; n++) {
                    prepare(from + n, 1, to + n);
                }
                if (!narrow) {
                    Floats.squares(block, from, length, means, to, what.skipsNaN());
                }
            } else if (what.skipsNaN()) {
                Floats.dropNaN(block, from, length, neutral(), numbers, to);
            }
        }
        if (step == 0 && kind != Reduction.Kind.PROD && !rounds) {
            BlockSum.FASTEST.addRows(values, o, block, rows, length);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int from = row * length;
            int to = o + row * step;
            switch (kind) {
                case PROD -> Floats.multiply(values, to, block, from, length);
                default -> Floats.add(values, to, block, from, length);
            }
            if (rounds) {
                Floats.round(values, to, length, rounding);
            }
        }
    }

    @Override
    boolean isDirect() {
        return direct;
    }

    @Override
    void acrossDirect(MemorySegment s, long at, long stride, long rows, int length, int o) {
        Floats.addRows(values, o, s, at, stride, rows, length);
    }

    @Override
    void piece(Elements in, long count, int o, long index) {
        if (kind == Reduction.Kind.PROD) {
            for (long left = count; left > 0; left -= BLOCK) {
                int length = (int) Math.min(left, BLOCK);
                in.next(block, length);
                prepare(0, length, o);
                fold(0, length, o);
            }
        } else {
            values[o] += tree(in, count, o);
        }
        round(o);
    }

    /// The pairwise sum of the next elements.
    private float tree(Elements in, long count, int o) {
        if (isDirect()) {
            long at = in.skipDense(count);
            if (at >= 0) {
                return PairwiseSum.ofFloats(in.segment(), at, count, block);
            }
        }
        if (count > BLOCK) {
            long half = PairwiseSum.half(count);
            return tree(in, half, o) + tree(in, count - half, o);
        }
        in.next(block, (int) count);
        prepare(0, (int) count, o);
        return Floats.pairwise(block, 0, (int) count);
    }

    /// Makes of elements of one result what is folded.
    private void prepare(int from, int count, int o) {
        if (squares && narrow) {
            roundedSquares(from, count, means[o]);
        } else if (squares) {
            Floats.squares(block, from, count, means[o], what.skipsNaN());
        } else if (what.skipsNaN()) {
            numbers[o] += Floats.dropNaN(block, from, count, neutral());
        }
    }

    private void roundedSquares(int from, int count, float mean) {
        for (int n = from; n < from + count; n++) {
            float distance = what.skipsNaN() && block[n] != block[n] ? 0 : rounding.round(block[n] - mean);
            block[n] = rounding.round(distance * distance);
        }
    }

    private void round(int o) {
        if (rounds) {
            values[o] = rounding.round(values[o]);
        }
    }

    private void fold(int from, int count, int o) {
        values[o] = switch (kind) {
            case PROD -> Floats.multiply(values[o], block, from, count);
            default -> values[o] + Floats.pairwise(block, from, count);
        };
    }

    @Override
    boolean hasParts() {
        return kind != Reduction.Kind.PROD;
    }

    @Override
    Fold parts(int parts, int o) {
        FloatFold fold = new FloatFold(array, what, size, single, narrow, false, squares);
        fold.start(parts);
        if (squares) {
            Arrays.fill(fold.means, means[o]);
        }
        return fold;
    }

    @Override
    Fold twin() {
        FloatFold fold = new FloatFold(array, what, size, single, narrow, rounds, squares);
        fold.values = values;
        fold.numbers = numbers;
        fold.means = means;
        return fold;
    }

    @Override
    void add(int o, Fold parts, int part) {
        FloatFold other = (FloatFold) parts;
        values[o] += other.values[part];
        if (what.skipsNaN()) {
            numbers[o] += other.numbers[part];
        }
        round(o);
    }

    @Override
    Fold deviations() {
        FloatFold fold = new FloatFold(array, what, size, single, narrow, rounds, true);
        fold.start(values.length);
        fold.numbers = numbers;
        fold.means = values;
        for (int o = 0; o < values.length; o++) {
            values[o] = rounding.round((double) values[o] / count(o));
        }
        return fold;
    }

    private long count(int o) {
        return what.skipsNaN() ? numbers[o] : size;
    }

    @Override
    void store(Layout to, long first) {
        for (int o = 0; o < values.length; o++) {
            values[o] = result(values[o], count(o));
        }
        Numbers.write(to, first, values);
    }

    private float result(float value, long count) {
        return switch (kind) {
            case MEAN -> mean((double) value / count);
            case VAR -> rounding.round(value / what.divisor(count));
            case STD -> rounding.round((float) Math.sqrt(rounding.round(value / what.divisor(count))));
            default -> value;
        };
    }

    /// NumPy rounds an array of means to float32 before it rounds it to float16, a single mean at once.
    private float mean(double value) {
        return rounding.round(single || what.skipsNaN() ? value : (float) value);
    }
}
