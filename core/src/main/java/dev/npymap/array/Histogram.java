package dev.npymap.array;

import dev.npymap.internal.reduce.HistogramBins;
import java.util.Arrays;

/// The number of elements in each of some adjacent bins: counts and edges of `np.histogram`, bit for bit.
///
/// A bin includes its lower edge and excludes its upper one; the last bin includes both. Elements outside of all bins
/// and NaN are not counted. Edges have the precision of the elements, float64 for integers; longdoubles are taken as
/// float64, bfloat16 and 8-bit floats as float32. The result does not depend on the number of threads.
///
/// @param counts the number of elements in each bin
/// @param edges  the edges of the bins, ascending, one more than there are bins
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.histogram.html">numpy.histogram</a>
public record Histogram(long[] counts, double[] edges) {
    /// Copies both arrays.
    public Histogram {
        counts = counts.clone();
        edges = edges.clone();
    }

    /// {@return the number of elements in each bin, in a new array}
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

    /// {@return the counts and the edges, in a readable form}
    @Override
    public String toString() {
        return "Histogram[counts=" + Arrays.toString(counts) + ", edges=" + Arrays.toString(edges) + "]";
    }

    /// Counts elements in bins of equal width, from the least element to the greatest.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @param bins  the number of bins, at least 1
    /// @return the counts; the edges go from 0 to 1 for no elements, and from x - 0.5 to x + 0.5 if all elements equal
    /// x
    /// @throws IllegalArgumentException if an element is NaN or infinite, or there are too many bins for distinct edges
    /// @throws ClassCastException       if the elements are neither real numbers nor booleans
    public static Histogram of(NdArray array, int bins) {
        return of(array, HistogramBins.Equal.of(array.layout(), bins, array.threads()));
    }

    /// Counts elements in bins of equal width.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @param bins  the number of bins, at least 1
    /// @param first the lower edge of the first bin
    /// @param last  the upper edge of the last bin; half a unit is added on both sides if it equals the first
    /// @return the counts
    /// @throws IllegalArgumentException if the range is not finite or descends, or there are too many bins for distinct
    ///                                  edges
    /// @throws ClassCastException       if the elements are neither real numbers nor booleans
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
    /// @throws ClassCastException       if the elements are neither real numbers nor booleans
    public static Histogram of(NdArray array, double[] edges) {
        array.layout().requireReal();
        return of(array, new HistogramBins.Any(edges));
    }

    private static Histogram of(NdArray array, HistogramBins bins) {
        return new Histogram(bins.count(array.layout(), array.threads()), bins.edges());
    }
}
