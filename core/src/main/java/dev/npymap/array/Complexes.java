package dev.npymap.array;

/// Reductions of complex numbers in float64 arithmetic.
final class Complexes {
    /// Elements that are read at a time.
    private static final int BLOCK = 512;

    private Complexes() {
    }

    /// The sum in NumPy's order.
    static Complex sum(ComplexArray a) {
        double re = 0;
        double im = 0;
        double[] block = new double[2 * BLOCK];
        for (Runs run = Runs.inMemoryOrder(a.layout()); run.next();) {
            Complex sum = tree(a, run.at, run.stride, run.count, block);
            re += sum.re();
            im += sum.im();
        }
        return new Complex(re, im);
    }

    static double std(ComplexArray a, Complex mean) {
        double squares = 0;
        double[] block = new double[2 * BLOCK];
        double[] distances = new double[BLOCK];
        for (Runs run = Runs.inMemoryOrder(a.layout()); run.next();) {
            for (long done = 0; done < run.count; done += BLOCK) {
                int count = (int) Math.min(BLOCK, run.count - done);
                a.read(run.at + done * run.stride, run.stride, block, 0, 2 * count);
                for (int n = 0; n < count; n++) {
                    double re = block[2 * n] - mean.re();
                    double im = block[2 * n + 1] - mean.im();
                    distances[n] = re * re + im * im;
                }
                squares += Doubles.pairwise(distances, 0, count);
            }
        }
        return Math.sqrt(squares / a.size());
    }

    /// The least (sign -1) or greatest (sign 1) element.
    static Complex extreme(ComplexArray a, int sign) {
        Doubles.requireElements(a);
        return a.stream().reduce((x, y) -> isNaN(x) ? x : isNaN(y) || sign * compare(y, x) > 0 ? y : x).orElseThrow();
    }

    static long countNaN(ComplexArray a) {
        return a.stream().filter(Complexes::isNaN).count();
    }

    private static boolean isNaN(Complex c) {
        return Double.isNaN(c.re()) || Double.isNaN(c.im());
    }

    private static int compare(Complex x, Complex y) {
        return x.re() < y.re() ? -1 : x.re() > y.re() ? 1 : Double.compare(x.im(), y.im());
    }

    private static Complex tree(ComplexArray a, long at, long stride, long count, double[] block) {
        if (count > BLOCK) {
            // NumPy halves the count of parts at a multiple of 8 parts, which are 4 elements.
            long half = SumKernel.half(2 * count) / 2;
            Complex left = tree(a, at, stride, half, block);
            Complex right = tree(a, at + half * stride, stride, count - half, block);
            return new Complex(left.re() + right.re(), left.im() + right.im());
        }
        a.read(at, stride, block, 0, 2 * (int) count);
        return pairwise(block, 0, 2 * (int) count);
    }

    private static Complex pairwise(double[] a, int from, int parts) {
        if (parts > SumKernel.LEAF) {
            int half = (int) SumKernel.half(parts);
            Complex left = pairwise(a, from, half);
            Complex right = pairwise(a, from + half, parts - half);
            return new Complex(left.re() + right.re(), left.im() + right.im());
        }
        double re = -0.0;
        double im = -0.0;
        int n = 0;
        if (parts >= 8) {
            double[] r = new double[8];
            System.arraycopy(a, from, r, 0, 8);
            for (n = 8; n < parts - parts % 8; n += 8) {
                for (int k = 0; k < 8; k++) {
                    r[k] += a[from + n + k];
                }
            }
            re = (r[0] + r[2]) + (r[4] + r[6]);
            im = (r[1] + r[3]) + (r[5] + r[7]);
        }
        for (; n < parts; n += 2) {
            re += a[from + n];
            im += a[from + n + 1];
        }
        return new Complex(re, im);
    }
}
