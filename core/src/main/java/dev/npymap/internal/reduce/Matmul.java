package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.MappingGuard;
import dev.npymap.internal.memory.Slicing;
import dev.npymap.internal.work.Workers;
import dev.npymap.model.Dtype;
import dev.npymap.model.Shape;
import dev.npymap.model.Slice;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;
import java.nio.ByteOrder;
import java.util.Arrays;

/// The matrix product of NumPy's `@`, tile by tile; operands of any layout are read in blocks.
///
/// Floats are multiplied and added as float64 and then rounded to their dtype; integers wrap around in their own width,
/// as in NumPy.
public final class Matmul {
    private static final int ROWS = 64;
    private static final int INNER = 128;
    private static final int COLUMNS = 512;

    private Matmul() {
    }

    /// `a @ b`.
    public static Layout of(Layout a, Layout b, Threads threads) {
        if (!a.dtype().isLike(b.dtype())) {
            throw new IllegalArgumentException(a.name() + " @ " + b.name() + ": elements are " + a.dtype() + " and "
                    + b.dtype() + "; convert one of them first");
        }
        if (a.rank() == 0 || b.rank() == 0) {
            throw mismatch(a, b);
        }
        Layout left = a.rank() == 1 ? Slicing.slice(a, Slice.newAxis(), Slice.all()) : a;
        Layout right = b.rank() == 1 ? Slicing.slice(b, Slice.all(), Slice.newAxis()) : b;
        if (left.shape().dim(-1) != right.shape().dim(-2)) {
            throw mismatch(a, b);
        }
        long[] batch = batch(a, b, left, right);
        long[] dims = Arrays.copyOf(batch, batch.length + 2);
        dims[batch.length] = left.shape().dim(-2);
        dims[batch.length + 1] = right.shape().dim(-1);
        Layout out = Layout.zeros(a.dtype().withOrder(ByteOrder.LITTLE_ENDIAN), Shape.of(dims), Source.MEMORY);
        MappingGuard.guard(a, b, () -> {
            batches(left, right, out, Workers.on(threads, a.segment(), b.segment()));
            return out;
        });
        Layout withoutRow = a.rank() == 1 ? Slicing.select(out, -2, 0) : out;
        return b.rank() == 1 ? Slicing.select(withoutRow, -1, 0) : withoutRow;
    }

    private static IllegalArgumentException mismatch(Layout a, Layout b) {
        return new IllegalArgumentException(
                a.name() + " @ " + b.name() + ": shapes " + a.shape() + " and " + b.shape()
                        + " do not match");
    }

    /// The axes before the last two, each of equal length or of length 1 in one operand.
    private static long[] batch(Layout a, Layout b, Layout left, Layout right) {
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
    private static void batches(Layout a, Layout b, Layout out, Threads threads) {
        if (out.rank() == 2) {
            product(a, b, out, threads);
            return;
        }
        for (long n = 0; n < out.shape().dim(0); n++) {
            batches(part(a, out, n), part(b, out, n), Slicing.select(out, 0, n), threads);
        }
    }

    private static Layout part(Layout operand, Layout out, long n) {
        return operand.rank() < out.rank() ? operand : Slicing.select(operand, 0, operand.shape().dim(0) == 1 ? 0 : n);
    }

    private static void product(Layout a, Layout b, Layout out, Threads threads) {
        switch (a.dtype().kind()) {
            case COMPLEX -> complexProduct(a, b, out, threads);
            case BOOL, INT, UINT -> tiles(a, b, out, true, threads);
            case FLOAT, BFLOAT16, FLOAT8 -> tiles(a, b, out, false, threads);
            case BYTES, TEXT, VOID, STRUCT, DATETIME, TIMEDELTA, OBJECT -> throw new ClassCastException(
                    a.name() + ": elements are " + a.dtype() + ", which have no matrix product");
        }
    }

    private static void complexProduct(Layout a, Layout b, Layout out, Threads threads) {
        double[] re = sum(real(a.real(), b.real(), threads), real(a.imag(), b.imag(), threads), -1);
        double[] im = sum(real(a.real(), b.imag(), threads), real(a.imag(), b.real(), threads), 1);
        ElementCursor.inOrder(out.real()).set(re, re.length);
        ElementCursor.inOrder(out.imag()).set(im, im.length);
    }

    /// The product of real numbers, in C order.
    private static double[] real(Layout a, Layout b, Threads threads) {
        Layout out = Layout.zeros(Dtype.FLOAT64, Shape.of(a.shape().dim(0), b.shape().dim(1)), Source.MEMORY);
        tiles(a, b, out, false, threads);
        double[] numbers = new double[Math.toIntExact(out.size())];
        ElementCursor.inOrder(out).next(numbers, numbers.length);
        return numbers;
    }

    /// Adds or subtracts numbers, element by element.
    private static double[] sum(double[] numbers, double[] others, int sign) {
        for (int n = 0; n < numbers.length; n++) {
            numbers[n] += sign * others[n];
        }
        return numbers;
    }

    private static void tiles(Layout a, Layout b, Layout out, boolean whole, Threads threads) {
        int across = Math.toIntExact(Math.ceilDiv(out.shape().dim(1), COLUMNS));
        int count = Math.multiplyExact(Math.toIntExact(Math.ceilDiv(out.shape().dim(0), ROWS)), across);
        Workers.<RuntimeException>run(threads, count, () -> number -> {
            Slice down = range(number / across, ROWS);
            Slice along = range(number % across, COLUMNS);
            Layout rows = Slicing.slice(a, down, Slice.all());
            Layout columns = Slicing.slice(b, Slice.all(), along);
            Layout tile = Slicing.slice(out, down, along);
            if (whole) {
                wholeTile(rows, columns, tile);
            } else {
                floatTile(rows, columns, tile);
            }
            // A fault in a mapping has to surface on the thread that met it.
            MappingGuard.fence();
        });
    }

    private static Slice range(long number, long length) {
        return Slice.range(number * length, (number + 1) * length);
    }

    private static void floatTile(Layout rows, Layout columns, Layout tile) {
        int m = (int) tile.shape().dim(0);
        int n = (int) tile.shape().dim(1);
        double[] sums = new double[m * n];
        double[] left = new double[m * INNER];
        double[] right = new double[INNER * n];
        for (long k = 0; k < rows.shape().dim(1); k += INNER) {
            int inner = (int) Math.min(INNER, rows.shape().dim(1) - k);
            ElementCursor.inOrder(Slicing.slice(rows, Slice.all(), Slice.range(k, k + inner))).next(left, m * inner);
            ElementCursor.inOrder(Slicing.slice(columns, Slice.range(k, k + inner), Slice.all())).next(right,
                    inner * n);
            for (int i = 0; i < m; i++) {
                for (int p = 0; p < inner; p++) {
                    double factor = left[i * inner + p];
                    for (int j = 0; j < n; j++) {
                        sums[i * n + j] += factor * right[p * n + j];
                    }
                }
            }
        }
        ElementCursor.inOrder(tile).set(sums, sums.length);
    }

    private static void wholeTile(Layout rows, Layout columns, Layout tile) {
        int m = (int) tile.shape().dim(0);
        int n = (int) tile.shape().dim(1);
        long[] sums = new long[m * n];
        long[] left = new long[m * INNER];
        long[] right = new long[INNER * n];
        for (long k = 0; k < rows.shape().dim(1); k += INNER) {
            int inner = (int) Math.min(INNER, rows.shape().dim(1) - k);
            ElementCursor.inOrder(Slicing.slice(rows, Slice.all(), Slice.range(k, k + inner))).next(left, m * inner);
            ElementCursor.inOrder(Slicing.slice(columns, Slice.range(k, k + inner), Slice.all())).next(right,
                    inner * n);
            for (int i = 0; i < m; i++) {
                for (int p = 0; p < inner; p++) {
                    long factor = left[i * inner + p];
                    for (int j = 0; j < n; j++) {
                        sums[i * n + j] += factor * right[p * n + j];
                    }
                }
            }
        }
        ElementCursor.inOrder(tile).set(sums, sums.length);
    }
}
