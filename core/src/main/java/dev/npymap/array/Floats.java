package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Loops over float32 in Java arrays.
final class Floats {
    private static final ValueLayout.OfFloat NATIVE = ValueLayout.JAVA_FLOAT_UNALIGNED;

    private Floats() {
    }

    /// Whether the elements are such as [PairwiseSum] adds; see [Doubles#isDirect].
    static boolean isDirect(NdArray a) {
        return a.segment.isNative() && a.dtype().equals(Dtype.FLOAT32)
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /// Rounds some elements to a narrower type.
    static void round(float[] a, int from, int count, Rounding rounding) {
        for (int n = from; n < from + count; n++) {
            a[n] = rounding.round(a[n]);
        }
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

    /// Adds to each of some values the elements in its place of some rows in native memory, in the order of the rows.
    static void addRows(float[] values, int to, MemorySegment s, long at, long stride, long rows, int count) {
        long row = 0;
        for (; row < rows - 3; row += 4) {
            addRows(values, to, s, at + row * stride, stride, count);
        }
        for (; row < rows; row++) {
            for (int n = 0; n < count; n++) {
                values[to + n] += s.get(NATIVE, at + row * stride + n * Float.BYTES);
            }
        }
    }

    /// Adds four rows.
    private static void addRows(float[] values, int to, MemorySegment s, long first, long stride, int count) {
        long second = first + stride;
        long third = second + stride;
        long fourth = third + stride;
        for (int n = 0; n < count; n++) {
            long at = n * Float.BYTES;
            float value = values[to + n] + s.get(NATIVE, first + at);
            value += s.get(NATIVE, second + at);
            value += s.get(NATIVE, third + at);
            values[to + n] = value + s.get(NATIVE, fourth + at);
        }
    }

    /// Adds to each of some values the elements in its place of some rows without gaps, in the order of the rows.
    static void addRows(float[] values, int to, float[] a, int rows, int length) {
        int n = 0;
        for (; n < length - 7; n += 8) {
            float r0 = values[to + n];
            float r1 = values[to + n + 1];
            float r2 = values[to + n + 2];
            float r3 = values[to + n + 3];
            float r4 = values[to + n + 4];
            float r5 = values[to + n + 5];
            float r6 = values[to + n + 6];
            float r7 = values[to + n + 7];
            for (int p = n; p < rows * length; p += length) {
                r0 += a[p];
                r1 += a[p + 1];
                r2 += a[p + 2];
                r3 += a[p + 3];
                r4 += a[p + 4];
                r5 += a[p + 5];
                r6 += a[p + 6];
                r7 += a[p + 7];
            }
            values[to + n] = r0;
            values[to + n + 1] = r1;
            values[to + n + 2] = r2;
            values[to + n + 3] = r3;
            values[to + n + 4] = r4;
            values[to + n + 5] = r5;
            values[to + n + 6] = r6;
            values[to + n + 7] = r7;
        }
        for (; n < length; n++) {
            for (int p = n; p < rows * length; p += length) {
                values[to + n] += a[p];
            }
        }
    }

    /// Adds to each of some values the element in its place.
    static void add(float[] values, int to, float[] a, int from, int count) {
        for (int n = 0; n < count; n++) {
            values[to + n] += a[from + n];
        }
    }

    /// Multiplies each of some values by the element in its place.
    static void multiply(float[] values, int to, float[] a, int from, int count) {
        for (int n = 0; n < count; n++) {
            values[to + n] *= a[from + n];
        }
    }

    /// Keeps of each of some values and the element in its place the lesser one, or NaN.
    static void min(float[] values, int to, float[] a, int from, int count) {
        for (int n = 0; n < count; n++) {
            values[to + n] = Math.min(values[to + n], a[from + n]);
        }
    }

    /// A value times all of some elements, in their order.
    static float multiply(float value, float[] a, int from, int count) {
        float product = value;
        for (int n = from; n < from + count; n++) {
            product *= a[n];
        }
        return product;
    }

    /// The least of a value and some elements, or NaN.
    static float min(float value, float[] a, int from, int count) {
        float m0 = value;
        float m1 = value;
        float m2 = value;
        float m3 = value;
        int n = from;
        for (; n < from + count - 3; n += 4) {
            m0 = Math.min(m0, a[n]);
            m1 = Math.min(m1, a[n + 1]);
            m2 = Math.min(m2, a[n + 2]);
            m3 = Math.min(m3, a[n + 3]);
        }
        for (; n < from + count; n++) {
            m0 = Math.min(m0, a[n]);
        }
        return Math.min(Math.min(m0, m1), Math.min(m2, m3));
    }

    /// Changes the signs of some elements.
    static void negate(float[] a, int from, int count) {
        for (int n = from; n < from + count; n++) {
            a[n] = -a[n];
        }
    }

    /// Replaces some elements by their squared distances from a mean; NaN by 0, if it is left out.
    static void squares(float[] a, int from, int count, float mean, boolean skipsNaN) {
        if (skipsNaN) {
            for (int n = from; n < from + count; n++) {
                float distance = a[n] != a[n] ? 0 : a[n] - mean;
                a[n] = distance * distance;
            }
            return;
        }
        for (int n = from; n < from + count; n++) {
            float distance = a[n] - mean;
            a[n] = distance * distance;
        }
    }

    /// As [#squares(float\[\], int, int, float, boolean)], each element with a mean of its own.
    static void squares(float[] a, int from, int count, float[] means, int first, boolean skipsNaN) {
        for (int n = 0; n < count; n++) {
            float value = a[from + n];
            float distance = skipsNaN && value != value ? 0 : value - means[first + n];
            a[from + n] = distance * distance;
        }
    }

    /// Replaces NaN and returns how many elements are others.
    static int dropNaN(float[] a, int from, int count, float replacement) {
        int numbers = 0;
        for (int n = from; n < from + count; n++) {
            float value = a[n];
            numbers += value == value ? 1 : 0;
            a[n] = value == value ? value : replacement;
        }
        return numbers;
    }

    /// Replaces NaN and counts the others, each in a place of its own.
    static void dropNaN(float[] a, int from, int count, float replacement, long[] numbers, int first) {
        for (int n = 0; n < count; n++) {
            float value = a[from + n];
            numbers[first + n] += value == value ? 1 : 0;
            a[from + n] = value == value ? value : replacement;
        }
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
