package dev.npymap.array;

import java.nio.ByteOrder;

/// Reductions in float32 arithmetic, block by block, for every layout that no direct kernel takes.
final class Floats {
    /// Elements that are copied at a time: 4 KiB stay in the first-level cache.
    private static final int BLOCK = 1024;

    private Floats() {
    }

    /// The sum in NumPy's order.
    static float sum(NdArray a) {
        return sum(a, value -> (float) value);
    }

    /// The sum in NumPy's order, that of each part rounded to a narrower type.
    static float sum(NdArray a, Rounding rounding) {
        return sum(a, a.bigEndian || !Doubles.aligned(a), rounding);
    }

    /// The sum as NumPy adds elements that it converts to float32 first, buffer by buffer.
    static float bufferedSum(NdArray a) {
        return sum(a, true, value -> (float) value);
    }

    /// Sums as NumPy does since 2.3: pairwise within each part that goes through its buffer, or over a single run.
    private static float sum(NdArray a, boolean converted, Rounding rounding) {
        Runs runs = Runs.inMemoryOrder(a.layout());
        // Elements on the heap take the way through blocks: a kernel that has seen both kinds of memory is slow for both.
        boolean direct = !converted && a.segment.isNative() && runs.count == a.size() && runs.stride == Float.BYTES
                && a.dtype().equals(Dtype.FLOAT32) && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        if (direct) {
            return 0 + PairwiseSum.ofFloats(a.segment, runs.at, runs.count);
        }
        float sum = 0;
        float[] block = new float[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        long turn = runs.turn();
        long part = runs.part(converted);
        for (long done = 0; done < a.size(); done += turn) {
            for (long from = 0; from < turn; from += part) {
                sum = rounding.round(sum + tree(elements, Math.min(part, turn - from), block));
            }
        }
        return sum;
    }

    /// The standard deviation with divisor n.
    static float std(NdArray a, float mean) {
        return std(a, mean, value -> (float) value);
    }

    /// The standard deviation with divisor n, each step rounded to a narrower type.
    static float std(NdArray a, float mean, Rounding rounding) {
        float squares = rounding
                .round(0 + squares(Elements.inMemoryOrder(a), a.size(), mean, rounding, new float[BLOCK]));
        return rounding.round((float) Math.sqrt(rounding.round((double) squares / a.size())));
    }

    /// A float from which a narrower type is rounded as if from the double: inexact, its last bit is set.
    static float odd(double value) {
        float nearest = (float) value;
        if (nearest == value || !Float.isFinite(nearest) || Double.isNaN(value)) {
            return nearest;
        }
        float truncated = Math.abs(nearest) > Math.abs(value) ? Math.nextAfter(nearest, 0) : nearest;
        return Float.intBitsToFloat(Float.floatToRawIntBits(truncated) | 1);
    }

    /// Rounds the result of one step to the type of the elements.
    interface Rounding {
        float round(double value);
    }

    static float min(NdArray a) {
        Doubles.requireElements(a);
        float min = Float.POSITIVE_INFINITY;
        float[] block = new float[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            elements.next(block, count);
            for (int n = 0; n < count; n++) {
                min = Math.min(min, block[n]);
            }
        }
        return min;
    }

    static float max(NdArray a) {
        Doubles.requireElements(a);
        float max = Float.NEGATIVE_INFINITY;
        float[] block = new float[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            elements.next(block, count);
            for (int n = 0; n < count; n++) {
                max = Math.max(max, block[n]);
            }
        }
        return max;
    }

    static long countNaN(NdArray a) {
        long nans = 0;
        float[] block = new float[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            elements.next(block, count);
            for (int n = 0; n < count; n++) {
                nans += block[n] != block[n] ? 1 : 0;
            }
        }
        return nans;
    }

    /// The pairwise sum of the next elements.
    private static float tree(Elements elements, long count, float[] block) {
        if (count > block.length) {
            long half = PairwiseSum.half(count);
            return tree(elements, half, block) + tree(elements, count - half, block);
        }
        elements.next(block, (int) count);
        return pairwise(block, 0, (int) count);
    }

    /// The pairwise sum of the squared deviations of the next elements.
    private static float squares(Elements elements, long count, float mean, Rounding rounding, float[] block) {
        if (count > block.length) {
            long half = PairwiseSum.half(count);
            return squares(elements, half, mean, rounding, block)
                    + squares(elements, count - half, mean, rounding, block);
        }
        elements.next(block, (int) count);
        for (int n = 0; n < count; n++) {
            float deviation = rounding.round(block[n] - mean);
            block[n] = rounding.round(deviation * deviation);
        }
        return pairwise(block, 0, (int) count);
    }

    /// The pairwise sum of values in a Java array.
    static float pairwise(float[] a, int from, int count) {
        if (count > SumKernel.LEAF) {
            int half = (int) PairwiseSum.half(count);
            return pairwise(a, from, half) + pairwise(a, from + half, count - half);
        }
        float sum = -0.0f;
        int n = 0;
        if (count >= 8) {
            float r0 = a[from];
            float r1 = a[from + 1];
            float r2 = a[from + 2];
            float r3 = a[from + 3];
            float r4 = a[from + 4];
            float r5 = a[from + 5];
            float r6 = a[from + 6];
            float r7 = a[from + 7];
            for (n = 8; n < count - count % 8; n += 8) {
                int p = from + n;
                r0 += a[p];
                r1 += a[p + 1];
                r2 += a[p + 2];
                r3 += a[p + 3];
                r4 += a[p + 4];
                r5 += a[p + 5];
                r6 += a[p + 6];
                r7 += a[p + 7];
            }
            sum = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
        }
        for (; n < count; n++) {
            sum += a[from + n];
        }
        return sum;
    }
}
