package dev.npymap.array;

import java.nio.ByteOrder;

/// Reductions in float64 arithmetic, block by block, for every layout that no direct kernel takes.
final class Doubles {
    /// Elements that are copied at a time: 8 KiB stay in the first-level cache.
    private static final int BLOCK = 1024;

    private Doubles() {
    }

    /// The sum in NumPy's order.
    static double sum(NdArray a) {
        return sum(a, a.bigEndian || !aligned(a));
    }

    /// The sum as NumPy adds elements that it converts to float64 first, buffer by buffer.
    static double bufferedSum(NdArray a) {
        return sum(a, true);
    }

    /// Sums as NumPy does since 2.3: pairwise within each part that goes through its buffer, or over a single run.
    private static double sum(NdArray a, boolean converted) {
        Runs runs = Runs.inMemoryOrder(a.layout());
        // Elements on the heap take the way through blocks: a kernel that has seen both kinds of memory is slow for both.
        boolean direct = !converted && a.segment.isNative() && runs.count == a.size() && runs.stride == Double.BYTES
                && a.dtype().equals(Dtype.FLOAT64) && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        if (direct) {
            return 0 + PairwiseSum.ofDoubles(a.segment, runs.at, runs.count);
        }
        double sum = 0;
        double[] block = new double[BLOCK];
        Elements elements = Elements.inMemoryOrder(a);
        long turn = runs.turn();
        long part = runs.part(converted);
        for (long done = 0; done < a.size(); done += turn) {
            for (long from = 0; from < turn; from += part) {
                sum += tree(elements, Math.min(part, turn - from), block);
            }
        }
        return sum;
    }

    /// The standard deviation with divisor n.
    static double std(NdArray a, double mean) {
        double squares = 0 + squares(Elements.inMemoryOrder(a), a.size(), mean, new double[BLOCK]);
        return Math.sqrt(squares / a.size());
    }

    static double min(NdArray a) {
        requireElements(a);
        double min = Double.POSITIVE_INFINITY;
        double[] block = new double[BLOCK];
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

    static double max(NdArray a) {
        requireElements(a);
        double max = Double.NEGATIVE_INFINITY;
        double[] block = new double[BLOCK];
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
        double[] block = new double[BLOCK];
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

    static void requireElements(NdArray a) {
        if (a.size() == 0) {
            throw new IllegalArgumentException(a.source() + ": no least or greatest among the elements of shape "
                    + a.shape() + ", which has none");
        }
    }

    /// Whether NumPy reads the elements where they lie.
    static boolean aligned(NdArray a) {
        long unit = a.dtype().byteSize();
        boolean placed = a.segment.isNative() && !a.layout().source().copiedByNumpy();
        long bits = (placed ? a.segment.address() : 0) + a.layout().offset();
        for (long stride : a.layout().strides()) {
            bits |= stride;
        }
        return unit == 0 || bits % unit == 0;
    }

    /// The pairwise sum of the next elements.
    private static double tree(Elements elements, long count, double[] block) {
        if (count > block.length) {
            long half = PairwiseSum.half(count);
            return tree(elements, half, block) + tree(elements, count - half, block);
        }
        elements.next(block, (int) count);
        return pairwise(block, 0, (int) count);
    }

    /// The pairwise sum of the squared deviations of the next elements.
    private static double squares(Elements elements, long count, double mean, double[] block) {
        if (count > block.length) {
            long half = PairwiseSum.half(count);
            return squares(elements, half, mean, block) + squares(elements, count - half, mean, block);
        }
        elements.next(block, (int) count);
        for (int n = 0; n < count; n++) {
            double deviation = block[n] - mean;
            block[n] = deviation * deviation;
        }
        return pairwise(block, 0, (int) count);
    }

    /// The pairwise sum of values in a Java array.
    static double pairwise(double[] a, int from, int count) {
        if (count > SumKernel.LEAF) {
            int half = (int) PairwiseSum.half(count);
            return pairwise(a, from, half) + pairwise(a, from + half, count - half);
        }
        double sum = -0.0;
        int n = 0;
        if (count >= 8) {
            double r0 = a[from];
            double r1 = a[from + 1];
            double r2 = a[from + 2];
            double r3 = a[from + 3];
            double r4 = a[from + 4];
            double r5 = a[from + 5];
            double r6 = a[from + 6];
            double r7 = a[from + 7];
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
