package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;

/// The sums with the Vector API: each lane is one of the 8 accumulators.
///
/// A vector load from a page that a cut file has lost kills the JVM, unless it is compiled into a method that has scalar
/// accesses too. So each leaf is touched before it is loaded, and a fault surfaces there. What remains is a cut within the
/// tenth of a microsecond that a leaf takes, while the loads are not compiled into [#leaf] yet; that adds its last group
/// of 8 with scalar accesses, in the same order.
final class VectorSumKernel implements SumKernel {
    /// Touches the one or two pages that a leaf lies in.
    private static void touch(MemorySegment leaf) {
        if (leaf.byteSize() > 0) {
            Memory.fence(leaf.get(JAVA_BYTE, 0) | leaf.get(JAVA_BYTE, leaf.byteSize() - 1));
        }
    }

    @Override
    public double leaf(MemorySegment s, int count) {
        touch(s);
        double sum = -0.0;
        int n = 0;
        if (count >= 16) {
            int last = count - count % 8 - 8;
            DoubleVector low = DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, 0, ByteOrder.nativeOrder());
            DoubleVector high = DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, 32,
                    ByteOrder.nativeOrder());
            for (n = 8; n < last; n += 8) {
                int p = n * 8;
                low = low.add(
                        DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, p, ByteOrder.nativeOrder()));
                high = high.add(
                        DoubleVector.fromMemorySegment(DoubleVector.SPECIES_256, s, p + 32, ByteOrder.nativeOrder()));
            }
            int p = last * 8;
            double r0 = low.lane(0) + s.get(JAVA_DOUBLE_UNALIGNED, p);
            double r1 = low.lane(1) + s.get(JAVA_DOUBLE_UNALIGNED, p + 8);
            double r2 = low.lane(2) + s.get(JAVA_DOUBLE_UNALIGNED, p + 16);
            double r3 = low.lane(3) + s.get(JAVA_DOUBLE_UNALIGNED, p + 24);
            double r4 = high.lane(0) + s.get(JAVA_DOUBLE_UNALIGNED, p + 32);
            double r5 = high.lane(1) + s.get(JAVA_DOUBLE_UNALIGNED, p + 40);
            double r6 = high.lane(2) + s.get(JAVA_DOUBLE_UNALIGNED, p + 48);
            double r7 = high.lane(3) + s.get(JAVA_DOUBLE_UNALIGNED, p + 56);
            sum = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
            n = last + 8;
        } else if (count >= 8) {
            sum = ((s.get(JAVA_DOUBLE_UNALIGNED, 0) + s.get(JAVA_DOUBLE_UNALIGNED, 8))
                    + (s.get(JAVA_DOUBLE_UNALIGNED, 16) + s.get(JAVA_DOUBLE_UNALIGNED, 24)))
                    + ((s.get(JAVA_DOUBLE_UNALIGNED, 32) + s.get(JAVA_DOUBLE_UNALIGNED, 40))
                            + (s.get(JAVA_DOUBLE_UNALIGNED, 48) + s.get(JAVA_DOUBLE_UNALIGNED, 56)));
            n = 8;
        }
        for (; n < count; n++) {
            sum += s.get(JAVA_DOUBLE_UNALIGNED, n * 8);
        }
        return sum;
    }

    @Override
    public float leafFloats(MemorySegment s, int count) {
        touch(s);
        float sum = -0.0f;
        int n = 0;
        if (count >= 16) {
            int last = count - count % 8 - 8;
            FloatVector sums = FloatVector.fromMemorySegment(FloatVector.SPECIES_256, s, 0, ByteOrder.nativeOrder());
            for (n = 8; n < last; n += 8) {
                sums = sums.add(FloatVector.fromMemorySegment(FloatVector.SPECIES_256, s, n * 4,
                        ByteOrder.nativeOrder()));
            }
            int p = last * 4;
            float r0 = sums.lane(0) + s.get(JAVA_FLOAT_UNALIGNED, p);
            float r1 = sums.lane(1) + s.get(JAVA_FLOAT_UNALIGNED, p + 4);
            float r2 = sums.lane(2) + s.get(JAVA_FLOAT_UNALIGNED, p + 8);
            float r3 = sums.lane(3) + s.get(JAVA_FLOAT_UNALIGNED, p + 12);
            float r4 = sums.lane(4) + s.get(JAVA_FLOAT_UNALIGNED, p + 16);
            float r5 = sums.lane(5) + s.get(JAVA_FLOAT_UNALIGNED, p + 20);
            float r6 = sums.lane(6) + s.get(JAVA_FLOAT_UNALIGNED, p + 24);
            float r7 = sums.lane(7) + s.get(JAVA_FLOAT_UNALIGNED, p + 28);
            sum = ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
            n = last + 8;
        } else if (count >= 8) {
            sum = ((s.get(JAVA_FLOAT_UNALIGNED, 0) + s.get(JAVA_FLOAT_UNALIGNED, 4))
                    + (s.get(JAVA_FLOAT_UNALIGNED, 8) + s.get(JAVA_FLOAT_UNALIGNED, 12)))
                    + ((s.get(JAVA_FLOAT_UNALIGNED, 16) + s.get(JAVA_FLOAT_UNALIGNED, 20))
                            + (s.get(JAVA_FLOAT_UNALIGNED, 24) + s.get(JAVA_FLOAT_UNALIGNED, 28)));
            n = 8;
        }
        for (; n < count; n++) {
            sum += s.get(JAVA_FLOAT_UNALIGNED, n * 4);
        }
        return sum;
    }
}
