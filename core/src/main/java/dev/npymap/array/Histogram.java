package dev.npymap.array;

import dev.npymap.internal.reduce.HistogramBins;
import java.util.Arrays;

/// How many elements of an array lie in each of some neighbouring bins: counts and edges of `np.histogram`, bit for
/// bit.
///
/// A bin has its lower edge and not its upper one, but for the last, which has both. Elements outside of all bins and
/// NaN are not counted. Edges are in the precision of the elements, float64 for integers; longdoubles are taken as
/// float64, bfloat16 and 8-bit floats as float32. The number of threads makes no difference.
///
/// @param counts the elements in each bin
/// @param edges  the edges of the bins, ascending, one more than there are bins
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.histogram.html">numpy.histogram</a>
public record Histogram(long[] counts, double[] edges) {
    /// Copies both arrays.
    public Histogram {
        counts = counts.clone();
        edges = edges.clone();
    }

    /// {@return the elements in each bin, in a new array}
    @Override
    public long[] counts() {
        return counts.clone();
    }

    /// {@return the edges of the bins, in a new array}
    @Override
    public double[] edges() {
        return edges.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Histogram h && Arrays.equals(counts, h.counts) && Arrays.equals(edges, h.edges);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(counts) + Arrays.hashCode(edges);
    }

    /// {@return the counts and the edges, for people}
    @Override
    public String toString() {
        return "Histogram[counts=" + Arrays.toString(counts) + ", edges=" + Arrays.toString(edges) + "]";
    }

    /// Counts elements in bins of equal width, from the least element to the greatest.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @param bins  how many bins, at least 1
    /// @return the counts; from 0 to 1 if there is no element, and half a unit around it if there is only one value
    /// @throws IllegalArgumentException if an element is NaN or infinite, or the bins are too many to differ
    /// @throws ClassCastException       if the elements are others
    public static Histogram of(NdArray array, int bins) {
        return of(array, HistogramBins.Equal.of(array.layout(), bins, array.threads()));
    }

    /// Counts elements in bins of equal width.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @param bins  how many bins, at least 1
    /// @param first the lower edge of the first bin
    /// @param last  the upper edge of the last bin; half a unit is added on both sides if it equals the first
    /// @return the counts
    /// @throws IllegalArgumentException if the range is not finite or descends, or the bins are too many to differ
    /// @throws ClassCastException       if the elements are others
    public static Histogram of(NdArray array, int bins, double first, double last) {
        array.layout().requireReal();
        return of(array, HistogramBins.Equal.of(array.layout(), bins, first, last));
    }

    /// Counts elements in bins of any width.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @param edges the edges of the bins, not descending, one more than there are bins
    /// @return the counts
    /// @throws IllegalArgumentException if an edge is less than the one before it, or NaN
    /// @throws ClassCastException       if the elements are others
    public static Histogram of(NdArray array, double[] edges) {
        array.layout().requireReal();
        return of(array, new HistogramBins.Any(edges));
    }

    private static Histogram of(NdArray array, HistogramBins bins) {
        return new Histogram(bins.count(array.layout(), array.threads()), bins.edges());
    }
}
