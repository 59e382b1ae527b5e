package dev.npymap.array;

/// Reductions of complex numbers: complex64 in float32 arithmetic, the wider ones in float64.
final class Complexes {
    /// Elements that are read at a time.
    private static final int BLOCK = 1024;

    private Complexes() {
    }

    /// The sum in NumPy's order, whose buffers and parts of a sum count elements; see [Doubles#sum(NdArray)].
    static Complex sum(ComplexArray a) {
        boolean converted = a.bigEndian || !Doubles.aligned(a.real());
        Runs runs = Runs.inMemoryOrder(a.layout());
        Walk walk = new Walk(a);
        Complex sum = new Complex(0, 0);
        long turn = runs.turn();
        long part = runs.part(converted);
        for (long done = 0; done < a.size(); done += turn) {
            for (long from = 0; from < turn; from += part) {
                sum = walk.add(sum, walk.tree(Math.min(part, turn - from)));
            }
        }
        return sum;
    }

    /// NumPy's quotient of complex128, by Smith's method, rounded to the parts of the elements.
    static Complex mean(ComplexArray a, Complex sum) {
        if (a.size() == 0) {
            return new Complex(Double.NaN, Double.NaN);
        }
        // The divisor's imaginary part stays in the formula: times an infinity it makes the other part NaN.
        double scale = 1.0 / a.size();
        double re = (sum.re() + sum.im() * 0.0) * scale;
        double im = (sum.im() - sum.re() * 0.0) * scale;
        return a.isSingle() ? new Complex((float) re, (float) im) : new Complex(re, im);
    }

    /// The standard deviation with divisor n: NumPy adds the squared distances as a single run.
    static double std(ComplexArray a, Complex mean) {
        double variance = new Walk(a).squareTree(a.size(), mean) / a.size();
        return a.isSingle() ? (float) Math.sqrt((float) variance) : Math.sqrt(variance);
    }

    /// The least (sign -1) or greatest (sign 1) element: the first of equal ones, the first with NaN before all.
    static Complex extreme(ComplexArray a, int sign) {
        Doubles.requireElements(a);
        Complex first = a.first();
        double re = first.re();
        double im = first.im();
        Walk walk = new Walk(a);
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            double[] block = walk.doubles(count);
            for (int n = 0; n < 2 * count; n += 2) {
                if (isNaN(re, im)) {
                    return new Complex(re, im);
                }
                double nextRe = block[n];
                double nextIm = block[n + 1];
                boolean kept = sign * re > sign * nextRe && nextIm == nextIm
                        || re == nextRe && sign * im >= sign * nextIm;
                if (!kept) {
                    re = nextRe;
                    im = nextIm;
                }
            }
        }
        return new Complex(re, im);
    }

    static long countNaN(ComplexArray a) {
        Walk walk = new Walk(a);
        long nans = 0;
        for (long left = a.size(); left > 0; left -= BLOCK) {
            int count = (int) Math.min(left, BLOCK);
            double[] block = walk.doubles(count);
            for (int n = 0; n < 2 * count; n += 2) {
                nans += isNaN(block[n], block[n + 1]) ? 1 : 0;
            }
        }
        return nans;
    }

    private static boolean isNaN(double re, double im) {
        return re != re || im != im;
    }

    /// The parts of all elements one behind the other, as they lie in memory.
    private static final class Walk {
        private final ComplexArray array;
        private final Runs run;
        private final boolean single;
        private final double[] doubles;
        private final float[] floats;
        private long at;
        private long left;

        Walk(ComplexArray array) {
            this.array = array;
            this.run = Runs.inMemoryOrder(array.layout());
            this.single = array.isSingle();
            this.doubles = new double[2 * BLOCK];
            this.floats = new float[single ? 2 * BLOCK : 0];
        }

        /// Reads the parts of the next elements, at most [#BLOCK], to the start of an array that is used again.
        double[] doubles(int count) {
            for (int filled = 0; filled < count;) {
                int n = ahead(count - filled);
                array.readParts(at, run.stride, doubles, 2 * filled, n);
                filled += skip(n);
            }
            return doubles;
        }

        /// As [#doubles(int)], for complex64.
        float[] floats(int count) {
            for (int filled = 0; filled < count;) {
                int n = ahead(count - filled);
                array.readParts(at, run.stride, floats, 2 * filled, n);
                filled += skip(n);
            }
            return floats;
        }

        /// The pairwise sum of the next elements. NumPy halves the count of parts at a multiple of 8 parts.
        Complex tree(long count) {
            if (count > BLOCK) {
                long half = PairwiseSum.half(2 * count) / 2;
                Complex sum = tree(half);
                return add(sum, tree(count - half));
            }
            if (single) {
                float[] block = floats((int) count);
                return new Complex(pairwise(block, 0, 2 * (int) count), pairwise(block, 1, 2 * (int) count));
            }
            double[] block = doubles((int) count);
            return new Complex(pairwise(block, 0, 2 * (int) count), pairwise(block, 1, 2 * (int) count));
        }

        Complex add(Complex x, Complex y) {
            // Rounding the float64 sum of two float32 gives their float32 sum.
            return single
                    ? new Complex((float) (x.re() + y.re()), (float) (x.im() + y.im()))
                    : new Complex(x.re() + y.re(), x.im() + y.im());
        }

        /// The pairwise sum of the squared distances of the next elements from the mean.
        double squareTree(long count, Complex mean) {
            if (count > BLOCK) {
                long half = PairwiseSum.half(count);
                double sum = squareTree(half, mean);
                sum += squareTree(count - half, mean);
                return single ? (float) sum : sum;
            }
            return single
                    ? squares(floats((int) count), (int) count, (float) mean.re(), (float) mean.im())
                    : squares(doubles((int) count), (int) count, mean.re(), mean.im());
        }

        private int ahead(int wanted) {
            if (left == 0) {
                run.next();
                at = run.at;
                left = run.count;
            }
            return (int) Math.min(left, wanted);
        }

        private int skip(int n) {
            at += n * run.stride;
            left -= n;
            return n;
        }
    }

    private static double squares(double[] block, int count, double meanRe, double meanIm) {
        for (int n = 0; n < count; n++) {
            double re = block[2 * n] - meanRe;
            double im = block[2 * n + 1] - meanIm;
            block[n] = re * re + im * im;
        }
        return Doubles.pairwise(block, 0, count);
    }

    private static float squares(float[] block, int count, float meanRe, float meanIm) {
        for (int n = 0; n < count; n++) {
            float re = block[2 * n] - meanRe;
            float im = block[2 * n + 1] - meanIm;
            block[n] = re * re + im * im;
        }
        return Floats.pairwise(block, 0, count);
    }

    /// The pairwise sum of every second of `parts` numbers: real and imaginary parts have 4 of NumPy's 8 accumulators
    /// each.
    private static double pairwise(double[] a, int from, int parts) {
        if (parts > SumKernel.LEAF) {
            int half = (int) PairwiseSum.half(parts);
            return pairwise(a, from, half) + pairwise(a, from + half, parts - half);
        }
        double sum = -0.0;
        int n = 0;
        if (parts >= 8) {
            double r0 = a[from];
            double r1 = a[from + 2];
            double r2 = a[from + 4];
            double r3 = a[from + 6];
            for (n = 8; n < parts - parts % 8; n += 8) {
                int p = from + n;
                r0 += a[p];
                r1 += a[p + 2];
                r2 += a[p + 4];
                r3 += a[p + 6];
            }
            sum = (r0 + r1) + (r2 + r3);
        }
        for (; n < parts; n += 2) {
            sum += a[from + n];
        }
        return sum;
    }

    /// As [#pairwise(double\[\], int, int)], in float32 arithmetic.
    private static float pairwise(float[] a, int from, int parts) {
        if (parts > SumKernel.LEAF) {
            int half = (int) PairwiseSum.half(parts);
            return pairwise(a, from, half) + pairwise(a, from + half, parts - half);
        }
        float sum = -0.0f;
        int n = 0;
        if (parts >= 8) {
            float r0 = a[from];
            float r1 = a[from + 2];
            float r2 = a[from + 4];
            float r3 = a[from + 6];
            for (n = 8; n < parts - parts % 8; n += 8) {
                int p = from + n;
                r0 += a[p];
                r1 += a[p + 2];
                r2 += a[p + 4];
                r3 += a[p + 6];
            }
            sum = (r0 + r1) + (r2 + r3);
        }
        for (; n < parts; n += 2) {
            sum += a[from + n];
        }
        return sum;
    }
}
