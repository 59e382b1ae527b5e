package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/// Reduces numbers in float64 arithmetic.
final class DoubleFold extends Fold {
    private final Reduction what;
    private final Reduction.Kind kind;
    private final boolean direct;
    /// Whether it adds squared distances from means: the second pass of two.
    private final boolean squares;
    private final long size;
    private final double[] block = new double[BLOCK];
    private double[] values;
    /// How many elements of each result are not NaN, if NaN is left out.
    private long[] numbers;
    /// From which the squared distances are added, in a second pass.
    private double[] means;

    /// @param size how many elements there are for each result
    DoubleFold(Layout a, Reduction what, long size) {
        this(what, size, Doubles.isDirect(a), false);
    }

    private DoubleFold(Reduction what, long size, boolean direct, boolean squares) {
        this.what = what;
        this.kind = what.kind();
        this.size = size;
        this.direct = direct && !what.skipsNaN() && kind != Reduction.Kind.PROD && !squares;
        this.squares = squares;
    }

    @Override
    void start(int outputs) {
        values = new double[outputs];
        Arrays.fill(values, neutral());
        numbers = new long[what.skipsNaN() ? outputs : 0];
        means = new double[squares ? outputs : 0];
    }

    private double neutral() {
        return kind == Reduction.Kind.PROD ? 1 : 0;
    }

    @Override
    void along(Elements in, int rows, int length, int o, int step) {
        in.next(block, rows * length);
        for (int row = 0; row < rows; row++) {
            prepare(row * length, length, o + row * step);
            fold(row * length, length, o + row * step);
        }
    }

    @Override
    void acrossBlock(Elements in, int rows, int length, int o, int step, long index) {
        in.next(block, rows * length);
        for (int row = 0; row < rows; row++) {
            int from = row * length;
            int to = o + row * step;
            if (squares) {
                Doubles.squares(block, from, length, means, to, what.skipsNaN());
            } else if (what.skipsNaN()) {
                Doubles.dropNaN(block, from, length, neutral(), numbers, to);
            }
        }
        if (step == 0 && kind != Reduction.Kind.PROD) {
            BlockSum.FASTEST.addRows(values, o, block, rows, length);
            return;
        }
        for (int row = 0; row < rows; row++) {
            int from = row * length;
            int to = o + row * step;
            switch (kind) {
                case PROD -> Doubles.multiply(values, to, block, from, length);
                default -> Doubles.add(values, to, block, from, length);
            }
        }
    }

    @Override
    boolean isDirect() {
        return direct;
    }

    @Override
    void acrossDirect(MemorySegment s, long at, long stride, long rows, int length, int o) {
        Doubles.addRows(values, o, s, at, stride, rows, length);
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
            return;
        }
        values[o] += tree(in, count, o);
    }

    /// The pairwise sum of the next elements.
    private double tree(Elements in, long count, int o) {
        if (isDirect()) {
            long at = in.skipDense(count);
            if (at >= 0) {
                return PairwiseSum.ofDoubles(in.segment(), at, count, block);
            }
        }
        if (count > BLOCK) {
            long half = PairwiseSum.half(count);
            return tree(in, half, o) + tree(in, count - half, o);
        }
        in.next(block, (int) count);
        prepare(0, (int) count, o);
        return Doubles.pairwise(block, 0, (int) count);
    }

    /// Makes of elements of one result what is folded.
    private void prepare(int from, int count, int o) {
        if (squares) {
            Doubles.squares(block, from, count, means[o], what.skipsNaN());
        } else if (what.skipsNaN()) {
            numbers[o] += Doubles.dropNaN(block, from, count, neutral());
        }
    }

    private void fold(int from, int count, int o) {
        values[o] = switch (kind) {
            case PROD -> Doubles.multiply(values[o], block, from, count);
            default -> values[o] + Doubles.pairwise(block, from, count);
        };
    }

    @Override
    boolean hasParts() {
        return kind != Reduction.Kind.PROD;
    }

    @Override
    Fold parts(int parts, int o) {
        DoubleFold fold = new DoubleFold(what, size, direct, squares);
        fold.start(parts);
        if (squares) {
            Arrays.fill(fold.means, means[o]);
        }
        return fold;
    }

    @Override
    Fold twin() {
        DoubleFold fold = new DoubleFold(what, size, direct, squares);
        fold.values = values;
        fold.numbers = numbers;
        fold.means = means;
        return fold;
    }

    @Override
    void add(int o, Fold parts, int part) {
        DoubleFold other = (DoubleFold) parts;
        values[o] += other.values[part];
        if (what.skipsNaN()) {
            numbers[o] += other.numbers[part];
        }
    }

    @Override
    Fold deviations() {
        DoubleFold fold = new DoubleFold(what, size, direct, true);
        fold.start(values.length);
        fold.numbers = numbers;
        fold.means = values;
        for (int o = 0; o < values.length; o++) {
            values[o] /= count(o);
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

    private double result(double value, long count) {
        return switch (kind) {
            case MEAN -> value / count;
            case VAR -> value / what.divisor(count);
            case STD -> Math.sqrt(value / what.divisor(count));
            default -> value;
        };
    }
}
