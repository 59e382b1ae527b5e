package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/// The sums in plain Java, on any JVM.
final class ScalarSumKernel implements SumKernel {
    @Override
    public boolean vectors() {
        return false;
    }

    @Override
    public double leaf(MemorySegment s, long at, int count) {
        int whole = count - count % 8;
        double sum = whole == 0 ? -0.0 : groups(s, at, whole * 8);
        for (int n = whole; n < count; n++) {
            sum += s.get(JAVA_DOUBLE_UNALIGNED, at + n * 8);
        }
        return sum;
    }

    /// Groups of 8 numbers, each read from the whole segment. A slice for each group needs fewer looks at bounds, but
    /// where the compiler does not see through it, as in some JVMs after much else, it is an object for each.
    private static double groups(MemorySegment s, long at, int byteSize) {
        double r0 = s.get(JAVA_DOUBLE_UNALIGNED, at);
        double r1 = s.get(JAVA_DOUBLE_UNALIGNED, at + 8);
        double r2 = s.get(JAVA_DOUBLE_UNALIGNED, at + 16);
        double r3 = s.get(JAVA_DOUBLE_UNALIGNED, at + 24);
        double r4 = s.get(JAVA_DOUBLE_UNALIGNED, at + 32);
        double r5 = s.get(JAVA_DOUBLE_UNALIGNED, at + 40);
        double r6 = s.get(JAVA_DOUBLE_UNALIGNED, at + 48);
        double r7 = s.get(JAVA_DOUBLE_UNALIGNED, at + 56);
        for (int n = 64; n < byteSize; n += 64) {
            long p = at + n;
            r0 += s.get(JAVA_DOUBLE_UNALIGNED, p);
            r1 += s.get(JAVA_DOUBLE_UNALIGNED, p + 8);
            r2 += s.get(JAVA_DOUBLE_UNALIGNED, p + 16);
            r3 += s.get(JAVA_DOUBLE_UNALIGNED, p + 24);
            r4 += s.get(JAVA_DOUBLE_UNALIGNED, p + 32);
            r5 += s.get(JAVA_DOUBLE_UNALIGNED, p + 40);
            r6 += s.get(JAVA_DOUBLE_UNALIGNED, p + 48);
            r7 += s.get(JAVA_DOUBLE_UNALIGNED, p + 56);
        }
        return ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
    }

    @Override
    public float leafFloats(MemorySegment s, long at, int count) {
        int whole = count - count % 8;
        float sum = groupsOfFloats(s, at, whole * 4);
        for (int n = whole; n < count; n++) {
            sum += s.get(JAVA_FLOAT_UNALIGNED, at + n * 4);
        }
        return sum;
    }

    private static float groupsOfFloats(MemorySegment s, long at, int byteSize) {
        float r0 = -0.0f;
        float r1 = -0.0f;
        float r2 = -0.0f;
        float r3 = -0.0f;
        float r4 = -0.0f;
        float r5 = -0.0f;
        float r6 = -0.0f;
        float r7 = -0.0f;
        for (int n = 0; n < byteSize; n += 32) {
            long p = at + n;
            r0 += s.get(JAVA_FLOAT_UNALIGNED, p);
            r1 += s.get(JAVA_FLOAT_UNALIGNED, p + 4);
            r2 += s.get(JAVA_FLOAT_UNALIGNED, p + 8);
            r3 += s.get(JAVA_FLOAT_UNALIGNED, p + 12);
            r4 += s.get(JAVA_FLOAT_UNALIGNED, p + 16);
            r5 += s.get(JAVA_FLOAT_UNALIGNED, p + 20);
            r6 += s.get(JAVA_FLOAT_UNALIGNED, p + 24);
            r7 += s.get(JAVA_FLOAT_UNALIGNED, p + 28);
        }
        return ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
    }
}
