package dev.npymap.internal.reduce;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.npymap.array.Cases;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The scan of this JVM beside the one in plain Java.
@KernelChoice.Verified
class ScanKernelTest {
    @Test
    void theFastestScanFindsWhatThePlainOneDoes() {
        Random random = Cases.random("ScanKernelTest");
        for (int n = 0; n < 300; n++) {
            double scale = Math.exp(random.nextDouble() * 40);
            double[] block = random.doubles(ScanKernel.LENGTH).map(v -> (v - 0.5) * scale).toArray();
            if (n % 3 == 0) {
                block[random.nextInt(block.length)] = Double.POSITIVE_INFINITY;
                block[random.nextInt(block.length)] = -0.0;
            }
            double[] sums = new double[ScanKernel.QUARTER];
            double[] extremes = new double[2];
            ScanKernel.fastest().scan(block, sums, extremes);
            double[] plainSums = new double[ScanKernel.QUARTER];
            double[] plainExtremes = new double[2];
            new ScalarScanKernel().scan(block, plainSums, plainExtremes);
            assertArrayEquals(plainSums, sums);
            assertArrayEquals(plainExtremes, extremes);
            assertEquals(Arrays.stream(block).min().orElseThrow(), extremes[0]);
            assertEquals(Arrays.stream(block).max().orElseThrow(), extremes[1]);
        }
    }
}
