package dev.npymap.internal.reduce;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The scan with the Vector API, which has a comparison and a choice where `Math.min` has six instructions to be right
/// about NaN and zeros.
final class VectorScanKernel implements ScanKernel {
    private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;

    @Override
    public void scan(double[] block, double[] sums, double[] extremes) {
        DoubleVector lowA = DoubleVector.fromArray(SPECIES, block, 0);
        DoubleVector lowB = lowA;
        DoubleVector lowC = lowA;
        DoubleVector lowD = lowA;
        DoubleVector highA = lowA;
        DoubleVector highB = lowA;
        DoubleVector highC = lowA;
        DoubleVector highD = lowA;
        for (int n = 0; n < QUARTER; n += SPECIES.length()) {
            DoubleVector a = DoubleVector.fromArray(SPECIES, block, n);
            DoubleVector b = DoubleVector.fromArray(SPECIES, block, n + QUARTER);
            DoubleVector c = DoubleVector.fromArray(SPECIES, block, n + 2 * QUARTER);
            DoubleVector d = DoubleVector.fromArray(SPECIES, block, n + 3 * QUARTER);
            a.add(b).add(c.add(d)).intoArray(sums, n);
            lowA = lowA.blend(a, a.compare(VectorOperators.LT, lowA));
            lowB = lowB.blend(b, b.compare(VectorOperators.LT, lowB));
            lowC = lowC.blend(c, c.compare(VectorOperators.LT, lowC));
            lowD = lowD.blend(d, d.compare(VectorOperators.LT, lowD));
            highA = highA.blend(a, a.compare(VectorOperators.GT, highA));
            highB = highB.blend(b, b.compare(VectorOperators.GT, highB));
            highC = highC.blend(c, c.compare(VectorOperators.GT, highC));
            highD = highD.blend(d, d.compare(VectorOperators.GT, highD));
        }
        extremes[0] = lowA.min(lowB).min(lowC.min(lowD)).reduceLanes(VectorOperators.MIN);
        extremes[1] = highA.max(highB).max(highC.max(highD)).reduceLanes(VectorOperators.MAX);
    }
}
