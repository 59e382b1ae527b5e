package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// The sums in plain Java, on any JVM.
final class ScalarSumKernel implements SumKernel {
    @Override
    public double leaf(MemorySegment s, int count) {
        double sum = -0.0;
        int n = 0;
        if (count >= 8) {
            double r0 = s.get(JAVA_DOUBLE_UNALIGNED, 0);
            double r1 = s.get(JAVA_DOUBLE_UNALIGNED, 8);
            double r2 = s.get(JAVA_DOUBLE_UNALIGNED, 16);
            double r3 = s.get(JAVA_DOUBLE_UNALIGNED, 24);
            double r4 = s.get(JAVA_DOUBLE_UNALIGNED, 32);
            double r5 = s.get(JAVA_DOUBLE_UNALIGNED, 40);
            double r6 = s.get(JAVA_DOUBLE_UNALIGNED, 48);
            double r7 = s.get(JAVA_DOUBLE_UNALIGNED, 56);
            for (n = 8; n < count - count % 8; n += 8) {
                int p = n * 8;
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
            sum += s.get(JAVA_DOUBLE_UNALIGNED, n * 8);
        }
        return sum;
    }

    @Override
    public float leafFloats(MemorySegment s, int count) {
        float sum = -0.0f;
        int n = 0;
        if (count >= 8) {
            float r0 = s.get(JAVA_FLOAT_UNALIGNED, 0);
            float r1 = s.get(JAVA_FLOAT_UNALIGNED, 4);
            float r2 = s.get(JAVA_FLOAT_UNALIGNED, 8);
            float r3 = s.get(JAVA_FLOAT_UNALIGNED, 12);
            float r4 = s.get(JAVA_FLOAT_UNALIGNED, 16);
            float r5 = s.get(JAVA_FLOAT_UNALIGNED, 20);
            float r6 = s.get(JAVA_FLOAT_UNALIGNED, 24);
            float r7 = s.get(JAVA_FLOAT_UNALIGNED, 28);
            for (n = 8; n < count - count % 8; n += 8) {
                int p = n * 4;
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
            sum += s.get(JAVA_FLOAT_UNALIGNED, n * 4);
        }
        return sum;
    }
}
