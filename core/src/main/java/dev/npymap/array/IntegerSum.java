package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Sums integers of up to 32 bits that lie without gaps, through Java arrays of their type, over which C2 makes vectors.
///
/// A block of bytes or shorts is so short that its sum fits into an int. An int read as a long from a mapping that is cut
/// could kill the JVM; from a Java array it cannot.
final class IntegerSum {
    private static final int BLOCK = 4096;

    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BIG = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    private IntegerSum() {
    }

    /// Sums `count` elements of an array, the first at byte `at`.
    static long of(NdArray a, long at, long count) {
        return switch (a.dtype().kind()) {
            case BOOL -> booleans(a.segment, at, count);
            case INT -> switch ((int) a.dtype().byteSize()) {
                case 1 -> bytes(a.segment, at, count, 0);
                case 2 -> shorts(a.segment, at, count, a.bigEndian, 0);
                default -> ints(a.segment, at, count, a.bigEndian, 0);
            };
            default -> switch ((int) a.dtype().byteSize()) {
                case 1 -> bytes(a.segment, at, count, 1 << 7) + (count << 7);
                case 2 -> shorts(a.segment, at, count, a.bigEndian, 1 << 15) + (count << 15);
                default -> ints(a.segment, at, count, a.bigEndian, 1 << 31) + (count << 31);
            };
        };
    }

    private static long booleans(MemorySegment s, long at, long count) {
        byte[] block = new byte[BLOCK];
        long sum = 0;
        for (long done = 0; done < count; done += BLOCK) {
            int length = (int) Math.min(BLOCK, count - done);
            MemorySegment.copy(s, JAVA_BYTE, at + done, block, 0, length);
            int part = 0;
            for (int n = 0; n < length; n++) {
                part += block[n] != 0 ? 1 : 0;
            }
            sum += part;
        }
        return sum;
    }

    /// The sum of bytes whose sign bits are flipped, or not.
    private static long bytes(MemorySegment s, long at, long count, int flip) {
        byte[] block = new byte[BLOCK];
        long sum = 0;
        for (long done = 0; done < count; done += BLOCK) {
            int length = (int) Math.min(BLOCK, count - done);
            MemorySegment.copy(s, JAVA_BYTE, at + done, block, 0, length);
            int part = 0;
            for (int n = 0; n < length; n++) {
                part += (byte) (block[n] ^ flip);
            }
            sum += part;
        }
        return sum;
    }

    private static long shorts(MemorySegment s, long at, long count, boolean big, int flip) {
        short[] block = new short[BLOCK];
        long sum = 0;
        for (long done = 0; done < count; done += BLOCK) {
            int length = (int) Math.min(BLOCK, count - done);
            MemorySegment.copy(s, big ? SHORT_BIG : SHORT, at + 2 * done, block, 0, length);
            int part = 0;
            for (int n = 0; n < length; n++) {
                part += (short) (block[n] ^ flip);
            }
            sum += part;
        }
        return sum;
    }

    private static long ints(MemorySegment s, long at, long count, boolean big, int flip) {
        int[] block = new int[BLOCK];
        long sum = 0;
        for (long done = 0; done < count; done += BLOCK) {
            int length = (int) Math.min(BLOCK, count - done);
            MemorySegment.copy(s, big ? INT_BIG : INT, at + 4 * done, block, 0, length);
            long part = 0;
            for (int n = 0; n < length; n++) {
                part += block[n] ^ flip;
            }
            sum += part;
        }
        return sum;
    }
}
