package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Partition;
import dev.npymap.internal.memory.UnsignedLongs;
import dev.npymap.model.Dtype;

/// Elements as ordered integer keys, so that they can be counted by their leading digits.
///
/// A float's key is its bits, those below the sign turned over where it is negative: -0.0 comes before 0.0.
abstract sealed class OrderedKeys {
    final Layout array;

    private OrderedKeys(Layout array) {
        this.array = array;
    }

    static OrderedKeys of(Layout array) {
        array.requireReal();
        if (array.dtype().kind().isWhole()) {
            return new OfIntegers(array);
        }
        return Precision.of(array.dtype()) == Precision.DOUBLE ? new OfDoubles(array) : new OfFloats(array);
    }

    /// Whether elements are int64 or uint64, whose values a double may not have.
    static boolean isWide(Dtype dtype) {
        return dtype.kind().isWhole() && dtype.byteSize() == Long.BYTES;
    }

    /// Reads elements on one thread.
    interface Reader {
        /// Reads the next elements, leaves out NaN, and returns how many are left.
        int next(ElementCursor elements, int count, long[] keys);
    }

    abstract Reader reader();

    /// The key of an element that has this value.
    abstract long key(double value);

    /// The element as the nearest double.
    abstract double value(long key);

    /// How far one element is above another, in their dtype.
    abstract double difference(long before, long after);

    /// A number between two elements, computed as NumPy does, from the nearer one.
    final double between(long before, long after, double share) {
        double difference = difference(before, after);
        return share >= 0.5 ? value(after) - difference * (1 - share) : value(before) + difference * share;
    }

    private static final class OfDoubles extends OrderedKeys {
        OfDoubles(Layout array) {
            super(array);
        }

        @Override
        Reader reader() {
            double[] block = new double[ElementCursor.BLOCK];
            return (elements, count, keys) -> {
                elements.next(block, count);
                int numbers = 0;
                for (int n = 0; n < count; n++) {
                    double value = block[n];
                    keys[numbers] = key(value);
                    numbers += value == value ? 1 : 0;
                }
                return numbers;
            };
        }

        @Override
        long key(double value) {
            return flip(Double.doubleToRawLongBits(value));
        }

        @Override
        double value(long key) {
            return Double.longBitsToDouble(flip(key));
        }

        private static long flip(long bits) {
            return bits ^ bits >> 63 >>> 1;
        }

        @Override
        double difference(long before, long after) {
            return value(after) - value(before);
        }
    }

    private static final class OfFloats extends OrderedKeys {
        OfFloats(Layout array) {
            super(array);
        }

        @Override
        Reader reader() {
            float[] block = new float[ElementCursor.BLOCK];
            return (elements, count, keys) -> {
                elements.next(block, count);
                int numbers = 0;
                for (int n = 0; n < count; n++) {
                    float value = block[n];
                    keys[numbers] = flip(Float.floatToRawIntBits(value));
                    numbers += value == value ? 1 : 0;
                }
                return numbers;
            };
        }

        @Override
        long key(double value) {
            return flip(Float.floatToRawIntBits((float) value));
        }

        @Override
        double value(long key) {
            return Float.intBitsToFloat(flip((int) key));
        }

        private static int flip(int bits) {
            return bits ^ bits >> 31 >>> 1;
        }

        @Override
        double difference(long before, long after) {
            return Precision.of(array.dtype()).round(value(after) - value(before));
        }
    }

    private static final class OfIntegers extends OrderedKeys {
        private final long flip;

        OfIntegers(Layout array) {
            super(array);
            this.flip = array.dtype().equals(Dtype.UINT64.withOrder(array.dtype().byteOrder())) ? Long.MIN_VALUE : 0;
        }

        @Override
        Reader reader() {
            return (elements, count, keys) -> {
                elements.next(keys, count);
                for (int n = 0; n < count; n++) {
                    keys[n] ^= flip;
                }
                return count;
            };
        }

        @Override
        long key(double value) {
            return (long) value;
        }

        @Override
        double value(long key) {
            return flip == 0 ? key : UnsignedLongs.toDouble(key ^ flip);
        }

        @Override
        double difference(long before, long after) {
            if (array.dtype().kind() == Dtype.Kind.UINT) {
                return UnsignedLongs.toDouble(after - before);
            }
            int unused = Long.SIZE - Byte.SIZE * (int) array.dtype().byteSize();
            return after - before << unused >> unused;
        }
    }
}
