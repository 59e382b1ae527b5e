package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Partition;
import dev.npymap.model.Threads;
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
public record Moments(long count, long nans, double min, double max, double sum, double squares) {
    /// Those of no elements.
    static final Moments NONE = new Moments(0, 0, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, 0);

    /// The moments of real numbers or booleans in any layout.
    public static Moments of(Layout a, Threads threads) {
        a.requireReal();
        Partition pieces = Partition.inMemoryOrder(a);
        Moments[] parts = new Moments[pieces.count()];
        pieces.run(threads, () -> {
            Kernel kernel = new Kernel();
            return (piece, elements, count) -> parts[piece] = kernel.of(elements, count);
        });
        return merged(parts, 0, parts.length);
    }

    private static Moments merged(Moments[] parts, int from, int to) {
        if (to - from < 2) {
            return from == to ? NONE : parts[from];
        }
        int middle = (from + to) >>> 1;
        return merged(parts, from, middle).and(merged(parts, middle, to));
    }

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
    /// The numbers of a block are added in quarters until few are left, which is pairwise, and the same with every
    /// [ScanKernel]. A block that is not full is filled up with what changes nothing.
    static final class Kernel {
        private static final int LENGTH = ScanKernel.LENGTH;
        private static final int QUARTER = ScanKernel.QUARTER;
        private static final int LEFT = QUARTER / 16;

        private final ScanKernel scan = ScanKernel.fastest();
        private final double[] block = new double[LENGTH];
        private final double[] sums = new double[QUARTER];
        private final double[] extremes = new double[2];

        /// The moments of the next elements, merged pairwise.
        Moments of(ElementCursor elements, long count) {
            if (count > LENGTH) {
                long half = (count / 2 + LENGTH - 1) / LENGTH * LENGTH;
                Moments first = of(elements, half);
                return first.and(of(elements, count - half));
            }
            elements.next(block, (int) count);
            return ofBlock((int) count);
        }

        private Moments ofBlock(int count) {
            Arrays.fill(block, count, LENGTH, 0);
            scan.scan(block, sums, extremes);
            double sum = added();
            if (sum != sum) {
                int numbers = dropNaN(count);
                if (numbers < count) {
                    Moments rest = numbers == 0 ? NONE : ofBlock(numbers);
                    return rest.and(new Moments(0, count - numbers, 0, 0, 0, 0));
                }
            }
            if (count < LENGTH) {
                Arrays.fill(block, count, LENGTH, block[0]);
                scan.scan(block, sums, extremes);
            }
            double mean = sum / count;
            Arrays.fill(block, count, LENGTH, mean);
            // Adding 0.0 makes one zero of both.
            return new Moments(count, 0, extremes[0] + 0.0, extremes[1] + 0.0, sum, squares(mean));
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

        private double squares(double mean) {
            for (int n = 0; n < QUARTER; n++) {
                double a = block[n] - mean;
                double b = block[n + QUARTER] - mean;
                double c = block[n + 2 * QUARTER] - mean;
                double d = block[n + 3 * QUARTER] - mean;
                sums[n] = a * a + b * b + (c * c + d * d);
            }
            return added();
        }

        private double added() {
            for (int n = 0; n < QUARTER / 4; n++) {
                sums[n] = sums[n] + sums[n + QUARTER / 4] + (sums[n + QUARTER / 2] + sums[n + QUARTER / 4 * 3]);
            }
            for (int n = 0; n < LEFT; n++) {
                sums[n] = sums[n] + sums[n + LEFT] + (sums[n + 2 * LEFT] + sums[n + 3 * LEFT]);
            }
            return DoubleKernels.pairwise(sums, 0, LEFT);
        }
    }
}
