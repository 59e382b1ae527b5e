package dev.npymap.internal.reduce;

import static java.lang.foreign.ValueLayout.JAVA_DOUBLE_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_FLOAT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Sums leaves of NumPy's pairwise tree in place, with the Vector API: each lane is one of the 8 accumulators.
///
/// A vector load from a page lost by a truncated file kills the JVM, unless the load is compiled into a method that has
/// a scalar access too. So the last number is read by a scalar access; [PairwiseSum] covers the time before the loads
/// are compiled into this method.
///
/// The groups are written out. In a loop C2 sets up its bounds checks anew for each leaf, which takes as long as the
/// sum. In a method of this class that loads one group they would count towards the 8000 bytecodes that C2 inlines into
/// one method (`DesiredMethodLimit`); calls that the JDK forces to be inlined do not count. And a leaf of more than 325
/// bytecodes (`FreqInlineSize`) is compiled by itself, wherever it is called.
final class VectorSumLeaf {
    /// The smallest number of elements in a leaf.
    static final int LEAST = 64;

    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_256;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_256;

    private VectorSumLeaf() {
    }

    /// Sums float64.
    ///
    /// @param at     the offset of the first number in the segment, in bytes
    /// @param groups the number of groups of 8 numbers before the last group, 7 to 15
    static double ofDoubles(MemorySegment s, long at, int groups) {
        DoubleVector low = DoubleVector.fromMemorySegment(DOUBLES, s, at, LITTLE_ENDIAN);
        DoubleVector high = DoubleVector.fromMemorySegment(DOUBLES, s, at + 32, LITTLE_ENDIAN);
        low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 64, LITTLE_ENDIAN));
        high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 96, LITTLE_ENDIAN));
        low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 128, LITTLE_ENDIAN));
        high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 160, LITTLE_ENDIAN));
        low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 192, LITTLE_ENDIAN));
        high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 224, LITTLE_ENDIAN));
        low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 256, LITTLE_ENDIAN));
        high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 288, LITTLE_ENDIAN));
        low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 320, LITTLE_ENDIAN));
        high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 352, LITTLE_ENDIAN));
        low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 384, LITTLE_ENDIAN));
        high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 416, LITTLE_ENDIAN));
        if (groups > 7) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 448, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 480, LITTLE_ENDIAN));
        }
        if (groups > 8) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 512, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 544, LITTLE_ENDIAN));
        }
        if (groups > 9) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 576, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 608, LITTLE_ENDIAN));
        }
        if (groups > 10) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 640, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 672, LITTLE_ENDIAN));
        }
        if (groups > 11) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 704, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 736, LITTLE_ENDIAN));
        }
        if (groups > 12) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 768, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 800, LITTLE_ENDIAN));
        }
        if (groups > 13) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 832, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 864, LITTLE_ENDIAN));
        }
        if (groups > 14) {
            low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 896, LITTLE_ENDIAN));
            high = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, at + 928, LITTLE_ENDIAN));
        }
        long p = at + groups * 64;
        low = low.add(DoubleVector.fromMemorySegment(DOUBLES, s, p, LITTLE_ENDIAN));
        DoubleVector all = high.add(DoubleVector.fromMemorySegment(DOUBLES, s, p + 32, LITTLE_ENDIAN));
        double last = high.lane(3) + s.get(JAVA_DOUBLE_UNALIGNED, p + 56);
        return ((low.lane(0) + low.lane(1)) + (low.lane(2) + low.lane(3)))
                + ((all.lane(0) + all.lane(1)) + (all.lane(2) + last));
    }

    /// As [#ofDoubles], for float32.
    static float ofFloats(MemorySegment s, long at, int groups) {
        FloatVector sums = FloatVector.fromMemorySegment(FLOATS, s, at, LITTLE_ENDIAN);
        sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 32, LITTLE_ENDIAN));
        sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 64, LITTLE_ENDIAN));
        sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 96, LITTLE_ENDIAN));
        sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 128, LITTLE_ENDIAN));
        sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 160, LITTLE_ENDIAN));
        sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 192, LITTLE_ENDIAN));
        if (groups > 7) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 224, LITTLE_ENDIAN));
        }
        if (groups > 8) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 256, LITTLE_ENDIAN));
        }
        if (groups > 9) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 288, LITTLE_ENDIAN));
        }
        if (groups > 10) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 320, LITTLE_ENDIAN));
        }
        if (groups > 11) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 352, LITTLE_ENDIAN));
        }
        if (groups > 12) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 384, LITTLE_ENDIAN));
        }
        if (groups > 13) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 416, LITTLE_ENDIAN));
        }
        if (groups > 14) {
            sums = sums.add(FloatVector.fromMemorySegment(FLOATS, s, at + 448, LITTLE_ENDIAN));
        }
        long p = at + groups * 32;
        FloatVector all = sums.add(FloatVector.fromMemorySegment(FLOATS, s, p, LITTLE_ENDIAN));
        float last = sums.lane(7) + s.get(JAVA_FLOAT_UNALIGNED, p + 28);
        return ((all.lane(0) + all.lane(1)) + (all.lane(2) + all.lane(3)))
                + ((all.lane(4) + all.lane(5)) + (all.lane(6) + last));
    }
}
