package dev.npymap.array;

import java.nio.ByteOrder;
import java.util.Arrays;

/// The matrix product of NumPy's `@`, tile by tile, so that operands of any layout are read in blocks.
///
/// Floats are multiplied and added as float64 and then stored in their dtype; integers wrap around in their own width,
/// as in NumPy.
final class Matmul {
    private static final int ROWS = 64;
    private static final int INNER = 128;
    private static final int COLUMNS = 512;

    private Matmul() {
    }

    /// `a @ b`.
    static NdArray of(NdArray a, NdArray b) {
        if (!a.dtype().isLike(b.dtype())) {
            throw new IllegalArgumentException(a.source() + " @ " + b.source() + ": elements are " + a.dtype() + " and "
                    + b.dtype() + "; convert one of them first");
        }
        if (a.rank() == 0 || b.rank() == 0) {
            throw mismatch(a, b);
        }
        NdArray left = a.rank() == 1 ? a.slice(Slice.newAxis(), Slice.all()) : a;
        NdArray right = b.rank() == 1 ? b.slice(Slice.all(), Slice.newAxis()) : b;
        if (left.shape().dim(-1) != right.shape().dim(-2)) {
            throw mismatch(a, b);
        }
        long[] batch = batch(a, b, left, right);
        long[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = left.shape().dim(-2);
        dims[batch.length + 1] = right.shape().dim(-1);
        NdArray out = NdArray.zeros(a.dtype().withOrder(ByteOrder.LITTLE_ENDIAN), dims);
        Memory.guard(a.layout(), b.layout(), () -> {
            batches(left, right, out);
            return out;
        });
        NdArray withoutRow = a.rank() == 1 ? out.select(-2, 0) : out;
        return b.rank() == 1 ? withoutRow.select(-1, 0) : withoutRow;
    }

    private static IllegalArgumentException mismatch(NdArray a, NdArray b) {
        return new IllegalArgumentException(
                a.source() + " @ " + b.source() + ": shapes " + a.shape() + " and " + b.shape()
                        + " do not match");
    }

    /// The axes before the last two, each of equal length or 1 in one operand.
    private static long[] batch(NdArray a, NdArray b, NdArray left, NdArray right) {
        int rank = Math.max(left.rank(), right.rank()) - 2;
        long[] dims = new long[rank];
        for (int n = 1; n <= rank; n++) {
            long x = left.rank() - 2 >= n ? left.shape().dim(-2 - n) : 1;
            long y = right.rank() - 2 >= n ? right.shape().dim(-2 - n) : 1;
            if (x != y && x != 1 && y != 1) {
                throw mismatch(a, b);
            }
            dims[rank - n] = x == 1 ? y : x;
        }
        return dims;
    }

    /// Walks the axes before the last two; an operand that lacks one, or has it with length 1, is used again.
    private static void batches(NdArray a, NdArray b, NdArray out) {
        if (out.rank() == 2) {
            product(a, b, out);
            return;
        }
        for (long n = 0; n < out.shape().dim(0); n++) {
            batches(part(a, out, n), part(b, out, n), out.select(0, n));
        }
    }

    private static NdArray part(NdArray operand, NdArray out, long n) {
        return operand.rank() < out.rank() ? operand : operand.select(0, operand.shape().dim(0) == 1 ? 0 : n);
    }

    private static void product(NdArray a, NdArray b, NdArray out) {
        switch (a.dtype().kind()) {
            case COMPLEX -> complexProduct(a.asComplex(), b.asComplex(), out.asComplex());
            case BOOL, INT, UINT -> tiles(a, b, out, true);
            case FLOAT, BFLOAT16, FLOAT8 -> tiles(a, b, out, false);
            case BYTES, TEXT, VOID, STRUCT, DATETIME, TIMEDELTA, OBJECT -> throw new ClassCastException(
                    a.source() + ": elements are " + a.dtype() + ", which have no matrix product");
        }
    }

    private static void complexProduct(ComplexArray a, ComplexArray b, ComplexArray out) {
        double[] re = difference(real(a.real(), b.real()), real(a.imag(), b.imag()), -1);
        double[] im = difference(real(a.real(), b.imag()), real(a.imag(), b.real()), 1);
        Elements.inOrder(out.real()).set(re, re.length);
        Elements.inOrder(out.imag()).set(im, im.length);
    }

    private static DoubleArray real(NdArray a, NdArray b) {
        DoubleArray out = NdArray.zeros(Dtype.FLOAT64, a.shape().dim(0), b.shape().dim(1)).asDouble();
        tiles(a, b, out, false);
        return out;
    }

    private static double[] difference(DoubleArray x, DoubleArray y, int sign) {
        double[] sum = x.toArray();
        double[] other = y.toArray();
        for (int n = 0; n < sum.length; n++) {
            sum[n] += sign * other[n];
        }
        return sum;
    }

    private static void tiles(NdArray a, NdArray b, NdArray out, boolean whole) {
        for (long i = 0; i < out.shape().dim(0); i += ROWS) {
            for (long j = 0; j < out.shape().dim(1); j += COLUMNS) {
                NdArray rows = a.slice(Slice.range(i, i + ROWS), Slice.all());
                NdArray columns = b.slice(Slice.all(), Slice.range(j, j + COLUMNS));
                NdArray tile = out.slice(Slice.range(i, i + ROWS), Slice.range(j, j + COLUMNS));
                if (whole) {
                    wholeTile(rows, columns, tile);
                } else {
                    floatTile(rows, columns, tile);
                }
            }
        }
    }

    private static void floatTile(NdArray rows, NdArray columns, NdArray tile) {
        int m = (int) tile.shape().dim(0);
        int n = (int) tile.shape().dim(1);
        double[] sums = new double[m * n];
        double[] left = new double[m * INNER];
        double[] right = new double[INNER * n];
        for (long k = 0; k < rows.shape().dim(1); k += INNER) {
            int inner = (int) Math.min(INNER, rows.shape().dim(1) - k);
            Elements.inOrder(rows.slice(Slice.all(), Slice.range(k, k + inner))).next(left, m * inner);
            Elements.inOrder(columns.slice(Slice.range(k, k + inner), Slice.all())).next(right, inner * n);
            for (int i = 0; i < m; i++) {
                for (int p = 0; p < inner; p++) {
                    double factor = left[i * inner + p];
                    for (int j = 0; j < n; j++) {
                        sums[i * n + j] += factor * right[p * n + j];
                    }
                }
            }
        }
        Elements.inOrder(tile).set(sums, sums.length);
    }

    private static void wholeTile(NdArray rows, NdArray columns, NdArray tile) {
        int m = (int) tile.shape().dim(0);
        int n = (int) tile.shape().dim(1);
        long[] sums = new long[m * n];
        long[] left = new long[m * INNER];
        long[] right = new long[INNER * n];
        for (long k = 0; k < rows.shape().dim(1); k += INNER) {
            int inner = (int) Math.min(INNER, rows.shape().dim(1) - k);
            Elements.inOrder(rows.slice(Slice.all(), Slice.range(k, k + inner))).next(left, m * inner);
            Elements.inOrder(columns.slice(Slice.range(k, k + inner), Slice.all())).next(right, inner * n);
            for (int i = 0; i < m; i++) {
                for (int p = 0; p < inner; p++) {
                    long factor = left[i * inner + p];
                    for (int j = 0; j < n; j++) {
                        sums[i * n + j] += factor * right[p * n + j];
                    }
                }
            }
        }
        Elements.inOrder(tile).set(sums, sums.length);
    }
}
