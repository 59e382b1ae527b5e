package dev.npymap.internal.reduce;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.npymap.internal.memory.Layout;
import dev.npymap.model.Dtype;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Processes contiguous narrow numbers as one, two or four lanes of each int of a Java array (SWAR): C2 vectorises
/// loops over ints, but few loops over bytes and shorts.
///
/// Reading an int as a long from a mapping of a truncated file could kill the JVM; reading it from a Java array cannot.
final class SwarLanes {
    /// The largest number of lanes in an int: only multiples of it are processed.
    private static final int LANES = 4;

    /// The number of ints that are read at a time: 8 KiB stay in the first-level cache. The sum of their lanes fits an
    /// int.
    private static final int ROOM = 2048;
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);

    private final Layout array;
    private final Dtype.Kind kind;
    private final int size;
    private final boolean narrow;
    /// A 1 in each lane.
    private final int ones;
    private final int[] block;

    SwarLanes(Layout array) {
        this.array = array;
        this.kind = array.dtype().kind();
        this.size = (int) array.dtype().byteSize();
        this.narrow = size <= Integer.BYTES && (array.dtype().kind().isWhole() || array.dtype().isLike(Dtype.FLOAT32));
        this.ones = size == 1 ? 0x0101_0101 : size == 2 ? 0x0001_0001 : 1;
        this.block = new int[narrow ? ROOM : 0];
    }

    /// How many of `count` elements this class processes: for integers of up to 32 bits, booleans and float32 all that
    /// fill ints, for other dtypes none.
    long whole(long count) {
        return narrow ? count - count % LANES : 0;
    }

    /// The sum of integers or booleans.
    ///
    /// @param at    the offset of the first number in the segment, in bytes
    /// @param count a number of elements that [#whole] has returned
    long sum(long at, long count) {
        // Unsigned lanes become signed ones by subtracting half of the range.
        boolean unsigned = kind == Dtype.Kind.UINT;
        int flip = unsigned ? ones << Byte.SIZE * size - 1 : 0;
        long sum = unsigned ? count << Byte.SIZE * size - 1 : 0;
        for (long done = 0; done < count; done += ROOM * Integer.BYTES / size) {
            int ints = read(at, done, count);
            if (kind == Dtype.Kind.BOOL) {
                markNonZero(ints);
            }
            sum += sum(ints, flip);
        }
        return sum;
    }

    /// The number of elements that are not zero; as [#sum].
    long nonZero(long at, long count) {
        long sum = 0;
        for (long done = 0; done < count; done += ROOM * Integer.BYTES / size) {
            int ints = read(at, done, count);
            markNonZero(ints);
            sum += sum(ints, 0);
        }
        return sum;
    }

    /// The bits of the number with the greatest key, as in a [BitBlock]; as [#sum].
    long greatest(MinMaxOrder order, long at, long count) {
        int greatest = Integer.MIN_VALUE;
        int flip = ones * (int) (order.flip() >>> Long.SIZE - Byte.SIZE * size);
        for (long done = 0; done < count; done += ROOM * Integer.BYTES / size) {
            greatest = Math.max(greatest, greatest(read(at, done, count), flip, order));
        }
        return switch (kind) {
            case FLOAT -> {
                int folded = greatest - shift(order);
                yield (long) (folded ^ folded >> 31 & Integer.MAX_VALUE ^ flip) << Integer.SIZE;
            }
            case BOOL -> ((greatest ^ flip) >>> 24) == 0 ? 0 : 1;
            case UINT -> (greatest ^ flip) >>> Integer.SIZE - Byte.SIZE * size;
            default -> (greatest ^ flip) >> Integer.SIZE - Byte.SIZE * size;
        };
    }

    /// Reads ints, and returns their number.
    private int read(long at, long done, long count) {
        int ints = (int) Math.min(ROOM, (count - done) * size / Integer.BYTES);
        MemorySegment.copy(array.segment(), INT, at + done * size, block, 0, ints);
        if (array.bigEndian()) {
            // The order of the lanes changes too, which does not matter.
            for (int n = 0; n < ints; n++) {
                block[n] = Integer.reverseBytes(block[n]);
            }
        }
        return ints;
    }

    /// Replaces each lane by 1 or 0.
    private void markNonZero(int ints) {
        int top = Byte.SIZE * size - 1;
        int below = ~(ones << top);
        // The sign of a float is ignored.
        int sign = kind == Dtype.Kind.FLOAT ? 0 : -1;
        for (int n = 0; n < ints; n++) {
            int x = block[n];
            block[n] = ((x & below) + below | x & sign) >>> top & ones;
        }
    }

    private long sum(int ints, int flip) {
        int sum = 0;
        long wide = 0;
        switch (size) {
            case 1 -> {
                for (int n = 0; n < ints; n++) {
                    int x = block[n] ^ flip;
                    sum += (x >> 24) + (x << 8 >> 24) + (x << 16 >> 24) + (x << 24 >> 24);
                }
            }
            case 2 -> {
                for (int n = 0; n < ints; n++) {
                    int x = block[n] ^ flip;
                    sum += (x >> 16) + (x << 16 >> 16);
                }
            }
            default -> {
                for (int n = 0; n < ints; n++) {
                    wide += block[n] ^ flip;
                }
            }
        }
        return sum + wide;
    }

    /// The number to add to the key of a float32 that is an int.
    private static int shift(MinMaxOrder order) {
        return (int) (order.shift() / (1L << Integer.SIZE));
    }

    /// The greatest of all lanes, returned in the highest one.
    private int greatest(int ints, int flip, MinMaxOrder order) {
        int fold = (int) (order.fold() >>> Integer.SIZE);
        int shift = shift(order);
        int greatest = Integer.MIN_VALUE;
        switch (size) {
            case 1 -> {
                for (int n = 0; n < ints; n++) {
                    int x = block[n] ^ flip;
                    greatest = Math.max(greatest, Math.max(Math.max(x, x << 8), Math.max(x << 16, x << 24)));
                }
            }
            case 2 -> {
                for (int n = 0; n < ints; n++) {
                    int x = block[n] ^ flip;
                    greatest = Math.max(greatest, Math.max(x, x << 16));
                }
            }
            default -> {
                for (int n = 0; n < ints; n++) {
                    int x = block[n] ^ flip;
                    greatest = Math.max(greatest, (x ^ x >> 31 & fold) + shift);
                }
            }
        }
        return greatest;
    }
}
