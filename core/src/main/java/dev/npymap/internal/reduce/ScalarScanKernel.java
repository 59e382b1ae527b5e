package dev.npymap.internal.reduce;

/// The scan in plain Java, on any JVM: loops that C2 makes vectors of, because lengths and distances are constants.
final class ScalarScanKernel implements ScanKernel {
    private static final int LEFT = QUARTER / 16;

    private final double[] low = new double[QUARTER];
    private final double[] high = new double[QUARTER];

    @Override
    public void scan(double[] block, double[] sums, double[] extremes) {
        for (int n = 0; n < QUARTER; n++) {
            sums[n] = block[n] + block[n + QUARTER] + (block[n + 2 * QUARTER] + block[n + 3 * QUARTER]);
        }
        for (int n = 0; n < QUARTER; n++) {
            double a = block[n];
            double b = block[n + QUARTER];
            double c = block[n + 2 * QUARTER];
            double d = block[n + 3 * QUARTER];
            low[n] = Math.min(Math.min(a, b), Math.min(c, d));
            high[n] = Math.max(Math.max(a, b), Math.max(c, d));
        }
        for (int n = 0; n < QUARTER / 4; n++) {
            low[n] = Math.min(Math.min(low[n], low[n + QUARTER / 4]),
                    Math.min(low[n + QUARTER / 2], low[n + QUARTER / 4 * 3]));
            high[n] = Math.max(Math.max(high[n], high[n + QUARTER / 4]),
                    Math.max(high[n + QUARTER / 2], high[n + QUARTER / 4 * 3]));
        }
        for (int n = 0; n < LEFT; n++) {
            low[n] = Math.min(Math.min(low[n], low[n + LEFT]), Math.min(low[n + 2 * LEFT], low[n + 3 * LEFT]));
            high[n] = Math.max(Math.max(high[n], high[n + LEFT]), Math.max(high[n + 2 * LEFT], high[n + 3 * LEFT]));
        }
        extremes[0] = low[0];
        extremes[1] = high[0];
        for (int n = 1; n < LEFT; n++) {
            extremes[0] = Math.min(extremes[0], low[n]);
            extremes[1] = Math.max(extremes[1], high[n]);
        }
    }
}
