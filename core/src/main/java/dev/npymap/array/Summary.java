package dev.npymap.array;

import dev.npymap.internal.reduce.Moments;

/// An array of real numbers in one look: what `min`, `max`, `mean`, `std` and `sum` say, from a single pass over the
/// elements.
///
/// All is computed in float64, whatever the dtype: `min` and `max` are exact but for 64-bit integers and longdoubles,
/// of which they are the nearest float64; `sum`, `mean` and `std` are added pairwise and differ from NumPy's in
/// rounding. The results are the same bits for any number of threads.
///
/// @param count    how many elements there are, NaN among them
/// @param nanCount how many elements are NaN
/// @param min      the least element; NaN if there is none
/// @param max      the greatest element; NaN if there is none
/// @param mean     the arithmetic mean; NaN for no elements
/// @param std      the standard deviation with divisor n; NaN for no elements
/// @param sum      the sum; 0 for no elements
public record Summary(long count, long nanCount, double min, double max, double mean, double std, double sum) {
    /// Summarises an array; one NaN makes all but the counts NaN, as in NumPy.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @return its summary
    /// @throws ClassCastException if the elements are others
    public static Summary of(NdArray array) {
        Summary numbers = skippingNaN(array);
        return numbers.nanCount == 0
                ? numbers
                : new Summary(numbers.count, numbers.nanCount, Double.NaN, Double.NaN, Double.NaN, Double.NaN,
                        Double.NaN);
    }

    /// Summarises those elements of an array that are not NaN, as `nanmin`, `nanmax`, `nanmean`, `nanstd` and `nansum`
    /// do; `count` counts all.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @return its summary
    /// @throws ClassCastException if the elements are others
    public static Summary skippingNaN(NdArray array) {
        return of(Moments.of(array.layout(), array.threads()));
    }

    private static Summary of(Moments all) {
        long count = all.count() + all.nans();
        if (all.count() == 0) {
            return new Summary(count, all.nans(), Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
        }
        double mean = all.sum() / all.count();
        double std = Math.sqrt(all.squares() / all.count());
        if (Double.isInfinite(mean)) {
            // Of a sum that is too large for float64 the deviations are infinite, of an infinite number they are none.
            std = Double.isInfinite(all.min()) || Double.isInfinite(all.max()) ? Double.NaN : Double.POSITIVE_INFINITY;
        }
        return new Summary(count, all.nans(), all.min(), all.max(), mean, std, all.sum());
    }
}
