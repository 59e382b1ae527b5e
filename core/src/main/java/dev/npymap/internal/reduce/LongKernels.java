package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.Layout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// Loops over 64-bit integers in Java arrays.
final class LongKernels {
    /// The number of elements that are read in place at a time: loops with an int counter are faster.
    static final int STRETCH = 1 << 16;

    private static final ValueLayout.OfLong NATIVE = ValueLayout.JAVA_LONG_UNALIGNED;

    private LongKernels() {
    }

    /// Whether the elements can be read in place as 64-bit integers; see [DoubleKernels#isDirect].
    static boolean isDirect(Layout a) {
        return a.segment().isNative() && a.dtype().byteSize() == Long.BYTES && !a.bigEndian()
                && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
    }

    /// Adds elements to values, one to each.
    static void add(long[] values, long[] a, int count) {
        for (int n = 0; n < count; n++) {
            values[n] += a[n];
        }
    }

    /// Multiplies values by elements, each by one.
    static void multiply(long[] values, long[] a, int count) {
        for (int n = 0; n < count; n++) {
            values[n] *= a[n];
        }
    }

    /// Adds rows in native memory to values, element by element.
    static void addRows(long[] values, int to, MemorySegment s, long at, long stride, long rows, int count) {
        long row = 0;
        for (; row < rows - 1; row += 2) {
            long first = at + row * stride;
            long second = first + stride;
            for (int n = 0; n < count; n++) {
                values[to + n] += s.get(NATIVE, first + n * 8L) + s.get(NATIVE, second + n * 8L);
            }
        }
        for (int n = 0; row < rows && n < count; n++) {
            values[to + n] += s.get(NATIVE, at + row * stride + n * 8L);
        }
    }

    /// The sum of elements in native memory, in four parts: C2 does not vectorise a plain sum, and dependent additions
    /// take a cycle each.
    static long sum(MemorySegment s, long at, long count) {
        long r0 = 0;
        long r1 = 0;
        long r2 = 0;
        long r3 = 0;
        for (long done = 0; done < count; done += STRETCH) {
            long block = at + done * Long.BYTES;
            int length = (int) Math.min(count - done, STRETCH);
            for (int n = 0; n < length - 3; n += 4) {
                r0 += s.get(NATIVE, block + n * 8L);
                r1 += s.get(NATIVE, block + n * 8L + 8);
                r2 += s.get(NATIVE, block + n * 8L + 16);
                r3 += s.get(NATIVE, block + n * 8L + 24);
            }
            for (int n = length & ~3; n < length; n++) {
                r0 += s.get(NATIVE, block + n * 8L);
            }
        }
        return r0 + r1 + r2 + r3;
    }

    /// The sum of elements.
    static long sum(long[] a, int from, int count) {
        long sum = 0;
        for (int n = from; n < from + count; n++) {
            sum += a[n];
        }
        return sum;
    }

    /// The product of elements.
    static long product(long[] a, int from, int count) {
        long product = 1;
        for (int n = from; n < from + count; n++) {
            product *= a[n];
        }
        return product;
    }
}
