package dev.npymap.internal.reduce;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A block of real numbers as 64-bit integers, on which C2 vectorises more than sums.
///
/// Integers, booleans and times are their values. Floats are their bits: up to 32 bits as float32 in the upper half,
/// wider ones as float64, so that the sign is always the highest bit.
final class BitBlock {
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    /// The elements of the block.
    final long[] bits = new long[ElementCursor.BLOCK];
    private final Layout array;
    private final int[] ints;
    private final float[] floats;
    private final double[] doubles;

    BitBlock(Layout array) {
        this.array = array;
        boolean isFloat = isFloat(array.dtype());
        boolean narrow = isFloat && isNarrow(array.dtype());
        this.ints = new int[isFloat && array.dtype().byteSize() == Float.BYTES ? ElementCursor.BLOCK : 0];
        this.floats = new float[narrow ? ElementCursor.BLOCK : 0];
        this.doubles = new double[isFloat && !narrow ? ElementCursor.BLOCK : 0];
    }

    static boolean isFloat(Dtype dtype) {
        return switch (dtype.kind()) {
            case FLOAT, BFLOAT16, FLOAT8 -> true;
            default -> false;
        };
    }

    /// Whether floats have the bits of float32.
    static boolean isNarrow(Dtype dtype) {
        return dtype.byteSize() <= Float.BYTES;
    }

    /// The bits of infinity; those of NaN are greater.
    static long infinity(Dtype dtype) {
        return bits(dtype, Double.POSITIVE_INFINITY);
    }

    /// The number with some bits.
    static double number(Dtype dtype, long bits) {
        return isNarrow(dtype) ? Float.intBitsToFloat((int) (bits >> Integer.SIZE)) : Double.longBitsToDouble(bits);
    }

    /// The bits of a number that [#number] returns.
    static long bits(Dtype dtype, double number) {
        return isNarrow(dtype)
                ? (long) Float.floatToRawIntBits((float) number) << Integer.SIZE
                : Double.doubleToRawLongBits(number);
    }

    /// Inverts the bits below the sign of negative floats, and back, so that integers have the order of the floats.
    static long fold(long bits) {
        return bits ^ bits >> 63 >>> 1;
    }

    /// Reads the next elements.
    void read(ElementCursor in, int count) {
        if (!isFloat(array.dtype())) {
            in.next(bits, count);
        } else if (ints.length > 0) {
            narrow(in, count);
        } else if (isNarrow(array.dtype())) {
            in.next(floats, count);
            narrow(count);
        } else {
            wide(in, count);
        }
    }

    private void narrow(ElementCursor in, int count) {
        long at = in.skipDense(count);
        if (at < 0) {
            in.next(floats, count);
            narrow(count);
            return;
        }
        MemorySegment.copy(array.segment(), array.bigEndian() ? INT_BIG : INT, at, ints, 0, count);
        for (int n = 0; n < count; n++) {
            bits[n] = (long) ints[n] << Integer.SIZE;
        }
    }

    private void narrow(int count) {
        for (int n = 0; n < count; n++) {
            bits[n] = (long) Float.floatToRawIntBits(floats[n]) << Integer.SIZE;
        }
    }

    private void wide(ElementCursor in, int count) {
        long at = array.dtype().byteSize() == Double.BYTES ? in.skipDense(count) : -1;
        if (at >= 0) {
            MemorySegment.copy(array.segment(), array.bigEndian() ? LONG_BIG : LONG, at, bits, 0, count);
            return;
        }
        in.next(doubles, count);
        for (int n = 0; n < count; n++) {
            bits[n] = Double.doubleToRawLongBits(doubles[n]);
        }
    }
}
