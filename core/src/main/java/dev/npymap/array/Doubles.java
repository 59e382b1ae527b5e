package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Loops over float64 in Java arrays, and where NumPy's sums go through its buffer.
final class Doubles {
    private static final ValueLayout.OfDouble NATIVE = ValueLayout.JAVA_DOUBLE_UNALIGNED;
    private static final long UNIT = Double.BYTES;

    private Doubles() {
    }

    /// Whether the elements are such as [PairwiseSum] adds. Those on the heap go through blocks: a kernel that has seen
    /// both kinds of memory is slow for both.
    static boolean isDirect(Layout a) {
        return a.segment().isNative() && a.dtype().equals(Dtype.FLOAT64)
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /// Whether NumPy reads the elements where they lie.
    static boolean aligned(Layout a) {
        long unit = a.dtype().byteSize() / (a.isComplex() ? 2 : 1);
        boolean placed = a.segment().isNative() && !a.source().copiedByNumpy();
        long bits = (placed ? a.segment().address() : 0) + a.offset();
        for (long stride : a.strides()) {
            bits |= stride;
        }
        return unit == 0 || bits % unit == 0;
    }

    /// Adds to each of some values the elements in its place of some rows in native memory, in the order of the rows.
    static void addRows(double[] values, int to, MemorySegment s, long at, long stride, long rows, int count) {
        long row = 0;
        for (; row < rows - 3; row += 4) {
            addRows(values, to, s, at + row * stride, stride, count);
        }
        for (; row < rows; row++) {
            for (int n = 0; n < count; n++) {
                values[to + n] += s.get(NATIVE, at + row * stride + n * UNIT);
            }
        }
    }

    /// Adds four rows.
    private static void addRows(double[] values, int to, MemorySegment s, long first, long stride, int count) {
        long second = first + stride;
        long third = second + stride;
        long fourth = third + stride;
        for (int n = 0; n < count; n++) {
            double value = values[to + n] + s.get(NATIVE, first + n * UNIT);
            value += s.get(NATIVE, second + n * UNIT);
            value += s.get(NATIVE, third + n * UNIT);
            values[to + n] = value + s.get(NATIVE, fourth + n * UNIT);
        }
    }

    /// Adds to each of some values the element in its place.
    static void add(double[] values, int to, double[] a, int from, int count) {
        for (int n = 0; n < count; n++) {
            values[to + n] += a[from + n];
        }
    }

    /// Multiplies each of some values by the element in its place.
    static void multiply(double[] values, int to, double[] a, int from, int count) {
        for (int n = 0; n < count; n++) {
            values[to + n] *= a[from + n];
        }
    }

    /// A value times all of some elements, in their order.
    static double multiply(double value, double[] a, int from, int count) {
        double product = value;
        for (int n = from; n < from + count; n++) {
            product *= a[n];
        }
        return product;
    }

    /// Replaces some elements by their squared distances from a mean; NaN by 0, if it is left out.
    static void squares(double[] a, int from, int count, double mean, boolean skipsNaN) {
        if (skipsNaN) {
            for (int n = from; n < from + count; n++) {
                double distance = a[n] != a[n] ? 0 : a[n] - mean;
                a[n] = distance * distance;
            }
            return;
        }
        for (int n = from; n < from + count; n++) {
            double distance = a[n] - mean;
            a[n] = distance * distance;
        }
    }

    /// As [#squares(double\[\], int, int, double, boolean)], each element with a mean of its own.
    static void squares(double[] a, int from, int count, double[] means, int first, boolean skipsNaN) {
        for (int n = 0; n < count; n++) {
            double value = a[from + n];
            double distance = skipsNaN && value != value ? 0 : value - means[first + n];
            a[from + n] = distance * distance;
        }
    }

    /// Replaces NaN and returns how many elements are others.
    static int dropNaN(double[] a, int from, int count, double replacement) {
        int numbers = 0;
        for (int n = from; n < from + count; n++) {
            double value = a[n];
            numbers += value == value ? 1 : 0;
            a[n] = value == value ? value : replacement;
        }
        return numbers;
    }

    /// Replaces NaN and counts the others, each in a place of its own.
    static void dropNaN(double[] a, int from, int count, double replacement, long[] numbers, int first) {
        for (int n = 0; n < count; n++) {
            double value = a[from + n];
            numbers[first + n] += value == value ? 1 : 0;
            a[from + n] = value == value ? value : replacement;
        }
    }

    /// The pairwise sum of values in a Java array.
    static double pairwise(double[] a, int from, int count) {
        if (count > PairwiseSum.LEAF) {
            int half = (int) PairwiseSum.half(count);
            return pairwise(a, from, half) + pairwise(a, from + half, count - half);
        }
        int whole = count - count % 8;
        double sum = whole == 0 ? -0.0 : BlockSum.FASTEST.groups(a, from, whole);
        for (int n = from + whole; n < from + count; n++) {
            sum += a[n];
        }
        return sum;
    }
}
