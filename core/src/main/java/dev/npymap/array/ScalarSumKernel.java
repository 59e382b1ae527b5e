package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// The sums in plain Java, on any JVM.
final class ScalarSumKernel implements SumKernel {
    /// The largest run that is walked in a slice of its own: a short segment, addressed by `int`, needs few checks.
    private static final int BLOCK = 4096;

    @Override
    public double sum(MemorySegment segment, long at, long count) {
        if (count > BLOCK) {
            long half = SumKernel.half(count);
            return sum(segment, at, half) + sum(segment, at + half * Double.BYTES, count - half);
        }
        return sum(segment.asSlice(at, count * Double.BYTES), 0, (int) count);
    }

    @Override
    public float sumFloats(MemorySegment segment, long at, long count) {
        if (count > BLOCK) {
            long half = SumKernel.half(count);
            return sumFloats(segment, at, half) + sumFloats(segment, at + half * Float.BYTES, count - half);
        }
        return sumFloats(segment.asSlice(at, count * Float.BYTES), 0, (int) count);
    }

    private static double sum(MemorySegment block, int at, int count) {
        if (count > LEAF) {
            int half = (int) SumKernel.half(count);
            return sum(block, at, half) + sum(block, at + half * Double.BYTES, count - half);
        }
        return leaf(block, at, count);
    }

    private static float sumFloats(MemorySegment block, int at, int count) {
        if (count > LEAF) {
            int half = (int) SumKernel.half(count);
            return sumFloats(block, at, half) + sumFloats(block, at + half * Float.BYTES, count - half);
        }
        return leafFloats(block, at, count);
    }

    private static double leaf(MemorySegment s, int at, int count) {
        double sum = -0.0;
        int n = 0;
        if (count >= 8) {
            double r0 = s.get(JAVA_DOUBLE_UNALIGNED, at);
            double r1 = s.get(JAVA_DOUBLE_UNALIGNED, at + 8);
            double r2 = s.get(JAVA_DOUBLE_UNALIGNED, at + 16);
            double r3 = s.get(JAVA_DOUBLE_UNALIGNED, at + 24);
            double r4 = s.get(JAVA_DOUBLE_UNALIGNED, at + 32);
            double r5 = s.get(JAVA_DOUBLE_UNALIGNED, at + 40);
            double r6 = s.get(JAVA_DOUBLE_UNALIGNED, at + 48);
            double r7 = s.get(JAVA_DOUBLE_UNALIGNED, at + 56);
            for (n = 8; n < count - count % 8; n += 8) {
                long p = at + n * 8L;
                r0 += s.get(JAVA_DOUBLE_UNALIGNED, p);
                r1 += s.get(JAVA_DOUBLE_UNALIGNED, p + 8);
                r2 += s.get(JAVA_DOUBLE_UNALIGNED, p + 16);
                r3 += s.get(JAVA_DOUBLE_UNALIGNED, p + 24);
                r4 += s.get(JAVA_DOUBLE_UNALIGNED, p + 32);
                r5 += s.get(JAVA_DOUBLE_UNALIGNED, p + 40);
                r6 += s.get(JAVA_DOUBLE_UNALIGNED, p + 48);
                r7 += s.get(JAVA_DOUBLE_UNALIGNED, p + 56);
            }
            sum = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
        }
        for (; n < count; n++) {
            sum += s.get(JAVA_DOUBLE_UNALIGNED, at + n * 8L);
        }
        return sum;
    }

    private static float leafFloats(MemorySegment s, int at, int count) {
        float sum = -0.0f;
        int n = 0;
        if (count >= 8) {
            float r0 = s.get(JAVA_FLOAT_UNALIGNED, at);
            float r1 = s.get(JAVA_FLOAT_UNALIGNED, at + 4);
            float r2 = s.get(JAVA_FLOAT_UNALIGNED, at + 8);
            float r3 = s.get(JAVA_FLOAT_UNALIGNED, at + 12);
            float r4 = s.get(JAVA_FLOAT_UNALIGNED, at + 16);
            float r5 = s.get(JAVA_FLOAT_UNALIGNED, at + 20);
            float r6 = s.get(JAVA_FLOAT_UNALIGNED, at + 24);
            float r7 = s.get(JAVA_FLOAT_UNALIGNED, at + 28);
            for (n = 8; n < count - count % 8; n += 8) {
                long p = at + n * 4L;
                r0 += s.get(JAVA_FLOAT_UNALIGNED, p);
                r1 += s.get(JAVA_FLOAT_UNALIGNED, p + 4);
                r2 += s.get(JAVA_FLOAT_UNALIGNED, p + 8);
                r3 += s.get(JAVA_FLOAT_UNALIGNED, p + 12);
                r4 += s.get(JAVA_FLOAT_UNALIGNED, p + 16);
                r5 += s.get(JAVA_FLOAT_UNALIGNED, p + 20);
                r6 += s.get(JAVA_FLOAT_UNALIGNED, p + 24);
                r7 += s.get(JAVA_FLOAT_UNALIGNED, p + 28);
            }
            sum = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
        }
        for (; n < count; n++) {
            sum += s.get(JAVA_FLOAT_UNALIGNED, at + n * 4L);
        }
        return sum;
    }
}
