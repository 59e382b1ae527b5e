package dev.npymap.array;

import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.reduce.JointReduction;
import dev.npymap.internal.reduce.ReductionEngine;
import dev.npymap.model.Reduction;

/// Several statistics of an array of real numbers: `min`, `max`, `mean`, `std` and `sum`, each as the nearest double
/// and bit for bit equal to the single reduction, computed in two passes over the elements in all.
///
/// The results are the same for any number of threads.
///
/// @param count    the number of elements, NaN included
/// @param nanCount the number of elements that are NaN
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
    /// @throws ClassCastException if the elements are neither real numbers nor booleans
    public static Summary of(NdArray array) {
        return of(array, Reduction.MIN, Reduction.MAX, Reduction.MEAN, Reduction.STD, Reduction.SUM);
    }

    /// Summarises the elements of an array that are not NaN, as `nanmin`, `nanmax`, `nanmean`, `nanstd` and `nansum`
    /// do; `count` still counts all elements.
    ///
    /// @param array real numbers or booleans, in any layout
    /// @return its summary
    /// @throws ClassCastException if the elements are neither real numbers nor booleans
    public static Summary skippingNaN(NdArray array) {
        return of(array, Reduction.NAN_MIN, Reduction.NAN_MAX, Reduction.NAN_MEAN, Reduction.NAN_STD,
                Reduction.NAN_SUM);
    }

    private static Summary of(NdArray array, Reduction... five) {
        Layout layout = array.layout();
        layout.requireReal();
        if (array.size() == 0) {
            return new Summary(0, 0, Double.NaN, Double.NaN, Double.NaN, Double.NaN, 0);
        }
        double[] all = JointReduction.reals(layout, array.threads(), five);
        boolean mayHaveNaN = all[0] != all[0] || five[0].skipsNaN();
        long nans = mayHaveNaN ? ReductionEngine.whole(layout, Reduction.COUNT_NAN, array.threads()) : 0;
        return new Summary(array.size(), nans, all[0], all[1], all[2], all[3], all[4]);
    }
}
