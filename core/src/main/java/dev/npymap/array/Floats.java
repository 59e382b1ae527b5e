package dev.npymap.array;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Loops over float32 in Java arrays.
final class Floats {
    private static final ValueLayout.OfFloat NATIVE = ValueLayout.JAVA_FLOAT_UNALIGNED;
    private static final long UNIT = Float.BYTES;

    private Floats() {
    }

    /// Whether the elements are such as [PairwiseSum] adds; see [Doubles#isDirect].
    static boolean isDirect(Layout a) {
        return a.segment().isNative() && a.dtype().equals(Dtype.FLOAT32)
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /// Rounds some elements to a narrower type.
    static void round(float[] a, int from, int count, Rounding rounding) {
        for (int n = from; n < from + count; n++) {
            a[n] = rounding.round(a[n]);
        }
    }

    /// Rounds the result of one step to the type of the elements.
    interface Rounding {
        float round(double value);
    }

    /// Rounds to a dtype of floats of at most 32 bits.
    static Rounding rounding(Dtype dtype) {
        return switch (dtype.kind()) {
            case BFLOAT16 -> value -> Float.intBitsToFloat(Bfloat16.bits(RoundToOdd.of(value)) << 16);
            case FLOAT8 -> {
                Float8 format = dtype.float8().orElseThrow();
                yield value -> format.round(RoundToOdd.of(value));
            }
            default -> dtype.byteSize() == Short.BYTES
                    ? value -> Float.float16ToFloat(Float.floatToFloat16(RoundToOdd.of(value)))
                    : value -> (float) value;
        };
    }

    /// Adds to each of some values the elements in its place of some rows in native memory, in the order of the rows.
    static void addRows(float[] values, int to, MemorySegment s, long at, long stride, long rows, int count) {
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
    private static void addRows(float[] values, int to, MemorySegment s, long first, long stride, int count) {
        long second = first + stride;
        long third = second + stride;
        long fourth = third + stride;
        for (int n = 0; n < count; n++) {
            float value = values[to + n] + s.get(NATIVE, first + n * UNIT);
            value += s.get(NATIVE, second + n * UNIT);
            value += s.get(NATIVE, third + n * UNIT);
            values[to + n] = value + s.get(NATIVE, fourth + n * UNIT);
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

    /// A value times all of some elements, in their order.
    static float multiply(float value, float[] a, int from, int count) {
        float product = value;
        for (int n = from; n < from + count; n++) {
            product *= a[n];
        }
        return product;
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
        if (count > PairwiseSum.LEAF) {
            int half = (int) PairwiseSum.half(count);
            return pairwise(a, from, half) + pairwise(a, from + half, count - half);
        }
        int whole = count - count % 8;
        float sum = whole == 0 ? -0.0f : BlockSum.FASTEST.groups(a, from, whole);
        for (int n = from + whole; n < from + count; n++) {
            sum += a[n];
        }
        return sum;
    }
}
