package dev.npymap.internal.memory;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import dev.npymap.internal.decimal.BinaryFloat;
import dev.npymap.internal.decimal.X87;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads the floats of an array as sign, mantissa and exponent, each in its stored width.
public final class BinaryFloats {
    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BIG = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfLong LONG = JAVA_LONG_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG_BIG = JAVA_LONG_UNALIGNED.withOrder(BIG_ENDIAN);

    private BinaryFloats() {
    }

    /// The float at an offset in the segment, of float16, float32, float64 or longdouble.
    ///
    /// @param at the offset in bytes
    public static BinaryFloat at(Layout a, long at) {
        MemorySegment s = a.segment();
        boolean big = a.bigEndian();
        return switch ((int) a.dtype().byteSize()) {
            case 2 -> BinaryFloat.of(big ? s.get(SHORT_BIG, at) : s.get(SHORT, at), 10, 16);
            case 4 -> BinaryFloat.of(big ? s.get(INT_BIG, at) : s.get(INT, at), 23, 32);
            case 8 -> BinaryFloat.of(big ? s.get(LONG_BIG, at) : s.get(LONG, at), 52, 64);
            default -> X87.binary(s, at, big);
        };
    }
}
