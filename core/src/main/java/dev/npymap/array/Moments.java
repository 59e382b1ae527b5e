package dev.npymap.array;

import java.util.Arrays;

/// What a summary is made of, for some of the elements: those that are NaN are counted, and left out of the rest.
///
/// The squares are those of the deviations from the mean. Those of a block are added in a second pass, while it is in
/// the first-level cache; two sets are merged as Chan, Golub and LeVeque do.
///
/// @param count   how many numbers there are
/// @param nans    how many elements are NaN beside them
/// @param min     the least, infinite if there are none
/// @param max     the greatest, infinite if there are none
/// @param sum     their sum
/// @param squares the sum of the squares of their deviations from the mean
record Moments(long count, long nans, double min, double max, double sum, double squares) {
    /// Those of no elements.
    static final Moments NONE = new Moments(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

    /// The moments of both sets together.
    Moments and(Moments other) {
        if (count == 0 || other.count == 0) {
            Moments numbers = count == 0 ? other : this;
            return new Moments(numbers.count, nans + other.nans, numbers.min, numbers.max, numbers.sum,
                    numbers.squares);
        }
        double both = (double) count + other.count;
        double apart = other.sum / other.count - sum / count;
        return new Moments(count + other.count, nans + other.nans, Math.min(min, other.min),
                Math.max(max, other.max), sum + other.sum,
                squares + other.squares + apart * apart * (count * (other.count / both)));
    }

    /// Computes moments block by block, on one thread.
    ///
    /// A block is folded in quarters until few numbers are left, which adds pairwise; with lengths that are constants C2
    /// makes vectors of that. A block that is not full is filled up with what changes nothing.
    static final class Kernel {
        private static final int BLOCK = 2048;
        private static final int QUARTER = BLOCK / 4;
        private static final int REST = QUARTER / 16;

        private final double[] block = new double[BLOCK];
        private final double[] low = new double[QUARTER];
        private final double[] high = new double[QUARTER];

        /// The moments of the next elements, merged pairwise.
        Moments of(Elements elements, long count) {
            if (count > BLOCK) {
                long half = (count / 2 + BLOCK - 1) / BLOCK * BLOCK;
                Moments first = of(elements, half);
                return first.and(of(elements, count - half));
            }
            elements.next(block, (int) count);
            return ofBlock((int) count);
        }

        private Moments ofBlock(int count) {
            Arrays.fill(block, count, BLOCK, 0);
            double sum = sum();
            if (sum != sum) {
                int numbers = dropNaN(count);
                if (numbers < count) {
                    Moments rest = numbers == 0 ? NONE : ofBlock(numbers);
                    return rest.and(new Moments(0, count - numbers, 0, 0, 0, 0));
                }
            }
            Arrays.fill(block, count, BLOCK, block[0]);
            extremes();
            double min = low[0];
            double max = high[0];
            for (int n = 1; n < REST; n++) {
                min = Math.min(min, low[n]);
                max = Math.max(max, high[n]);
            }
            double mean = sum / count;
            Arrays.fill(block, count, BLOCK, mean);
            return new Moments(count, 0, min, max, sum, squares(mean));
        }

        /// Moves the numbers to the front and returns how many there are.
        private int dropNaN(int count) {
            int numbers = 0;
            for (int n = 0; n < count; n++) {
                double value = block[n];
                block[numbers] = value;
                numbers += value == value ? 1 : 0;
            }
            return numbers;
        }

        private double sum() {
            for (int n = 0; n < QUARTER; n++) {
                low[n] = block[n] + block[n + QUARTER] + (block[n + 2 * QUARTER] + block[n + 3 * QUARTER]);
            }
            return folded();
        }

        private double squares(double mean) {
            for (int n = 0; n < QUARTER; n++) {
                double a = block[n] - mean;
                double b = block[n + QUARTER] - mean;
                double c = block[n + 2 * QUARTER] - mean;
                double d = block[n + 3 * QUARTER] - mean;
                low[n] = a * a + b * b + (c * c + d * d);
            }
            return folded();
        }

        private double folded() {
            for (int n = 0; n < QUARTER / 4; n++) {
                low[n] = low[n] + low[n + QUARTER / 4] + (low[n + QUARTER / 2] + low[n + QUARTER / 4 * 3]);
            }
            for (int n = 0; n < REST; n++) {
                low[n] = low[n] + low[n + REST] + (low[n + 2 * REST] + low[n + 3 * REST]);
            }
            return Doubles.pairwise(low, 0, REST);
        }

        /// Leaves the least numbers at the front of `low`, the greatest at that of `high`.
        private void extremes() {
            for (int n = 0; n < QUARTER; n++) {
                double a = block[n];
                double b = block[n + QUARTER];
                double c = block[n + 2 * QUARTER];
                double d = block[n + 3 * QUARTER];
                low[n] = Math.min(Math.min(a, b), Math.min(c, d));
                high[n] = Math.max(Math.max(a, b), Math.max(c, d));
            }
            for (int n = 0; n < QUARTER / 4; n++) {
                low[n] = Math.min(Math.min(low[n], low[n + QUARTER / 4]),
                        Math.min(low[n + QUARTER / 2], low[n + QUARTER / 4 * 3]));
                high[n] = Math.max(Math.max(high[n], high[n + QUARTER / 4]),
                        Math.max(high[n + QUARTER / 2], high[n + QUARTER / 4 * 3]));
            }
            for (int n = 0; n < REST; n++) {
                low[n] = Math.min(Math.min(low[n], low[n + REST]), Math.min(low[n + 2 * REST], low[n + 3 * REST]));
                high[n] = Math.max(Math.max(high[n], high[n + REST]),
                        Math.max(high[n + 2 * REST], high[n + 3 * REST]));
            }
        }
    }
}
