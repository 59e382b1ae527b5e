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

    /// Groups of 8 numbers, each a segment of its own: its bounds are looked at once, and not at each number.
    private static double groups(MemorySegment s, long at, int byteSize) {
        MemorySegment first = s.asSlice(at, 64);
        double r0 = first.get(JAVA_DOUBLE_UNALIGNED, 0);
        double r1 = first.get(JAVA_DOUBLE_UNALIGNED, 8);
        double r2 = first.get(JAVA_DOUBLE_UNALIGNED, 16);
        double r3 = first.get(JAVA_DOUBLE_UNALIGNED, 24);
        double r4 = first.get(JAVA_DOUBLE_UNALIGNED, 32);
        double r5 = first.get(JAVA_DOUBLE_UNALIGNED, 40);
        double r6 = first.get(JAVA_DOUBLE_UNALIGNED, 48);
        double r7 = first.get(JAVA_DOUBLE_UNALIGNED, 56);
        for (int n = 64; n < byteSize; n += 64) {
            MemorySegment group = s.asSlice(at + n, 64);
            r0 += group.get(JAVA_DOUBLE_UNALIGNED, 0);
            r1 += group.get(JAVA_DOUBLE_UNALIGNED, 8);
            r2 += group.get(JAVA_DOUBLE_UNALIGNED, 16);
            r3 += group.get(JAVA_DOUBLE_UNALIGNED, 24);
            r4 += group.get(JAVA_DOUBLE_UNALIGNED, 32);
            r5 += group.get(JAVA_DOUBLE_UNALIGNED, 40);
            r6 += group.get(JAVA_DOUBLE_UNALIGNED, 48);
            r7 += group.get(JAVA_DOUBLE_UNALIGNED, 56);
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
            MemorySegment group = s.asSlice(at + n, 32);
            r0 += group.get(JAVA_FLOAT_UNALIGNED, 0);
            r1 += group.get(JAVA_FLOAT_UNALIGNED, 4);
            r2 += group.get(JAVA_FLOAT_UNALIGNED, 8);
            r3 += group.get(JAVA_FLOAT_UNALIGNED, 12);
            r4 += group.get(JAVA_FLOAT_UNALIGNED, 16);
            r5 += group.get(JAVA_FLOAT_UNALIGNED, 20);
            r6 += group.get(JAVA_FLOAT_UNALIGNED, 24);
            r7 += group.get(JAVA_FLOAT_UNALIGNED, 28);
        }
        return ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
    }
}
