package dev.npymap.array;

import dev.npymap.internal.reduce.Ranking;
import java.util.Arrays;

/// Quantiles of all elements of an array: exact, and those of NumPy.
///
/// The array is read a few times and never copied or sorted, so it may be larger than memory: what is needed beside it
/// is some megabytes, whatever its size.
///
/// The results are those of `np.quantile(array, [p, ...])`, bit for bit but for the sign of a zero: float64 also for
/// narrower floats (a lone probability makes NumPy answer in the dtype of the array), with the difference between
/// neighbours in the dtype of the elements. longdoubles are computed as float64, bfloat16 and 8-bit floats as float32.
/// The number of threads makes no difference.
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.quantile.html">numpy.quantile</a>
public final class Quantiles {
    /// Which element a quantile is, or how it lies between two of them; each is NumPy's method of that name.
    public enum Method {
        /// The element at which the share of those up to it reaches the probability.
        INVERTED_CDF,
        /// The same, in the middle between two elements where the share is reached exactly.
        AVERAGED_INVERTED_CDF,
        /// The element whose number is nearest to the probability times the count.
        CLOSEST_OBSERVATION,
        /// Between the elements that [#INVERTED_CDF] steps over.
        INTERPOLATED_INVERTED_CDF,
        /// Between elements that stand in the middle of their steps.
        HAZEN,
        /// Between elements that divide the probabilities evenly.
        WEIBULL,
        /// Between the elements around probability times (count - 1); what NumPy does unless told otherwise.
        LINEAR,
        /// Between elements, about unbiased for the median whatever the distribution.
        MEDIAN_UNBIASED,
        /// Between elements, about unbiased for normal distributions.
        NORMAL_UNBIASED,
        /// The lower of the two elements of [#LINEAR].
        LOWER,
        /// The higher of the two elements of [#LINEAR].
        HIGHER,
        /// The middle of the two elements of [#LINEAR].
        MIDPOINT,
        /// The nearer of the two elements of [#LINEAR], the one with the even number if both are as near.
        NEAREST;

        /// Where a quantile lies among `n` elements in order; not a whole number if it lies between two.
        private double place(double n, double p) {
            return switch (this) {
                case INVERTED_CDF -> boundary(n * p - 1, false);
                case CLOSEST_OBSERVATION -> boundary(n * p - 1 - 0.5, true);
                case AVERAGED_INVERTED_CDF -> n * p - 1;
                case INTERPOLATED_INVERTED_CDF -> between(n, p, 0, 1);
                case HAZEN -> between(n, p, 0.5, 0.5);
                case WEIBULL -> between(n, p, 0, 0);
                case LINEAR -> (n - 1) * p;
                case MEDIAN_UNBIASED -> between(n, p, 1 / 3.0, 1 / 3.0);
                case NORMAL_UNBIASED -> between(n, p, 3 / 8.0, 3 / 8.0);
                case LOWER -> Math.floor((n - 1) * p);
                case HIGHER -> Math.ceil((n - 1) * p);
                case MIDPOINT -> 0.5 * (Math.floor((n - 1) * p) + Math.ceil((n - 1) * p));
                case NEAREST -> Math.rint((n - 1) * p);
            };
        }

        private static double boundary(double place, boolean odd) {
            double floor = Math.floor(place);
            boolean stays = place == floor && (!odd || Math.floorMod((long) floor, 2) == 1);
            return Math.max(0, stays ? floor : floor + 1);
        }

        private static double between(double n, double p, double alpha, double beta) {
            return n * p + (alpha + p * (1 - alpha - beta)) - 1;
        }

        /// Whether a quantile is always one of the elements.
        private boolean isElement() {
            return switch (this) {
                case INVERTED_CDF, CLOSEST_OBSERVATION, LOWER, HIGHER, NEAREST -> true;
                default -> false;
            };
        }

        /// How far from the element before it towards the one after it a quantile lies.
        private double share(double place, double before) {
            return switch (this) {
                case AVERAGED_INVERTED_CDF -> place == before ? 0.5 : 1;
                case MIDPOINT -> place == Math.floor(place) ? 0 : 0.5;
                default -> place - before;
            };
        }
    }

    private Quantiles() {
    }

    /// Computes quantiles by NumPy's default method, [Method#LINEAR].
    ///
    /// @param array         real numbers or booleans, in any layout
    /// @param probabilities from 0 to 1, in any order
    /// @return a quantile for each probability; NaN if an element is NaN
    /// @throws IllegalArgumentException if there is no element, or a probability is out of range
    /// @throws ClassCastException       if the elements are others
    public static double[] of(NdArray array, double... probabilities) {
        return of(array, Method.LINEAR, probabilities);
    }

    /// Computes quantiles by any method.
    ///
    /// @param array         real numbers or booleans, in any layout
    /// @param method        what lies between two elements
    /// @param probabilities from 0 to 1, in any order
    /// @return a quantile for each probability; NaN if an element is NaN
    /// @throws IllegalArgumentException if there is no element, or a probability is out of range
    /// @throws ClassCastException       if the elements are others
    public static double[] of(NdArray array, Method method, double... probabilities) {
        check(probabilities);
        Ranking ranking = new Ranking(array.layout(), array.threads());
        if (array.size() == 0) {
            throw new IllegalArgumentException(
                    array.source() + ": no quantiles of the elements of shape " + array.shape() + ", which has none");
        }
        return ranking.count() < array.size() ? nan(probabilities) : of(ranking, method, probabilities);
    }

    /// Computes quantiles of those elements that are not NaN, by [Method#LINEAR].
    ///
    /// @param array         real numbers or booleans, in any layout
    /// @param probabilities from 0 to 1, in any order
    /// @return a quantile for each probability; NaN if there is no number
    /// @throws IllegalArgumentException if a probability is out of range
    /// @throws ClassCastException       if the elements are others
    public static double[] skippingNaN(NdArray array, double... probabilities) {
        return skippingNaN(array, Method.LINEAR, probabilities);
    }

    /// Computes quantiles of those elements that are not NaN, by any method.
    ///
    /// @param array         real numbers or booleans, in any layout
    /// @param method        what lies between two elements
    /// @param probabilities from 0 to 1, in any order
    /// @return a quantile for each probability; NaN if there is no number
    /// @throws IllegalArgumentException if a probability is out of range
    /// @throws ClassCastException       if the elements are others
    public static double[] skippingNaN(NdArray array, Method method, double... probabilities) {
        check(probabilities);
        Ranking ranking = new Ranking(array.layout(), array.threads());
        return ranking.count() == 0 ? nan(probabilities) : of(ranking, method, probabilities);
    }

    private static void check(double[] probabilities) {
        for (double p : probabilities) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("quantiles are asked for by probabilities from 0 to 1: " + p);
            }
        }
    }

    private static double[] nan(double[] probabilities) {
        double[] quantiles = new double[probabilities.length];
        Arrays.fill(quantiles, Double.NaN);
        return quantiles;
    }

    private static double[] of(Ranking ranking, Method method, double[] probabilities) {
        int count = probabilities.length;
        double[] shares = new double[count];
        long[] ranks = new long[2 * count];
        long last = ranking.count() - 1;
        for (int n = 0; n < count; n++) {
            double place = method.place(ranking.count(), probabilities[n]);
            double before = Math.clamp(Math.floor(place), 0.0, (double) last);
            shares[n] = method.share(place, before);
            ranks[n] = (long) before;
            // NumPy takes the last element for both, or the first, where a quantile lies outside of them.
            boolean outside = place >= last || place < 0;
            ranks[count + n] = outside ? ranks[n] : ranks[n] + 1;
        }
        long[] keys = ranking.keys(ranks);
        double[] quantiles = new double[count];
        for (int n = 0; n < count; n++) {
            quantiles[n] = method.isElement()
                    ? ranking.value(keys[n])
                    : ranking.between(keys[n], keys[count + n], shares[n]);
        }
        return quantiles;
    }
}
