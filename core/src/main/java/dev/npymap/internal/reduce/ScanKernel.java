package dev.npymap.internal.reduce;

/// Looks through a block of doubles once, for their sum and their extremes; on one thread.
sealed interface ScanKernel permits ScalarScanKernel, VectorScanKernel {
    /// The elements of a block: 16 KiB stay in the first-level cache.
    int LENGTH = 2048;

    /// A quarter of a block.
    int QUARTER = LENGTH / 4;

    /// Makes the faster one of this JVM.
    static ScanKernel fastest() {
        return SumKernel.HAS_VECTORS ? new VectorScanKernel() : new ScalarScanKernel();
    }

    /// Scans a block.
    ///
    /// @param block    [#LENGTH] numbers
    /// @param sums     receives [#QUARTER] sums of four numbers each, `(a + b) + (c + d)`, a quarter apart
    /// @param extremes receives the least and the greatest number: of two zeros either, and anything if one is NaN
    void scan(double[] block, double[] sums, double[] extremes);
}
