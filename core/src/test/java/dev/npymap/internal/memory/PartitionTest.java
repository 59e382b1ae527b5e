package dev.npymap.internal.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class PartitionTest {
    @Test
    void piecesOfTheLongestAxesMeet() {
        for (long length : new long[]{1, 7, 1L << 20, 8_796_093_022_209L, (1L << 62) + 12345, Long.MAX_VALUE}) {
            for (int pieces : new int[]{1, 3, 1000, 1 << 20}) {
                for (int piece : new int[]{0, 1, pieces / 2, pieces - 1, pieces}) {
                    assertEquals(BigInteger.valueOf(length).multiply(BigInteger.valueOf(piece))
                            .divide(BigInteger.valueOf(pieces)).longValueExact(),
                            Partition.edge(length, piece, pieces));
                    long edge = StridedCopy.edge(length, piece, pieces);
                    assertTrue(edge >= 0 && edge <= length, "edge " + edge);
                    assertTrue(piece < pieces || edge == length, "the last piece ends at " + edge);
                }
            }
        }
    }
}
