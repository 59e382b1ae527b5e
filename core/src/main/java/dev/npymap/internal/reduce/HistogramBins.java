package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Partition;
import dev.npymap.internal.memory.UnsignedLongs;
import dev.npymap.model.Reduction;
import dev.npymap.model.Threads;
import java.util.Arrays;

/// Finds the bins of numbers.
public sealed interface HistogramBins {
    /// The largest number of bins whose edges fit a Java array.
    int MOST = Integer.MAX_VALUE - 9;

    /// The edges, one more than there are bins; not to be modified.
    double[] edges();

    /// Counts the elements of an array of real numbers or booleans.
    default long[] count(Layout array, Threads threads) {
        long[] all = new long[edges().length - 1];
        Partition.inMemoryOrder(array).run(threads, () -> new Counter(this, all));
        return all;
    }

    /// Counts numbers.
    ///
    /// @param block   any numbers; overwritten
    /// @param size    how many numbers there are
    /// @param scratch an array as long as the block; overwritten
    /// @param counts  the counts to increase, one for each bin
    void count(double[] block, int size, double[] scratch, long[] counts);

    /// Moves the numbers of a range to the front and returns how many there are.
    private static int keep(double[] block, int size, double first, double last) {
        int kept = 0;
        for (int n = 0; n < size; n++) {
            double value = block[n];
            block[kept] = value;
            kept += value >= first & value <= last ? 1 : 0;
        }
        return kept;
    }

    /// Bins of equal width, as NumPy computes them: a division gives the bin of a number, which is corrected where the
    /// rounding of the division and that of the edges disagree.
    ///
    /// @param edges    the edges, in the precision of the elements
    /// @param elements the precision of the elements and of their distances from the first edge
    /// @param places   the precision of the division
    /// @param first    the lower limit of the counted numbers
    /// @param last     the upper limit of the counted numbers, inclusive
    /// @param width    the width of all bins together
    record Equal(double[] edges, Precision elements, Precision places, double first, double last, double width)
            implements
                HistogramBins {
        /// Bins from the least to the greatest element.
        public static Equal of(Layout array, int bins, Threads threads) {
            array.requireReal();
            if (array.size() == 0) {
                return of(array, bins, 0, 1);
            }
            double[] range = JointReduction.reals(array, threads, Reduction.MIN, Reduction.MAX);
            double least = range[0];
            double greatest = range[1];
            if (!Double.isFinite(least) || !Double.isFinite(greatest)) {
                throw new IllegalArgumentException(array.name() + ": a histogram needs a finite range, the elements"
                        + " are from " + least + " to " + greatest);
            }
            Precision precision = Precision.of(array.dtype());
            double spread = least == greatest ? 0.5 : 0;
            double first = precision.round(least - spread);
            double last = precision.round(greatest + spread);
            double width = OrderedKeys.isWide(array.dtype()) && spread == 0
                    ? UnsignedLongs.toDouble(ReductionEngine.whole(array, Reduction.MAX, threads)
                            - ReductionEngine.whole(array, Reduction.MIN, threads))
                    : precision.round(last - first);
            return new Equal(edges(array, first, last, bins, precision), precision, precision, first, last, width);
        }

        /// Bins in a given range.
        public static Equal of(Layout array, int bins, double from, double to) {
            if (!(from <= to) || !Double.isFinite(from) || !Double.isFinite(to)) {
                throw new IllegalArgumentException(
                        "a histogram needs a finite range that does not descend: from " + from + " to " + to);
            }
            Precision precision = Precision.of(array.dtype());
            double spread = from == to ? 0.5 : 0;
            double first = from - spread;
            double last = to + spread;
            double[] edges = edges(array, first, last, bins, Precision.DOUBLE);
            Arrays.setAll(edges, n -> precision.round(edges[n]));
            requireWidth(array, edges, first, last);
            return new Equal(edges, distances(precision, last - first), Precision.DOUBLE, precision.round(first),
                    precision.round(last),
                    last - first);
        }

        /// The precision of distances from the first edge; NumPy fails if that of the elements has no such numbers.
        private static Precision distances(Precision elements, double greatest) {
            return Double.isInfinite(elements.round(greatest)) ? Precision.DOUBLE : elements;
        }

        /// `np.linspace` in a given precision.
        private static double[] edges(Layout array, double first, double last, int bins, Precision precision) {
            if (bins < 1) {
                throw new IllegalArgumentException("a histogram needs at least 1 bin: " + bins);
            }
            if (bins > MOST) {
                throw new IllegalArgumentException("the edges of " + bins + " bins do not fit into a Java array");
            }
            double width = precision.round(last - first);
            double step = precision.round(width / precision.round(bins));
            double[] edges = new double[bins + 1];
            for (int n = 0; n < bins; n++) {
                double number = precision.round(n);
                double distance = step == 0
                        ? precision.round(number / precision.round(bins)) * width
                        : number * step;
                edges[n] = precision.round(precision.round(distance) + first);
            }
            edges[bins] = last;
            requireWidth(array, edges, first, last);
            return edges;
        }

        private static void requireWidth(Layout array, double[] edges, double first, double last) {
            for (int n = 1; n < edges.length; n++) {
                if (!(edges[n - 1] < edges[n]) || Double.isInfinite(edges[n] - edges[0])) {
                    throw new IllegalArgumentException(array.name() + ": " + (edges.length - 1)
                            + " bins of equal width cannot be told apart, or are too wide, in " + array.dtype()
                            + " from " + first + " to " + last);
                }
            }
        }

        @Override
        public void count(double[] block, int size, double[] scratch, long[] counts) {
            int kept = keep(block, size, first, last);
            place(block, kept, scratch);
            for (int n = 0; n < kept; n++) {
                int bin = Math.min((int) scratch[n], counts.length - 1);
                bin -= block[n] < edges[bin] && bin > 0 ? 1 : 0;
                bin += block[n] >= edges[bin + 1] && bin < counts.length - 1 ? 1 : 0;
                counts[bin]++;
            }
        }

        private void place(double[] block, int size, double[] places) {
            int bins = edges.length - 1;
            if (elements == Precision.DOUBLE) {
                for (int n = 0; n < size; n++) {
                    places[n] = (block[n] - first) / width * bins;
                }
                return;
            }
            double factor = this.places.round(bins);
            for (int n = 0; n < size; n++) {
                double distance = elements.round(block[n] - first);
                places[n] = this.places.round(this.places.round(distance / width) * factor);
            }
        }
    }

    /// Bins between arbitrary edges, found by binary search.
    ///
    /// @param edges the edges, ascending
    record Any(double[] edges) implements HistogramBins {
        /// Copies and checks the edges.
        public Any {
            edges = edges.clone();
            for (int n = 0; n < edges.length; n++) {
                if (edges[n] != edges[n] || n > 0 && edges[n - 1] > edges[n]) {
                    throw new IllegalArgumentException("the edges of a histogram are numbers and do not descend: edge "
                            + n + " is " + edges[n]);
                }
            }
            if (edges.length == 0) {
                throw new IllegalArgumentException("a histogram needs at least 1 edge: 0");
            }
        }

        @Override
        public void count(double[] block, int size, double[] scratch, long[] counts) {
            if (counts.length == 0) {
                return;
            }
            int kept = keep(block, size, edges[0], edges[edges.length - 1]);
            for (int n = 0; n < kept; n++) {
                counts[Math.min(bin(block[n]), counts.length - 1)]++;
            }
        }

        /// The bin of the last edge that is not above a value.
        private int bin(double value) {
            int bin = 0;
            for (int length = edges.length; length > 1;) {
                int half = length >>> 1;
                bin += edges[bin + half] <= value ? half : 0;
                length -= half;
            }
            return bin;
        }
    }

    /// Counts elements on one thread.
    final class Counter implements Partition.Work {
        private final HistogramBins bins;
        private final long[] all;
        private final long[] counts;
        private final double[] block = new double[ElementCursor.BLOCK];
        private final double[] scratch = new double[ElementCursor.BLOCK];

        private Counter(HistogramBins bins, long[] all) {
            this.bins = bins;
            this.all = all;
            this.counts = new long[all.length];
        }

        @Override
        public void on(int piece, ElementCursor elements, long count) {
            for (long left = count; left > 0; left -= ElementCursor.BLOCK) {
                int read = (int) Math.min(left, ElementCursor.BLOCK);
                elements.next(block, read);
                bins.count(block, read, scratch, counts);
            }
        }

        @Override
        public void close() {
            synchronized (all) {
                for (int n = 0; n < all.length; n++) {
                    all[n] += counts[n];
                }
            }
        }
    }
}
