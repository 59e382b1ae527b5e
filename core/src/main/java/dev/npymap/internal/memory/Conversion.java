package dev.npymap.internal.memory;

import dev.npymap.internal.work.Workers;
import dev.npymap.model.Dtype;
import dev.npymap.model.Source;
import dev.npymap.model.Threads;

/// Converts numbers between dtypes as NumPy's `astype` does, a block at a time.
///
/// A block is read as the widest numbers of its kind (`long`, `float` or `double`), made those of the other kind, and
/// written: each [ElementCodec] knows how elements become them, so kinds are not multiplied by each other.
final class Conversion {
    /// The least number of elements in a piece.
    private static final long PIECE = 1 << 18;

    private final Layout from;
    private final Layout to;
    private final BufferedSegment input;
    private final BufferedSegment output;
    private final ElementCodec in;
    private final ElementCodec out;
    private final long[] whole = new long[ElementCursor.BLOCK];
    private final float[] floats = new float[ElementCursor.BLOCK];
    private final double[] doubles = new double[ElementCursor.BLOCK];

    private Conversion(Layout from, Layout to) {
        this.from = from;
        this.to = to;
        this.input = BufferedSegment.of(from);
        this.output = BufferedSegment.of(to);
        this.in = ElementCodec.of(from, ElementCursor.BLOCK);
        this.out = ElementCodec.of(to, ElementCursor.BLOCK);
    }

    /// Refuses dtypes that have no conversion.
    static void require(Layout from, Dtype to) {
        if (!from.dtype().isLike(to) && !(isNumber(from.dtype()) && isNumber(to))) {
            throw new ClassCastException(
                    from.name() + ": elements are " + from.dtype() + " and cannot be converted to " + to);
        }
    }

    private static boolean isNumber(Dtype dtype) {
        return switch (dtype.kind()) {
            case BOOL, INT, UINT, FLOAT, BFLOAT16, FLOAT8, COMPLEX -> true;
            case BYTES, TEXT, VOID, STRUCT, DATETIME, TIMEDELTA, OBJECT -> false;
        };
    }

    /// Converts element by element between arrays of one shape that do not overlap.
    static void convert(Layout from, Layout to, Threads threads) {
        if (from.dtype().isLike(to.dtype())) {
            StridedCopy.copy(from, to, threads);
        } else if (from.isComplex()) {
            if (to.isComplex()) {
                convert(from.real(), to.real(), threads);
                convert(from.imag(), to.imag(), threads);
            } else if (to.dtype().kind() == Dtype.Kind.BOOL) {
                Layout imag = Layout.zeros(Dtype.BOOL, to.shape(), Source.MEMORY);
                convert(from.imag(), imag, threads);
                convert(from.real(), to, threads);
                add(imag, to);
            } else {
                convert(from.real(), to, threads);
            }
        } else if (to.isComplex()) {
            convert(from, to.real(), threads);
            StridedCopy.copy(zeros(to.imag()), to.imag(), threads);
        } else {
            numbers(from, to, threads);
        }
    }

    /// Sets the booleans that are true in another array, block by block.
    private static void add(Layout more, Layout to) {
        long[] one = new long[ElementCursor.BLOCK];
        long[] other = new long[ElementCursor.BLOCK];
        ElementCursor added = ElementCursor.inOrder(more);
        ElementCursor before = ElementCursor.inOrder(to);
        ElementCursor after = ElementCursor.inOrder(to);
        for (long done = 0; done < to.size(); done += ElementCursor.BLOCK) {
            int n = (int) Math.min(ElementCursor.BLOCK, to.size() - done);
            added.next(one, n);
            before.next(other, n);
            for (int i = 0; i < n; i++) {
                other[i] |= one[i];
            }
            after.set(other, n);
        }
    }

    /// A single zero with the shape of another array, by strides of zero.
    private static Layout zeros(Layout like) {
        return new Layout(Allocation.zeros(like.dtype().byteSize()), 0, like.dtype(), like.shape(),
                new long[like.rank()], Source.MEMORY);
    }

    private static void numbers(Layout from, Layout to, Threads threads) {
        CopyAxes axes = CopyAxes.of(from, to);
        long size = axes.size();
        if (size <= PIECE) {
            new Conversion(from, to).convert(axes, 0, axes.fromAt(), axes.toAt());
            return;
        }
        int axis = axes.longest();
        long dim = axes.dims()[axis];
        int pieces = (int) Math.min(Math.min(dim, size / PIECE), 1 << 20);
        Threads allowed = Workers.on(threads, from.segment(), to.segment());
        Workers.<RuntimeException>run(allowed, pieces, () -> {
            Conversion conversion = new Conversion(from, to);
            return piece -> {
                CopyAxes part = axes.part(axis, StridedCopy.edge(dim, piece, pieces),
                        StridedCopy.edge(dim, piece + 1, pieces));
                conversion.convert(part, 0, part.fromAt(), part.toAt());
                MappingGuard.fence();
            };
        });
    }

    private void convert(CopyAxes axes, int axis, long fromAt, long toAt) {
        if (axes.rank() == 0) {
            block(fromAt, 0, toAt, 0, 1);
            return;
        }
        long dim = axes.dims()[axis];
        long fromStep = axes.from()[axis];
        long toStep = axes.to()[axis];
        if (axis < axes.rank() - 1) {
            for (long n = 0; n < dim; n++) {
                convert(axes, axis + 1, fromAt + n * fromStep, toAt + n * toStep);
            }
            return;
        }
        for (long done = 0; done < dim; done += ElementCursor.BLOCK) {
            block(fromAt + done * fromStep, fromStep, toAt + done * toStep, toStep,
                    (int) Math.min(ElementCursor.BLOCK, dim - done));
        }
    }

    private void block(long fromAt, long fromStep, long toAt, long toStep, int count) {
        switch (in) {
            case IntegerCodec integers when !(out instanceof DoubleCodec) -> {
                read(integers.buffer(whole, 0), fromAt, fromStep, count);
                integers.decode(whole, 0, count);
                if (out instanceof FloatCodec) {
                    toFloats(count);
                }
            }
            case FloatCodec narrow when out instanceof FloatCodec -> {
                read(narrow.buffer(floats, 0), fromAt, fromStep, count);
                narrow.decode(floats, 0, count);
            }
            default -> {
                read(in.buffer(doubles, 0), fromAt, fromStep, count);
                in.decode(doubles, 0, count);
                if (out instanceof IntegerCodec) {
                    toIntegers(count);
                }
            }
        }
        TypedBuffer converted = switch (out) {
            case IntegerCodec integers -> integers.encode(whole, 0, count);
            case FloatCodec narrow when !(in instanceof DoubleCodec) -> narrow.encode(floats, 0, count);
            default -> out.encode(doubles, 0, count);
        };
        converted.write(output, toAt, toStep, 0, count);
    }

    private void read(TypedBuffer buffer, long at, long step, int count) {
        buffer.read(input, at, step, 0, count);
    }

    private void toFloats(int count) {
        boolean unsigned = from.dtype().kind() == Dtype.Kind.UINT;
        for (int n = 0; n < count; n++) {
            long value = whole[n];
            // The lowest bit is kept as a sticky bit, so that halving does not change the rounding.
            floats[n] = value >= 0 || !unsigned ? value : 2f * (value >>> 1 | value & 1);
        }
    }

    /// Converts as x86-64 does, where a value out of range becomes the least integer of 32 or 64 bits.
    private void toIntegers(int count) {
        Dtype dtype = to.dtype();
        boolean wide = dtype.byteSize() == Long.BYTES || dtype.equals(Dtype.UINT32.withOrder(dtype.byteOrder()));
        if (dtype.kind() != Dtype.Kind.BOOL && areWithin(wide ? 0x1p63 : 0x1p31, count)) {
            // C2 vectorises this loop as long as it has no branches.
            for (int n = 0; n < count; n++) {
                whole[n] = (long) doubles[n];
            }
        } else if (dtype.kind() == Dtype.Kind.BOOL) {
            for (int n = 0; n < count; n++) {
                whole[n] = doubles[n] != 0 ? 1 : 0;
            }
        } else if (dtype.byteSize() == Long.BYTES && dtype.kind() == Dtype.Kind.UINT) {
            for (int n = 0; n < count; n++) {
                whole[n] = doubles[n] >= 0x1p63
                        ? int64(doubles[n] - 0x1p63) ^ Long.MIN_VALUE
                        : int64(doubles[n]);
            }
        } else if (wide) {
            for (int n = 0; n < count; n++) {
                whole[n] = int64(doubles[n]);
            }
        } else {
            for (int n = 0; n < count; n++) {
                whole[n] = doubles[n] > -0x1p31 - 1 && doubles[n] < 0x1p31 ? (int) doubles[n] : Integer.MIN_VALUE;
            }
        }
    }

    /// Whether the magnitudes of all numbers are less than a limit, and none is NaN.
    private boolean areWithin(double limit, int count) {
        double greatest = 0;
        for (int n = 0; n < count; n++) {
            greatest = Math.max(greatest, Math.abs(doubles[n]));
        }
        return greatest < limit;
    }

    private static long int64(double value) {
        return value < 0x1p63 ? (long) value : Long.MIN_VALUE;
    }
}
