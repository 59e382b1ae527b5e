package dev.npymap.array;

import dev.npymap.internal.reduce.Ranking;
import java.util.Arrays;

/// Exact quantiles of all elements of an array, equal to NumPy's.
///
/// The array is read a few times and never copied or sorted, so it may be larger than memory: the computation needs a
/// few megabytes, whatever the size of the array.
///
/// The results are those of `np.quantile(array, [p, ...])`, bit for bit except for the sign of a zero: float64 for
/// narrower floats too (with a single probability NumPy answers in the dtype of the array), and differences between
/// neighbours are computed in the dtype of the elements. longdoubles are computed as float64, bfloat16 and 8-bit floats
/// as float32. The result does not depend on the number of threads.
///
/// @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.quantile.html">numpy.quantile</a>
public final class Quantiles {
    /// Which element a quantile is, or how it is interpolated between two; each is NumPy's method of that name.
    public enum Method {
        /// The first element at which the share of the elements up to it reaches the probability.
        INVERTED_CDF,
        /// As [#INVERTED_CDF], but the mean of two elements where the share equals the probability exactly.
        AVERAGED_INVERTED_CDF,
        /// The element whose number is nearest to the probability times the count.
        CLOSEST_OBSERVATION,
        /// Interpolated between the elements that [#INVERTED_CDF] steps over.
        INTERPOLATED_INVERTED_CDF,
        /// Interpolated, with each element in the middle of its step.
        HAZEN,
        /// Interpolated, with elements that divide the probabilities evenly.
        WEIBULL,
        /// Interpolated at position `probability * (count - 1)`; NumPy's default.
        LINEAR,
        /// Interpolated, approximately unbiased for the median of any distribution.
        MEDIAN_UNBIASED,
        /// Interpolated, approximately unbiased for normal distributions.
        NORMAL_UNBIASED,
        /// The lower of the two elements of [#LINEAR].
        LOWER,
        /// The higher of the two elements of [#LINEAR].
        HIGHER,
        /// The mean of the two elements of [#LINEAR].
        MIDPOINT,
        /// The nearer of the two elements of [#LINEAR], the one with the even position if both are equally near.
        NEAREST;

        /// The position of a quantile among `n` sorted elements; not a whole number if it lies between two.
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

        /// The fraction of the distance from the element before a quantile to the one after it.
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
    /// @throws ClassCastException       if the elements are neither real numbers nor booleans
    public static double[] of(NdArray array, double... probabilities) {
        return of(array, Method.LINEAR, probabilities);
    }

    /// Computes quantiles by a given method.
    ///
    /// @param array         real numbers or booleans, in any layout
    /// @param method        the method
    /// @param probabilities from 0 to 1, in any order
    /// @return a quantile for each probability; NaN if an element is NaN
    /// @throws IllegalArgumentException if there is no element, or a probability is out of range
    /// @throws ClassCastException       if the elements are neither real numbers nor booleans
    public static double[] of(NdArray array, Method method, double... probabilities) {
        check(probabilities);
        Ranking ranking = new Ranking(array.layout(), array.threads());
        if (array.size() == 0) {
            throw new IllegalArgumentException(
                    array.source() + ": no quantiles of the elements of shape " + array.shape() + ", which has none");
        }
        return ranking.count() < array.size() ? nan(probabilities) : of(ranking, method, probabilities);
    }

    /// Computes quantiles of the elements that are not NaN, by [Method#LINEAR].
    ///
    /// @param array         real numbers or booleans, in any layout
    /// @param probabilities from 0 to 1, in any order
    /// @return a quantile for each probability; NaN if all elements are NaN
    /// @throws IllegalArgumentException if a probability is out of range
    /// @throws ClassCastException       if the elements are neither real numbers nor booleans
    public static double[] skippingNaN(NdArray array, double... probabilities) {
        return skippingNaN(array, Method.LINEAR, probabilities);
    }

    /// Computes quantiles of the elements that are not NaN, by a given method.
    ///
    /// @param array         real numbers or booleans, in any layout
    /// @param method        the method
    /// @param probabilities from 0 to 1, in any order
    /// @return a quantile for each probability; NaN if all elements are NaN
    /// @throws IllegalArgumentException if a probability is out of range
    /// @throws ClassCastException       if the elements are neither real numbers nor booleans
    public static double[] skippingNaN(NdArray array, Method method, double... probabilities) {
        check(probabilities);
        Ranking ranking = new Ranking(array.layout(), array.threads());
        return ranking.count() == 0 ? nan(probabilities) : of(ranking, method, probabilities);
    }

    private static void check(double[] probabilities) {
        for (double p : probabilities) {
            if (!(p >= 0 && p <= 1)) {
                throw new IllegalArgumentException("probabilities of quantiles are from 0 to 1: " + p);
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
            // NumPy takes the last or the first element for both where a quantile lies outside of the elements.
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
