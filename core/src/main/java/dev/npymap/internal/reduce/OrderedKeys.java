package dev.npymap.internal.reduce;

import dev.npymap.internal.memory.ElementCursor;
import dev.npymap.internal.memory.Layout;
import dev.npymap.internal.memory.Partition;
import dev.npymap.internal.memory.UnsignedLongs;
import dev.npymap.model.Dtype;

/// Elements as ordered integer keys, which can be counted by their leading digits.
///
/// A float's key is [BitBlock#fold] of its bits: -0.0 comes before 0.0.
abstract sealed class OrderedKeys {
    final Layout array;

    private OrderedKeys(Layout array) {
        this.array = array;
    }

    static OrderedKeys of(Layout array) {
        array.requireReal();
        return array.dtype().kind().isWhole() ? new OfIntegers(array) : new OfFloats(array);
    }

    /// Whether elements are int64 or uint64, whose values may not fit a double.
    static boolean isWide(Dtype dtype) {
        return dtype.kind().isWhole() && dtype.byteSize() == Long.BYTES;
    }

    /// Reads elements on one thread.
    interface Reader {
        /// Reads the next elements, leaves out NaN, and returns the number of keys.
        int next(ElementCursor elements, int count, long[] keys);
    }

    abstract Reader reader();

    /// The key of an element with a value.
    abstract long key(double value);

    /// The element as the nearest double.
    abstract double value(long key);

    /// The difference between two elements, computed in their dtype.
    abstract double difference(long before, long after);

    /// A number between two elements, computed as NumPy does, starting from the nearer one.
    final double between(long before, long after, double share) {
        double difference = difference(before, after);
        return share >= 0.5 ? value(after) - difference * (1 - share) : value(before) + difference * share;
    }

    private static final class OfFloats extends OrderedKeys {
        /// The number of bits by which a key is shorter than a long.
        private final int unused;

        OfFloats(Layout array) {
            super(array);
            this.unused = BitBlock.isNarrow(array.dtype()) ? Integer.SIZE : 0;
        }

        @Override
        Reader reader() {
            BitBlock block = new BitBlock(array);
            long infinity = BitBlock.infinity(array.dtype());
            return (elements, count, keys) -> {
                block.read(elements, count);
                int numbers = 0;
                for (int n = 0; n < count; n++) {
                    long bits = block.bits[n];
                    keys[numbers] = BitBlock.fold(bits) >> unused;
                    numbers += (bits & Long.MAX_VALUE) <= infinity ? 1 : 0;
                }
                return numbers;
            };
        }

        @Override
        long key(double value) {
            return BitBlock.fold(BitBlock.bits(array.dtype(), value)) >> unused;
        }

        @Override
        double value(long key) {
            return BitBlock.number(array.dtype(), BitBlock.fold(key << unused));
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
