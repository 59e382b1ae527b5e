package dev.npymap.array;

/// The sums in plain Java, on any JVM.
final class ScalarBlockSum implements BlockSum {
    @Override
    public double groups(double[] a, int from, int count) {
        double r0 = a[from];
        double r1 = a[from + 1];
        double r2 = a[from + 2];
        double r3 = a[from + 3];
        double r4 = a[from + 4];
        double r5 = a[from + 5];
        double r6 = a[from + 6];
        double r7 = a[from + 7];
        for (int n = from + 8; n < from + count; n += 8) {
            r0 += a[n];
            r1 += a[n + 1];
            r2 += a[n + 2];
            r3 += a[n + 3];
            r4 += a[n + 4];
            r5 += a[n + 5];
            r6 += a[n + 6];
            r7 += a[n + 7];
        }
        return ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
    }

    @Override
    public void addRows(double[] values, int to, double[] a, int rows, int length) {
        int n = 0;
        for (; n < length - 7; n += 8) {
            double r0 = values[to + n];
            double r1 = values[to + n + 1];
            double r2 = values[to + n + 2];
            double r3 = values[to + n + 3];
            double r4 = values[to + n + 4];
            double r5 = values[to + n + 5];
            double r6 = values[to + n + 6];
            double r7 = values[to + n + 7];
            for (int p = n; p < rows * length; p += length) {
                r0 += a[p];
                r1 += a[p + 1];
                r2 += a[p + 2];
                r3 += a[p + 3];
                r4 += a[p + 4];
                r5 += a[p + 5];
                r6 += a[p + 6];
                r7 += a[p + 7];
            }
            values[to + n] = r0;
            values[to + n + 1] = r1;
            values[to + n + 2] = r2;
            values[to + n + 3] = r3;
            values[to + n + 4] = r4;
            values[to + n + 5] = r5;
            values[to + n + 6] = r6;
            values[to + n + 7] = r7;
        }
        for (; n < length; n++) {
            for (int p = n; p < rows * length; p += length) {
                values[to + n] += a[p];
            }
        }
    }

    @Override
    public float groups(float[] a, int from, int count) {
        float r0 = a[from];
        float r1 = a[from + 1];
        float r2 = a[from + 2];
        float r3 = a[from + 3];
        float r4 = a[from + 4];
        float r5 = a[from + 5];
        float r6 = a[from + 6];
        float r7 = a[from + 7];
        for (int n = from + 8; n < from + count; n += 8) {
            r0 += a[n];
            r1 += a[n + 1];
            r2 += a[n + 2];
            r3 += a[n + 3];
            r4 += a[n + 4];
            r5 += a[n + 5];
            r6 += a[n + 6];
            r7 += a[n + 7];
        }
        return ((r0 + r1) + (r2 + r3)) + ((r4 + r5) + (r6 + r7));
    }

    @Override
    public void addRows(float[] values, int to, float[] a, int rows, int length) {
        int n = 0;
        for (; n < length - 7; n += 8) {
            float r0 = values[to + n];
            float r1 = values[to + n + 1];
            float r2 = values[to + n + 2];
            float r3 = values[to + n + 3];
            float r4 = values[to + n + 4];
            float r5 = values[to + n + 5];
            float r6 = values[to + n + 6];
            float r7 = values[to + n + 7];
            for (int p = n; p < rows * length; p += length) {
                r0 += a[p];
                r1 += a[p + 1];
                r2 += a[p + 2];
                r3 += a[p + 3];
                r4 += a[p + 4];
                r5 += a[p + 5];
                r6 += a[p + 6];
                r7 += a[p + 7];
            }
            values[to + n] = r0;
            values[to + n + 1] = r1;
            values[to + n + 2] = r2;
            values[to + n + 3] = r3;
            values[to + n + 4] = r4;
            values[to + n + 5] = r5;
            values[to + n + 6] = r6;
            values[to + n + 7] = r7;
        }
        for (; n < length; n++) {
            for (int p = n; p < rows * length; p += length) {
                values[to + n] += a[p];
            }
        }
    }
}
