package dev.npymap.text;

import dev.npymap.model.Dtype;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Stores numbers in byte arrays, in one byte order.
///
/// @param big whether the byte order is big-endian
record Bits(boolean big) {
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /// The byte order of a dtype.
    static Bits of(Dtype dtype) {
        return new Bits(dtype.byteOrder() == ByteOrder.BIG_ENDIAN);
    }

    /// Stores the low bytes of a number.
    ///
    /// @param bytes the size in bytes: 1, 2, 4 or 8
    void store(byte[] out, int at, long bits, int bytes) {
        switch (bytes) {
            case 8 -> LONG.set(out, at, big ? Long.reverseBytes(bits) : bits);
            case 4 -> INT.set(out, at, big ? Integer.reverseBytes((int) bits) : (int) bits);
            case 2 -> {
                out[at + (big ? 1 : 0)] = (byte) bits;
                out[at + (big ? 0 : 1)] = (byte) (bits >> 8);
            }
            default -> out[at] = (byte) bits;
        }
    }

    /// Eight bytes of text as a number, the first byte in the lowest bits.
    static long eight(byte[] text, int at) {
        return (long) LONG.get(text, at);
    }
}
