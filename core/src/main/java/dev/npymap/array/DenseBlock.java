package dev.npymap.array;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;
import static java.nio.ByteOrder.BIG_ENDIAN;
import static java.nio.ByteOrder.LITTLE_ENDIAN;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Reads and writes narrow numbers that lie without gaps, through Java arrays of the type that is stored: loops from one Java array
/// to another become vectors, loops over memory do not.
final class DenseBlock {
    /// The most elements at a time.
    static final int MOST = 1024;

    private static final ValueLayout.OfShort SHORT = JAVA_SHORT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfShort SHORT_BIG = JAVA_SHORT_UNALIGNED.withOrder(BIG_ENDIAN);
    private static final ValueLayout.OfInt INT = JAVA_INT_UNALIGNED.withOrder(LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT_BIG = JAVA_INT_UNALIGNED.withOrder(BIG_ENDIAN);

    private final MemorySegment segment;
    private final boolean bigEndian;
    private final boolean signed;
    private final Dtype.Kind kind;
    private final int size;
    private final int most;
    private final byte[] bytes;
    private final short[] shorts;
    private final int[] ints;
    private final long[] longs;

    /// @param room for how many elements, [#MOST] at most
    DenseBlock(NdArray a, int room) {
        this.segment = a.segment;
        this.bigEndian = a.bigEndian;
        this.kind = a.dtype().kind();
        this.signed = kind == Dtype.Kind.INT;
        this.size = (int) a.dtype().byteSize();
        this.most = takes(a) ? room : 0;
        this.bytes = new byte[size == 1 ? most : 0];
        this.shorts = new short[size == 2 ? most : 0];
        this.ints = new int[size == 4 ? most : 0];
        this.longs = new long[a.dtype().isWhole() ? most : 0];
    }

    /// Whether the elements are integers of up to 32 bits, or 16-bit floats.
    private static boolean takes(NdArray a) {
        Dtype.Kind kind = a.dtype().kind();
        boolean whole = kind == Dtype.Kind.INT || kind == Dtype.Kind.UINT;
        return whole && a.dtype().byteSize() <= Integer.BYTES || a instanceof HalfArray;
    }

    /// How many elements are read or written at a time at most; none of a dtype that is not taken.
    int most() {
        return most;
    }

    private void copy(long at, int count) {
        switch (size) {
            case 1 -> MemorySegment.copy(segment, JAVA_BYTE, at, bytes, 0, count);
            case 2 -> MemorySegment.copy(segment, bigEndian ? SHORT_BIG : SHORT, at, shorts, 0, count);
            default -> MemorySegment.copy(segment, bigEndian ? INT_BIG : INT, at, ints, 0, count);
        }
    }

    /// Reads floats.
    void read(long at, float[] to, int from, int count) {
        copy(at, count);
        NotInlined.run(() -> widen(to, from, count));
    }

    /// C2 makes no vectors of these loops where they are inlined into another.
    private void widen(float[] to, int from, int count) {
        if (kind == Dtype.Kind.BFLOAT16) {
            for (int n = 0; n < count; n++) {
                to[from + n] = Float.intBitsToFloat(shorts[n] << 16);
            }
            return;
        }
        for (int n = 0; n < count; n++) {
            to[from + n] = Float.float16ToFloat(shorts[n]);
        }
    }

    /// Reads integers as doubles.
    void read(long at, double[] to, int from, int count) {
        read(at, longs, 0, count);
        for (int n = 0; n < count; n++) {
            to[from + n] = longs[n];
        }
    }

    /// Reads integers.
    void read(long at, long[] to, int from, int count) {
        copy(at, count);
        if (signed) {
            switch (size) {
                case 1 -> {
                    for (int n = 0; n < count; n++) {
                        to[from + n] = bytes[n];
                    }
                }
                case 2 -> {
                    for (int n = 0; n < count; n++) {
                        to[from + n] = shorts[n];
                    }
                }
                default -> {
                    for (int n = 0; n < count; n++) {
                        to[from + n] = ints[n];
                    }
                }
            }
            return;
        }
        switch (size) {
            case 1 -> {
                for (int n = 0; n < count; n++) {
                    to[from + n] = bytes[n] & 0xff;
                }
            }
            case 2 -> {
                for (int n = 0; n < count; n++) {
                    to[from + n] = shorts[n] & 0xffff;
                }
            }
            default -> {
                for (int n = 0; n < count; n++) {
                    to[from + n] = ints[n] & 0xffff_ffffL;
                }
            }
        }
    }

    /// Writes the low bits of integers.
    void write(long at, long[] values, int count) {
        switch (size) {
            case 1 -> {
                for (int n = 0; n < count; n++) {
                    bytes[n] = (byte) values[n];
                }
                MemorySegment.copy(bytes, 0, segment, JAVA_BYTE, at, count);
            }
            case 2 -> {
                for (int n = 0; n < count; n++) {
                    shorts[n] = (short) values[n];
                }
                MemorySegment.copy(shorts, 0, segment, bigEndian ? SHORT_BIG : SHORT, at, count);
            }
            default -> {
                for (int n = 0; n < count; n++) {
                    ints[n] = (int) values[n];
                }
                MemorySegment.copy(ints, 0, segment, bigEndian ? INT_BIG : INT, at, count);
            }
        }
    }
}
