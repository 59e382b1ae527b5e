package dev.npymap.array;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// The sums with the Vector API: in a group each lane is one of the 8 accumulators, in rows one of the values.
final class VectorBlockSum implements BlockSum {
    private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
    private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;

    /// Whether the vectors that the JVM prefers hold those of the leaves, of 256 bits. Where it prefers narrower
    /// ones, wider ones are taken apart, so slowly that scalars are faster.
    static boolean isWide() {
        return DOUBLES.vectorBitSize() >= DoubleVector.SPECIES_256.vectorBitSize();
    }

    @Override
    public double groups(double[] a, int from, int count) {
        DoubleVector low = DoubleVector.fromArray(DoubleVector.SPECIES_256, a, from);
        DoubleVector high = DoubleVector.fromArray(DoubleVector.SPECIES_256, a, from + 4);
        for (int n = from + 8; n < from + count; n += 8) {
            low = low.add(DoubleVector.fromArray(DoubleVector.SPECIES_256, a, n));
            high = high.add(DoubleVector.fromArray(DoubleVector.SPECIES_256, a, n + 4));
        }
        return ((low.lane(0) + low.lane(1)) + (low.lane(2) + low.lane(3)))
                + ((high.lane(0) + high.lane(1)) + (high.lane(2) + high.lane(3)));
    }

    @Override
    public float groups(float[] a, int from, int count) {
        FloatVector sums = FloatVector.fromArray(FloatVector.SPECIES_256, a, from);
        for (int n = from + 8; n < from + count; n += 8) {
            sums = sums.add(FloatVector.fromArray(FloatVector.SPECIES_256, a, n));
        }
        return ((sums.lane(0) + sums.lane(1)) + (sums.lane(2) + sums.lane(3)))
                + ((sums.lane(4) + sums.lane(5)) + (sums.lane(6) + sums.lane(7)));
    }

    @Override
    public void addRows(double[] values, int to, double[] a, int rows, int length) {
        int lanes = DOUBLES.length();
        int n = 0;
        for (; n + 4 * lanes <= length; n += 4 * lanes) {
            DoubleVector r0 = DoubleVector.fromArray(DOUBLES, values, to + n);
            DoubleVector r1 = DoubleVector.fromArray(DOUBLES, values, to + n + lanes);
            DoubleVector r2 = DoubleVector.fromArray(DOUBLES, values, to + n + 2 * lanes);
            DoubleVector r3 = DoubleVector.fromArray(DOUBLES, values, to + n + 3 * lanes);
            for (int p = n; p < rows * length; p += length) {
                r0 = r0.add(DoubleVector.fromArray(DOUBLES, a, p));
                r1 = r1.add(DoubleVector.fromArray(DOUBLES, a, p + lanes));
                r2 = r2.add(DoubleVector.fromArray(DOUBLES, a, p + 2 * lanes));
                r3 = r3.add(DoubleVector.fromArray(DOUBLES, a, p + 3 * lanes));
            }
            r0.intoArray(values, to + n);
            r1.intoArray(values, to + n + lanes);
            r2.intoArray(values, to + n + 2 * lanes);
            r3.intoArray(values, to + n + 3 * lanes);
        }
        for (; n < length; n++) {
            double sum = values[to + n];
            for (int p = n; p < rows * length; p += length) {
                sum += a[p];
            }
            values[to + n] = sum;
        }
    }

    @Override
    public void addRows(float[] values, int to, float[] a, int rows, int length) {
        int lanes = FLOATS.length();
        int n = 0;
        for (; n + 4 * lanes <= length; n += 4 * lanes) {
            FloatVector r0 = FloatVector.fromArray(FLOATS, values, to + n);
            FloatVector r1 = FloatVector.fromArray(FLOATS, values, to + n + lanes);
            FloatVector r2 = FloatVector.fromArray(FLOATS, values, to + n + 2 * lanes);
            FloatVector r3 = FloatVector.fromArray(FLOATS, values, to + n + 3 * lanes);
            for (int p = n; p < rows * length; p += length) {
                r0 = r0.add(FloatVector.fromArray(FLOATS, a, p));
                r1 = r1.add(FloatVector.fromArray(FLOATS, a, p + lanes));
                r2 = r2.add(FloatVector.fromArray(FLOATS, a, p + 2 * lanes));
                r3 = r3.add(FloatVector.fromArray(FLOATS, a, p + 3 * lanes));
            }
            r0.intoArray(values, to + n);
            r1.intoArray(values, to + n + lanes);
            r2.intoArray(values, to + n + 2 * lanes);
            r3.intoArray(values, to + n + 3 * lanes);
        }
        for (; n < length; n++) {
            float sum = values[to + n];
            for (int p = n; p < rows * length; p += length) {
                sum += a[p];
            }
            values[to + n] = sum;
        }
    }
}
