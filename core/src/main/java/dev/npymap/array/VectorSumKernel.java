package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The sums with the Vector API: each lane is one of the 8 accumulators.
///
/// A vector load from a page that a cut file has lost kills the JVM, unless it is compiled into a method that has
/// scalar accesses too. So the last group of 8 is added with scalar accesses, in the same order; and [PairwiseSum]
/// looks after the time when the loads are not compiled into it yet.
final class VectorSumKernel implements SumKernel {
    private final ScalarSumKernel scalar = new ScalarSumKernel();

    @Override
    public boolean vectors() {
        return true;
    }

    @Override
    public double leaf(MemorySegment s, long at, int count) {
        if (count == LEAF) {
            return groups(s, at, LEAF * 8);
        }
        return count % 8 == 0 && count >= 16 ? groups(s, at, count * 8) : scalar.leaf(s, at, count);
    }

    /// Two or more groups of 8 numbers; unrolled where their size is a constant.
    private static double groups(MemorySegment s, long at, int byteSize) {
        DoubleVector low = DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, at, ByteOrder.nativeOrder());
        DoubleVector high = DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, at + 32,
                ByteOrder.nativeOrder());
        for (int n = 64; n < byteSize - 64; n += 64) {
            long p = at + n;
            low = low.add(DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, p, ByteOrder.nativeOrder()));
            high = high
                    .add(DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, p + 32, ByteOrder.nativeOrder()));
        }
        long p = at + byteSize - 64;
        double r0 = low.lane(0) + s.get(JAVA_DOUBLE_UNALIGNED, p);
        double r1 = low.lane(1) + s.get(JAVA_DOUBLE_UNALIGNED, p + 8);
        double r2 = low.lane(2) + s.get(JAVA_DOUBLE_UNALIGNED, p + 16);
        double r3 = low.lane(3) + s.get(JAVA_DOUBLE_UNALIGNED, p + 24);
        double r4 = high.lane(0) + s.get(JAVA_DOUBLE_UNALIGNED, p + 32);
        double r5 = high.lane(1) + s.get(JAVA_DOUBLE_UNALIGNED, p + 40);
        double r6 = high.lane(2) + s.get(JAVA_DOUBLE_UNALIGNED, p + 48);
        double r7 = high.lane(3) + s.get(JAVA_DOUBLE_UNALIGNED, p + 56);
        return ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
    }

    @Override
    public float leafFloats(MemorySegment s, long at, int count) {
        if (count == LEAF) {
            return groupsOfFloats(s, at, LEAF * 4);
        }
        return count % 8 == 0 && count >= 16 ? groupsOfFloats(s, at, count * 4) : scalar.leafFloats(s, at, count);
    }

    private static float groupsOfFloats(MemorySegment s, long at, int byteSize) {
        FloatVector sums = FloatVector.fromMemorySegment(FloatVector.SPECIES_256, s, at, ByteOrder.nativeOrder());
        for (int n = 32; n < byteSize - 32; n += 32) {
            sums = sums.add(
                    FloatVector.fromMemorySegment(FloatVector.SPECIES_256, s, at + n, ByteOrder.nativeOrder()));
        }
        long p = at + byteSize - 32;
        float r0 = sums.lane(0) + s.get(JAVA_FLOAT_UNALIGNED, p);
        float r1 = sums.lane(1) + s.get(JAVA_FLOAT_UNALIGNED, p + 4);
        float r2 = sums.lane(2) + s.get(JAVA_FLOAT_UNALIGNED, p + 8);
        float r3 = sums.lane(3) + s.get(JAVA_FLOAT_UNALIGNED, p + 12);
        float r4 = sums.lane(4) + s.get(JAVA_FLOAT_UNALIGNED, p + 16);
        float r5 = sums.lane(5) + s.get(JAVA_FLOAT_UNALIGNED, p + 20);
        float r6 = sums.lane(6) + s.get(JAVA_FLOAT_UNALIGNED, p + 24);
        float r7 = sums.lane(7) + s.get(JAVA_FLOAT_UNALIGNED, p + 28);
        return ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
    }
}
