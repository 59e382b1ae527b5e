package dev.npymap.internal.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.npymap.array.Cases;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Both forms of the sums over blocks have the same bits; the second is there only with the module.
@KernelChoice.Verified
class SumKernelTest {
    private static final Random RANDOM = Cases.random("SumKernelTest");

    @Test
    void groupsHaveTheSameBitsWithAndWithoutVectors() {
        ScalarSumKernel scalar = new ScalarSumKernel();
        for (int count = 8; count <= PairwiseSum.LEAF; count += 8) {
            double[] doubles = RANDOM.doubles(200).map(value -> (value - 0.3) * Math.exp(value * 20)).toArray();
            float[] floats = floats(doubles);
            int from = RANDOM.nextInt(200 - count);
            assertEquals(scalar.groups(doubles, from, count), SumKernel.FASTEST.groups(doubles, from, count));
            assertEquals(scalar.groups(floats, from, count), SumKernel.FASTEST.groups(floats, from, count));
        }
    }

    @Test
    void rowsOfAnyLengthHaveTheSameBitsWithAndWithoutVectors() {
        ScalarSumKernel scalar = new ScalarSumKernel();
        for (int length = 1; length < 200; length++) {
            int rows = 1 + RANDOM.nextInt(5);
            double[] doubles = RANDOM.doubles(rows * length).map(value -> (value - 0.3) * Math.exp(value * 20))
                    .toArray();
            double[] sums = new double[length + 3];
            double[] others = sums.clone();
            scalar.addRows(sums, 3, doubles, rows, length);
            SumKernel.FASTEST.addRows(others, 3, doubles, rows, length);
            assertArrayEquals(sums, others);
            float[] floatSums = new float[length + 3];
            float[] otherFloats = floatSums.clone();
            scalar.addRows(floatSums, 3, floats(doubles), rows, length);
            SumKernel.FASTEST.addRows(otherFloats, 3, floats(doubles), rows, length);
            assertArrayEquals(floatSums, otherFloats);
        }
    }

    private static float[] floats(double[] values) {
        float[] floats = new float[values.length];
        for (int n = 0; n < values.length; n++) {
            floats[n] = (float) values[n];
        }
        return floats;
    }
}
